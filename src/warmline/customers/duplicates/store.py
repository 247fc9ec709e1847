"""The only door to proposals and searches: one function per query."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from warmline.customers.duplicates.model import Counts, Deduplication, Phase, Policy, Proposal, RunState, State
from warmline.customers.duplicates.people import Person
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.customers.duplicates")
# The standard names of what the comparison knows among a customer's attributes.
KEYS = ("given_name", "family_name", "date_of_birth", "national_id", "street", "city", "postcode", "country")
T = TypeVar("T")
RootPair = tuple[UUID, UUID]


def _rows(rows: Collection[Any], kind: type[T]) -> list[T]:
    return [msgspec.convert(dict(row), kind) for row in rows]


async def policy_settings(conn: Conn, org_id: UUID) -> dict[str, Any]:
    found: dict[str, Any] = await SQL.policy_settings(conn, org_id=org_id)
    return found


async def local_hour(conn: Conn, org_id: UUID) -> tuple[date, int, str]:
    """The day, the hour and the time zone of the organisation."""
    row = await SQL.local_hour(conn, org_id=org_id)
    return row["day"], row["hour"], row["time_zone"]


async def searched_on(conn: Conn, org_id: UUID, day: date, time_zone: str, *, by: str) -> bool:
    return bool(await SQL.searched_on(conn, org_id=org_id, day=day, time_zone=time_zone, started_by=by))


async def count_people(conn: Conn, org_id: UUID) -> int:
    return int(await SQL.count_people(conn, org_id=org_id))


async def people(
    conn: Conn, org_id: UUID, *, after: UUID | None, size: int, telephone: Collection[str]
) -> list[Person]:
    rows = await SQL.people(conn, org_id=org_id, after=after, size=size, keys=list(KEYS), telephone=sorted(telephone))
    return [_person(row) for row in rows]


def _person(row: Any) -> Person:
    known: dict[str, Any] = row["attributes"] or {}
    return Person(
        id=str(row["id"]),
        full_name=row["full_name"],
        emails=tuple(row["emails"] or ()),
        phones=tuple(row["phones"] or ()),
        **{name: value for name, value in known.items() if value},
    )


async def insert_deduplication(conn: Conn, org_id: UUID, id_: UUID, *, dry_run: bool, by: str, policy: Policy) -> bool:
    """False where one is under way."""
    made = await SQL.insert_deduplication(
        conn, org_id=org_id, id=id_, dry_run=dry_run, started_by=by, policy=msgspec.to_builtins(policy)
    )
    return made is not None


async def under_way(conn: Conn, org_id: UUID, *, silence: timedelta) -> tuple[UUID, bool] | None:
    """The search that waits or runs, and whether it has been silent for longer than that."""
    row = await SQL.under_way(conn, org_id=org_id, silence=silence)
    return (row["id"], row["lost"]) if row else None


async def deduplications_by_id(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[Deduplication]:
    return _rows(await SQL.deduplications_by_id(conn, org_id=org_id, ids=list(ids)), Deduplication)


async def deduplications(conn: Conn, org_id: UUID, *, before: UUID | None, size: int) -> list[Deduplication]:
    return _rows(await SQL.deduplications(conn, org_id=org_id, before=before, size=size), Deduplication)


async def advance(conn: Conn, org_id: UUID, id_: UUID, phase: Phase, counts: Counts) -> bool:
    """False where the search has ended."""
    found = await SQL.advance(conn, org_id=org_id, id=id_, phase=phase, counts=msgspec.to_builtins(counts))
    return found is not None


async def finish(
    conn: Conn,
    org_id: UUID,
    id_: UUID,
    *,
    counts: Counts,
    learned: bool | None = None,
    notes: Sequence[str] = (),
    problem: str | None = None,
) -> bool:
    """False where the search has ended before."""
    state = RunState.DONE if problem is None else RunState.FAILED
    found = await SQL.finish(
        conn,
        org_id=org_id,
        id=id_,
        state=state,
        counts=msgspec.to_builtins(counts),
        learned=learned,
        notes=list(notes),
        problem=problem,
    )
    return found is not None


async def proposals_by_id(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> list[Proposal]:
    return _rows(await SQL.proposals_by_id(conn, org_id=org_id, ids=list(ids)), Proposal)


async def lock_proposal(conn: Conn, org_id: UUID, id_: UUID) -> Proposal | None:
    row = await SQL.lock_proposal(conn, org_id=org_id, id=id_)
    return msgspec.convert(dict(row), Proposal) if row else None


async def queue(
    conn: Conn,
    org_id: UUID,
    *,
    state: State,
    least: float,
    about: Sequence[UUID] | None,
    after: tuple[float, UUID] | None,
    size: int,
) -> list[Proposal]:
    score, id_ = after or (None, None)
    rows = await SQL.queue(
        conn,
        org_id=org_id,
        state=state,
        least=least,
        customer_ids=list(about) if about is not None else None,
        after_score=score,
        after_id=id_,
        size=size,
    )
    return _rows(rows, Proposal)


async def proposals_between(conn: Conn, org_id: UUID, root_ids: Collection[UUID]) -> dict[RootPair, list[UUID]]:
    """The proposals among these, by the two customers that they are about now."""
    rows = await SQL.proposals_between(conn, org_id=org_id, root_ids=list(root_ids))
    found: dict[RootPair, list[UUID]] = {}
    for row in rows:
        found.setdefault((row["one"], row["other"]), []).append(row["id"])
    return found


async def proposals_about(
    conn: Conn, org_id: UUID, customer_ids: Collection[UUID], states: Collection[State]
) -> list[tuple[UUID, UUID, UUID]]:
    """Each with the two customers that it is about now; held until commit."""
    rows = await SQL.proposals_about(
        conn, org_id=org_id, customer_ids=list(customer_ids), states=[str(each) for each in states]
    )
    return [(row["id"], row["one"], row["other"]) for row in rows]


async def insert_proposal(conn: Conn, org_id: UUID, proposal: Proposal) -> bool:
    """False where the two are proposed already."""
    made = await SQL.insert_proposal(
        conn,
        org_id=org_id,
        id=proposal.id,
        customer_id=proposal.customer_id,
        other_customer_id=proposal.other_customer_id,
        origin=proposal.origin,
        score=proposal.score,
        evidence=proposal.evidence,
        conflicts=proposal.conflicts,
        suggestion_id=proposal.suggestion_id,
        deduplication_id=proposal.deduplication_id,
    )
    return made is not None


async def renew(conn: Conn, org_id: UUID, proposal: Proposal) -> None:
    await SQL.renew(
        conn,
        org_id=org_id,
        id=proposal.id,
        score=proposal.score,
        evidence=proposal.evidence,
        conflicts=proposal.conflicts,
        suggestion_id=proposal.suggestion_id,
        deduplication_id=proposal.deduplication_id,
    )


async def answer(
    conn: Conn, org_id: UUID, id_: UUID, state: State, *, by: str, reason: str, merge_id: UUID | None = None
) -> None:
    await SQL.answer(conn, org_id=org_id, id=id_, state=state, decided_by=by, reason=reason, merge_id=merge_id)


async def take_back(conn: Conn, org_id: UUID, id_: UUID) -> None:
    """A proposal is open again, and what was said with its answer is gone."""
    await SQL.take_back(conn, org_id=org_id, id=id_)


async def set_state(conn: Conn, org_id: UUID, id_: UUID, state: State) -> None:
    await SQL.set_state(conn, org_id=org_id, id=id_, state=state)


async def roots(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Whom each counts as."""
    return {row["id"]: row["root_id"] for row in await SQL.roots(conn, org_id=org_id, ids=list(ids))}


async def held_apart(conn: Conn, org_id: UUID, root_ids: Collection[UUID]) -> set[RootPair]:
    rows = await SQL.held_apart(conn, org_id=org_id, root_ids=list(root_ids))
    return {(row["one"], row["other"]) for row in rows}


async def personal_values(
    conn: Conn, org_id: UUID, root_ids: Collection[UUID], *, schemes: Collection[str], keys: Collection[str]
) -> dict[UUID, dict[str, set[str]]]:
    """By customer and kind."""
    rows = await SQL.personal_values(
        conn, org_id=org_id, root_ids=list(root_ids), schemes=sorted(schemes), keys=sorted(keys)
    )
    found: dict[UUID, dict[str, set[str]]] = {}
    for row in rows:
        found.setdefault(row["root_id"], {}).setdefault(row["kind"], set()).add(row["value"])
    return found


async def count_cases(conn: Conn, org_id: UUID, root_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """All cases, and the open ones among them."""
    rows = await SQL.count_cases(conn, org_id=org_id, root_ids=list(root_ids))
    return {row["root_id"]: (row["cases"], row["open_cases"]) for row in rows}
