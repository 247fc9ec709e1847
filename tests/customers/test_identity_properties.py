"""Whatever is decided in whatever order: no handle is lost, roots are right, screens agree, and all can be undone."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import make_organization
from tests.customers.desk import ASSERTED, NOON, PROVEN, Desk, Screen, cookie, mail
from tests.customers.test_identity import state
from warmline.customers import (
    CustomerChange,
    RelationshipKind,
    end_relationship,
    link,
    mark_unreachable,
    members,
    merge,
    move,
    relate,
    split,
    undo,
    unlink,
    unmerge,
    update,
    verify,
)
from warmline.kit.db import Database
from warmline.kit.errors import Conflict
from warmline.sdk import Verification

CUSTOMERS, HANDLES = 4, 4
Step = tuple[str, int, int]
DECISIONS = ["link", "unlink", "merge", "merge", "unmerge", "move", "split", "undo", "contact"]
OTHERS = ["chat", "update", "verify", "bounce", "relate", "part"]


def steps_of(names: Sequence[str]) -> st.SearchStrategy[list[Step]]:
    step = st.tuples(st.sampled_from(names), st.integers(0, 9), st.integers(0, 9))
    return st.lists(step, min_size=1, max_size=14)


class Play:
    """A sequence of steps on a few customers and handles."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.customers: list[UUID] = []

    async def begin(self) -> None:
        for number in range(CUSTOMERS):
            made = await self.desk.customer(f"Customer {number}", mail(f"person{number}@example.com"))
            self.customers.append(made.id)

    async def step(self, step: Step) -> None:
        """Do it, if it can be done."""
        what, one, two = step
        with suppress(Conflict):
            await getattr(self, what)(one, two)

    async def link(self, one: int, two: int) -> None:
        handle = mail(f"person{two % HANDLES}@example.com")
        await self.desk.do(link, self.customers[one % CUSTOMERS], handle=handle, reason="told")

    async def unlink(self, one: int, _: int) -> None:
        handles = await self.desk.fetch("select id, customer_id from handle where customer_id is not null order by id")
        if handles:
            chosen = handles[one % len(handles)]
            await self.desk.do(unlink, chosen["customer_id"], chosen["id"], reason="told")

    async def merge(self, one: int, two: int) -> None:
        into = self.customers[two % CUSTOMERS]
        await self.desk.do(merge, self.customers[one % CUSTOMERS], into_id=into, reason="told")

    async def unmerge(self, one: int, _: int) -> None:
        await self.desk.do(unmerge, self.customers[one % CUSTOMERS], reason="told")

    async def move(self, one: int, two: int) -> None:
        handles = await self.desk.fetch("select id from handle order by id")
        to_id = self.customers[two % CUSTOMERS]
        await self.desk.do(move, handles[one % len(handles)]["id"], to_id=to_id, reason="told")

    async def split(self, one: int, two: int) -> None:
        """One or two handles go together, whether they are of one record or of two that count as one."""
        handles = await self.desk.fetch(
            "select h.id, c.root_id from handle h join customer c on c.id = h.customer_id order by h.id"
        )
        if handles:
            chosen = [handles[one % len(handles)], handles[two % len(handles)]]
            ids = [each["id"] for each in chosen if each["root_id"] == chosen[0]["root_id"]]
            await self.desk.do(split, chosen[0]["root_id"], handle_ids=ids, reason="told")

    async def undo(self, one: int, _: int) -> None:
        decisions = await self.desk.fetch("select id from identity_decision order by id desc")
        await self.desk.do(undo, decisions[one % len(decisions)]["id"], reason="told")

    async def contact(self, one: int, _: int) -> None:
        await self.desk.one(mail(f"person{one % HANDLES}@example.com"))

    async def chat(self, one: int, two: int) -> None:
        given = mail(f"person{two % HANDLES}@example.com", f"Name {two}", PROVEN if one % 2 else ASSERTED)
        await self.desk.one(cookie(f"v{one % 3}"), given, at=NOON + timedelta(hours=one))

    async def update(self, one: int, two: int) -> None:
        change = CustomerChange(tier=f"t{two % 3}", attributes={"size": two})
        await self.desk.do(update, self.customers[one % CUSTOMERS], change=change)

    async def verify(self, one: int, two: int) -> None:
        handles = await self.desk.fetch("select id from handle order by id")
        to = list(Verification)[two % 3]
        await self.desk.do(verify, handles[one % len(handles)]["id"], verification=to)

    async def bounce(self, one: int, two: int) -> None:
        handles = await self.desk.fetch("select id from handle order by id")
        await self.desk.do(mark_unreachable, handles[one % len(handles)]["id"], reason=f"550 {two}")

    async def relate(self, one: int, two: int) -> None:
        kind = list(RelationshipKind)[one % 4]
        other = self.customers[two % CUSTOMERS]
        await self.desk.do(relate, self.customers[one % CUSTOMERS], other_id=other, kind=kind)

    async def part(self, one: int, _: int) -> None:
        made = await self.desk.fetch("select id from relationship order by id")
        if made:
            await self.desk.do(end_relationship, made[one % len(made)]["id"])


