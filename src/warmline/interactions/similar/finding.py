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
# Whether somebody may see a case is dear to ask: it is asked of so many at once, the best first, and of no more than so
# many. Who sees little may be shown fewer than there are.
AT_ONCE, ASKED = 20, 60


async def similar_cases(conn: Conn, actor: Actor, case_id: UUID, *, size: int = MOST) -> list[SimilarCase]:
    """The cases most like this one that the actor may see, of any customer, the most alike first, at most ``size``."""
    shown = await visible_case(conn, actor, case_id)
    org_id = actor.org_id
    mine = await SQL.asked_case(conn, org_id=org_id, case_id=case_id)
    rows = await SQL.candidates(
        conn, org_id=org_id, case_id=case_id, terms=telling(mine["terms"]), each=EACH, size=COMPARED
    )
    ids = [row["case_id"] for row in rows]
    others = await SQL.compared(conn, org_id=org_id, case_id=case_id, case_ids=ids) if ids else []
    found = [likeness(_told(mine), _told(row, objects=row["objects"])) for row in others]
    ranked = [(others[n]["case_id"], found[n]) for n in best(found)]
    chosen = await _visible(conn, actor, ranked[:ASKED], size)
    return await _shown(conn, actor, shown, chosen) if chosen else []


async def _visible(
    conn: Conn, actor: Actor, ranked: Sequence[tuple[UUID, Likeness]], size: int
) -> list[tuple[CaseView, Likeness]]:
    """The first ``size`` of them that the actor may see."""
    found: list[tuple[CaseView, Likeness]] = []
    for start in range(0, len(ranked), AT_ONCE):
        some = ranked[start : start + AT_ONCE]
        seen = {each.id: each for each in await reading.cases(conn, actor, [case_id for case_id, _ in some])}
        found += [(seen[case_id], like) for case_id, like in some if case_id in seen]
        if len(found) >= size:
            break
    return found[:size]


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
