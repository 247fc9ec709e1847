"""Announce what a batch of rows did: names of fields, never their values."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers.events import (
    CustomerCreated,
    CustomerUpdated,
    HandleLinked,
    HandleUpdated,
    MergeSuggested,
    RelationshipEnded,
    RelationshipMade,
)
from warmline.customers.hub.attributes import COLUMNS
from warmline.customers.hub.book import Book, Holder, differing
from warmline.customers.hub.model import FEED_RULE
from warmline.customers.model import RelationshipKind
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish

Standing = Mapping[UUID, tuple[UUID, UUID, RelationshipKind]]


async def tell(
    conn: Conn,
    actor: Actor,
    book: Book,
    shown: Mapping[UUID, tuple[UUID, ...]],
    *,
    made: set[UUID],
    suggested: set[UUID],
    standing: Standing,
) -> None:
    """``shown`` says for each customer which customers show it; ``made`` and ``suggested`` are the relationships and
    suggestions of the book that are new."""
    handles = {each.id: each for each in book.handles.values()}
    events: list[Event] = [CustomerCreated(customer_id=each.id) for each in book.holders.values() if each.new]
    events += [
        HandleLinked(
            customer_id=each.customer_id,
            customer_ids=shown[each.customer_id],
            handle_id=each.handle_id,
            decision_id=each.decision_id,
            rule=FEED_RULE,
            score=1.0,
        )
        for each in book.links
    ]
    events += [
        HandleUpdated(
            customer_id=each.customer_id,
            customer_ids=shown.get(each.customer_id, ()) if each.customer_id else (),
            handle_id=each.id,
            fields=("verification",),
        )
        for each in book.improved
    ]
    events += [
        CustomerUpdated(customer_id=each.id, customer_ids=shown[each.id], fields=fields)
        for each in book.holders.values()
        if not each.new and (fields := fields_of(each))
    ]
    events += _relationships(book, made, standing)
    events += [
        MergeSuggested(
            customer_id=each.customer_id,
            other_customer_id=each.other_customer_id,
            handle_id=handles[each.handle_id].id,
            decision_id=each.decision_id,
            rule=FEED_RULE,
        )
        for each in book.suggestions.values()
        if each.decision_id in suggested
    ]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


def _relationships(book: Book, made: set[UUID], standing: Standing) -> Iterator[Event]:
    for each in book.related:
        if each.id in made:
            yield RelationshipMade(
                customer_id=each.customer_id,
                other_customer_id=each.other_customer_id,
                relationship_id=each.id,
                kind=each.kind,
            )
    for ended in sorted(book.ended):
        one, two, kind = standing[ended]
        yield RelationshipEnded(customer_id=one, other_customer_id=two, relationship_id=ended, kind=kind)


def fields_of(holder: Holder) -> tuple[str, ...]:
    """What is different of a customer: fields that it shows, and attributes of which a source said something new."""
    shown = differing(holder.before, holder.customer) if holder.before else ()
    said = {each.name if each.name in COLUMNS else f"attributes.{each.name}" for each in holder.fresh.values()}
    references = ("references",) if holder.changed_references else ()
    return tuple(sorted({*shown, *said, *references}))
