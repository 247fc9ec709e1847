"""The queries with which a batch of rows is taken: each is one statement, however many rows there are."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.hub.model import FEED_RULE, Reference
from warmline.customers.hub.store.sql import SQL, text
from warmline.customers.model import Customer
from warmline.customers.normalise import Identity
from warmline.kit.db import Conn

SUGGESTION_SCORE = 0.5


class KnownRow(msgspec.Struct):
    """A feed's row as it was last taken; ``holder_id`` is whose its key is now."""

    customer_id: UUID
    hash: bytes | None
    observed_at: datetime
    blank: dict[str, datetime]
    related: list[UUID]
    holder_id: UUID | None


async def known_rows(
    conn: Conn, org_id: UUID, feed_id: UUID, scheme: str, keys: Collection[str]
) -> dict[str, KnownRow]:
    """By key."""
    rows = await SQL.known_rows(conn, org_id=org_id, feed_id=feed_id, scheme=scheme, keys=list(keys))
    return {
        row["external_key"]: KnownRow(
            row["customer_id"],
            row["hash"],
            row["observed_at"],
            {name: datetime.fromisoformat(at) for name, at in row["blank"].items()},
            list(row["related"]),
            row["holder_id"],
        )
        for row in rows
    }


async def save_rows(conn: Conn, org_id: UUID, feed_id: UUID, rows: Mapping[str, KnownRow]) -> None:
    if not rows:
        return
    await SQL.save_rows(
        conn,
        org_id=org_id,
        feed_id=feed_id,
        keys=list(rows),
        customer_ids=[each.customer_id for each in rows.values()],
        hashes=[each.hash for each in rows.values()],
        observed=[each.observed_at for each in rows.values()],
        blanks=[text(each.blank) for each in rows.values()],
        related=[text(each.related) for each in rows.values()],
    )


async def settle_rows(
    conn: Conn, org_id: UUID, feed_id: UUID, rows: Mapping[str, tuple[bytes | None, Sequence[UUID]]]
) -> None:
    """The hash of each row by its key, and relationships that it made besides."""
    if rows:
        await SQL.settle_rows(
            conn,
            org_id=org_id,
            feed_id=feed_id,
            keys=list(rows),
            hashes=[digest for digest, _ in rows.values()],
            related=[text(related) for _, related in rows.values()],
        )


async def handles_found(conn: Conn, org_id: UUID, identities: Collection[Identity]) -> list[Any]:
    """Rows of handles, with the customer and whom it counts as."""
    if not identities:
        return []
    wanted = list(identities)
    rows: list[Any] = await SQL.handles_found(
        conn, org_id=org_id, schemes=[scheme for scheme, _ in wanted], values=[value for _, value in wanted]
    )
    return rows


async def roots_with_scheme(conn: Conn, org_id: UUID, root_ids: Collection[UUID], scheme: str) -> set[UUID]:
    rows = await SQL.roots_with_scheme(conn, org_id=org_id, root_ids=list(root_ids), scheme=scheme)
    return {row["root_id"] for row in rows}


