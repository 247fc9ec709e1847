"""Contacts with all that rules see of them, in a fixed number of queries however many they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.kit.db import Conn
from warmline.routing.rules import store
from warmline.routing.rules.conditions import Facts
from warmline.routing.rules.facts import facts_of

WAITS = frozenset({"received", "queued", "transferred", "reopened"})


class Seen(msgspec.Struct, frozen=True):
    """A contact: its row of ``rule_facts``, what conditions see, and when it last brought something new."""

    row: Any
    facts: Facts
    news: datetime


async def look(
    conn: Conn, org_id: UUID, ids: Sequence[UUID], at: datetime, *, as_begun: bool = False
) -> list[Seen]:  # fmt: skip
    """The contacts as rules see them now; with ``as_begun`` what does not wait any more, as it began to."""
    rows = await store.rule_facts(conn, org_id, ids)
    texts = await store.rule_texts(conn, org_id, ids)
    signals = await store.rule_signals(conn, org_id, ids)
    zone = await store.zone(conn, org_id)
    seen = []
    for row in rows:
        text, found = texts.get(row["id"]), signals.get(row["id"], [])
        when = _begun(row, at) if as_begun else at
        values = facts_of(row, text, found, when, zone)
        if when is not at:
            values["interaction"] |= {"status": "queued", "answered": False}
        news = [row["started_at"], *([text["at"]] if text else []), *(each["at"] for each in found)]
        seen.append(Seen(row, Facts(values), max(news)))
    return seen


def _begun(row: Any, at: datetime) -> datetime:
    began: datetime = row["queued_at"] or row["started_at"]
    return at if row["status"] in WAITS else began
