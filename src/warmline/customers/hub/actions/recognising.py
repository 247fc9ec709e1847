"""Contacts are recognised by what a feed says of customers: names, dates of birth, addresses, keys, policies."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from warmline.customers import store
from warmline.customers.actions.knowing import forget, know, of_key
from warmline.customers.facts import of_reference
from warmline.customers.hub.book import Holder
from warmline.customers.hub.deciding import Deciding
from warmline.customers.hub.model import Reference
from warmline.kit.db import Conn


async def recognise_by(conn: Conn, org_id: UUID, deciding: Deciding, changed: Sequence[Holder]) -> None:
    """Know what the batch's rows say, and no longer what they took back or what went to another customer. ``changed``
    are the customers who show something else now."""
    said, ended = _said(deciding)
    await store.forget_facts(conn, org_id, ended)
    await forget(conn, org_id, [(each.before, each.customer) for each in changed if each.before and not each.new])
    await know(conn, org_id, [each.customer for each in changed], facts=said)


def _said(deciding: Deciding) -> tuple[dict[UUID, set[str]], set[tuple[UUID, str]]]:
    """Facts by customer that references and keys say, and those that they say no longer."""
    book, feed = deciding.book, deciding.feed
    said: dict[UUID, set[str]] = defaultdict(set)
    ended: set[tuple[UUID, str]] = set()
    for holder in book.holders.values():
        if holder.changed_references:
            said[holder.id] |= _of(holder.references.values())
            gone = (each for each in holder.changed_references.values() if each.ended_at)
            ended |= {(holder.id, fact) for each in gone for fact in of_reference(each.external_id)}
    identities = {each.id: each.identity for each in book.handles.values()}
    for link in book.links:
        said[link.customer_id] |= of_key(identities[link.handle_id])
    for key, (left, to) in deciding.moved.items():
        held = book.holders[to].references.values() if to in book.holders else ()
        facts = of_key((feed.key_scheme, key)) | _of(
            each for each in held if (each.source, each.external_key) == (feed.code, key)
        )
        said[to] |= facts
        ended |= {(left, fact) for fact in facts}
    return said, {(id_, fact) for id_, fact in ended if fact not in said.get(id_, ())}


def _of(references: Iterable[Reference]) -> set[str]:
    """The facts in those that stand."""
    return {fact for each in references if each.ended_at is None for fact in of_reference(each.external_id)}
