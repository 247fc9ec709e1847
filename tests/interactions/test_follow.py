"""When a handle turns out to be another customer's, its contacts and cases go along, and come back exactly."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.interactions.desk import START, Desk, visitor
from tests.interactions.screen import Screen
from tests.interactions.test_correct import case_of
from warmline import customers, sdk
from warmline.interactions import visible_case
from warmline.interactions.actions import correct, join
from warmline.interactions.jobs import REACTIONS
from warmline.kit.reactions import Reactor

WHY = {"reason": "because"}
ADA, SHOP = "ada@example.com", "shop@example.com"
RECORD = """
select 'interaction' as what, i.id, i.customer_id, i.case_id, p.customer_id as written_by
from interaction i join participant p on p.interaction_id = i.id and p.role = 'customer'
union all
select 'case', k.id, k.customer_id, k.joined_into, null from case_record k
order by 1, 2
"""


async def record(desk: Desk) -> list[tuple[Any, ...]]:
    """Whose everything is, and where."""
    return [tuple(row) for row in await desk.rows(RECORD)]


async def settle(desk: Desk) -> None:
    """What follows is done, and no two customers share a case."""
    await Reactor(desk.db, REACTIONS).drain(desk.org)
    shared = """
        select i.id from interaction i join customer ic on ic.id = i.customer_id
        join case_record k on k.id = i.case_id join customer kc on kc.id = k.customer_id
        where ic.root_id <> kc.root_id and not exists (select from case_decision d
          where d.interaction_id = i.id and d.case_id = k.id and d.rule = 'confirmed' and d.undone_at is null)
    """
    assert await desk.rows(shared) == []


async def handle_of(desk: Desk, value: str) -> UUID:
    [row] = await desk.rows("select id from handle where value = $1", value)
    found: UUID = row["id"]
    return found


async def a_customer_with_two_addresses(desk: Desk) -> tuple[UUID, UUID, UUID]:
    """Ada wrote about hail from one address; from the other somebody wrote about it too, and about a card."""
    await desk.placed(ADA, "Hail broke my windscreen")
    [row] = await desk.rows("select customer_id from interaction")
    ada: UUID = row["customer_id"]
    shop = sdk.Handle("email", SHOP, verification=sdk.Verification.ASSERTED)
    await desk.act(customers.link, desk.actor, ada, handle=shop, **WHY)
    mixed, _ = await desk.placed(SHOP, "The hail and my windscreen again", at=START + timedelta(hours=30))
    alone, _ = await desk.placed(SHOP, "A card is lost", at=START + timedelta(days=40))
    return ada, mixed, alone


async def split_off(desk: Desk, ada: UUID, value: str = SHOP) -> customers.Decision:
    made = await desk.act(customers.split, desk.actor, ada, handle_ids=[await handle_of(desk, value)], **WHY)
    await settle(desk)
    return made


async def undo(desk: Desk, decision: customers.Decision) -> customers.Decision:
    back = await desk.act(customers.undo, desk.actor, decision.id, **WHY)
    await settle(desk)
    return back


async def test_contacts_and_cases_go_with_the_handle_and_come_back_exactly(desk: Desk) -> None:
    ada, mixed, alone = await a_customer_with_two_addresses(desk)
    hail, card = await case_of(desk, mixed), await case_of(desk, alone)
    before = await record(desk)
    apart = await split_off(desk, ada)
    new = apart.other_customer_id
    rows = await desk.rows("select id, customer_id from interaction where customer_id = $1 order by id", new)
    assert [row["id"] for row in rows] == [mixed, alone]
    # The case that was the address's alone went as it is; of the other only the contact.
    assert await case_of(desk, alone) == card
    assert (await desk.act(visible_case, desk.actor, card)).customer_id == new
    assert await case_of(desk, mixed) not in (hail, card)
    assert (await desk.act(visible_case, desk.actor, hail)).customer_id == ada
    await undo(desk, apart)
    known = {row[1] for row in before}
    assert [row for row in await record(desk) if row[1] in known] == before
    # The case that kept them apart leads to the other, so that nothing empty is left.
    assert await desk.rows("select id from case_record where joined_into is null and not (id = any ($1))", known) == []


async def test_a_move_is_told_to_screens(desk: Desk) -> None:
    ada, *_ = await a_customer_with_two_addresses(desk)
    screen = Screen(desk)
    await screen.follow()
    apart = await split_off(desk, ada)
    await screen.follow()
    assert screen.known == await screen.refetched()
    back = await undo(desk, apart)
    await undo(desk, back)
    await screen.follow()
    assert screen.known == await screen.refetched()


async def test_again_and_back_again_uses_the_same_cases(desk: Desk) -> None:
    ada, *_ = await a_customer_with_two_addresses(desk)
    before = await record(desk)
    apart = await split_off(desk, ada)
    after = await record(desk)
    for _ in range(2):
        back = await undo(desk, apart)
        await undo(desk, back)
        assert await record(desk) == after
    await undo(desk, apart)
    known = {row[1] for row in before}
    assert [row for row in await record(desk) if row[1] in known] == before


async def test_what_came_meanwhile_goes_home_too(desk: Desk) -> None:
    ada, mixed, _ = await a_customer_with_two_addresses(desk)
    apart = await split_off(desk, ada)
    # In the case that was opened to keep them apart, and in one of its own.
    [written] = await desk.rows("select external_id from message where interaction_id = $1", mixed)
    answer = sdk.Thread(replies_to=(written["external_id"],))
    same, _ = await desk.placed(SHOP, "Once more", at=START + timedelta(days=60), thread=answer)
    other, own = await desk.placed(SHOP, "A new pension plan", at=START + timedelta(days=90))
    assert await case_of(desk, same) == await case_of(desk, mixed)
    await undo(desk, apart)
    rows = await desk.rows("select distinct customer_id from interaction")
    assert [row["customer_id"] for row in rows] == [ada]
    assert await case_of(desk, other) == own
    assert (await desk.act(visible_case, desk.actor, own)).customer_id == ada


async def test_what_was_the_others_before_the_move_stays_theirs(desk: Desk) -> None:
    """Eve signed in on Ada's browser. The browser goes to Eve and back: what Eve said on it was and is hers."""
    await desk.say(desk.contact("webchat", visitor("v1"), "Hail broke my windscreen", thread=sdk.Thread(session="s1")))
    [row] = await desk.rows("select customer_id from interaction")
    proven = sdk.Handle("email", "eve@example.com", verification=sdk.Verification.VERIFIED)
    hers, _ = await desk.placed("eve@example.com", "A card is lost", at=START + timedelta(hours=1))
    chat = desk.contact(
        "webchat",
        visitor("v1"),
        "My card again",
        also=(proven,),
        thread=sdk.Thread(session="s2"),
        at=START + timedelta(hours=2),
    )
    await desk.say(chat)
    [eve] = await desk.rows("select customer_id from interaction where id = $1", hers)
    before = await record(desk)
    assert sum(each[2] == eve["customer_id"] for each in before if each[0] == "interaction") == 2
    browser = await handle_of(desk, "v1")
    made = await desk.act(customers.move, desk.actor, browser, to_id=eve["customer_id"], **WHY)
    await settle(desk)
    assert await desk.rows("select id from interaction where customer_id = $1", row["customer_id"]) == []
    await undo(desk, made)
    assert await record(desk) == before


