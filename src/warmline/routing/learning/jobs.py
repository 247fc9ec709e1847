"""What keeps learning up to date: events of the record, and time that passes."""

from datetime import datetime
from uuid import UUID

from warmline.interactions import (
    CaseDecided,
    InteractionLinked,
    InteractionStarted,
    InteractionStatusChanged,
    Status,
)
from warmline.kit.db import Conn, Database
from warmline.kit.events import Recorded
from warmline.kit.jobs import Periodic, every
from warmline.kit.reactions import Reaction, reacts_to
from warmline.routing.learning.actions.capture import keep_outcomes, note_returns
from warmline.routing.learning.actions.counting import count_due
from warmline.routing.learning.actions.publishing import publish_when_due

# What may be a customer who comes back; all other changes of status are not.
RETURNS = (InteractionStarted, CaseDecided, InteractionLinked)


@reacts_to(InteractionStatusChanged, *RETURNS, name="routing.outcomes")
async def follow_outcomes(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Work was resolved, or a customer was heard of again."""
    await keep_outcomes(conn, org_id, [done for each in batch if (done := resolved_by(each))])
    heard_of = [each.event.customer_id for each in batch if is_return(each)]
    await note_returns(conn, org_id, [each for each in heard_of if each])


def resolved_by(recorded: Recorded) -> tuple[UUID, UUID, datetime] | None:
    """The interaction, the agent, and when it was resolved; None of other events."""
    event = recorded.event
    if not isinstance(event, InteractionStatusChanged) or event.to_status != Status.RESOLVED:
        return None
    if event.from_status == Status.RESOLVED or event.interaction_id is None or event.agent_id is None:
        return None
    return event.interaction_id, event.agent_id, event.since or recorded.at


def is_return(recorded: Recorded) -> bool:
    """Whether a customer may have come back with this."""
    event = recorded.event
    reopened = isinstance(event, InteractionStatusChanged) and event.to_status == Status.REOPENED
    return reopened or isinstance(event, RETURNS)


@every(seconds=60, name="routing.learn")
async def learn(db: Database, org_id: UUID) -> None:
    """Count outcomes whose time is over, and publish a model that knows them."""
    await count_due(db, org_id)
    async with db.transaction(org_id) as conn:
        await publish_when_due(conn, org_id)


REACTIONS: list[Reaction] = [follow_outcomes]
PERIODIC: list[Periodic] = [learn]
