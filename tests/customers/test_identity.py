"""People decide who is who: every decision has a reason, none destroys, and each can be taken back."""

import asyncio
from typing import Any

import pytest

from tests.customers.desk import ASSERTED, PROVEN, Desk, claim, cookie, mail
from warmline.customers import (
    CustomerChange,
    link,
    mark_reachable,
    mark_unreachable,
    members,
    merge,
    move,
    reachable,
    split,
    undo,
    unlink,
    unmerge,
    update,
    verify,
    visible_customer,
)
from warmline.customers.errors import (
    AlreadyMerged,
    AlreadyUndone,
    CustomerNotFound,
    DecisionSuperseded,
    HandleFree,
    HandleNotLinked,
    HandleTaken,
    MergeCycle,
    MergeWithItself,
    NotMerged,
)
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden, Invalid, Stale
from warmline.sdk import Handle, Verification

STATE = """
select 'customer' as what, id, merged_into as whose, root_id, decision_id, null as verification, null as confidence
from customer
union all
select 'handle', id, customer_id, null, decision_id, verification, confidence from handle order by 1, 2
"""


async def state(desk: Desk) -> list[tuple[Any, ...]]:
    """All that decisions change."""
    return [tuple(row) for row in await desk.fetch(STATE)]


@pytest.mark.parametrize("verb", ["merge", "unmerge", "undo", "link", "unlink"])
async def test_needs_permission(db: Database, desk: Desk, verb: str) -> None:
    one, two = await desk.customer("Ada", mail()), await desk.customer("Bea")
    (decision,) = await desk.fetch("select id from identity_decision")
    reader = Desk(db, desk.org, may="customer.read")
    calls: dict[str, Any] = {
        "merge": (merge, (one.id,), {"into_id": two.id}),
        "unmerge": (unmerge, (one.id,), {}),
        "undo": (undo, (decision["id"],), {}),
        "link": (link, (one.id,), {"handle": cookie()}),
        "unlink": (unlink, (one.id, one.id), {}),
    }
    call, args, options = calls[verb]
    with pytest.raises(Forbidden):
        await reader.do(call, *args, **options, reason="because")


async def test_another_organisation_has_no_such_customer(desk: Desk, db: Database, other_org: Any) -> None:
    ours = await desk.customer("Ada", mail())
    theirs = Desk(db, other_org)
    with pytest.raises(CustomerNotFound):
        await theirs.do(visible_customer, ours.id)
    with pytest.raises(CustomerNotFound):
        await theirs.do(link, ours.id, handle=cookie(), reason="because")
    assert await theirs.ask(members, ours.id) == []
    assert await theirs.ask(reachable, ours.id) == []


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
async def test_a_decision_needs_a_reason(desk: Desk, reason: str) -> None:
    one, two = await desk.customer("Ada"), await desk.customer("Bea")
    with pytest.raises(Invalid, match="say why"):
        await desk.do(merge, one.id, into_id=two.id, reason=reason)
    with pytest.raises(Invalid, match="say why"):
        await desk.do(link, one.id, handle=mail(), reason=reason)


async def test_handle_of_another_customer_is_refused(desk: Desk) -> None:
    await desk.customer("Ada", mail())
    bea = await desk.customer("Bea")
    with pytest.raises(HandleTaken):
        await desk.do(link, bea.id, handle=mail("ADA@example.com"), reason="she said so")


async def test_linking_a_handle_twice_is_one_link(desk: Desk) -> None:
    ada = await desk.customer("Ada")
    one = await desk.do(link, ada.id, handle=mail(), reason="she said so")
    assert await desk.do(link, ada.id, handle=mail(), reason="again") == one
    assert len(await desk.fetch("select from identity_decision")) == 1


async def test_a_linked_handle_brings_the_next_contact_home(desk: Desk) -> None:
    ada = await desk.customer("Ada")
    handle = await desk.do(link, ada.id, handle=mail(verification=ASSERTED), reason="she said so", score=0.8)
    assert handle.verification == ASSERTED
    assert handle.confidence == pytest.approx(0.8)
    found = await desk.one(mail())
    assert (found.customer_id, found.handle_id) == (ada.id, handle.id)


async def test_no_address_is_no_handle(desk: Desk) -> None:
    ada = await desk.customer("Ada")
    with pytest.raises(Invalid, match="address"):
        await desk.do(link, ada.id, handle=Handle("phone", "anonymous"), reason="she said so")


async def test_unlink_of_somebody_elses_handle_is_refused(desk: Desk) -> None:
    ada, bea = await desk.customer("Ada", mail()), await desk.customer("Bea")
    (handle,) = await desk.fetch("select id from handle where customer_id = $1", ada.id)
    with pytest.raises(HandleNotLinked):
        await desk.do(unlink, bea.id, handle["id"], reason="not hers")