async def test_a_joined_case_follows_with_the_one_that_stands_for_it(desk: Desk) -> None:
    ada, _, alone = await a_customer_with_two_addresses(desk)
    late, pension = await desk.placed(SHOP, "A new pension plan", at=START + timedelta(days=90))
    card = await case_of(desk, alone)
    await desk.act(join.join, desk.actor, pension, card, **WHY)
    before = await record(desk)
    apart = await split_off(desk, ada)
    assert await case_of(desk, late) == card
    joined = await desk.act(visible_case, desk.actor, pension)
    assert (joined.customer_id, joined.joined_into) == (apart.other_customer_id, card)
    await undo(desk, apart)
    known = {row[1] for row in before}
    assert [row for row in await record(desk) if row[1] in known] == before


async def test_what_a_person_confirmed_stays_where_it_is(desk: Desk) -> None:
    ada, _, alone = await a_customer_with_two_addresses(desk)
    _, eves = await desk.placed("eve@example.com", "My card", at=START + timedelta(days=41))
    await desk.act(correct.move, desk.actor, alone, eves, confirm_other_customer=True, **WHY)
    apart = await split_off(desk, ada)
    assert await case_of(desk, alone) == eves
    await undo(desk, apart)
    assert await case_of(desk, alone) == eves


async def test_what_somebody_placed_anew_since_stays_there(desk: Desk) -> None:
    ada, mixed, alone = await a_customer_with_two_addresses(desk)
    card = await case_of(desk, alone)
    apart = await split_off(desk, ada)
    await desk.act(correct.move, desk.actor, mixed, card, **WHY)
    await undo(desk, apart)
    assert await case_of(desk, mixed) == card


