"""Outcomes begin when an agent's work is resolved, and are known as soon as the customer comes back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.routing.learning import store
from warmline.routing.learning.cycling import Cycle
from warmline.routing.learning.model import Kept, model_name
from warmline.routing.learning.store import NewOutcome

# A resolution has held when the customer has not come back for so long.
HOLDS = timedelta(days=7)
# What somebody handed to this very agent says nothing about how agents are chosen.
HANDED_OVER = "handed_over"


def cycle_of(org_id: UUID, kept: Kept) -> Cycle:
    """When the organisation uses the model."""
    return Cycle(org_id=org_id, minutes=kept.block_minutes, measured=kept.measure)


async def keep_outcomes(conn: Conn, org_id: UUID, done: Sequence[tuple[UUID, UUID, datetime]]) -> None:
    """Of (interaction, agent, when it was resolved): an outcome each, which waits. Again is as once."""
    if not done:
        return
    kept = await store.settings(conn, org_id)
    rows = await store.resolutions(conn, org_id, done)
    await store.insert_outcomes(conn, org_id, [_outcome(row, kept, cycle_of(org_id, kept)) for row in rows])


async def note_returns(conn: Conn, org_id: UUID, customer_ids: Iterable[UUID]) -> None:
    """Customers were heard of: outcomes that did not hold are known now."""
    those = sorted(set(customer_ids))
    if those:
        await store.settle_failures(conn, org_id, those, clock.now())


def _outcome(row: Any, kept: Kept, cycle: Cycle) -> NewOutcome:
    learned, model, block = _arm(row, kept, cycle)
    return NewOutcome(
        interaction_id=row["id"],
        agent_id=row["agent_id"],
        customer_id=row["customer_id"],
        intent=row["intent"],
        channel=row["channel"],
        tier=row["tier"],
        resolved_at=row["resolved_at"],
        due_at=row["resolved_at"] + HOLDS,
        handle_seconds=row["handle_seconds"],
        wait_seconds=row["wait_seconds"],
        decided_at=row["decided_at"],
        block_at=block,
        learned=learned,
        model=model,
    )


def _arm(row: Any, kept: Kept, cycle: Cycle) -> tuple[bool | None, str | None, datetime | None]:
    """Whether the decision was one with the model or without, which model was in force, and the block of time.

    A decision without it counts as such only where there was a model, and the lots of that time say that it was off:
    otherwise hours before the first model would be compared with hours after it.
    """
    at = row["decided_at"]
    if at is None or row["model"] is None or row["rule"] == HANDED_OVER:
        return None, None, None
    if not kept.on or kept.since is None or at < kept.since:
        return None, None, None
    drawn = cycle.on(at.timestamp())
    if drawn != row["learned"]:
        return None, None, None
    return drawn, model_name(row["model"]), cycle.block(at.timestamp())
