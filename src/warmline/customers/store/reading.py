"""The queries that read customers, handles, decisions and relationships."""

from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from warmline.customers.model import Customer, Decision, HandleRecord, Relationship
from warmline.customers.normalise import Identity
from warmline.customers.store.sql import SQL
from warmline.kit.db import Conn

T = TypeVar("T")


class Found(msgspec.Struct, frozen=True):
    """A row of a search: the record that was found, whom it counts as, and the name that it was found by."""

    id: UUID
    root_id: UUID
    name: str | None = None


def _rows(rows: Collection[Any], kind: type[T]) -> list[T]:
    return [msgspec.convert(dict(row), kind) for row in rows]


def _ids(rows: Collection[Any]) -> list[UUID]:
    return [row["id"] for row in rows]


async def customers_by_id(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[Customer]:
    return _rows(await SQL.customers_by_id(conn, org_id=org_id, ids=list(ids)), Customer)


async def customers_by_root(conn: Conn, org_id: UUID, root_ids: Collection[UUID]) -> list[Customer]:
    return _rows(await SQL.customers_by_root(conn, org_id=org_id, root_ids=list(root_ids)), Customer)


async def lock_customers(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> None:
    await SQL.lock_customers(conn, org_id=org_id, ids=list(ids))


async def members(conn: Conn, id_: UUID) -> list[UUID]:
    return _ids(await SQL.members(conn, id=id_))


async def subtree(conn: Conn, org_id: UUID, id_: UUID) -> list[UUID]:
    return _ids(await SQL.subtree(conn, org_id=org_id, id=id_))


async def handles_by_id(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[HandleRecord]:
    return _rows(await SQL.handles_by_id(conn, org_id=org_id, ids=list(ids)), HandleRecord)


async def handles_of_customers(conn: Conn, org_id: UUID, customer_ids: Collection[UUID]) -> list[HandleRecord]:
    return _rows(await SQL.handles_of_customers(conn, org_id=org_id, customer_ids=list(customer_ids)), HandleRecord)


async def reachable(conn: Conn, id_: UUID) -> tuple[list[HandleRecord], bool]:
    """The handles, and whether the customer asked not to be contacted."""
    rows = await SQL.reachable(conn, id=id_)
    return _rows(rows, HandleRecord), bool(rows and rows[0]["quiet"])


async def handle_by_identity(conn: Conn, org_id: UUID, identity: Identity) -> HandleRecord | None:
    row = await SQL.handle_by_identity(conn, org_id=org_id, scheme=identity[0], value=identity[1])
    return msgspec.convert(dict(row), HandleRecord) if row else None


async def decisions_by_id(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[Decision]:
    return _rows(await SQL.decisions_by_id(conn, org_id=org_id, ids=list(ids)), Decision)


async def decisions_of_customers(
    conn: Conn, org_id: UUID, customer_ids: Collection[UUID], *, before: UUID | None, size: int
) -> list[Decision]:
    rows = await SQL.decisions_of_customers(
        conn, org_id=org_id, customer_ids=list(customer_ids), before=before, size=size
    )
    return _rows(rows, Decision)


async def relationships_by_id(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[Relationship]:
    return _rows(await SQL.relationships_by_id(conn, org_id=org_id, ids=list(ids)), Relationship)


async def relationships_of_customers(
    conn: Conn, org_id: UUID, customer_ids: Collection[UUID], *, before: UUID | None, size: int
) -> list[Relationship]:
    rows = await SQL.relationships_of_customers(
        conn, org_id=org_id, customer_ids=list(customer_ids), before=before, size=size
    )
    return _rows(rows, Relationship)


async def newest_customers(conn: Conn, org_id: UUID, *, before: UUID | None, size: int) -> list[Found]:
    return _rows(await SQL.newest_customers(conn, org_id=org_id, before=before, size=size), Found)


async def customers_by_name(
    conn: Conn, org_id: UUID, prefix: str, *, after: tuple[str, UUID] | None, size: int
) -> list[Found]:
    name, id_ = after or (None, None)
    rows = await SQL.customers_by_name(conn, org_id=org_id, prefix=prefix, after_name=name, after_id=id_, size=size)
    return _rows(rows, Found)


async def customers_by_handle(
    conn: Conn, org_id: UUID, values: Collection[str], *, scheme: str | None, before: UUID | None, size: int
) -> list[Found]:
    rows = await SQL.customers_by_handle(
        conn, org_id=org_id, values=list(values), scheme=scheme, before=before, size=size
    )
    return _rows(rows, Found)
