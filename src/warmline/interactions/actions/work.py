"""An agent's work on an interaction: hold, wrap-up with its disposition, resolve, reopen."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance import capture_template, require_term
from warmline.interactions.actions.case_status import case_becomes
from warmline.interactions.actions.transition import transition
from warmline.interactions.capture import missing
from warmline.interactions.errors import WrapUpIncomplete
from warmline.interactions.events import InteractionWrappedUp
from warmline.interactions.guard import visible_interaction
from warmline.interactions.model import CaseStatus, Status
from warmline.interactions.store import writing
from warmline.interactions.views import InteractionView
from warmline.kit.db import Conn
from warmline.kit.events import publish


class WrapUp(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an interaction. Codes must be active terms of their vocabularies; ``fields`` are further answers
    that the capture template asks for."""

    outcome: str | None = None
    disposition: str | None = None
    category: str | None = None
    subcategory: str | None = None
    notes: str | None = None
    summary: str | None = None
    fields: dict[str, Any] = {}


VOCABULARIES = {
    "outcome": "outcome",
    "disposition": "disposition",
    "category": "inquiry_category",
    "subcategory": "inquiry_subcategory",
}


async def move(conn: Conn, actor: Actor, interaction_id: UUID, to: Status) -> InteractionView:
    """Change the status of work that the actor may see: hold, resume, wrap-up, wait for the customer."""
    actor.need("interaction.work")
    await visible_interaction(conn, actor, interaction_id)
    await transition(conn, actor, interaction_id, to)
    return await visible_interaction(conn, actor, interaction_id)


async def wrap_up(
    conn: Conn, actor: Actor, interaction_id: UUID, filled: WrapUp, *, resolve_case: bool = False
) -> InteractionView:
    """Record what came of it and resolve the interaction; with ``resolve_case``, its case and all that is open in it.

    Raises ``WrapUpIncomplete``, which names each field that the capture template of this channel and category still
    asks for, and the vocabulary's error for an unknown code.
    """
    actor.need("interaction.work")
    interaction = await visible_interaction(conn, actor, interaction_id)
    before = {name: getattr(interaction, name) for name in (*VOCABULARIES, "notes", "summary")}
    given = {name: value for name, value in msgspec.to_builtins(filled).items() if value not in (None, {})}
    for name, vocabulary in VOCABULARIES.items():
        if name in given:
            await require_term(conn, vocabulary, given[name], field=name)
    values = {**before, **interaction.fields, **given, **filled.fields}
    template = await capture_template(conn, "wrap_up", interaction.channel, values.get("category"))
    problems = missing(template.fields, values) if template else []
    if problems:
        raise WrapUpIncomplete(id=interaction_id, count=len(problems), fields=problems)
    columns = {name: given.get(name) for name in before}
    await writing.record_wrap_up(conn, actor.org_id, interaction_id, **columns, fields=filled.fields)
    changed = {name: value for name, value in columns.items() if value is not None and value != before[name]}
    event = InteractionWrappedUp(
        interaction_id=interaction_id,
        case_id=interaction.case_id,
        customer_id=interaction.customer_id,
        before={name: before[name] for name in changed if name not in ("notes", "summary")},
        after={name: value for name, value in changed.items() if name not in ("notes", "summary")},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    await _finish(conn, actor, interaction, Status.RESOLVED)
    if resolve_case and interaction.case_id:
        await resolve(conn, actor, interaction.case_id, outcome=filled.outcome)
    return await visible_interaction(conn, actor, interaction_id)


async def _finish(conn: Conn, actor: Actor, interaction: InteractionView, to: Status) -> None:
    if interaction.status == Status.ON_HOLD:
        await transition(conn, actor, interaction.id, Status.WRAP_UP)
    await transition(conn, actor, interaction.id, to)


async def resolve(conn: Conn, actor: Actor, case_id: UUID, *, outcome: str | None = None) -> None:
    """Resolve a case that the actor was let through to, with what waits in it and is in nobody's hands."""
    if outcome:
        await require_term(conn, "outcome", outcome, field="outcome")
    for row in await writing.lock_waiting_in_case(conn, actor.org_id, case_id):
        await transition(conn, actor, row["id"], Status.RESOLVED)
    await case_becomes(conn, actor, case_id, CaseStatus.RESOLVED, outcome=outcome)


async def reopen(conn: Conn, actor: Actor, interaction_id: UUID) -> InteractionView:
    """Take up an ended interaction again: its case is open, and it waits in its queue, or is active with the actor
    where it has none."""
    actor.need("interaction.work")
    interaction = await visible_interaction(conn, actor, interaction_id)
    await transition(conn, actor, interaction_id, Status.REOPENED)
    if interaction.case_id:
        await case_becomes(conn, actor, interaction.case_id, CaseStatus.OPEN)
    if interaction.queue_id:
        await transition(conn, actor, interaction_id, Status.QUEUED)
    else:
        await transition(conn, actor, interaction_id, Status.ACTIVE, owner_id=actor.agent_id)
    return await visible_interaction(conn, actor, interaction_id)
