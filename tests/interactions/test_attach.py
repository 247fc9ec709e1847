"""An agent corrects with one action, attach or detach: one decision, which answers suggestions, and can be undone."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.application import Person, problem
from tests.interactions.desk import START, Desk, mail
from tests.interactions.test_correct import case_of
from tests.interactions.test_suggestions import suggested
from warmline.accounts import Actor
from warmline.interactions import visible_case
from warmline.interactions.actions import correct, join
from warmline.interactions.errors import NothingSuggested, OnlyContact, OtherCustomer, SameCase
from warmline.kit.errors import Forbidden

ADA, WHY = "ada@example.com", {"reason": "because"}


async def answers(desk: Desk) -> list[str | None]:
    rows = await desk.rows("select answer from case_decision where kind = 'suggest' order by id")
    return [row["answer"] for row in rows]


async def made(desk: Desk) -> UUID:
    """The one decision that a person made."""
    [row] = await desk.rows("select id from case_decision where rule = 'person' and undone_at is null")
    found: UUID = row["id"]
    return found


async def test_needs_permission(desk: Desk) -> None:
    one, _ = await desk.placed(ADA, "Hail broke my windscreen")
    _, other = await desk.placed(ADA, "A card is lost", at=START + timedelta(days=40))
    reader = Actor(org_id=desk.org, kind="agent", id=desk.org, permissions=frozenset({"case.read"}))
    with pytest.raises(Forbidden):
        await desk.act(correct.attach, reader, one, other, **WHY)
    with pytest.raises(Forbidden):
        await desk.act(correct.detach, reader, one, **WHY)


async def test_what_makes_no_sense_is_refused(desk: Desk) -> None:
    one, own = await desk.placed(ADA, "Hail broke my windscreen")
    with pytest.raises(NothingSuggested):
        await desk.act(correct.attach, desk.actor, one, **WHY)
    with pytest.raises(SameCase):
        await desk.act(correct.attach, desk.actor, one, own, **WHY)
    with pytest.raises(OnlyContact):
        await desk.act(correct.detach, desk.actor, one, **WHY)
    assert await desk.rows("select id from case_decision where rule = 'person'") == []


async def test_another_customers_case_only_by_an_explicit_act(desk: Desk) -> None:
    one, _ = await desk.placed(ADA, "Hail broke my windscreen")
    _, other = await desk.placed("eve@example.com", "A card is lost", at=START + timedelta(days=40))
    with pytest.raises(OtherCustomer):
        await desk.act(correct.attach, desk.actor, one, other, **WHY)
    await desk.act(correct.attach, desk.actor, one, other, confirm_other_customer=True, **WHY)
    [row] = await desk.rows(
        "select rule, decided_by from case_decision where interaction_id = $1 and kind = 'move'", one
    )
    assert (row["rule"], row["decided_by"]) == ("confirmed", desk.actor.ref)


async def test_attach_accepts_the_suggestion_in_one_decision_and_undo_asks_again(desk: Desk) -> None:
    _, contact, own, first = await suggested(desk)
    attached = await desk.act(correct.attach, desk.actor, contact, **WHY)
    assert (attached.case_id, await answers(desk)) == (first, ["accepted"])
    assert (await desk.act(visible_case, desk.actor, own)).joined_into == first
    back = await desk.act(correct.undo, desk.actor, await made(desk), reason="it was not")
    assert (back.case_id, await answers(desk)) == (own, [None])
    assert (await desk.act(visible_case, desk.actor, own)).joined_into is None


async def test_taking_the_join_back_asks_again_too(desk: Desk) -> None:
    _, contact, own, _ = await suggested(desk)
    await desk.act(correct.attach, desk.actor, contact, **WHY)
    await desk.act(join.unjoin, desk.actor, own, **WHY)
    assert await answers(desk) == [None]


async def test_attach_elsewhere_declines_what_was_suggested(desk: Desk) -> None:
    _, contact, _, _ = await suggested(desk)
    _, third = await desk.placed(ADA, "A card is lost", at=START + timedelta(days=40))
    await desk.act(correct.attach, desk.actor, contact, third, **WHY)
    assert (await case_of(desk, contact), await answers(desk)) == (third, ["declined"])
    await desk.act(correct.undo, desk.actor, await made(desk), **WHY)
    assert await answers(desk) == [None]


async def test_attach_to_where_the_suggested_case_was_joined_accepts_it(desk: Desk) -> None:
    _, contact, _, first = await suggested(desk)
    _, third = await desk.placed(ADA, "A card is lost", at=START + timedelta(days=40))
    await desk.act(join.join, desk.actor, first, third, **WHY)
    attached = await desk.act(correct.attach, desk.actor, contact, **WHY)
    assert (attached.case_id, await answers(desk)) == (third, ["accepted"])


async def test_a_contact_that_shares_its_case_goes_alone_and_comes_back(desk: Desk) -> None:
    one, home = await desk.placed(ADA, "Hail broke my windscreen")
    two, there = await desk.placed(ADA, "A card is lost", at=START + timedelta(days=40))
    await desk.act(correct.attach, desk.actor, two, home, **WHY)
    apart = await desk.act(correct.detach, desk.actor, two, reason="a matter of its own")
    assert apart.case_id not in (home, there)
    assert await case_of(desk, one) == home
    [row] = await desk.rows("select id from case_decision where kind = 'split' and rule = 'person'")
    assert (await desk.act(correct.undo, desk.actor, row["id"], **WHY)).case_id == home


async def test_over_http(admin: Person, front: Desk) -> None:
    await front.tune(attach=1, suggest=1)
    one, home = await front.placed(ADA, "Hail broke my windscreen")
    two, there = await front.placed(ADA, "A card is lost", at=START + timedelta(days=40))
    problem(await admin.post(f"/interactions/{two}/attach", json=WHY), 409, "nothing_suggested")
    problem(await admin.post(f"/interactions/{one}/detach", json=WHY), 409, "only_contact")
    attached = await admin.post(f"/interactions/{two}/attach", json={"case_id": str(home), **WHY})
    assert (attached.status_code, attached.json()["case_id"]) == (200, str(home))
    # The case that it had to itself leads there, also for a customer who quotes its number.
    [row] = await front.rows("select reference from case_record where id = $1", there)
    quoting = front.contact("email", mail(ADA), f"Re {row['reference']}: a word", at=START + timedelta(days=50))
    [received] = await front.say(quoting)
    assert received.case_id == home
    apart = await admin.post(f"/interactions/{two}/detach", json=WHY)
    assert apart.json()["case_id"] not in (str(home), str(there))
    decisions = (await admin.get(f"/interactions/{two}/decisions")).json()
    last = next(each for each in reversed(decisions) if each["kind"] == "split")
    back = await admin.post(f"/case-decisions/{last['id']}/undo", json=WHY)
    assert back.json()["case_id"] == str(home)
