"""Cases like one: found by its most telling terms and by its objects, ranked by how like they are."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import names_of
from warmline.interactions.guard import visible_case
from warmline.interactions.meanings import unpacked
from warmline.interactions.similar.ranking import Likeness, Told, best, likeness, telling
from warmline.interactions.similar.views import SharedObject, SimilarCase
from warmline.interactions.store import reading
from warmline.interactions.views import CaseView
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.interactions.similar")
MOST = 10
# How many of the newest cases with a term are looked at, and how many in all are compared in full.
EACH, COMPARED = 300, 120


async def similar_cases(conn: Conn, actor: Actor, case_id: UUID, *, size: int = MOST) -> list[SimilarCase]:
    """The cases most like this one that the actor may see, of any customer, the most alike first, at most ``size``."""
    shown = await visible_case(conn, actor, case_id)
    org_id = actor.org_id
    mine = await SQL.asked_case(conn, org_id=org_id, case_id=case_id)
    rows = await SQL.candidates(
        conn, org_id=org_id, case_id=case_id, terms=telling(mine["terms"]), each=EACH, size=COMPARED
    )
    ids = await _reached(conn, actor, [row["case_id"] for row in rows])
    others = await SQL.compared(conn, org_id=org_id, case_id=case_id, case_ids=ids) if ids else []
    found = [likeness(_told(mine), _told(row, objects=row["objects"])) for row in others]
    ranked = {others[n]["case_id"]: found[n] for n in best(found)[:size]}
    seen = {each.id: each for each in await reading.cases(conn, actor, list(ranked))}
    chosen = [(seen[each], like) for each, like in ranked.items() if each in seen]
    return await _shown(conn, actor, shown, chosen) if chosen else []


async def _reached(conn: Conn, actor: Actor, ids: list[UUID]) -> list[UUID]:
    """Those of the cases that the actor may see, in one question; what is shown in the end is asked for as ever."""
    if actor.may("case.read") or not ids:
        return ids
    rows = await SQL.cases_reached(
        conn, org_id=actor.org_id, case_ids=ids, agent_id=actor.agent_id, team_ids=list(actor.team_ids)
    )
    return [row["id"] for row in rows]


def _told(row: Any, *, objects: int = 0) -> Told:
    return Told(
        terms=row["terms"],
        meanings=unpacked(row["meanings"], row["meaning_by"]),
        category=row["category"],
        subcategory=row["subcategory"],
        objects=objects,
    )


async def _shown(
    conn: Conn, actor: Actor, asked: CaseView, chosen: Sequence[tuple[CaseView, Likeness]]
) -> list[SimilarCase]:
    ids = [case.id for case, _ in chosen]
    ended = await SQL.dispositions_of(conn, org_id=actor.org_id, case_ids=ids)
    dispositions = {row["case_id"]: row["disposition"] for row in ended}
    objects: dict[UUID, list[SharedObject]] = {}
    for row in await SQL.objects_shared(conn, org_id=actor.org_id, case_id=asked.id, case_ids=ids):
        each = SharedObject(kind=row["kind"], external_id=row["external_id"])
        objects.setdefault(row["case_id"], []).append(each)
    # Whom a case is about is seen with the case; what they are called, only by those who may read customers.
    sees = actor.may("customer.read")
    names = await names_of(conn, actor, {case.customer_id for case, _ in chosen}) if sees else {}
    return [
        SimilarCase(
            case_id=case.id,
            **{name: getattr(case, name) for name in COPIED},
            customer_name=names.get(case.customer_id, ("", ""))[0],
            same_customer=case.customer_id == asked.customer_id,
            disposition=dispositions.get(case.id),
            seconds_to_resolve=_seconds(case),
            objects=objects.get(case.id, []),
            **like._asdict(),
        )
        for case, like in chosen
    ]


COPIED = (
    "reference", "title", "customer_id", "status", "category", "subcategory", "outcome", "summary", "opened_at",
    "resolved_at",
)  # fmt: skip


def _seconds(case: CaseView) -> float | None:
    return max(0.0, (case.resolved_at - case.opened_at).total_seconds()) if case.resolved_at else None