async def test_what_an_unmerge_took_apart_comes_back_with_the_merge(desk: Desk) -> None:
    one, hers = await desk.placed(ADA, "Hail broke my windscreen")
    two, other = await desk.placed("eve@example.com", "A card is lost", at=START + timedelta(days=40))
    three, third = await desk.placed(ADA, "A new pension plan", at=START + timedelta(days=80))
    rows = await desk.rows("select customer_id from interaction order by id")
    await desk.act(customers.merge, desk.actor, rows[0]["customer_id"], into_id=rows[1]["customer_id"], **WHY)
    await desk.act(correct.move, desk.actor, one, other, **WHY)
    await desk.act(join.join, desk.actor, third, other, **WHY)
    merged = await record(desk)
    apart = await desk.act(customers.unmerge, desk.actor, rows[0]["customer_id"], **WHY)
    await settle(desk)
    assert (await case_of(desk, two), await case_of(desk, three)) == (other, third)
    assert await case_of(desk, one) not in (hers, other, third)
    await undo(desk, apart)
    known = {row[1] for row in merged}
    assert [row for row in await record(desk) if row[1] in known] == merged
    # And what people had decided before can be taken back as if nothing had been.
    [joined] = await desk.rows("select id from case_decision where kind = 'join' and undone_at is null")
    assert (await desk.act(correct.undo, desk.actor, joined["id"], **WHY)).case_id == third
    [placed] = await desk.rows("select id from case_decision where kind = 'move' and undone_at is null")
    assert (await desk.act(correct.undo, desk.actor, placed["id"], **WHY)).case_id == hers


async def test_what_came_to_a_case_meanwhile_goes_along_when_it_is_joined_again(desk: Desk) -> None:
    _, hers = await desk.placed(ADA, "Hail broke my windscreen")
    _, other = await desk.placed("eve@example.com", "A card is lost", at=START + timedelta(days=2))
    rows = await desk.rows("select customer_id from interaction order by id")
    await desk.act(customers.merge, desk.actor, rows[0]["customer_id"], into_id=rows[1]["customer_id"], **WHY)
    await desk.act(join.join, desk.actor, hers, other, **WHY)
    apart = await desk.act(customers.unmerge, desk.actor, rows[0]["customer_id"], **WHY)
    await settle(desk)
    more, where = await desk.placed(ADA, "The hail and my windscreen again", at=START + timedelta(days=3))
    assert where == hers
    await undo(desk, apart)
    assert await case_of(desk, more) == other
    assert (await desk.act(visible_case, desk.actor, hers)).joined_into == other
    # Taken apart once more, it is where it came to.
    await desk.act(customers.unmerge, desk.actor, rows[0]["customer_id"], **WHY)
    await settle(desk)
    assert await case_of(desk, more) == hers
