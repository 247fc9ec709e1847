"""Relationships with customers whose rows came after the row that names them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers.events import RelationshipMade
from warmline.customers.hub import store
from warmline.customers.hub.actions.take import Setting
from warmline.customers.hub.book import Deferred, Related
from warmline.customers.hub.deciding import related
from warmline.customers.hub.model import RowProblem
from warmline.customers.hub.record import partly
from warmline.customers.normalise import Identity
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def relate_deferred(conn: Conn, actor: Actor, setting: Setting, deferred: Sequence[Deferred]) -> list[RowProblem]:
    """Make those of the relationships whose other side is known by now; the rest are problems of their rows."""
    others = await _others(conn, actor, setting, {each.identity for each in deferred})
    open_rows = {each.key for each in deferred if each.identity not in others}
    made = [
        related(each.customer_id, others[each.identity], each.kind, each.key)
        for each in deferred
        if each.identity in others and others[each.identity] != each.customer_id
    ]
    if not setting.dry:
        await _write(conn, actor, setting, deferred, made, open_rows)
    return [
        partly(
            each.number,
            each.key,
            f"{each.kind}: nobody has the key that the row names; send that customer's row, and this row again. "
            "The rest of the row is taken.",
        )
        for each in deferred
        if each.identity not in others
    ]


async def _others(conn: Conn, actor: Actor, setting: Setting, wanted: set[Identity]) -> Mapping[Identity, UUID]:
    rows = await store.handles_found(conn, actor.org_id, wanted)
    found = {(row["scheme"], row["value"]): row["customer_id"] for row in rows if row["customer_id"]}
    if setting.book:
        foreseen = ((each, setting.book.handles.get(each)) for each in wanted)
        found |= {each: held.customer_id for each, held in foreseen if held and held.customer_id}
    return found


async def _write(
    conn: Conn,
    actor: Actor,
    setting: Setting,
    deferred: Sequence[Deferred],
    made: Sequence[Related],
    open_rows: set[str],
) -> None:
    new = await store.add_relationships(conn, actor.org_id, made)
    ids: dict[str, list[UUID]] = {}
    for each in made:
        if each.id in new:
            ids.setdefault(each.key, []).append(each.id)
    settled: dict[str, tuple[bytes | None, Sequence[UUID]]] = {
        each.key: (None if each.key in open_rows else each.digest, ids.get(each.key, ())) for each in deferred
    }
    await store.settle_rows(conn, actor.org_id, setting.feed.id, settled)
    events = [
        RelationshipMade(
            customer_id=each.customer_id,
            other_customer_id=each.other_customer_id,
            relationship_id=each.id,
            kind=each.kind,
        )
        for each in made
        if each.id in new
    ]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
