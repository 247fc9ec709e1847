"""The queries for what customers are recognised by beside their handles: names, facts, and who uses whose handle."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from warmline.customers.names import LONGEST, MISHEARD, Name, alike
from warmline.customers.register import Person, Register, Use
from warmline.customers.store.sql import SQL
from warmline.kit.db import Conn


async def identity_settings(conn: Conn, org_id: UUID) -> dict[str, Any]:
    return await SQL.identity_settings(conn, org_id=org_id) or {}


def _person(register: Register, customer_id: UUID, row: Any) -> Person:
    """The same person for the same root, so that what the batch changes is seen everywhere."""
    held = register.people.get(row["root_id"])
    if held is not None and held.id == customer_id:
        return held
    return Person(customer_id, row["root_id"], row["display_name"], row["named"], row["root_name"])


async def load_uses(conn: Conn, org_id: UUID, register: Register, handle_ids: Collection[UUID]) -> None:
    """Put who else uses these handles into the register."""
    for row in await SQL.uses_of_handles(conn, org_id=org_id, handle_ids=list(handle_ids)):
        person = _person(register, row["customer_id"], row)
        register.uses[row["handle_id"]][person.root_id] = Use(person, row["last_at"], row["behalf"])
        register.know(person)


async def load_names(conn: Conn, org_id: UUID, register: Register, root_ids: Collection[UUID]) -> None:
    """Put the names of these customers, who are in the register, there too."""
    for row in await SQL.names_of_roots(conn, org_id=org_id, root_ids=list(root_ids)):
        name, person = Name(row["given"], row["family"]), register.people[row["root_id"]]
        if row["guessed"]:
            register.know(person, guessed=[name])
        else:
            register.know(person, names=[name])


async def load_by_facts(
    conn: Conn, org_id: UUID, register: Register, facts: Collection[str], keys: Collection[str]
) -> None:
    """Put those of whom one of these facts is known, under a name that is found by one of these keys, into the
    register, with all their names."""
    for row in await SQL.named_with_facts(conn, org_id=org_id, facts=list(facts), keys=list(keys)):
        _know(register, row, facts=[row["fact"]])


async def load_named(conn: Conn, org_id: UUID, register: Register, names: Collection[Name]) -> None:
    """Put those who go by one of these names, or by one that is a letter apart, into the register, with all their
    names."""
    asked: dict[str, set[Name]] = {}
    for name in names:
        for key in name.lookups():
            asked.setdefault(key, set()).add(name)
    found: set[UUID] = set()
    for row in await SQL.named_like(conn, org_id=org_id, keys=list(asked)):
        name = Name(row["given"], row["family"])
        if any(alike(each, name) >= MISHEARD for key in name.lookups() for each in asked.get(key, ())):
            found.add(row["id"])
    if found:
        for row in await SQL.people_with_names(conn, org_id=org_id, ids=list(found)):
            _know(register, row)


def _know(register: Register, row: Any, facts: Iterable[str] = ()) -> None:
    """Put a customer into the register, with one of their names. Where several that are found count as one, the last
    one of them stands for it, which is the newest: they come in the order of their ids."""
    name = [Name(row["given"], row["family"])]
    person = _person(register, row["id"], row)
    names, guessed = ((), name) if row["guessed"] else (name, ())
    register.know(person, facts=facts, names=names, guessed=guessed)


async def insert_names(
    conn: Conn, org_id: UUID, names: Mapping[tuple[UUID, Name], UUID | None], *, guessed: bool = False
) -> None:
    """What customers are called, and by which handle it was said, in one order, so that two batches cannot wait for
    each other. Only full names are kept. The customers are locked by whoever locks any: before this."""
    rows = sorted(each for each in names if each[1].full)
    if not rows:
        return
    await SQL.insert_names(
        conn,
        org_id=org_id,
        customer_ids=[customer_id for customer_id, _ in rows],
        given=[name.given[:LONGEST] for _, name in rows],
        families=[name.family[:LONGEST] for _, name in rows],
        beginnings=[name.lookups()[0] for _, name in rows],
        endings=[name.lookups()[1] for _, name in rows],
        handle_ids=[names[each] for each in rows],
        guessed=guessed,
    )


async def insert_facts(conn: Conn, org_id: UUID, facts: Mapping[tuple[UUID, str], UUID | None]) -> None:
    """What is known of customers, and by which handle it was said, in one order."""
    rows = sorted(facts, key=lambda each: (each[1], each[0]))
    if rows:
        await SQL.insert_facts(
            conn,
            org_id=org_id,
            facts=[fact for _, fact in rows],
            customer_ids=[customer_id for customer_id, _ in rows],
            handle_ids=[facts[each] for each in rows],
        )


async def forget_names(conn: Conn, org_id: UUID, names: Iterable[tuple[UUID, Name]]) -> None:
    """Names that only these customers' records gave."""
    rows = sorted(set(names))
    if rows:
        await SQL.forget_names(
            conn,
            org_id=org_id,
            customer_ids=[customer_id for customer_id, _ in rows],
            given=[name.given[:LONGEST] for _, name in rows],
            families=[name.family[:LONGEST] for _, name in rows],
        )


async def forget_facts(conn: Conn, org_id: UUID, facts: Iterable[tuple[UUID, str]]) -> None:
    """Facts that only these customers' records gave."""
    rows = sorted(set(facts), key=lambda each: (each[1], each[0]))
    if rows:
        await SQL.forget_facts(
            conn, org_id=org_id, facts=[fact for _, fact in rows], customer_ids=[each for each, _ in rows]
        )


async def said_follows(conn: Conn, org_id: UUID, moved: Collection[tuple[UUID, UUID, UUID]]) -> None:
    """What was said by a handle goes along: ``moved`` are handle, from whom and to whom. The customers are locked."""
    rows = sorted(moved)
    places: dict[str, Any] = {
        "handle_ids": [each[0] for each in rows],
        "from_ids": [each[1] for each in rows],
        "to_ids": [each[2] for each in rows],
    }
    await SQL.names_follow(conn, org_id=org_id, **places)
    await SQL.facts_follow(conn, org_id=org_id, **places)


async def note_uses(conn: Conn, org_id: UUID, uses: dict[tuple[UUID, UUID], Use]) -> None:
    """Who wrote from another's handle."""
    rows = sorted(uses.items(), key=lambda each: each[0])
    if rows:
        await SQL.note_uses(
            conn,
            org_id=org_id,
            handle_ids=[key[0] for key, _ in rows],
            customer_ids=[key[1] for key, _ in rows],
            behalf=[use.behalf for _, use in rows],
            decision_ids=[use.decision_id for _, use in rows],
            at=[use.last_at for _, use in rows],
        )


async def insert_brokers(conn: Conn, org_id: UUID, pairs: Iterable[tuple[UUID, UUID]]) -> Sequence[Any]:
    """Who acts for whom; returns the new relationships."""
    rows = sorted(set(pairs))
    if not rows:
        return []
    found: Sequence[Any] = await SQL.insert_brokers(
        conn, org_id=org_id, customer_ids=[each[0] for each in rows], other_ids=[each[1] for each in rows]
    )
    return found
