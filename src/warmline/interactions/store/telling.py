"""The queries by which cases are told again from what is said in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from warmline.interactions.meanings import encoder_name, packed
from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


class Told(NamedTuple):
    """What a case is about, and when its customer last said something; None where nobody did."""

    case_id: UUID
    terms: Mapping[str, int]
    meanings: tuple[Any, ...]
    last_contact_at: datetime | None


async def said_in_cases(conn: Conn, org_id: UUID, case_ids: Sequence[UUID]) -> list[Any]:
    """What customers said in these cases, in order; of a very long case, its beginning and its end."""
    rows: list[Any] = await SQL.said_in_cases(conn, org_id=org_id, case_ids=list(case_ids))
    return rows


async def retell_cases(conn: Conn, org_id: UUID, cases: Sequence[Told]) -> None:
    """What these cases are about; those that are told as they were keep their version."""
    await SQL.retell_cases(
        conn,
        org_id=org_id,
        ids=[each.case_id for each in cases],
        terms=[each.terms for each in cases],
        meanings=[packed(each.meanings) for each in cases],
        last_contacts=[each.last_contact_at for each in cases],
        meaning_by=encoder_name(),
    )
