"""Joined cases: all follows to the one that stands, and comes back; what turns out to be another's goes apart."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.application import Person, problem
from tests.interactions.desk import START, Desk, mail
from tests.interactions.test_correct import case_of, two_matters
from warmline import customers, sdk
from warmline.interactions import NewActionItem, NewRef, Tell, add_ref, promise, receive, set_case_status, visible_case
from warmline.interactions.actions import case as cases
from warmline.interactions.actions import correct, join
from warmline.interactions.errors import CaseJoinedAway, CaseNotJoined, DecisionFinal
from warmline.interactions.jobs import REACTIONS
from warmline.interactions.model import CaseStatus
from warmline.kit.errors import Invalid
from warmline.kit.reactions import Reactor

WHY = {"reason": "one matter"}


async def joined(desk: Desk) -> tuple[UUID, UUID, UUID, UUID]:
    """The second of two matters, joined into the first."""
    first, hail, second, bill = await two_matters(desk)
    await desk.act(join.join, desk.actor, bill, hail, **WHY)
    return first, hail, second, bill


async def test_a_case_is_not_joined_into_itself_nor_twice(desk: Desk) -> None:
    _, hail, _, bill = await two_matters(desk)
    with pytest.raises(Invalid):
        await desk.act(join.join, desk.actor, hail, hail, **WHY)
    with pytest.raises(CaseNotJoined):
        await desk.act(join.unjoin, desk.actor, bill, **WHY)
    await desk.act(join.join, desk.actor, bill, hail, **WHY)
    for pair in ((bill, hail), (hail, bill)):
        with pytest.raises(CaseJoinedAway):
            await desk.act(join.join, desk.actor, *pair, **WHY)


async def test_a_joined_case_takes_no_changes(desk: Desk) -> None:
    first, _, _, bill = await joined(desk)
    acts = (
        desk.act(correct.move, desk.actor, first, bill, **WHY),
        desk.act(cases.update, desk.actor, bill, {"priority": 5}),
        desk.act(set_case_status, desk.actor, bill, CaseStatus.RESOLVED),
        desk.act(add_ref, desk.actor, bill, NewRef(kind="policy", external_id="1")),
        desk.act(promise, desk.actor, bill, NewActionItem(text="Call back")),
    )
    for act in acts:
        with pytest.raises(CaseJoinedAway):
            await act


async def test_a_joined_case_is_found_by_its_references(desk: Desk) -> None:
    _, hail, _, bill = await two_matters(desk)
    _, third = await desk.placed("ada@example.com", "A card is lost", at=START + timedelta(days=40))
    [contact] = await desk.rows("select external_id from message order by id desc limit 1 offset 1")
    async with desk.db.transaction(desk.org) as conn:
        tell = Tell(account_id=desk.accounts["email"], external_id=contact["external_id"], reference="AU 482-7719")
        await receive(conn, desk.actor, [tell])
    # One through the other.
    await desk.act(join.join, desk.actor, bill, hail, **WHY)
    await desk.act(join.join, desk.actor, hail, third, **WHY)
    [row] = await desk.rows("select reference from case_record where id = $1", bill)
    for n, reference in enumerate((row["reference"], "au4827719")):
        at = START + timedelta(days=45 + n)
        quoting = desk.contact("email", mail("ada@example.com"), f"about {reference}, hello", at=at)
        [received] = await desk.say(quoting)
        assert received.case_id == third, reference
    [stranger] = await desk.say(desk.contact("email", mail("eve@example.com"), f"about {row['reference']}"))
    assert stranger.case_id != third


async def test_an_answer_in_a_joined_thread_lands_in_the_case_that_stands(desk: Desk) -> None:
    _, hail, second, bill = await two_matters(desk)
    [letter] = await desk.rows("select external_id from message where interaction_id = $1", second)
    await desk.act(join.join, desk.actor, bill, hail, **WHY)
    thread = sdk.Thread(replies_to=(letter["external_id"],))
    answer = desk.contact("email", mail("ada@example.com"), "Yes please", at=START + timedelta(days=21), thread=thread)
    [received] = await desk.say(answer)
    assert (received.interaction_id, received.case_id) == (second, hail)


async def test_an_inner_join_is_not_taken_back_before_the_outer(desk: Desk) -> None:
    first, hail, second, bill = await joined(desk)
    _, third = await desk.placed("ada@example.com", "A card is lost", at=START + timedelta(days=40))
    await desk.act(join.join, desk.actor, hail, third, **WHY)
    with pytest.raises(CaseJoinedAway):
        await desk.act(join.unjoin, desk.actor, bill, reason="not")
    for case_id in (hail, bill):
        await desk.act(join.unjoin, desk.actor, case_id, reason="not")
    assert (await case_of(desk, first), await case_of(desk, second)) == (hail, bill)


async def test_what_somebody_placed_since_stays_where_it_was_put(desk: Desk) -> None:
    first, hail, second, bill = await joined(desk)
    await desk.act(correct.split, desk.actor, second, reason="of its own")
    own = await case_of(desk, second)
    await desk.act(join.unjoin, desk.actor, bill, reason="not")
    assert (await case_of(desk, first), await case_of(desk, second)) == (hail, own)


async def test_a_contact_cannot_go_back_into_a_case_for_which_another_stands(desk: Desk) -> None:
    first, hail, second, bill = await two_matters(desk)
    moved = await desk.act(correct.move, desk.actor, second, hail, **WHY)
    await desk.act(join.join, desk.actor, bill, hail, **WHY)
    [decision] = await desk.rows("select id from case_decision where kind = 'move'")
    with pytest.raises(DecisionFinal):
        await desk.act(correct.undo, desk.actor, decision["id"], reason="not")
    await desk.act(join.unjoin, desk.actor, bill, reason="not")
    back = await desk.act(correct.undo, desk.actor, decision["id"], reason="not")
    assert (moved.case_id, back.case_id, await case_of(desk, first)) == (hail, bill, hail)


async def test_moves_come_back_one_after_the_other(desk: Desk) -> None:
    _, hail, second, bill = await two_matters(desk)
    await desk.act(correct.move, desk.actor, second, hail, **WHY)
    await desk.act(correct.split, desk.actor, second, reason="of its own")
    last, first = await desk.rows("select id from case_decision where kind in ('move', 'split') order by id desc")
    assert (await desk.act(correct.undo, desk.actor, last["id"], reason="not")).case_id == hail
    assert (await desk.act(correct.undo, desk.actor, first["id"], reason="not")).case_id == bill
    with pytest.raises(DecisionFinal):
        await desk.act(correct.undo, desk.actor, first["id"], reason="again")


async def test_what_was_split_off_and_comes_back_leaves_no_empty_case(desk: Desk) -> None:
    _, hail, second, _ = await two_matters(desk)
    await desk.act(correct.move, desk.actor, second, hail, **WHY)
    own = (await desk.act(correct.split, desk.actor, second, reason="of its own")).case_id
    assert own
    [decision] = await desk.rows("select id from case_decision where kind = 'split'")
    await desk.act(correct.undo, desk.actor, decision["id"], reason="not")
    assert (await desk.act(visible_case, desk.actor, own)).joined_into == hail


async def test_context_and_history_follow(admin: Person, front: Desk) -> None:
    _, hail, _, bill = await two_matters(front)
    await admin.made(f"/cases/{bill}/references", kind="policy", external_id="AU-482")
    await admin.made(f"/cases/{bill}/action-items", text="Send the invoice")
    before = await admin.items(f"/cases/{bill}/history")
    answer = await admin.post(f"/cases/{bill}/join", json={"into_id": str(hail), **WHY})
    assert answer.json()["id"] == str(hail)
    [ref] = (await admin.get(f"/cases/{hail}/references")).json()
    [item] = await admin.items("/action-items", case_id=str(hail))
    assert (ref["external_id"], item["text"]) == ("AU-482", "Send the invoice")
    told = [each["cursor"] for each in await admin.items(f"/cases/{hail}/history", limit=3)]
    assert len(told) == len(set(told))
    assert {each["cursor"] for each in before} <= set(told)
    assert told == sorted(told, key=lambda each: tuple(map(int, each.split("-"))))
    assert [each["id"] for each in await admin.items("/cases")] == [str(hail)]
    assert len(await admin.items("/cases", joined=True)) == 2
    gone = (await admin.get(f"/cases/{bill}")).json()
    assert gone["joined_into"] == str(hail)
    assert [each["id"] for each in await admin.items("/cases", reference=gone["reference"])] == [str(bill)]
    problem(await admin.post(f"/cases/{bill}/join", json={"into_id": str(hail), **WHY}), 409, "case_joined_away")


async def test_the_history_of_a_case_has_what_its_contacts_went_through_before(admin: Person, front: Desk) -> None:
    _, hail, second, bill = await two_matters(front)
    await admin.post(f"/interactions/{second}/move", json={"case_id": str(hail), **WHY})
    types = [each["type"] for each in await admin.items(f"/cases/{hail}/history") if each["case_id"] == str(bill)]
    assert {"message.received", "interaction.started"} <= set(types)


async def merged(desk: Desk) -> tuple[UUID, UUID, UUID, UUID, UUID]:
    """Ada and Eve, taken for one: a contact and a case of each, and Ada's id."""
    one, hers = await desk.placed("ada@example.com", "Hail broke my windscreen")
    two, other = await desk.placed("eve@example.com", "A card is lost", at=START + timedelta(days=40))
    rows = await desk.rows("select customer_id from interaction order by id")
    ada, eve = (row["customer_id"] for row in rows)
    await desk.act(customers.merge, desk.actor, ada, into_id=eve, reason="the same voice")
    return one, hers, two, other, ada