async def test_unlink_then_contact_then_undo_is_refused(desk: Desk) -> None:
    ada = await desk.customer("Ada", mail())
    (handle,) = await desk.fetch("select id from handle")
    await desk.do(unlink, ada.id, handle["id"], reason="not hers")
    (decision,) = await desk.fetch("select id from identity_decision where kind = 'unlink'")
    assert (await desk.one(mail())).customer_id != ada.id
    with pytest.raises(DecisionSuperseded):
        await desk.do(undo, decision["id"], reason="it was hers")


async def test_merge_is_seen_at_once_and_taken_apart_without_loss(desk: Desk) -> None:
    ada, ann = await desk.customer("Ada", mail("ada@example.com")), await desk.customer("Ann", mail("ann@example.com"))
    before = await state(desk)
    decision = await desk.do(merge, ann.id, into_id=ada.id, reason="the same passport", score=0.9)
    assert decision.evidence == [{"kind": "reason", "text": "the same passport"}]
    assert (await desk.one(mail("ann@example.com"))).root_id == ada.id
    assert await desk.ask(members, ann.id) == sorted([ada.id, ann.id])
    assert {each.value for each in await desk.ask(reachable, ada.id)} == {"ada@example.com", "ann@example.com"}
    await desk.do(unmerge, ann.id, reason="another passport")
    assert await state(desk) == before
    assert (await desk.one(mail("ann@example.com"))).root_id == ann.id


async def test_a_subtree_moves_as_one(desk: Desk) -> None:
    a, b, c, d = [await desk.customer(name) for name in "ABCD"]
    await desk.do(merge, c.id, into_id=b.id, reason="same")
    await desk.do(merge, b.id, into_id=a.id, reason="same")
    await desk.do(merge, d.id, into_id=c.id, reason="same")
    assert await desk.ask(members, a.id) == sorted([a.id, b.id, c.id, d.id])
    await desk.do(unmerge, b.id, reason="different")
    assert await desk.ask(members, a.id) == [a.id]
    assert await desk.ask(members, d.id) == sorted([b.id, c.id, d.id])


async def test_merges_that_make_no_sense_are_refused(desk: Desk) -> None:
    a, b, c = [await desk.customer(name) for name in "ABC"]
    with pytest.raises(MergeWithItself):
        await desk.do(merge, a.id, into_id=a.id, reason="same")
    with pytest.raises(NotMerged):
        await desk.do(unmerge, a.id, reason="different")
    await desk.do(merge, b.id, into_id=a.id, reason="same")
    with pytest.raises(AlreadyMerged):
        await desk.do(merge, b.id, into_id=c.id, reason="same")
    with pytest.raises(MergeCycle):
        await desk.do(merge, a.id, into_id=b.id, reason="same")


