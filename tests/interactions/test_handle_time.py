"""Whatever happens to an interaction in whatever order: the database and the pure functions say the same of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conftest import logged, make_organization
from tests.interactions.desk import START, Desk, furnish, visitor
from warmline import sdk
from warmline.interactions import ENDED, InteractionStatusChanged, Status, may, transition
from warmline.interactions.errors import TransitionRefused
from warmline.interactions.model import Change, handle_time
from warmline.kit import clock
from warmline.kit.db import Database

SPEAKS, LEAVES = "speaks", "leaves"
# Where it goes, or what the customer does, and after how many seconds.
Step = tuple[Status | str, float]
STEPS = st.lists(
    st.tuples(st.sampled_from([*Status, SPEAKS, LEAVES]), st.floats(0, 4_000, allow_nan=False)), max_size=25
)


class Life:
    """One chat, and what happens to it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.at = desk, START
        self.id: UUID

    async def begin(self) -> None:
        await self.says("hello")
        [row] = await self.desk.rows("select id from interaction")
        self.id = row["id"]

    async def says(self, *texts: str, leaves: bool = False) -> None:
        said = tuple(sdk.Content(at=self.at, text=text) for text in texts)
        contact = self.desk.contact(
            "webchat", visitor("v"), "", thread=sdk.Thread(session="s"), at=self.at, messages=said, ends=leaves
        )
        with clock.as_if(self.at):
            await self.desk.say(contact)

    async def row(self) -> Any:
        [row] = await self.desk.rows("select * from interaction where id = $1", self.id)
        return row

    async def step(self, what: Status | str, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        now = Status((await self.row())["status"])
        if not isinstance(what, Status):
            if now not in ENDED:
                await self.says(*(["still there?"] if what == SPEAKS else []), leaves=what == LEAVES)
        elif may(now, what):
            await self.desk.act(transition, self.desk.actor, self.id, what, at=self.at)
        else:
            await self.refused(now, what)

    async def refused(self, now: Status, to: Status) -> None:
        """By the verb, and by the database where somebody goes past it."""
        with pytest.raises(TransitionRefused):
            await self.desk.act(transition, self.desk.actor, self.id, to, at=self.at)
        with pytest.raises(asyncpg.CheckViolationError):
            await self.desk.rows("update interaction set status = $2 where id = $1", self.id, to.value)
        assert (await self.row())["status"] == now

    async def changes(self) -> list[Change]:
        """Out of the event log alone."""
        log = [each.event for each in await logged(self.desk.db, self.desk.org)]
        return [
            Change(Status(each.to_status), each.since)
            for each in log
            if isinstance(each, InteractionStatusChanged) and each.since
        ]


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
@example(steps=[(Status.WAITING_CUSTOMER, 1.0), (LEAVES, 1.0), (SPEAKS, 1.0), (Status.RESOLVED, 1.0)])
async def test_columns_are_what_the_events_come_to(owner_dsn: str, db: Database, steps: Sequence[Step]) -> None:
    life = Life(await furnish(db, await make_organization(owner_dsn, "Life"), owner_dsn))
    await life.begin()
    for what, seconds in steps:
        await life.step(what, seconds)
    row, changes = await life.row(), await life.changes()
    spent = handle_time(changes)
    for name in spent.__struct_fields__:
        assert row[name] == pytest.approx(getattr(spent, name), abs=1e-5), name
    assert row["status"] == (changes[-1].to if changes else "queued")
    assert row["answered_at"] == _first(changes, Status.ACTIVE)
    assert row["first_offered_at"] == _first(changes, Status.OFFERED)


def _first(changes: Sequence[Change], to: Status) -> datetime | None:
    return next((each.at for each in changes if each.to is to), None)
