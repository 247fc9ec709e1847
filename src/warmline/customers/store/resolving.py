"""The queries with which a batch of contacts finds its customers."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.normalise import Identity
from warmline.customers.register import PERSONAL, Known, Link, Person, Suggestion
from warmline.customers.store.sql import SQL
from warmline.kit.db import Conn
from warmline.sdk import Verification


def _json(value: Any) -> str:
    """JSON in an array goes as text: a list of lists would be read as an array of two dimensions."""
    return msgspec.json.encode(value).decode()


async def lock_identities(conn: Conn, keys: Iterable[int]) -> None:
    await SQL.lock_identities(conn, keys=sorted(set(keys)))


async def phone_region(conn: Conn, org_id: UUID) -> str | None:
    region: str | None = await SQL.phone_region(conn, org_id=org_id)
    return region


async def known_handles(conn: Conn, org_id: UUID, identities: Collection[Identity]) -> list[Known]:
    """The handles that exist; those of one customer share one ``Person``."""
    wanted = list(identities)
    rows = await SQL.known_handles(
        conn, org_id=org_id, schemes=[scheme for scheme, _ in wanted], values=[value for _, value in wanted]
    )
    people: dict[UUID, Person] = {}
    return [_known(row, people) for row in rows]


def _known(row: Any, people: dict[UUID, Person]) -> Known:
    customer_id = row["customer_id"]
    person = people.get(customer_id)
    if person is None and customer_id:
        person = people[customer_id] = Person(
            customer_id, row["root_id"], row["display_name"], row["named"], row["root_name"]
        )
    return Known(
        id=row["id"],
        identity=(row["scheme"], row["value"]),
        person=person,
        name=row["name"],
        verification=Verification(row["verification"]),
        confidence=row["confidence"],
        decision_id=row["decision_id"],
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
    )


async def personal_numbers(conn: Conn, org_id: UUID, root_ids: Collection[UUID]) -> dict[UUID, set[Identity]]:
    """The numbers of which a person has one, by the customer that their holder counts as."""
    rows = await SQL.personal_numbers(conn, org_id=org_id, root_ids=list(root_ids), schemes=sorted(PERSONAL))
    found: dict[UUID, set[Identity]] = {}
    for row in rows:
        found.setdefault(row["root_id"], set()).add((row["scheme"], row["value"]))
    return found


async def insert_customers(conn: Conn, org_id: UUID, people: Collection[Person]) -> None:
    await SQL.insert_customers(
        conn,
        org_id=org_id,
        ids=[each.id for each in people],
        names=[each.name for each in people],
        named=[each.named for each in people],
    )


async def insert_handles(conn: Conn, org_id: UUID, handles: Collection[Known]) -> None:
    await SQL.insert_handles(
        conn,
        org_id=org_id,
        ids=[each.id for each in handles],
        customer_ids=[each.person.id if each.person else None for each in handles],
        schemes=[each.identity[0] for each in handles],
        values=[each.identity[1] for each in handles],
        names=[each.name for each in handles],
        verifications=[each.verification for each in handles],
        confidences=[each.confidence for each in handles],
        sources=[each.source for each in handles],
        decision_ids=[each.decision_id for each in handles],
        first_seen=[each.first_seen_at for each in handles],
        last_seen=[each.last_seen_at for each in handles],
    )


async def update_handles(conn: Conn, org_id: UUID, handles: Collection[Known]) -> None:
    await SQL.update_handles(
        conn,
        org_id=org_id,
        ids=[each.id for each in handles],
        customer_ids=[each.person.id if each.person else None for each in handles],
        names=[each.name for each in handles],
        verifications=[each.verification for each in handles],
        confidences=[each.confidence for each in handles],
        decision_ids=[each.decision_id for each in handles],
        first_seen=[each.first_seen_at for each in handles],
        last_seen=[each.last_seen_at for each in handles],
    )


async def insert_links(conn: Conn, org_id: UUID, actor: str, links: Sequence[Link]) -> None:
    nothing = [None] * len(links)
    await SQL.insert_decisions(
        conn,
        org_id=org_id,
        decided_by=actor,
        ids=[each.decision_id for each in links],
        kinds=["link"] * len(links),
        customer_ids=[each.person.id for each in links],
        other_customer_ids=nothing,
        handle_ids=[each.handle.id for each in links],
        rules=[each.rule for each in links],
        scores=[each.score for each in links],
        evidence=[_json(each.evidence) for each in links],
        before=[_json(each.before) for each in links],
        undoes=nothing,
    )


async def insert_suggestions(conn: Conn, org_id: UUID, actor: str, made: Collection[Suggestion]) -> set[UUID]:
    """Returns the ids of those that are new."""
    if not made:
        return set()
    rows = await SQL.insert_suggestions(
        conn,
        org_id=org_id,
        decided_by=actor,
        ids=[each.decision_id for each in made],
        customer_ids=[each.one.id for each in made],
        other_customer_ids=[each.other.id for each in made],
        handle_ids=[each.handle.id for each in made],
        rules=[each.rule for each in made],
        scores=[each.score for each in made],
        evidence=[_json(each.evidence) for each in made],
    )
    return {row["id"] for row in rows}


async def name_customers(conn: Conn, org_id: UUID, people: Collection[Person]) -> None:
    await SQL.name_customers(
        conn, org_id=org_id, ids=[each.id for each in people], names=[each.name for each in people]
    )
