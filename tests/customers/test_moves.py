"""Handles go to another customer, or are split off as a new one: with a reason, one decision each, and back again."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.customers.desk import ASSERTED, Desk, Screen, cookie, mail
from tests.customers.test_identity import state
from warmline.customers import link, members, merge, move, split, undo, unlink, unmerge
from warmline.customers.errors import (
    AlreadyUndone,
    DecisionSuperseded,
    HandleFree,
    HandleHasOwner,
    HandleNotFound,
    HandleNotLinked,
    SplitTakenBack,
)
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden, Invalid

WHY = {"reason": "they said so"}


async def handle_of(desk: Desk, value: str) -> UUID:
    (row,) = await desk.fetch("select id from handle where value = $1", value)
    found: UUID = row["id"]
    return found


async def owner(desk: Desk, value: str) -> UUID | None:
    (row,) = await desk.fetch("select customer_id from handle where value = $1", value)
    found: UUID | None = row["customer_id"]
    return found


@pytest.mark.parametrize("may", ["customer.read", "customer.read customer.write"])
async def test_needs_permission_to_merge(db: Database, desk: Desk, may: str) -> None:
    ada, bea = await desk.customer("Ada", mail()), await desk.customer("Bea")
    handle_id = await handle_of(desk, "ada@example.com")
    clerk = Desk(db, desk.org, may=may)
    with pytest.raises(Forbidden):
        await clerk.do(move, handle_id, to_id=bea.id, **WHY)
    with pytest.raises(Forbidden):
        await clerk.do(split, ada.id, handle_ids=[handle_id], **WHY)
    moved = await desk.do(move, handle_id, to_id=bea.id, **WHY)
    with pytest.raises(Forbidden):
        await clerk.do(undo, moved.id, **WHY)


async def test_needs_a_reason(desk: Desk) -> None:
    ada, bea = await desk.customer("Ada", mail()), await desk.customer("Bea")
    handle_id = await handle_of(desk, "ada@example.com")
    with pytest.raises(Invalid, match="say why"):
        await desk.do(move, handle_id, to_id=bea.id, reason=" ")
    with pytest.raises(Invalid, match="say why"):
        await desk.do(split, ada.id, handle_ids=[handle_id], reason=" ")
    assert await owner(desk, "ada@example.com") == ada.id


async def test_what_cannot_be_moved_is_refused(desk: Desk, db: Database, other_org: UUID) -> None:
    ada, bea = await desk.customer("Ada", mail()), await desk.customer("Bea")
    handle_id = await handle_of(desk, "ada@example.com")
    with pytest.raises(HandleHasOwner):
        await desk.do(move, handle_id, to_id=ada.id, **WHY)
    theirs = Desk(db, other_org)
    eve = await theirs.customer("Eve")
    with pytest.raises(HandleNotFound):
        await theirs.do(move, handle_id, to_id=eve.id, **WHY)
    await desk.do(unlink, ada.id, handle_id, **WHY)
    with pytest.raises(HandleFree):
        await desk.do(move, handle_id, to_id=bea.id, **WHY)


async def test_only_own_handles_are_split_off(desk: Desk) -> None:
    ada, bea = await desk.customer("Ada", mail()), await desk.customer("Bea", mail("bea@example.com"))
    hers, other = await handle_of(desk, "ada@example.com"), await handle_of(desk, "bea@example.com")
    before = await state(desk)
    with pytest.raises(HandleNotLinked):
        await desk.do(split, ada.id, handle_ids=[hers, other], **WHY)
    with pytest.raises(Invalid, match="which handles"):
        await desk.do(split, ada.id, handle_ids=[], **WHY)
    assert await state(desk) == before
    assert await owner(desk, "bea@example.com") == bea.id


async def test_a_moved_handle_brings_the_next_contact_to_its_new_customer(desk: Desk) -> None:
    ada, bea = await desk.customer("Ada", mail(), mail("shop@example.com")), await desk.customer("Bea")
    before = await state(desk)
    moved = await desk.do(move, await handle_of(desk, "shop@example.com"), to_id=bea.id, score=0.8, **WHY)
    assert (moved.kind, moved.customer_id, moved.other_customer_id) == ("move", ada.id, bea.id)
    assert moved.evidence == [{"kind": "reason", "text": "they said so"}]
    found = await desk.one(mail("shop@example.com"))
    assert (found.customer_id, found.new) == (bea.id, False)
    back = await desk.undo(moved)
    assert (back.kind, back.customer_id, back.other_customer_id, back.undoes) == ("move", bea.id, ada.id, moved.id)
    assert await state(desk) == before


async def test_split_makes_a_customer_of_some_handles_in_one_decision(desk: Desk) -> None:
    ada = await desk.customer("Ada", mail(), mail("son@example.com", "Ben"), cookie("v7"))
    ids = [await handle_of(desk, value) for value in ("son@example.com", "v7")]
    apart = await desk.do(split, ada.id, handle_ids=ids, **WHY)
    assert (apart.kind, apart.customer_id) == ("split", ada.id)
    new = apart.other_customer_id
    assert {await owner(desk, "son@example.com"), await owner(desk, "v7")} == {new}
    assert await owner(desk, "ada@example.com") == ada.id
    (row,) = await desk.fetch("select display_name, named from customer where id = $1", new)
    assert (row["display_name"], row["named"]) == ("Ben", True)
    assert len(await desk.fetch("select from identity_decision where kind = 'split'")) == 1


async def test_a_split_customer_is_called_as_told_or_by_the_address(desk: Desk) -> None:
    ada = await desk.customer("Ada", mail(), mail("x@example.com"), mail("y@example.com"))
    told = await desk.do(split, ada.id, handle_ids=[await handle_of(desk, "x@example.com")], display_name=" Cy ", **WHY)
    bare = await desk.do(split, ada.id, handle_ids=[await handle_of(desk, "y@example.com")], **WHY)
    rows = await desk.fetch("select id, display_name, named from customer")
    names = {row["id"]: (row["display_name"], row["named"]) for row in rows}
    assert names[told.other_customer_id] == ("Cy", True)
    assert names[bare.other_customer_id] == ("y@example.com", False)


async def test_split_works_on_all_that_counts_as_the_customer_and_goes_home_exactly(desk: Desk) -> None:
    ada, ann = await desk.customer("Ada", mail()), await desk.customer("Ann", mail("ann@example.com"))
    await desk.do(merge, ann.id, into_id=ada.id, **WHY)
    before = await state(desk)
    ids = [await handle_of(desk, "ada@example.com"), await handle_of(desk, "ann@example.com")]
    apart = await desk.do(split, ada.id, handle_ids=ids, **WHY)
    await desk.undo(apart)
    new = apart.other_customer_id
    assert [row for row in await state(desk) if row[1] != new] == before
    # Nobody is left behind as an empty customer.
    assert new in await desk.ask(members, ada.id)


async def test_a_split_taken_back_and_done_again(desk: Desk) -> None:
    ada = await desk.customer("Ada", mail(), cookie())
    apart = await desk.do(split, ada.id, handle_ids=[await handle_of(desk, "v1")], **WHY)
    after = await state(desk)
    back = await desk.undo(apart)
    assert apart.other_customer_id is not None
    with pytest.raises(SplitTakenBack):
        await desk.do(unmerge, apart.other_customer_id, **WHY)
    with pytest.raises(AlreadyUndone):
        await desk.undo(apart)
    again = await desk.undo(back)
    assert (again.kind, again.undoes) == ("split", back.id)
    assert await state(desk) == after
    await desk.undo(apart)
    assert await owner(desk, "v1") == ada.id


async def test_what_was_given_to_a_split_customer_since_keeps_it_alive(desk: Desk) -> None:
    ada = await desk.customer("Ada", mail(), cookie())
    apart = await desk.do(split, ada.id, handle_ids=[await handle_of(desk, "v1")], **WHY)
    new = apart.other_customer_id
    await desk.do(link, new, handle=mail("new@example.com", verification=ASSERTED), **WHY)
    await desk.undo(apart)
    assert await owner(desk, "v1") == ada.id
    assert await owner(desk, "new@example.com") == new
    assert await desk.ask(members, ada.id) == [ada.id]


async def test_a_later_decision_on_one_of_the_handles_comes_off_first(desk: Desk) -> None:
    ada, bea = await desk.customer("Ada", mail(), cookie()), await desk.customer("Bea")
    ids = [await handle_of(desk, value) for value in ("ada@example.com", "v1")]
    apart = await desk.do(split, ada.id, handle_ids=ids, **WHY)
    moved = await desk.do(move, ids[1], to_id=bea.id, **WHY)
    with pytest.raises(DecisionSuperseded):
        await desk.undo(apart)
    await desk.undo(moved)
    await desk.undo(apart)
    assert (await owner(desk, "ada@example.com"), await owner(desk, "v1")) == (ada.id, ada.id)


async def test_a_chain_of_undoing_says_which_decisions_stand(desk: Desk) -> None:
    bea = await desk.customer("Bea", mail("bea@example.com"))
    await desk.customer("Ada", mail())
    first = await desk.do(move, await handle_of(desk, "ada@example.com"), to_id=bea.id, **WHY)
    second = await desk.undo(first)
    third = await desk.undo(second)
    fourth = await desk.undo(third)
    rows = await desk.fetch("select id from identity_decision where undone_at is null and kind = 'move'")
    # The fourth took back the third, so the second stands again, and the first does not.
    assert {row["id"] for row in rows} == {second.id, fourth.id}
    with pytest.raises(AlreadyUndone):
        await desk.undo(first)


async def test_events_hold_ids_only_and_screens_agree(desk: Desk) -> None:
    ada, bea = await desk.customer("Ada", mail(), cookie()), await desk.customer("Bea")
    screen = Screen(desk)
    apart = await desk.do(split, ada.id, handle_ids=[await handle_of(desk, "v1")], display_name="Cy", **WHY)
    await screen.follow()
    moved = await desk.do(move, await handle_of(desk, "v1"), to_id=bea.id, **WHY)
    for each in (moved, apart):
        await desk.undo(each)
    await screen.follow()
    assert screen.known == await screen.refetched()
    told = str([row["data"] for row in await desk.events("handle.moved")])
    assert "Cy" not in told
    assert "v1" not in told.split("'")


async def test_over_http(desk: Desk, web: httpx.AsyncClient) -> None:
    ada, bea = await desk.customer("Ada", mail(), cookie()), await desk.customer("Bea")
    handle_id = str(await handle_of(desk, "v1"))
    none: dict[str, Any] = {"handle_ids": [], **WHY}
    assert (await web.post(f"/customers/{ada.id}/split", json=none)).status_code == 422
    refused = await web.post(f"/handles/{handle_id}/move", json={"to": str(ada.id), **WHY})
    assert (refused.status_code, refused.json()["type"].rsplit("/")[-1]) == (409, "handle_has_owner")
    apart = await web.post(f"/customers/{ada.id}/split", json={"handle_ids": [handle_id], **WHY})
    assert (apart.status_code, apart.json()["kind"]) == (200, "split")
    moved = await web.post(f"/handles/{handle_id}/move", json={"to": str(bea.id), **WHY})
    assert (moved.status_code, moved.json()["kind"]) == (200, "move")
    for each in (moved, apart):
        back = await web.post(f"/identity-decisions/{each.json()['id']}/undo", json=WHY)
        assert back.status_code == 200
    assert await owner(desk, "v1") == ada.id
