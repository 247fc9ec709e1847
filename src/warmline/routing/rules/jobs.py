"""When rules are looked at: something new came, somebody saved them, or a minute or the time of a step has passed."""

from typing import Any
from uuid import UUID

from warmline.interactions import MessageReceived, SignalRecorded
from warmline.kit.db import Conn, Database
from warmline.kit.events import Recorded
from warmline.kit.jobs import Job, Periodic, enqueue, every, job
from warmline.kit.reactions import Reaction, reacts_to
from warmline.routing.rules.actions import paths, watching
from warmline.routing.rules.events import RoutingRulesChanged


@reacts_to(MessageReceived, SignalRecorded, RoutingRulesChanged, name="routing.rules")
async def look_again(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """What waits may need something else now, and what is in hand may be for a supervisor."""
    if any(isinstance(each.event, RoutingRulesChanged) for each in batch):
        await enqueue(conn, org_id, apply_new_rules.name, {})
    found = {each.event.interaction_id for each in batch}
    await watching.watch(conn, org_id, sorted(each for each in found if each is not None))


@job("routing.rules.apply")
async def apply_new_rules(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
    """A new version holds for all that waits."""
    await watching.apply_to_all(db, org_id)


@every(seconds=60, name="routing.rules.timed")
async def apply_timed(db: Database, org_id: UUID) -> None:
    """What rules say of the time of day, or of how long somebody has waited."""
    await watching.apply_timed(db, org_id)


@every(seconds=5, name="routing.rules.paths")
async def take_steps(db: Database, org_id: UUID) -> None:
    """Steps of escalation paths whose time has come."""
    await paths.take_steps(db, org_id)


REACTIONS: list[Reaction] = [look_again]
JOBS: list[Job] = [apply_new_rules]
PERIODIC: list[Periodic] = [apply_timed, take_steps]
