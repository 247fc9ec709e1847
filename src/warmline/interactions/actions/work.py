"""An agent's work on an interaction: hold, wrap-up with its disposition, resolve, reopen."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance import capture_template, require_term
from warmline.interactions.actions.case_status import case_becomes
from warmline.interactions.actions.codes import VOCABULARIES, checked
from warmline.interactions.actions.deciding import locked_contact
from warmline.interactions.actions.form import TEXTS, check_answers, known_at_wrap_up
from warmline.interactions.actions.transition import transition
from warmline.interactions.capture import bounded, missing
from warmline.interactions.errors import InteractionNotOpen, WrapUpIncomplete, WrittenByMachine
from warmline.interactions.events import InteractionWrappedUp
from warmline.interactions.guard import visible_interaction
from warmline.interactions.model import ENDED, WORKED_ON, CaseStatus, Status
from warmline.interactions.store import writing
from warmline.interactions.views import InteractionView
from warmline.kit.db import Conn
from warmline.kit.events import publish

# What somebody has taken and not ended. Agents take what waits by its offer or by hand, as they have room for it;
# programs have no offers, and go on with it at once.
IN_HAND = WORKED_ON | {Status.WAITING_CUSTOMER}
UNTAKEN = frozenset({Status.RECEIVED, Status.QUEUED})
COLUMNS = (*VOCABULARIES, *TEXTS)


class WrapUp(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an interaction; None leaves a field as it is. Codes must be active terms of their vocabularies;
    ``fields`` are further answers that the capture template asks for."""

    outcome: str | None = None
    disposition: str | None = None
    category: str | None = None
    subcategory: str | None = None
    notes: str | None = None
    summary: str | None = None
    fields: dict[str, Any] = {}


async def in_hand(
    conn: Conn, actor: Actor, interaction_id: UUID, statuses: Collection[Status] = IN_HAND
) -> InteractionView:
    """The interaction, locked until commit; ``InteractionNotOpen`` where it has none of the statuses."""
    await visible_interaction(conn, actor, interaction_id)
    interaction = await locked_contact(conn, actor, interaction_id)
    if interaction.status not in statuses:
        raise InteractionNotOpen(id=interaction_id, status=interaction.status)
    return interaction


async def move(conn: Conn, actor: Actor, interaction_id: UUID, to: Status) -> InteractionView:
    """Change the status of work that somebody has in hand: hold, resume, wrap-up, wait for the customer."""
    actor.need("interaction.work")
    program = to is Status.ACTIVE and actor.agent_id is None
    interaction = await in_hand(conn, actor, interaction_id, IN_HAND | UNTAKEN if program else IN_HAND)
    if interaction.status == to:
        return interaction
    # Who goes on with what waited for the customer has it from now on.
    taken = to is Status.ACTIVE and interaction.status == Status.WAITING_CUSTOMER
    await transition(conn, actor, interaction_id, to, owner_id=actor.agent_id if taken else None)
    return await visible_interaction(conn, actor, interaction_id)


async def wrap_up(
    conn: Conn, actor: Actor, interaction_id: UUID, filled: WrapUp, *, resolve_case: bool = False
) -> InteractionView:
    """Record what came of it and resolve the interaction; with ``resolve_case``, its case and all that is open in it.

    Raises ``WrapUpIncomplete``, which names each field that the capture template of this channel and category still
    asks for, and the vocabulary's error for an unknown code.
    """
    actor.need("interaction.work")
    interaction = await in_hand(conn, actor, interaction_id)
    columns = await _columns(conn, actor, interaction, filled)
    await writing.record_wrap_up(conn, actor.org_id, interaction_id, **columns, fields=filled.fields)
    changed = [name for name in VOCABULARIES if columns[name] != getattr(interaction, name)]
    event = InteractionWrappedUp(
        interaction_id=interaction_id,
        case_id=interaction.case_id,
        customer_id=interaction.customer_id,
        before={name: getattr(interaction, name) for name in changed},
        after={name: columns[name] for name in changed},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    if interaction.status == Status.ON_HOLD:
        await transition(conn, actor, interaction_id, Status.WRAP_UP)
    await transition(conn, actor, interaction_id, Status.RESOLVED)
    if resolve_case and interaction.case_id:
        await resolve(conn, actor, interaction.case_id, outcome=filled.outcome)
    return await visible_interaction(conn, actor, interaction_id)


async def _columns(conn: Conn, actor: Actor, interaction: InteractionView, filled: WrapUp) -> dict[str, Any]:
    """The interaction's own fields as they will be, once the template has all that it asks for."""
    bounded(filled.fields, own=COLUMNS)
    known = await known_at_wrap_up(conn, actor, interaction)
    given = {name: getattr(filled, name) for name in COLUMNS if getattr(filled, name) is not None}
    columns = {name: known[name] for name in COLUMNS} | given
    columns |= await checked(conn, given, known)
    template = await capture_template(conn, "wrap_up", interaction.channel, columns["category"])
    await check_answers(conn, template.fields if template else [], filled.fields)
    problems = missing(template.fields, known | filled.fields | columns) if template else []
    if problems:
        raise WrapUpIncomplete(id=interaction.id, count=len(problems), fields=problems)
    return columns


async def resolve(conn: Conn, actor: Actor, case_id: UUID, *, outcome: str | None = None) -> None:
    """Resolve a case that the actor was let through to, with what waits in it and is in nobody's hands."""
    if outcome:
        await require_term(conn, VOCABULARIES["outcome"], outcome, field="outcome")
    for row in await writing.lock_waiting_in_case(conn, actor.org_id, case_id):
        await transition(conn, actor, row["id"], Status.RESOLVED)
    await case_becomes(conn, actor, case_id, CaseStatus.RESOLVED, outcome=outcome)


async def reopen(conn: Conn, actor: Actor, interaction_id: UUID) -> InteractionView:
    """Take up an ended interaction again: its case is open, and it waits in its queue. Where it has none, it is active
    with the agent who does so; a program lets it wait for whoever had it.

    Raises ``InteractionNotOpen`` where it has not ended, ``WrittenByMachine`` where it is in no case.
    """
    actor.need("interaction.work")
    interaction = await in_hand(conn, actor, interaction_id, ENDED)
    if interaction.automatic and interaction.case_id is None:
        raise WrittenByMachine(id=interaction_id)
    await transition(conn, actor, interaction_id, Status.REOPENED)
    if interaction.case_id:
        await case_becomes(conn, actor, interaction.case_id, CaseStatus.OPEN)
    if interaction.queue_id or actor.agent_id is None:
        kept = None if interaction.queue_id else interaction.owner_id
        await transition(conn, actor, interaction_id, Status.QUEUED, preferred_id=kept)
    else:
        await transition(conn, actor, interaction_id, Status.ACTIVE, owner_id=actor.agent_id)
    return await visible_interaction(conn, actor, interaction_id)