async def lock_customers(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[Customer]:
    rows = await SQL.lock_held_customers(conn, org_id=org_id, ids=list(ids)) if ids else []
    return [msgspec.convert(dict(row), Customer) for row in rows]


async def move_keys(
    conn: Conn, org_id: UUID, source: str, moved: Mapping[str, tuple[UUID, UUID]]
) -> dict[UUID, set[str]]:
    """Let what the source says by these keys go from one customer to another. Returns which attributes left whom."""
    if not moved:
        return {}
    places: dict[str, Any] = {
        "source": source,
        "keys": list(moved),
        "from_ids": [left for left, _ in moved.values()],
        "to_ids": [to for _, to in moved.values()],
    }
    left: dict[UUID, set[str]] = {each: set() for each, _ in moved.values()}
    for row in await SQL.move_claims(conn, org_id=org_id, **places):
        left[row["customer_id"]].add(row["name"])
    await SQL.move_references(conn, org_id=org_id, **places)
    return left


def _columns(customers: Sequence[Customer]) -> dict[str, list[Any]]:
    return {
        "ids": [each.id for each in customers],
        "kinds": [each.kind.value for each in customers],
        "display_names": [each.display_name for each in customers],
        "named": [each.named for each in customers],
        "tiers": [each.tier for each in customers],
        "segments": [text(each.segments) for each in customers],
        "preferred_channels": [each.preferred_channel for each in customers],
        "languages": [each.language for each in customers],
        "time_zones": [each.time_zone for each in customers],
        "attributes": [text(each.attributes) for each in customers],
        "lifecycle_stages": [each.lifecycle_stage for each in customers],
        "do_not_contacts": [each.do_not_contact for each in customers],
    }


async def create_customers(conn: Conn, org_id: UUID, customers: Sequence[Customer]) -> None:
    if customers:
        await SQL.create_customers(conn, org_id=org_id, **_columns(customers))


async def project_customers(conn: Conn, org_id: UUID, customers: Sequence[Customer]) -> None:
    """Write what these customers show; their rows are locked."""
    if customers:
        await SQL.project_customers(conn, org_id=org_id, **_columns(customers))


async def add_handles(conn: Conn, org_id: UUID, handles: Sequence[Any], *, source: str, at: datetime) -> None:
    if handles:
        await SQL.add_handles(
            conn,
            org_id=org_id,
            source=source,
            at=at,
            ids=[each.id for each in handles],
            customer_ids=[each.customer_id for each in handles],
            schemes=[each.identity[0] for each in handles],
            values=[each.identity[1] for each in handles],
            verifications=[each.verification for each in handles],
            decision_ids=[each.decision_id for each in handles],
        )


async def give_handles(conn: Conn, org_id: UUID, handles: Sequence[Any]) -> None:
    if handles:
        await SQL.give_handles(
            conn,
            org_id=org_id,
            ids=[each.id for each in handles],
            customer_ids=[each.customer_id for each in handles],
            verifications=[each.verification for each in handles],
            decision_ids=[each.decision_id for each in handles],
        )


async def add_links(conn: Conn, org_id: UUID, links: Sequence[Any], *, decided_by: str) -> None:
    if links:
        await SQL.add_links(
            conn,
            org_id=org_id,
            rule=FEED_RULE,
            decided_by=decided_by,
            ids=[each.decision_id for each in links],
            customer_ids=[each.customer_id for each in links],
            handle_ids=[each.handle_id for each in links],
            evidence=[text(each.evidence) for each in links],
            before=[text(each.before) for each in links],
        )


async def add_suggestions(conn: Conn, org_id: UUID, made: Sequence[Any], *, decided_by: str) -> set[UUID]:
    """Returns the ids of those that nobody has made or answered before."""
    if not made:
        return set()
    rows = await SQL.add_suggestions(
        conn,
        org_id=org_id,
        rule=FEED_RULE,
        score=SUGGESTION_SCORE,
        decided_by=decided_by,
        ids=[each.decision_id for each in made],
        customer_ids=[each.customer_id for each in made],
        other_customer_ids=[each.other_customer_id for each in made],
        handle_ids=[each.handle_id for each in made],
        evidence=[text(each.evidence) for each in made],
    )
    return {row["id"] for row in rows}


async def save_references(conn: Conn, org_id: UUID, references: Sequence[Reference]) -> None:
    if references:
        await SQL.save_references(
            conn,
            org_id=org_id,
            customer_ids=[each.customer_id for each in references],
            kinds=[each.kind for each in references],
            external_ids=[each.external_id for each in references],
            labels=[each.label for each in references],
            addresses=[each.address for each in references],
            statuses=[each.status for each in references],
            sources=[each.source for each in references],
            keys=[each.external_key for each in references],
            observed=[each.observed_at for each in references],
            ended=[each.ended_at for each in references],
        )


async def add_relationships(conn: Conn, org_id: UUID, made: Sequence[Any]) -> set[UUID]:
    """Returns the ids of those that did not stand already."""
    if not made:
        return set()
    rows = await SQL.add_relationships(
        conn,
        org_id=org_id,
        ids=[each.id for each in made],
        customer_ids=[each.customer_id for each in made],
        other_customer_ids=[each.other_customer_id for each in made],
        kinds=[each.kind.value for each in made],
    )
    return {row["id"] for row in rows}


async def relationships_found(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[Any]:
    """Rows of those that stand."""
    rows: list[Any] = await SQL.relationships_found(conn, org_id=org_id, ids=list(ids)) if ids else []
    return rows


async def end_relationships(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> None:
    if ids:
        await SQL.end_relationships(conn, org_id=org_id, ids=list(ids))
