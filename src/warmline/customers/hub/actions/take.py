"""Take one batch of rows: read what is known, decide, write. A fixed number of statements, however many rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import store as customers
from warmline.customers.actions.identities import lock
from warmline.customers.hub import store
from warmline.customers.hub.actions.recognising import recognise_by
from warmline.customers.hub.actions.telling import tell
from warmline.customers.hub.book import Book, HeldHandle, Taken
from warmline.customers.hub.deciding import Deciding
from warmline.customers.hub.diffing import CustomerDiff, diff
from warmline.customers.hub.model import HOUSEHOLD_SCHEME, Feed, RowProblem
from warmline.customers.hub.reading import digest
from warmline.customers.hub.record import Record
from warmline.customers.hub.survivorship import Belief
from warmline.customers.model import RelationshipKind
from warmline.customers.normalise import Identity, siblings
from warmline.customers.register import PERSONAL
from warmline.kit.db import Conn
from warmline.sdk import Verification


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for all batches of a run. ``print`` is the digest of the mapping: rows are read anew when it
    changes. ``book`` is kept through a dry run, which must remember what it would have written."""

    feed: Feed
    belief: Belief
    region: str | None
    at: datetime
    print: bytes
    book: Book | None = None

    @property
    def dry(self) -> bool:
        return self.book is not None

    def hash(self, record: Record) -> bytes:
        """By what an unchanged row is known."""
        return digest(self.print + record.digest)


class Batch(msgspec.Struct):
    """What a batch did. ``unchanged`` rows were not looked at."""

    unchanged: int
    taken: list[Taken]
    problems: list[RowProblem]
    book: Book
    diff: list[CustomerDiff] = []


async def take(conn: Conn, actor: Actor, setting: Setting, records: Sequence[Record]) -> Batch:
    """Take rows that can be read, in their order."""
    feed, org_id = setting.feed, actor.org_id
    known = await store.known_rows(conn, org_id, feed.id, feed.key_scheme, {each.key for each in records})
    fresh = [each for each in records if not _is_unchanged(known.get(each.key), setting.hash(each))]
    book = setting.book or Book()
    deciding = Deciding(feed, book, known, at=setting.at, region=setting.region)
    if fresh:
        await _open(conn, actor, setting, deciding, fresh)
    batch = Batch(len(records) - len(fresh), [], deciding.problems, book)
    for each in fresh:
        batch.taken.append(deciding.take(each, setting.hash(each)))
        if setting.dry:
            batch.diff.append(diff(batch.taken[-1], setting.belief))
    touched = {each.holder.id: each.holder for each in batch.taken if each.holder.fresh or each.followed}
    touched |= {each.id: each for each in book.holders.values() if each.left}
    changed = {each.id: each.project(setting.belief) for each in touched.values()}
    if not setting.dry and fresh:
        await _write(conn, actor, setting, deciding, changed)
    return batch


def _is_unchanged(row: store.KnownRow | None, found: bytes) -> bool:
    # Where a person has given the key to another customer since, the row is taken anew, for that one.
    return row is not None and row.hash == found and row.holder_id == row.customer_id


async def _open(conn: Conn, actor: Actor, setting: Setting, deciding: Deciding, records: Sequence[Record]) -> None:
    """Put all that the rows name into the book, and hold it until commit."""
    feed, book, org_id = setting.feed, deciding.book, actor.org_id
    own = {deciding.key(each) for each in records}
    own |= {identity for each in records for identity, _ in deciding.identities(each)}
    own |= {(HOUSEHOLD_SCHEME, value) for each in records for value in each.households or ()}
    named = {each.identity for record in records for each in record.relations or ()}
    if not setting.dry:
        await lock(conn, org_id, own)
        # Another delivery of the same rows may have been through while we waited.
        keys = {each.key for each in records}
        deciding.known.update(await store.known_rows(conn, org_id, feed.id, feed.key_scheme, keys))
    wanted = (own | named).union(*(siblings(each) for each in own)) - book.handles.keys()
    for row in await store.handles_found(conn, org_id, wanted):
        held = _held(row)
        book.handles.setdefault(held.identity, held)
    left = {} if setting.dry else await _follow_keys(conn, org_id, deciding)
    await _hold(conn, org_id, deciding, records, left)
    if feed.adopts and feed.key_scheme in PERSONAL:
        roots = {held.root_id for held in book.handles.values() if held.root_id}
        book.keyed |= await store.roots_with_scheme(conn, org_id, roots, feed.key_scheme)
    ids = {each for row in deciding.known.values() for each in row.related}
    for row in await store.relationships_found(conn, org_id, ids):
        place = (row["customer_id"], row["other_customer_id"], RelationshipKind(row["kind"]))
        deciding.standing[row["id"]] = place


