"""Open a case, and start an interaction, in a batch of contacts. Pure, like ``receiving``: on its book and plan."""

from typing import Any

from warmline.interactions import events as announce
from warmline.interactions.book import Book, CaseState, OpenInteraction
from warmline.interactions.contact import From, said_in
from warmline.interactions.plan import Plan
from warmline.interactions.references import folded
from warmline.kit.ids import new_id

TITLE = 120


def open_case(book: Book, plan: Plan, contact: From, category: str | None, reference: str) -> CaseState:
    """A case of its own for the contact; later ones of the batch find it."""
    inbound, resolved = contact.inbound, contact.resolved
    case = CaseState(
        id=new_id(),
        customer_id=resolved.customer_id,
        root_id=resolved.root_id,
        status="open",
        category=category,
        terms={},
        last_contact_at=inbound.at,
        resolved_at=None,
        references=(folded(reference),),
        new=True,
    )
    book.add_case(case)
    title = (inbound.subject or said_in(inbound)).strip()[:TITLE]
    plan.cases.append((case, reference, title, inbound.at))
    plan.events.append(
        announce.CaseOpened(case_id=case.id, customer_id=case.customer_id, after={"category": case.category})
    )
    return case


def start(book: Book, plan: Plan, contact: From, case: CaseState | None, category: str | None) -> OpenInteraction:
    """An interaction for the contact. What a machine sent is closed at once, and nothing goes on in it."""
    interaction = _interaction(contact, case)
    if not contact.inbound.automatic:
        book.add_interaction(interaction)
    plan.interactions.append((interaction, contact, category))
    plan.participants.append((interaction, contact.resolved, contact.inbound))
    ids: dict[str, Any] = {
        "interaction_id": interaction.id,
        "case_id": interaction.case_id,
        "customer_id": interaction.customer_id,
    }
    plan.events.append(
        announce.InteractionStarted(
            **ids,
            account_id=contact.account_id,
            channel=contact.channel,
            status=interaction.status,
            queue_id=interaction.queue_id,
            envelope_id=contact.envelope_id,
        )
    )
    if interaction.status == "queued":
        plan.events.append(announce.InteractionQueued(**ids, queue_id=contact.queue_id))
    return interaction


def _interaction(contact: From, case: CaseState | None) -> OpenInteraction:
    inbound, resolved = contact.inbound, contact.resolved
    return OpenInteraction(
        id=new_id(),
        account_id=contact.account_id,
        customer_id=resolved.customer_id,
        root_id=resolved.root_id,
        handle_id=resolved.handle_id,
        case_id=case.id if case else None,
        participant_id=new_id(),
        status="closed" if inbound.automatic else "queued" if contact.queue_id else "received",
        queue_id=None if inbound.automatic else contact.queue_id,
        session=inbound.thread.session,
        last_message_at=inbound.at,
        channel=contact.channel,
        new=True,
    )
