"""What another system did about an earlier contact, in order with the contacts: it resolved the case, or told the
customer a reference. Pure, like ``receiving``; both work on the same book and plan."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from warmline.interactions import events as announce
from warmline.interactions.book import Book, CaseState, OpenInteraction
from warmline.interactions.plan import Plan, Received
from warmline.interactions.references import folded
from warmline.kit.ids import new_id

# Of a resolved case, what waits is resolved with it; what somebody has in hand is theirs to end.
WAITING = frozenset({"received", "queued", "waiting_customer"})
REFERENCE = "case_reference"
NOWHERE = Received(interaction_id=None, case_id=None)


class Settle(msgspec.Struct, frozen=True, kw_only=True):
    """Resolve the case that the contact is in, as of ``at``."""

    account_id: UUID
    external_id: str
    at: datetime


class Tell(msgspec.Struct, frozen=True, kw_only=True):
    """Note the reference that the customer was told for the case that the contact is in."""

    account_id: UUID
    external_id: str
    reference: str


def settle(book: Book, plan: Plan, asked: Settle) -> Received:
    """Resolve the case and what waits in it. One that is resolved already was last resolved at the later of both times.
    An automatic contact is in no case, and nothing happens. Where the contact is unknown the interaction is None."""
    found, case = _case_of(book, asked)
    if case is None:
        return found
    if case.status in ("resolved", "closed"):
        _resolved_later(plan, case, asked.at)
        return found
    plan.events.append(
        announce.CaseResolved(
            case_id=case.id,
            customer_id=case.customer_id,
            before={"status": case.status},
            after={"status": "resolved", "resolved_at": asked.at},
        )
    )
    case.status, case.resolved_at, case.touched = "resolved", asked.at, True
    case.resolutions += 1
    for each in _waiting_in(book.interactions.values(), case.id):
        _resolve(book, plan, each, asked.at)
    return found


def tell(book: Book, plan: Plan, asked: Tell) -> Received:
    """Note the reference on the case, once; ``settle`` says what comes back."""
    found, case = _case_of(book, asked)
    reference = folded(asked.reference)
    if case is None or reference in case.references:
        return found
    case.references = (*case.references, reference)
    ref_id = new_id()
    plan.refs.append((ref_id, case.id, REFERENCE, asked.reference))
    plan.events.append(
        announce.EntityRefAdded(case_id=case.id, customer_id=case.customer_id, ref_id=ref_id, kind=REFERENCE)
    )
    return found


def _case_of(book: Book, asked: Settle | Tell) -> tuple[Received, CaseState | None]:
    place = book.threads.get((asked.account_id, asked.external_id))
    if place is None:
        return NOWHERE, None
    return Received(interaction_id=place[0], case_id=place[1]), book.cases.get(place[1]) if place[1] else None


def _waiting_in(interactions: Iterable[OpenInteraction], case_id: UUID) -> list[OpenInteraction]:
    return [each for each in interactions if each.case_id == case_id and each.status in WAITING]


def _resolve(book: Book, plan: Plan, interaction: OpenInteraction, at: datetime) -> None:
    plan.events.append(
        announce.InteractionStatusChanged(
            interaction_id=interaction.id,
            case_id=interaction.case_id,
            customer_id=interaction.customer_id,
            from_status=interaction.status,
            to_status="resolved",
            since=at,
            before={"status": interaction.status},
            after={"status": "resolved"},
        )
    )
    interaction.status, interaction.resolved_at = "resolved", at
    plan.moved[interaction.id] = interaction
    book.end_interaction(interaction)


def _resolved_later(plan: Plan, case: CaseState, at: datetime) -> None:
    before = case.resolved_at
    if before is not None and before >= at:
        return
    case.resolved_at, case.touched = at, True
    plan.events.append(
        announce.CaseUpdated(
            case_id=case.id,
            customer_id=case.customer_id,
            before={"resolved_at": before},
            after={"resolved_at": at},
            changed=("resolved_at",),
        )
    )