async def check_roots(desk: Desk) -> None:
    """root_id is the root of the merged_into tree, and members() is the whole tree."""
    rows = {row["id"]: row for row in await desk.fetch("select id, merged_into, root_id from customer")}
    for row in rows.values():
        top = row
        while top["merged_into"]:
            top = rows[top["merged_into"]]
        assert row["root_id"] == top["id"]
    for root in {row["root_id"] for row in rows.values()}:
        tree = sorted(row["id"] for row in rows.values() if row["root_id"] == root)
        assert await desk.ask(members, root) == tree


async def begun(owner_dsn: str, db: Database) -> Play:
    play = Play(Desk(db, await make_organization(owner_dsn, "Play")))
    await play.begin()
    return play


@settings(max_examples=25, deadline=None)
@given(steps=steps_of(DECISIONS + OTHERS))
async def test_no_handle_is_lost_and_roots_are_right(owner_dsn: str, db: Database, steps: Sequence[Step]) -> None:
    play = await begun(owner_dsn, db)
    for step in steps:
        await play.step(step)
        await check_roots(play.desk)
        values = await play.desk.fetch("select value from handle")
        assert {f"person{number}@example.com" for number in range(HANDLES)} <= {row["value"] for row in values}


@settings(max_examples=25, deadline=None)
@given(steps=steps_of(DECISIONS))
async def test_undoing_in_reverse_order_returns_to_the_start(
    owner_dsn: str, db: Database, steps: Sequence[Step]
) -> None:
    play = await begun(owner_dsn, db)
    start = await state(play.desk)
    first = {row["id"] for row in await play.desk.fetch("select id from identity_decision")}
    for step in steps:
        await play.step(step)
    made = await play.desk.fetch("select id from identity_decision where not id = any($1) order by id desc", first)
    for decision in made:
        await play.desk.do(undo, decision["id"], reason="back to the start")
    # Customers who came by a contact stay, with no handle. Those who came by a split count as somebody who was there.
    known = {row[1] for row in start}
    now: list[tuple[Any, ...]] = [row for row in await state(play.desk) if row[1] in known]
    assert now == start
    new = "select c.id from customer c where merged_into is null and id <> all($1)"
    left = await play.desk.fetch(
        new + " and id in (select other_customer_id from identity_decision where kind = 'split')", known
    )
    assert left == []


@settings(max_examples=25, deadline=None)
@given(steps=steps_of(DECISIONS + OTHERS))
async def test_a_screen_that_follows_events_shows_what_a_fetch_shows(
    owner_dsn: str, db: Database, steps: Sequence[Step]
) -> None:
    play = await begun(owner_dsn, db)
    screen = Screen(play.desk)
    for step in steps:
        await play.step(step)
        await screen.follow()
    assert screen.known == await screen.refetched()
