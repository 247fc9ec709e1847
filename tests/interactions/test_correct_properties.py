"""Whatever is corrected in whatever order: no message is lost, no two customers share a case, and all can be undone."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import make_organization
from tests.interactions.desk import START, Desk, furnish
from tests.interactions.screen import Screen
from warmline.interactions.actions import correct, join
from warmline.kit.db import Database
from warmline.kit.errors import Conflict, Invalid

Step = tuple[str, int, int]
CORRECTIONS = ("move", "move", "split", "join", "join", "unjoin", "undo")
REASON = "because"


def steps_of(names: Sequence[str]) -> st.SearchStrategy[list[Step]]:
    step = st.tuples(st.sampled_from(names), st.integers(0, 9), st.integers(0, 9))
    return st.lists(step, min_size=1, max_size=10)


class Play:
    """Two customers, one with three matters and one with two, and what is done about them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        # What was done: the decisions that it made, and the cases that were joined by it.
        self.acts: list[tuple[list[UUID], list[UUID]]] = []

    async def begin(self) -> None:
        texts = {"ada": ("Hail broke my windscreen", "An invoice please", "Lost card"), "eve": ("Loan", "Pension age")}
        for name, matters in texts.items():
            for n, text in enumerate(matters):
                await self.desk.placed(f"{name}@example.com", text, at=START + timedelta(days=30 * n))

    async def step(self, step: Step) -> None:
        """Do it, if it can be done."""
        what, one, two = step
        decisions, joined = await self._standing()
        with suppress(Conflict, Invalid):
            await getattr(self, what)(one, two)
        later, now = await self._standing()
        self.acts.append((sorted(later - decisions), sorted(now - joined)))

    async def _standing(self) -> tuple[set[UUID], set[UUID]]:
        kinds = "('move', 'split', 'join')"
        made = await self.desk.rows(f"select id from case_decision where undone_at is null and kind in {kinds}")
        joined = await self.desk.rows("select id from case_record where joined_into is not null")
        return {row["id"] for row in made}, {row["id"] for row in joined}

    async def take_all_back(self) -> None:
        """What still stands, the latest first."""
        for made, joined in reversed(self.acts):
            for case_id in joined:
                if case_id in (await self._standing())[1]:
                    await self.desk.act(join.unjoin, self.desk.actor, case_id, reason=REASON)
            for decision_id in reversed(made):
                if decision_id in (await self._standing())[0]:
                    await self.desk.act(correct.undo, self.desk.actor, decision_id, reason=REASON)

    async def _pick(self, table: str, n: int) -> UUID:
        rows = await self.desk.rows(f"select id from {table} order by id")
        found: UUID = rows[n % len(rows)]["id"]
        return found

    async def move(self, one: int, two: int) -> None:
        interaction, case = await self._pick("interaction", one), await self._pick("case_record", two)
        await self.desk.act(correct.move, self.desk.actor, interaction, case, reason=REASON)

    async def split(self, one: int, _: int) -> None:
        await self.desk.act(correct.split, self.desk.actor, await self._pick("interaction", one), reason=REASON)

    async def join(self, one: int, two: int) -> None:
        case, into = await self._pick("case_record", one), await self._pick("case_record", two)
        await self.desk.act(join.join, self.desk.actor, case, into, reason=REASON)

    async def unjoin(self, one: int, _: int) -> None:
        await self.desk.act(join.unjoin, self.desk.actor, await self._pick("case_record", one), reason=REASON)

    async def undo(self, one: int, _: int) -> None:
        rows = await self.desk.rows("select id from case_decision order by id desc")
        await self.desk.act(correct.undo, self.desk.actor, rows[one % len(rows)]["id"], reason=REASON)

    async def placement(self) -> list[tuple[Any, ...]]:
        """Which message is in which case."""
        rows = await self.desk.rows(
            "select m.id, i.case_id from message m join interaction i on i.id = m.interaction_id order by m.id"
        )
        return [tuple(row) for row in rows]


async def begun(owner_dsn: str, db: Database) -> Play:
    play = Play(await furnish(db, await make_organization(owner_dsn, "Play"), owner_dsn))
    await play.begin()
    return play


@settings(max_examples=30, deadline=None)
@given(steps=steps_of(CORRECTIONS))
async def test_nothing_is_lost_and_no_two_customers_share_a_case(
    owner_dsn: str, db: Database, steps: Sequence[Step]
) -> None:
    play = await begun(owner_dsn, db)
    messages = await play.desk.rows("select id, interaction_id from message order by id")
    for step in steps:
        await play.step(step)
        assert await play.desk.rows("select id, interaction_id from message order by id") == messages
        assert not await play.desk.rows(
            "select i.id from interaction i join case_record k on k.id = i.case_id where k.customer_id <> i.customer_id"
        )
        # A contact is never in a case for which another stands, and none is nowhere.
        assert not await play.desk.rows(
            "select i.id from interaction i left join case_record k on k.id = i.case_id"
            " where k.id is null or k.joined_into is not null"
        )


@settings(max_examples=30, deadline=None)
@given(steps=steps_of(CORRECTIONS))
async def test_undoing_in_reverse_order_returns_to_the_start(
    owner_dsn: str, db: Database, steps: Sequence[Step]
) -> None:
    play = await begun(owner_dsn, db)
    start = await play.placement()
    first = {row["id"] for row in await play.desk.rows("select id from case_record")}
    for step in steps:
        await play.step(step)
    await play.take_all_back()
    assert await play.placement() == start
    assert not await play.desk.rows("select id from case_record where joined_into is not null and id = any ($1)", first)
    if not {"undo", "unjoin"} & {what for what, _, _ in steps}:
        # What was split off on the way is gone from the lists.
        left = "select id from case_record where joined_into is null and id <> all ($1)"
        assert not await play.desk.rows(left, first)


@settings(max_examples=20, deadline=None)
@given(steps=steps_of(CORRECTIONS))
async def test_a_screen_that_follows_events_shows_what_a_fetch_shows(
    owner_dsn: str, db: Database, steps: Sequence[Step]
) -> None:
    play = await begun(owner_dsn, db)
    screen = Screen(play.desk)
    for step in steps:
        await play.step(step)
        await screen.follow()
    assert screen.known == await screen.refetched()
