"""An organisation with contacts to look at: over HTTP, and the floor beside it where customers write."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.application import Person
from tests.routing.floor import Floor
from warmline.app.slices import JOBS
from warmline.desk.jobs import REACTIONS
from warmline.kit.db import Database
from warmline.kit.jobs import Worker
from warmline.kit.migrate import QUEUE_SCHEMA
from warmline.kit.reactions import Reactor

Rows = Callable[..., Awaitable[list[str]]]


class House:
    """``floor`` has customers who write and agents who work; ``react`` lets the desk follow what is committed."""

    def __init__(self, db: Database, admin: Person) -> None:
        self.db, self.admin = db, admin
        self.floor = Floor(db, admin.org_id)
        self._reactor = Reactor(db, REACTIONS)

    async def react(self) -> None:
        await self._reactor.drain(self.admin.org_id)

    async def work(self) -> None:
        """Do the jobs whose time has come."""
        await Worker(self.db, JOBS).drain()

    async def an_hour_passes(self, snooze_id: str) -> None:
        """For a snooze, and for the job that waits for its end."""
        hour = timedelta(hours=1)
        await self.floor.sql("update snooze set until = until - $2::interval where id = $1", UUID(snooze_id), hour)
        earlier = (
            f"update {QUEUE_SCHEMA}.pgqueuer set execute_after = execute_after - $2::interval"
            " where convert_from(payload, 'utf8') like $1 returning 1"
        )
        assert await self.floor.sql(earlier, f"%{snooze_id}%", hour) == 1

    async def own(self, person: Person, *interaction_ids: UUID) -> None:
        """Somebody has these in hand."""
        await self.floor.sql(
            "update interaction set owner_id = $2, status = 'active', first_response_at = now() where id = any ($1)",
            list(interaction_ids),
            person.agent_id,
        )

    async def case_of(self, interaction_id: UUID) -> str:
        return str(await self.floor.sql("select case_id from interaction where id = $1", interaction_id))


@pytest.fixture
def house(db: Database, admin: Person) -> House:
    return House(db, admin)


async def shown(person: Person, **params: Any) -> list[str]:
    """The ids of the rows of an inbox, page by page."""
    return [row["interaction_id"] for row in await person.items("/inbox", **params)]


async def row_of(person: Person, interaction_id: UUID, **params: Any) -> dict[str, Any]:
    """One row."""
    [found] = [row for row in await person.items("/inbox", **params) if row["interaction_id"] == str(interaction_id)]
    return found