async def test_two_merges_at_once_make_no_circle(desk: Desk) -> None:
    a, b = await desk.customer("A"), await desk.customer("B")
    outcomes = await asyncio.gather(
        desk.do(merge, a.id, into_id=b.id, reason="same"),
        desk.do(merge, b.id, into_id=a.id, reason="same"),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["Decision", "MergeCycle"]


async def test_undo_comes_off_in_reverse_order_and_can_be_undone(desk: Desk) -> None:
    a, b = await desk.customer("A", mail()), await desk.customer("B")
    merged = await desk.do(merge, b.id, into_id=a.id, reason="same")
    apart = await desk.undo(merged)
    assert (apart.kind, apart.undoes) == ("unmerge", merged.id)
    with pytest.raises(AlreadyUndone):
        await desk.undo(merged)
    again = await desk.undo(apart)
    assert again.kind == "merge"
    assert await desk.ask(members, a.id) == sorted([a.id, b.id])
    with pytest.raises(AlreadyUndone):
        await desk.undo(apart)
    await desk.undo(merged)
    assert await desk.ask(members, a.id) == [a.id]


async def test_undo_under_a_later_decision_is_refused(desk: Desk) -> None:
    a = await desk.customer("A", mail())
    (first,) = await desk.fetch("select id, handle_id from identity_decision")
    await desk.do(unlink, a.id, first["handle_id"], reason="not hers")
    with pytest.raises(DecisionSuperseded):
        await desk.do(undo, first["id"], reason="it was wrong")


async def test_what_a_machine_decided_is_undone_the_same_way(desk: Desk) -> None:
    await desk.one(mail())
    chat = await desk.one(cookie(), mail(verification=ASSERTED))
    (decision,) = await desk.fetch("select id from identity_decision where handle_id = $1", chat.handle_id)
    await desk.do(undo, decision["id"], reason="another person typed it")
    assert (await desk.one(cookie())).new


async def test_suggestion_is_dismissed_with_its_reason(desk: Desk) -> None:
    await desk.one(mail())
    await desk.one(cookie())
    await desk.one(cookie(), mail(verification=ASSERTED))
    (suggestion,) = await desk.fetch("select id from identity_decision where kind = 'suggest'")
    answer = await desk.do(undo, suggestion["id"], reason="two people")
    assert answer.undone_at is not None
    assert answer.evidence[-1] == {"kind": "reason", "text": "two people", "by": desk.actor.ref}
    with pytest.raises(AlreadyUndone):
        await desk.do(undo, suggestion["id"], reason="two people")
    await desk.one(cookie(), mail(verification=ASSERTED))
    assert len(await desk.fetch("select from identity_decision where kind = 'suggest'")) == 1


async def test_verification_is_said_of_a_customers_handle_only(desk: Desk) -> None:
    ada = await desk.customer("Ada", mail(verification=ASSERTED))
    (handle,) = await desk.fetch("select id from handle")
    proven = await desk.do(verify, handle["id"], verification=PROVEN)
    assert (proven.verification, proven.confidence) == (Verification.VERIFIED, 1.0)
    with pytest.raises(Stale):
        await desk.do(verify, handle["id"], verification=ASSERTED, expected=proven.version - 1)
    await desk.do(unlink, ada.id, handle["id"], reason="not hers")
    with pytest.raises(HandleFree):
        await desk.do(verify, handle["id"], verification=PROVEN)


async def test_unreachable_handle_stays_and_says_why(desk: Desk) -> None:
    ada = await desk.customer("Ada", mail())
    (handle,) = await desk.fetch("select id from handle")
    for _ in range(2):
        await desk.do(mark_unreachable, handle["id"], reason="550 5.1.1 <ada@example.com> user unknown")
    (shown,) = await desk.ask(reachable, ada.id)
    assert shown.unreachable == "550 5.1.1 <ada@example.com> user unknown"
    (event,) = await desk.events("handle.updated")
    assert event["data"]["after"] == {"reachable": False}
    assert "ada@example.com" not in str(event["data"])
    await desk.do(mark_reachable, handle["id"])
    (shown,) = await desk.ask(reachable, ada.id)
    assert shown.unreachable is None


async def test_everything_at_once_comes_to_its_end(desk: Desk) -> None:
    customers = [await desk.customer(f"Customer {number}", mail(f"p{number}@example.com")) for number in range(6)]

    async def contacts(shift: int) -> None:
        for turn in range(4):
            order = [(number * 5 + shift) % 6 for number in range(6)]
            new = [(mail(f"p{each}@example.com"), cookie(f"v{shift}.{turn}.{each}")) for each in order]
            await desk.resolve(*(claim(browser, address) for address, browser in new))

    async def merging(one: int) -> None:
        for _ in range(4):
            await desk.do(merge, customers[one].id, into_id=customers[one - 1].id, reason="same")
            await desk.do(unmerge, customers[one].id, reason="different")

    async def editing() -> None:
        for turn in range(8):
            for each in customers:
                await desk.do(update, each.id, change=CustomerChange(tier=f"t{turn}"))

    async def moving(one: int) -> None:
        for _ in range(4):
            (handle,) = await desk.fetch("select id from handle where value = $1", f"p{one}@example.com")
            moved = await desk.do(move, handle["id"], to_id=customers[one - 2].id, reason="hers")
            await desk.do(undo, moved.id, reason="not hers")

    async def splitting(one: int) -> None:
        (handle,) = await desk.fetch("select id, customer_id from handle where value = $1", f"p{one}@example.com")
        for _ in range(4):
            apart = await desk.do(split, customers[one].id, handle_ids=[handle["id"]], reason="somebody else")
            await desk.do(undo, apart.id, reason="not so")

    merges, moves = [merging(each) for each in (1, 3, 5)], [moving(4), splitting(0), splitting(2)]
    await asyncio.gather(contacts(0), contacts(1), contacts(3), *merges, *moves, editing())
    assert len(await desk.fetch("select from handle")) == 6 + 3 * 4 * 6
    # Who was new by a split counts as whom they were split from, unless a contact gave them something meanwhile.
    bare = "select from customer c where root_id = id and not exists (select from handle h where h.customer_id = c.id)"
    assert await desk.fetch(bare) == []
    assert len(await desk.fetch("select from customer")) == 6 + 2 * 4
