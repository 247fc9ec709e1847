"""Correcting where contacts belong: each act is recorded, and each can be taken back."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.interactions.desk import START, Desk, mail, visitor
from warmline import customers, sdk
from warmline.interactions import visible_interaction
from warmline.interactions.actions import correct, join
from warmline.interactions.errors import DecisionFinal, OtherCustomer
from warmline.interactions.jobs import REACTIONS
from warmline.kit.reactions import Reactor


async def two_matters(desk: Desk) -> tuple[UUID, UUID, UUID, UUID]:
    """A mail about hail and one about an invoice: two cases of one customer."""
    hail = desk.contact("email", mail("ada@example.com"), "Hail broke my windscreen")
    bill = desk.contact(
        "email", mail("ada@example.com"), "Please send last year's invoice", at=START + timedelta(days=20)
    )
    [one], [two] = await desk.say(hail), await desk.say(bill)
    assert one.interaction_id
    assert two.interaction_id
    assert one.case_id
    assert two.case_id
    assert one.case_id != two.case_id
    return one.interaction_id, one.case_id, two.interaction_id, two.case_id


async def case_of(desk: Desk, interaction_id: UUID) -> UUID | None:
    async with desk.db.transaction(desk.org) as conn:
        return (await visible_interaction(conn, desk.actor, interaction_id)).case_id


async def test_a_contact_goes_to_another_customer_only_when_that_is_said(desk: Desk) -> None:
    [mine] = await desk.say(desk.contact("email", mail("ada@example.com"), "My windscreen"))
    [theirs] = await desk.say(desk.contact("email", mail("eve@example.com"), "My windscreen"))
    assert mine.interaction_id
    assert theirs.case_id
    with pytest.raises(OtherCustomer):
        async with desk.db.transaction(desk.org) as conn:
            await correct.move(conn, desk.actor, mine.interaction_id, theirs.case_id, reason="same street")
    async with desk.db.transaction(desk.org) as conn:
        await correct.move(
            conn, desk.actor, mine.interaction_id, theirs.case_id, reason="her husband", confirm_other_customer=True
        )
    assert await case_of(desk, mine.interaction_id) == theirs.case_id


async def test_a_move_can_be_taken_back_once(desk: Desk) -> None:
    _, hail, second, bill = await two_matters(desk)
    async with desk.db.transaction(desk.org) as conn:
        await correct.move(conn, desk.actor, second, hail, reason="it is about the hail")
    [decision] = await desk.rows("select id from case_decision where kind = 'move'")
    async with desk.db.transaction(desk.org) as conn:
        await correct.undo(conn, desk.actor, decision["id"], reason="it is not")
    assert await case_of(desk, second) == bill
    with pytest.raises(DecisionFinal):
        async with desk.db.transaction(desk.org) as conn:
            await correct.undo(conn, desk.actor, decision["id"], reason="again")


async def test_only_the_last_decision_is_taken_back(desk: Desk) -> None:
    _, hail, second, bill = await two_matters(desk)
    for case in (hail, bill):
        async with desk.db.transaction(desk.org) as conn:
            await correct.move(conn, desk.actor, second, case, reason="to and fro")
    first, _ = await desk.rows("select id from case_decision where kind = 'move' order by id")
    with pytest.raises(DecisionFinal):
        async with desk.db.transaction(desk.org) as conn:
            await correct.undo(conn, desk.actor, first["id"], reason="too early")


async def test_a_split_and_its_inverse(desk: Desk) -> None:
    first, hail, _, _ = await two_matters(desk)
    async with desk.db.transaction(desk.org) as conn:
        await correct.split(conn, desk.actor, first, reason="a matter of its own")
    assert await case_of(desk, first) != hail
    [decision] = await desk.rows("select id from case_decision where kind = 'split'")
    async with desk.db.transaction(desk.org) as conn:
        await correct.undo(conn, desk.actor, decision["id"], reason="it was not")
    assert await case_of(desk, first) == hail


async def test_a_join_and_its_inverse(desk: Desk) -> None:
    first, hail, second, bill = await two_matters(desk)
    async with desk.db.transaction(desk.org) as conn:
        await join.join(conn, desk.actor, bill, hail, reason="the invoice is for the windscreen")
    assert await case_of(desk, second) == hail
    async with desk.db.transaction(desk.org) as conn:
        await join.unjoin(conn, desk.actor, bill, reason="it is not")
    assert (await case_of(desk, first), await case_of(desk, second)) == (hail, bill)


async def test_an_unmerge_takes_apart_what_the_merge_put_together(desk: Desk) -> None:
    chat = desk.contact(
        "webchat", visitor("v1"), "Hail broke the windscreen of my car", thread=sdk.Thread(session="s1")
    )
    [talked] = await desk.say(chat)
    [wrote] = await desk.say(desk.contact("email", mail("ada@example.com"), "an old invoice, from years ago"))
    rows = await desk.rows("select id, customer_id from interaction order by id")
    visitor_id, ada_id = (row["customer_id"] for row in rows)
    async with desk.db.transaction(desk.org) as conn:
        await customers.merge(conn, desk.actor, visitor_id, into_id=ada_id, reason="the same voice")
    letter = desk.contact(
        "email", mail("ada@example.com"), "The windscreen of my car, broken by hail", at=START + timedelta(hours=1)
    )
    [merged] = await desk.say(letter)
    assert merged.case_id == talked.case_id
    async with desk.db.transaction(desk.org) as conn:
        await customers.unmerge(conn, desk.actor, visitor_id, reason="two people after all")
    await Reactor(desk.db, REACTIONS).drain(desk.org)
    assert merged.interaction_id
    assert talked.interaction_id
    assert await case_of(desk, talked.interaction_id) == talked.case_id
    assert await case_of(desk, merged.interaction_id) not in (talked.case_id, wrote.case_id)
