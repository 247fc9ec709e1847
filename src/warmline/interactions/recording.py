"""Record a placed contact: its messages, and what it makes of its interaction and case. Pure, like ``receiving``: on
the same book and plan."""

from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.interactions import events as announce
from warmline.interactions.book import CaseState, OpenInteraction
from warmline.interactions.contact import From
from warmline.interactions.meanings import with_meaning
from warmline.interactions.plan import Plan
from warmline.interactions.terms import merge
from warmline.interactions.words import Words, without_names
from warmline.kit.ids import new_id
from warmline.sdk import Content

# What a further message makes of an interaction that waited for it, or of which the agent thought that it was over.
WAKES = {"waiting_customer": "queued", "wrap_up": "active"}
# What becomes of it when the customer leaves for good.
LEAVES = {
    "received": "abandoned",
    "queued": "abandoned",
    "offered": "abandoned",
    "active": "wrap_up",
    "on_hold": "wrap_up",
    "waiting_customer": "wrap_up",
}
# Who asked to be called back is still to be served when the session is over.
CALLED_BACK = "callback"
MOST_CONTACTS = 12
SETTLED = ("resolved", "closed")


def ids_of(interaction: OpenInteraction) -> dict[str, Any]:
    """What every event about the interaction names."""
    return {
        "interaction_id": interaction.id,
        "case_id": interaction.case_id,
        "customer_id": interaction.customer_id,
    }


def go_on(plan: Plan, interaction: OpenInteraction, queue_id: UUID | None, now: datetime) -> None:
    """The customer said more in an interaction that was there."""
    if interaction.status == "received" and queue_id:
        # It came before its account had a queue, or as history; from now on somebody is to see to it.
        interaction.queue_id = queue_id
        change_status(plan, interaction, {"received": "queued"}, now)
    change_status(plan, interaction, WAKES, now)


def write(plan: Plan, contact: From, interaction: OpenInteraction, position: int, content: Content) -> UUID:
    """One message of the contact; the first without a name of its own goes by the contact's."""
    message_id, inbound = new_id(), contact.inbound
    external_id = content.external_id or (inbound.external_id if position == 0 else None)
    plan.messages.append((message_id, interaction, contact, content, external_id))
    plan.attachments.extend((message_id, n, each) for n, each in enumerate(content.attachments))
    plan.events.append(
        announce.MessageReceived(**ids_of(interaction), message_id=message_id, automatic=inbound.automatic)
    )
    return message_id


def change_status(plan: Plan, interaction: OpenInteraction, table: dict[str, str], now: datetime) -> None:
    """What the table makes of its status; nothing where that is not in it."""
    to = table.get(interaction.status)
    if to is None:
        return
    plan.moved[interaction.id] = interaction
    changed = announce.InteractionStatusChanged(
        **ids_of(interaction),
        from_status=interaction.status,
        to_status=to,
        since=now,
        before={"status": interaction.status},
        after={"status": to},
    )
    plan.events.append(changed)
    if to == "queued":
        plan.events.append(announce.InteractionQueued(**ids_of(interaction), queue_id=interaction.queue_id))
    interaction.status = to


def touch(plan: Plan, case: CaseState, interaction: OpenInteraction, contact: From, words: Words, meaning: Any) -> None:
    """The case knows of the contact from now on. ``meaning`` is its vector, or None."""
    inbound = contact.inbound
    case.terms = merge(case.terms, without_names(words.terms, words, contact.resolved.display_name))
    case.category = case.category or words.category
    if meaning is not None:
        case.meanings = with_meaning(case.meanings, meaning)
    if interaction.new:
        case.last_interaction_id = interaction.id
        case.contacts = (*case.contacts, (interaction.channel, inbound.at))[-MOST_CONTACTS:]
    if interaction.handle_id and interaction.handle_id not in case.handle_ids:
        case.handle_ids = (*case.handle_ids, interaction.handle_id)
    case.touched = True
    if case.status in SETTLED and words.stance.thanks:
        # Thanks for what was done neither open the case again nor lengthen the time in which it can be.
        return
    case.last_contact_at = max(case.last_contact_at, inbound.at)
    if case.status in SETTLED:
        _reopen(plan, case, interaction)
    case.status = "open"


def _reopen(plan: Plan, case: CaseState, interaction: OpenInteraction) -> None:
    plan.events.append(
        announce.CaseReopened(
            case_id=case.id,
            interaction_id=interaction.id,
            customer_id=case.customer_id,
            before={"status": case.status},
            after={"status": "open"},
        )
    )
    case.resolved_at = None
