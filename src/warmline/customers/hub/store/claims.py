"""The queries of what sources say, and of the rules between them."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from warmline.customers.hub.model import Claimed, Reference, Rules
from warmline.customers.hub.store.sql import SQL, text
from warmline.customers.hub.survivorship import Belief
from warmline.customers.model import Relationship
from warmline.kit.db import Conn

FIRST = UUID(int=0)


async def rules(conn: Conn, org_id: UUID) -> Rules:
    """The organisation's rules, or the usual ones."""
    row = await SQL.survivorship(conn, org_id=org_id)
    return msgspec.convert(row["rules"], Rules) if row else Rules()


async def belief(conn: Conn, org_id: UUID) -> Belief:
    """The rules with the feeds' priorities."""
    found = await rules(conn, org_id)
    return Belief(found, {row["code"]: row["priority"] for row in await SQL.priorities(conn, org_id=org_id)})


async def save_rules(conn: Conn, org_id: UUID, new: Rules) -> None:
    """All contested customers are then to be shown anew."""
    await SQL.save_rules(conn, org_id=org_id, rules=msgspec.to_builtins(new))


async def lock_survivorship(conn: Conn, org_id: UUID) -> UUID | None:
    after: UUID | None = await SQL.lock_survivorship(conn, org_id=org_id)
    return after


async def save_progress(conn: Conn, org_id: UUID, after: UUID | None) -> None:
    await SQL.save_progress(conn, org_id=org_id, after=after)


async def contested_customers(conn: Conn, org_id: UUID, *, after: UUID, size: int) -> list[UUID]:
    rows = await SQL.contested_customers(conn, org_id=org_id, after=after, size=size)
    return [row["customer_id"] for row in rows]


async def claims_of_customers(conn: Conn, org_id: UUID, customer_ids: Collection[UUID]) -> list[Claimed]:
    rows = await SQL.claims_of_customers(conn, org_id=org_id, customer_ids=list(customer_ids))
    return [
        Claimed(
            customer_id=row["customer_id"],
            name=row["name"],
            value=row["value"],
            source=row["source"],
            external_key=row["external_key"],
            verified=row["verified"],
            observed_at=row["observed_at"],
            first_observed_at=row["first_observed_at"],
        )
        for row in rows
    ]


async def save_claims(conn: Conn, org_id: UUID, claims: Sequence[Claimed]) -> None:
    """Each value of a source and key once: see ``survivorship.merged``."""
    if not claims:
        return
    await SQL.save_claims(
        conn,
        org_id=org_id,
        customer_ids=[each.customer_id for each in claims],
        names=[each.name for each in claims],
        values=[text(each.value) for each in claims],
        sources=[each.source for each in claims],
        keys=[each.external_key for each in claims],
        verified=[each.verified for each in claims],
        observed=[each.observed_at for each in claims],
        first_observed=[each.first_observed_at for each in claims],
    )


async def references_of_customers(
    conn: Conn, org_id: UUID, customer_ids: Collection[UUID], *, ended: bool = False
) -> list[Reference]:
    rows = await SQL.references_of_customers(conn, org_id=org_id, customer_ids=list(customer_ids), ended=ended)
    return [msgspec.convert(dict(row), Reference) for row in rows]


async def names_of_customers(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """The name and kind of each, or of whom it counts as."""
    rows = await SQL.names_of_customers(conn, org_id=org_id, ids=list(ids)) if ids else []
    return {row["id"]: (row["display_name"], row["kind"]) for row in rows}


async def standing_relationships(
    conn: Conn, org_id: UUID, customer_ids: Collection[UUID], *, size: int
) -> list[Relationship]:
    rows = await SQL.standing_relationships(conn, org_id=org_id, customer_ids=list(customer_ids), size=size)
    return [msgspec.convert(dict(row), Relationship) for row in rows]
