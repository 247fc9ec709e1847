"""Escalations: raised by rules, seen by supervisors, acknowledged and resolved by them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor, system
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id
from warmline.routing.rules import store
from warmline.routing.rules.actions.looking import Seen
from warmline.routing.rules.errors import EscalationNotFound, EscalationOver
from warmline.routing.rules.events import EscalationAcknowledged, EscalationRaised, EscalationResolved
from warmline.routing.rules.model import Escalation
from warmline.routing.rules.programs import Names, Raised

# Who sees all escalations; others see those of their teams.
ALL = ("queue.manage",)


async def raise_all(
    conn: Conn, org_id: UUID, names: Names, found: Sequence[tuple[Seen, Sequence[Raised]]], at: datetime
) -> int:
    """Raise what rules ask for; how many came to be. One that is open already stays alone, and one that was resolved
    comes again only where the contact has brought something new since."""
    rows = [
        (
            new_id(),
            seen.row["id"],
            each.rule_id,
            each.rule,
            each.escalate.reason,
            names.teams.get(each.escalate.team or ""),
            names.queues.get(each.escalate.queue or "") or seen.row["queue_id"],
            seen.news,
        )
        for seen, raised in found
        for each in raised
    ]
    if not rows:
        return 0
    made = await store.raise_escalations(conn, org_id, rows, at)
    events = [
        EscalationRaised(
            interaction_id=row["interaction_id"],
            case_id=row["case_id"],
            customer_id=row["customer_id"],
            escalation_id=row["id"],
            rule_id=row["rule_id"],
            team_id=row["team_id"],
        )
        for row in made
    ]
    await publish(conn, org_id, system(org_id, "rules").ref, events)
    return len(made)


async def list_escalations(
    conn: Conn,
    actor: Actor,
    *,
    open_: bool | None = None,
    interaction_id: UUID | None = None,
    before: UUID | None = None,
    size: int = 51,
) -> list[Escalation]:
    """Escalations, the latest first: all for those who manage queues, else those of the actor's teams."""
    return await store.list_escalations(
        conn,
        actor,
        all_of_them=actor.may(*ALL),
        open_=open_,
        interaction_id=interaction_id,
        before=before,
        size=size,
    )


async def acknowledge(conn: Conn, actor: Actor, escalation_id: UUID) -> Escalation:
    """Say that one looks at it; saying so again changes nothing. Raises ``EscalationNotFound``, ``EscalationOver``."""
    found = await _locked(conn, actor, escalation_id)
    if found.acknowledged_at is None:
        await store.acknowledge_escalation(conn, actor.org_id, escalation_id, actor.ref, clock.now())
        await _tell(conn, actor, EscalationAcknowledged(**_ids(found), escalation_id=escalation_id))
    return await visible(conn, actor, escalation_id)


async def resolve(conn: Conn, actor: Actor, escalation_id: UUID, *, note: str = "") -> Escalation:
    """Settle it. Raises ``EscalationNotFound``, ``EscalationOver``."""
    found = await _locked(conn, actor, escalation_id)
    await store.resolve_escalation(conn, actor.org_id, escalation_id, actor.ref, note, clock.now())
    await _tell(conn, actor, EscalationResolved(**_ids(found), escalation_id=escalation_id))
    return await visible(conn, actor, escalation_id)


async def visible(conn: Conn, actor: Actor, escalation_id: UUID) -> Escalation:
    """The escalation, or ``EscalationNotFound``."""
    found = await store.escalations(conn, actor, [escalation_id], all_of_them=actor.may(*ALL))
    if not found:
        raise EscalationNotFound(id=escalation_id)
    return found[0]


async def _locked(conn: Conn, actor: Actor, escalation_id: UUID) -> Escalation:
    found = await store.lock_escalation(conn, actor, escalation_id, all_of_them=actor.may(*ALL))
    if found is None:
        raise EscalationNotFound(id=escalation_id)
    if found.resolved_at is not None:
        raise EscalationOver(id=escalation_id)
    return found


def _ids(found: Escalation) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("interaction_id", "case_id", "customer_id")}


async def _tell(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
