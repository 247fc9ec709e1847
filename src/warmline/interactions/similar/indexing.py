"""Keeps what cases are found by; ``jobs`` lists the reaction."""

from uuid import UUID

from warmline.interactions.carrying.store import previous_cases
from warmline.interactions.events import CaseDecided, CaseJoined, CaseOpened, CaseResolved, CaseSplit
from warmline.interactions.similar.finding import SQL
from warmline.interactions.similar.ranking import telling
from warmline.kit.db import Conn
from warmline.kit.events import Event, Recorded
from warmline.kit.reactions import reacts_to

# What comes in adds to a case, which is read again when it is resolved; only what people move is looked at at once.
PLACED = frozenset({"new", "attach", "suggest"})


@reacts_to(CaseOpened, CaseResolved, CaseJoined, CaseSplit, CaseDecided, name="interactions.similar")
async def index_cases(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Cases are found by what they are about now: when they are opened, corrected and resolved."""
    case_ids = await _concerned(conn, org_id, [each.event for each in batch])
    if not case_ids:
        return
    told = {row["id"]: telling(row["terms"]) for row in await SQL.told_by(conn, org_id=org_id, case_ids=case_ids)}
    pairs = [(case_id, term) for case_id, terms in sorted(told.items()) for term in sorted(set(terms))]
    await SQL.index_terms(
        conn,
        org_id=org_id,
        case_ids=case_ids,
        term_cases=[case_id for case_id, _ in pairs],
        terms=[term for _, term in pairs],
    )


async def _concerned(conn: Conn, org_id: UUID, events: list[Event]) -> list[UUID]:
    moved = [each for each in events if isinstance(each, CaseDecided) and each.kind not in PLACED]
    left = await previous_cases(conn, org_id, [each.decision_id for each in moved]) if moved else []
    others = [each for each in events if not isinstance(each, CaseDecided)]
    return sorted({each.case_id for each in (*others, *moved) if each.case_id}.union(left))
