"""What an interaction is about, as the people who work on it see it: its codes, urgency, language and words."""

from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.codes import checked
from warmline.interactions.actions.deciding import locked_contact
from warmline.interactions.events import InteractionUpdated
from warmline.interactions.guard import visible_interaction
from warmline.interactions.store import writing
from warmline.interactions.views import InteractionView
from warmline.kit.db import Conn
from warmline.kit.errors import Stale
from warmline.kit.events import publish

# Their contents stay out of the event log.
TEXTS = ("notes", "summary")
FIELDS = (*TEXTS, "category", "subcategory", "priority", "language")


async def update(
    conn: Conn, actor: Actor, interaction_id: UUID, changes: dict[str, Any], *, expected: int | None = None
) -> InteractionView:
    """Change fields of an interaction. ``changes`` holds only those to change; None takes codes and language off.

    Raises ``Stale`` where ``expected`` is not its version, and the vocabulary's error for an unknown code.
    """
    actor.need("interaction.work", "case.write")
    await visible_interaction(conn, actor, interaction_id)
    interaction = await locked_contact(conn, actor, interaction_id)
    if expected is not None and expected != interaction.version:
        raise Stale(kind="interaction")
    before = {name: getattr(interaction, name) for name in FIELDS}
    after = before | changes | await checked(conn, changes, before)
    changed = [name for name in FIELDS if after[name] != before[name]]
    if changed:
        await writing.describe(conn, actor.org_id, interaction_id, **after)
        told = [name for name in changed if name not in TEXTS]
        event = InteractionUpdated(
            interaction_id=interaction_id,
            case_id=interaction.case_id,
            customer_id=interaction.customer_id,
            before={name: before[name] for name in told},
            after={name: after[name] for name in told},
            changed=tuple(sorted(changed)),
        )
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_interaction(conn, actor, interaction_id)