def _held(row: Any) -> HeldHandle:
    values = dict(row)
    scheme, value = values.pop("scheme"), values.pop("value")
    return HeldHandle(**(values | {"identity": (scheme, value), "verification": Verification(values["verification"])}))


async def _follow_keys(conn: Conn, org_id: UUID, deciding: Deciding) -> dict[UUID, set[str]]:
    """Where somebody gave a key to another customer since, what the feed says goes with it."""
    moved = {}
    for key, row in deciding.known.items():
        held = deciding.book.handles.get((deciding.feed.key_scheme, key))
        if held and held.customer_id and held.customer_id != row.customer_id:
            moved[key] = (row.customer_id, held.customer_id)
    deciding.moved = moved
    return await store.move_keys(conn, org_id, deciding.feed.code, moved)


async def _hold(
    conn: Conn, org_id: UUID, deciding: Deciding, records: Sequence[Record], left: dict[UUID, set[str]]
) -> None:
    book = deciding.book
    identities: set[Identity] = {deciding.key(each) for each in records}
    if deciding.feed.adopts:
        identities |= {identity for each in records for identity, _ in deciding.identities(each)}
    found = [book.handles[each] for each in identities if each in book.handles]
    ids = ({each.customer_id for each in found if each.customer_id} | left.keys()) - book.holders.keys()
    for customer in await store.lock_customers(conn, org_id, ids):
        book.hold(customer)
    for claim in await store.claims_of_customers(conn, org_id, ids) if ids else ():
        book.holders[claim.customer_id].claims.append(claim)
    for reference in await store.references_of_customers(conn, org_id, ids, ended=True) if ids else ():
        place = (reference.kind, reference.external_id, reference.source, reference.external_key)
        book.holders[reference.customer_id].references[place] = reference
    for customer_id, names in left.items():
        book.holders[customer_id].left |= names


async def _write(
    conn: Conn, actor: Actor, setting: Setting, deciding: Deciding, changed: dict[UUID, tuple[str, ...]]
) -> None:
    book, org_id, source = deciding.book, actor.org_id, setting.feed.code
    holders = book.holders.values()
    await store.create_customers(conn, org_id, [each.customer for each in holders if each.new])
    await store.add_handles(conn, org_id, book.added, source=source, at=setting.at)
    added = {each.id for each in book.added}
    better = {each.id: each for each in (*book.given.values(), *book.improved) if each.id not in added}
    await store.give_handles(conn, org_id, list(better.values()))
    await store.add_links(conn, org_id, book.links, decided_by=actor.ref)
    await store.project_customers(
        conn, org_id, [each.customer for each in holders if not each.new and changed.get(each.id)]
    )
    await recognise_by(conn, org_id, deciding, [each for each in holders if changed.get(each.id)])
    await store.save_claims(conn, org_id, [claim for each in holders for claim in each.fresh.values()])
    await store.save_references(
        conn, org_id, [reference for each in holders for reference in each.changed_references.values()]
    )
    made = await store.add_relationships(conn, org_id, book.related)
    await store.end_relationships(conn, org_id, book.ended)
    suggested = await store.add_suggestions(conn, org_id, list(book.suggestions.values()), decided_by=actor.ref)
    await store.save_rows(conn, org_id, setting.feed.id, deciding.rows)
    linked = {each.customer_id for each in book.links} | {each.customer_id for each in book.improved}
    different = {each.id for each in holders if each.fresh or each.changed_references} | linked | changed.keys()
    existing = {each.id for each in holders if not each.new and each.id in different}
    shown = {each.id: (each.id,) for each in holders if each.new} | await customers.touch(conn, org_id, existing)
    await tell(conn, actor, book, shown, made=made, suggested=suggested, standing=deciding.standing)
