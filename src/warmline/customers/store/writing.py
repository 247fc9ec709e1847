"""The queries that change customers, handles, decisions and relationships, one at a time."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.model import Customer, Decision, HandleRecord, Relationship
from warmline.customers.store.sql import SQL
from warmline.kit.db import Conn


def _values(customer: Customer) -> dict[str, Any]:
    skipped = {"merged_into", "root_id", "decision_id", "version", "created_at", "updated_at"}
    return {name: getattr(customer, name) for name in customer.__struct_fields__ if name not in skipped}


async def insert_customer(conn: Conn, org_id: UUID, customer: Customer) -> None:
    await SQL.insert_customer(conn, org_id=org_id, **_values(customer))


async def update_customer(conn: Conn, org_id: UUID, customer: Customer) -> None:
    await SQL.update_customer(conn, org_id=org_id, **_values(customer))


async def touch(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """A new version of these customers, and of those that they count as. Returns for each which customers show it."""
    if not ids:
        return {}
    rows = await SQL.touch_customers(conn, org_id=org_id, ids=list(ids))
    roots: dict[UUID, UUID] = {row["id"]: row["root_id"] for row in rows}
    return {id_: (id_,) if id_ == root else (id_, root) for id_, root in roots.items()}


async def lock_shown(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Lock these customers, and those that they count as; returns whom each of them counts as. Once in a transaction,
    before anything of theirs is written."""
    rows = await SQL.lock_shown(conn, org_id=org_id, ids=list(ids))
    return {row["id"]: row["root_id"] for row in rows}


async def lock_merges(conn: Conn, org_id: UUID) -> None:
    await SQL.lock_merges(conn, org_id=org_id)


async def set_merge(
    conn: Conn, org_id: UUID, id_: UUID, *, merged_into: UUID | None, root_id: UUID, decision_id: UUID | None
) -> None:
    await SQL.set_merge(conn, org_id=org_id, id=id_, merged_into=merged_into, root_id=root_id, decision_id=decision_id)


async def set_root(conn: Conn, org_id: UUID, ids: Collection[UUID], root_id: UUID) -> None:
    await SQL.set_root(conn, org_id=org_id, ids=list(ids), root_id=root_id)


async def insert_handle(conn: Conn, org_id: UUID, handle: HandleRecord) -> None:
    await SQL.insert_handle(
        conn,
        org_id=org_id,
        id=handle.id,
        scheme=handle.scheme,
        value=handle.value,
        name=handle.name,
        source=handle.source,
    )


async def give_handle(conn: Conn, org_id: UUID, handle: HandleRecord) -> None:
    """Write the handle's customer, certainty and decision."""
    await SQL.give_handle(
        conn,
        org_id=org_id,
        id=handle.id,
        customer_id=handle.customer_id,
        verification=handle.verification,
        confidence=handle.confidence,
        decision_id=handle.decision_id,
    )


async def set_reachability(conn: Conn, org_id: UUID, handle_id: UUID, reason: str | None) -> None:
    await SQL.set_reachability(conn, org_id=org_id, id=handle_id, reason=reason)


async def set_verification(conn: Conn, org_id: UUID, handle_id: UUID, verification: str, confidence: float) -> None:
    await SQL.set_verification(conn, org_id=org_id, id=handle_id, verification=verification, confidence=confidence)


async def insert_decision(conn: Conn, org_id: UUID, decision: Decision) -> None:
    await SQL.insert_decisions(
        conn,
        org_id=org_id,
        decided_by=decision.decided_by,
        ids=[decision.id],
        kinds=[decision.kind],
        customer_ids=[decision.customer_id],
        other_customer_ids=[decision.other_customer_id],
        handle_ids=[decision.handle_id],
        rules=[decision.rule],
        scores=[decision.score],
        evidence=[msgspec.json.encode(decision.evidence).decode()],
        before=[msgspec.json.encode(decision.before).decode()],
        undoes=[decision.undoes],
    )


async def set_undone(conn: Conn, org_id: UUID, decision_id: UUID, *, undone: bool) -> None:
    await SQL.set_undone(conn, org_id=org_id, id=decision_id, undone=undone)


async def dismiss(conn: Conn, org_id: UUID, decision_id: UUID, evidence: list[dict[str, Any]]) -> None:
    await SQL.dismiss_suggestion(conn, org_id=org_id, id=decision_id, evidence=evidence)


async def insert_relationship(conn: Conn, org_id: UUID, relationship: Relationship) -> bool:
    """Whether it did not stand already."""
    new = await SQL.insert_relationship(
        conn,
        org_id=org_id,
        id=relationship.id,
        customer_id=relationship.customer_id,
        other_customer_id=relationship.other_customer_id,
        kind=relationship.kind,
    )
    return new is not None


async def end_relationship(conn: Conn, org_id: UUID, id_: UUID) -> bool:
    """Whether it had not ended before."""
    return await SQL.end_relationship(conn, org_id=org_id, id=id_) is not None