async def unmerged(desk: Desk, ada: UUID) -> None:
    await desk.act(customers.unmerge, desk.actor, ada, reason="two people after all")
    await Reactor(desk.db, REACTIONS).drain(desk.org)
    shared = (
        "select i.id from interaction i join case_record k on k.id = i.case_id where k.customer_id <> i.customer_id"
    )
    assert await desk.rows(shared) == []


async def test_what_was_moved_while_two_were_taken_for_one_goes_apart(desk: Desk) -> None:
    one, hers, _, other, ada = await merged(desk)
    await desk.act(correct.move, desk.actor, one, other, **WHY)
    await unmerged(desk, ada)
    assert await case_of(desk, one) not in (hers, other)


async def test_cases_that_were_joined_while_two_were_taken_for_one_stand_alone(desk: Desk) -> None:
    one, hers, two, other, ada = await merged(desk)
    await desk.act(add_ref, desk.actor, hers, NewRef(kind="policy", external_id="AU-482"))
    await desk.act(join.join, desk.actor, hers, other, **WHY)
    await unmerged(desk, ada)
    assert (await case_of(desk, one), await case_of(desk, two)) == (hers, other)
    assert (await desk.act(visible_case, desk.actor, hers)).joined_into is None


async def test_nothing_comes_back_into_what_is_another_customers_case_now(desk: Desk) -> None:
    one, _, _, other, ada = await merged(desk)
    await desk.act(correct.move, desk.actor, one, other, **WHY)
    await desk.act(correct.split, desk.actor, one, reason="of its own")
    await unmerged(desk, ada)
    [decision] = await desk.rows("select id from case_decision where kind = 'split' and rule = 'person'")
    with pytest.raises(DecisionFinal, match="another customer"):
        await desk.act(correct.undo, desk.actor, decision["id"], reason="back")


async def test_what_a_person_confirmed_stays_and_comes_back(desk: Desk) -> None:
    one, hers = await desk.placed("ada@example.com", "Hail broke my windscreen")
    _, other = await desk.placed("eve@example.com", "A card is lost", at=START + timedelta(days=40))
    await desk.act(correct.move, desk.actor, one, other, confirm_other_customer=True, **WHY)
    [decision] = await desk.rows("select rule, evidence from case_decision where kind = 'move'")
    assert (decision["rule"], decision["evidence"][0]["kind"]) == ("confirmed", "confirmed")
    await desk.act(correct.move, desk.actor, one, hers, reason="no, hers")
    [last] = await desk.rows("select id from case_decision where kind = 'move' order by id desc limit 1")
    assert (await desk.act(correct.undo, desk.actor, last["id"], reason="it was right")).case_id == other
