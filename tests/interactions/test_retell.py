"""What a case is about follows its contacts: nobody's words stay where they are not, and corrections help."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.interactions.desk import START, Desk, mail, visitor
from tests.interactions.test_places import come, take, wrote
from warmline import customers, sdk
from warmline.interactions import Settle
from warmline.interactions.actions import correct, join
from warmline.interactions.actions.retell import retell
from warmline.interactions.jobs import REACTIONS
from warmline.kit.ids import new_id
from warmline.kit.reactions import Reactor

ADA, WHY, DAY = "ada@example.com", {"reason": "because"}, timedelta(days=1)
LAMP = "The lamp flickers, order ORD-77120"
BOOTS = "The boots are too small, order ORD-90555"


async def terms(desk: Desk, case_id: UUID | None) -> dict[str, int]:
    [row] = await desk.rows("select terms from case_record where id = $1", case_id)
    found: dict[str, int] = row["terms"]
    return found


async def kept(desk: Desk) -> dict[UUID, tuple[Any, ...]]:
    """What each case is about, and when it was last heard of."""
    rows = await desk.rows("select id, terms, last_contact_at from case_record order by id")
    return {row["id"]: (row["terms"], row["last_contact_at"]) for row in rows}


async def two(desk: Desk) -> tuple[UUID, UUID, UUID, UUID]:
    """Two contacts, each with a case of its own."""
    await desk.tune(attach=1, suggest=1)
    one, lamp = await desk.placed(ADA, LAMP)
    other, boots = await desk.placed(ADA, BOOTS, at=START + DAY)
    return one, lamp, other, boots


async def test_nothing_is_told_of_no_case(desk: Desk) -> None:
    await desk.act(retell, desk.actor, [])
    await desk.act(retell, desk.actor, [None, new_id()])
    assert await desk.rows("select id from case_record") == []


async def test_a_case_that_is_told_as_it_was_is_not_touched(desk: Desk) -> None:
    _, lamp, _, boots = await two(desk)
    before = await desk.rows("select id, version, terms from case_record order by id")
    await desk.act(retell, desk.actor, [lamp, boots])
    assert await desk.rows("select id, version, terms from case_record order by id") == before


async def test_the_words_go_with_the_contact(desk: Desk) -> None:
    _, lamp, other, boots = await two(desk)
    await desk.act(correct.move, desk.actor, other, lamp, **WHY)
    assert await terms(desk, boots) == {}
    assert {"lamp", "boot", "#ORD77120", "#ORD90555"} <= set(await terms(desk, lamp))


async def test_a_case_that_is_split_off_knows_what_it_is_about(desk: Desk) -> None:
    _, lamp, other, _ = await two(desk)
    await desk.act(correct.attach, desk.actor, other, lamp, **WHY)
    apart = await desk.act(correct.detach, desk.actor, other, **WHY)
    assert {"boot", "#ORD90555"} <= set(await terms(desk, apart.case_id))
    assert {"boot", "#ORD90555"}.isdisjoint(await terms(desk, lamp))
    [row] = await desk.rows("select last_contact_at from case_record where id = $1", apart.case_id)
    assert row["last_contact_at"] == START + DAY


async def test_a_correction_places_the_next_contact(desk: Desk) -> None:
    _, lamp, other, _ = await two(desk)
    await desk.act(correct.attach, desk.actor, other, lamp, **WHY)
    apart = await desk.act(correct.detach, desk.actor, other, **WHY)
    await desk.tune()
    asks = desk.contact("email", mail(ADA), "Any news on the boots, order ORD-90555?", at=START + 2 * DAY)
    [received] = await desk.say(asks)
    assert received.case_id == apart.case_id


async def test_what_is_undone_is_told_as_before(desk: Desk) -> None:
    _, lamp, other, _ = await two(desk)
    before = await kept(desk)
    await desk.act(correct.move, desk.actor, other, lamp, **WHY)
    assert await kept(desk) != before
    [row] = await desk.rows("select id from case_decision where kind = 'move'")
    await desk.act(correct.undo, desk.actor, row["id"], **WHY)
    assert await kept(desk) == before


async def test_a_join_and_its_undoing_tell_both(desk: Desk) -> None:
    _, lamp, _, boots = await two(desk)
    before = await kept(desk)
    await desk.act(join.join, desk.actor, boots, lamp, **WHY)
    assert {"boot", "lamp"} <= set(await terms(desk, lamp))
    assert await terms(desk, boots) == {}
    await desk.act(join.unjoin, desk.actor, boots, **WHY)
    assert await kept(desk) == before


async def test_after_customers_are_parted_no_words_stay_with_the_other(desk: Desk) -> None:
    _, lamp = await desk.placed(ADA, LAMP)
    theirs, _ = await desk.placed("bob@example.com", BOOTS, at=START + DAY)
    ids = [row["id"] for row in await desk.rows("select id from customer order by id")]
    await desk.act(customers.merge, desk.actor, ids[1], into_id=ids[0], **WHY)
    reactor = Reactor(desk.db, REACTIONS)
    await reactor.drain(desk.org)
    await desk.act(correct.move, desk.actor, theirs, lamp, **WHY)
    assert "boot" in await terms(desk, lamp)
    await desk.act(customers.unmerge, desk.actor, ids[1], **WHY)
    await reactor.drain(desk.org)
    assert "boot" not in await terms(desk, lamp)
    [row] = await desk.rows("select case_id from interaction where id = $1", theirs)
    assert row["case_id"] != lamp
    assert "boot" in await terms(desk, row["case_id"])


async def test_a_contact_of_several_messages_is_told_as_it_was_received(desk: Desk) -> None:
    texts = ("My name is Ada.", LAMP, "Please send another one.")
    messages = tuple(sdk.Content(at=START, text=each) for each in texts)
    [first] = await come(desk, wrote(desk, "", messages=messages, subject="A lamp"))
    chat = desk.contact("webchat", visitor("v1"), "Thank you", thread=sdk.Thread(session="s1"), at=START + DAY)
    [second] = await come(desk, chat)
    before = await kept(desk)
    await desk.act(retell, desk.actor, [first.case_id, second.case_id])
    assert await kept(desk) == before


async def test_what_a_machine_or_an_agent_wrote_is_not_what_a_case_is_about(desk: Desk) -> None:
    first = wrote(desk, LAMP)
    [received] = await come(desk, first)
    await come(desk, wrote(desk, "out of office in Lisbon", DAY, automatic=True))
    await take(desk, Settle(account_id=desk.accounts["email"], external_id=first.external_id, at=START + DAY))
    before = await terms(desk, received.case_id)
    await desk.act(retell, desk.actor, [received.case_id])
    assert await terms(desk, received.case_id) == before
