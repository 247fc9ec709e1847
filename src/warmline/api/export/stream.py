"""An export as it goes out: one moment of one organisation, line by line, in memory that does not grow with it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime

import msgspec

from warmline.accounts import Actor
from warmline.api.export.context import CONTEXT, RULES
from warmline.api.export.customer import CUSTOMERS
from warmline.api.export.desk import DESK
from warmline.api.export.feeds import FEEDS
from warmline.api.export.learning import MODELS, OUTCOMES
from warmline.api.export.line import Line
from warmline.api.export.people import PEOPLE
from warmline.api.export.proposals import PROPOSALS
from warmline.api.export.record import RECORD, BlobLine, MessageLine
from warmline.api.export.rules import ROUTING_RULES
from warmline.api.export.together import TOGETHER
from warmline.api.export.trail import DELIVERIES, TRAIL, EnvelopeLine, SealLine
from warmline.api.export.writing import WRITING
from warmline.governance import note_export
from warmline.kit.db import Conn, Database

FORMAT, VERSION = "warmline-export", 1
# Bytes that are handed on at once, and rows that are fetched at once: those that can be as large as a file come one by
# one, mails and seals a few at a time.
CHUNK, PREFETCH = 64 * 1024, 500
FEWER: dict[type[Line], int] = {BlobLine: 1, EnvelopeLine: 1, MessageLine: 50, SealLine: 50}

# Tables that are in no export, and why.
LEFT_OUT: dict[str, str] = {
    "session": "who is signed in just now",
    "second_factor": "a secret, which opens only here",
    "recovery_code": "secrets, of which only hashes are kept",
    "password_reset": "links that are used or past within the hour",
    "sign_in_attempt": "belongs to no organisation",
    "idempotency_key": "answers to requests, kept for a day",
    "reaction_cursor": "how far this installation's background work is",
    "dead_letter": "what this installation's background work could not do",
    "event_seal_head": "the newest seal again",
    "followed": "only for taking identity decisions back here; what they made of the record is in its lines and events",
    "agent_role": "in the lines of agents",
    "agent_skill": "in the lines of agents",
    "team_member": "in the lines of agents",
    "queue_team": "in the lines of queues",
    "feed_row": "by what the rows of a feed are known again; feeds send them anew",
    "connector_ticket": "what one device hands another; past within minutes",
    "lease": "which process of this installation does a piece of work just now",
    "channel_check": "what was found when channel accounts were tried last; try them anew",
    "rule_standing": "what rules of routing saw of waiting work last; they look again",
    "case_term": "the most telling of case_record.terms, for finding like cases; made anew from them",
    "search_line": "the words of interactions, for finding them; made anew from the record",
    "rule_step": "steps of escalation paths that wait for their time; planned anew",
}
# Columns that are in no export, and why. ``org_id`` is in the header.
HIDDEN: dict[tuple[str, str], str] = {
    ("agent", "password_hash"): "a secret",
    ("api_key", "key_hash"): "a secret",
    ("feed", "secret"): "a secret",
    ("survivorship", "pending_after"): "how far this installation's background work is",
    ("routing_model", "counts"): "made anew from the outcomes",
    ("presence", "followed_at"): "whether routing set it, which it does again",
    ("customer", "sought_name"): "made from display_name, for searching",
    ("customer_name", "beginning"): "made from the name, for finding it",
    ("customer_name", "ending"): "made from the name, for finding it",
    ("event_seal", "names"): "made from the events, for finding them",
    ("case_record", "meanings"): "made anew from what is exported",
    ("case_record", "meaning_by"): "made anew from what is exported",
}


class Header(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="header"):
    """The first line. `counts` says how many lines of each record follow, in this order."""

    format: str
    version: int
    organization_id: str
    organization: str
    at: datetime
    deliveries: bool
    counts: dict[str, int]


def shapes(*, deliveries: bool) -> tuple[type[Line], ...]:
    """The records of an export, in their order: what is named comes before what names it, wherever that is possible."""
    return (
        *PEOPLE, *RULES, *MODELS, *CUSTOMERS, *PROPOSALS, *FEEDS, *RECORD, *TOGETHER, *CONTEXT,
        *ROUTING_RULES, *OUTCOMES, *DESK, *WRITING, *(DELIVERIES if deliveries else ()), *TRAIL
    )  # fmt: skip


class Export:
    """One export. ``deliveries``: with the raw deliveries as they came."""

    def __init__(self, db: Database, actor: Actor, *, deliveries: bool = False) -> None:
        actor.need("export")
        self._db, self._actor, self._deliveries = db, actor, deliveries

    async def lines(self, told: Callable[[Header], None] | None = None) -> AsyncGenerator[tuple[int, bytes], None]:
        """Whole lines in chunks, each with their number. That it was done is in the audit trail before the first."""
        async with self._db.snapshot(self._actor.org_id) as conn:
            header = await self._header(conn)
            async with self._db.transaction(self._actor.org_id) as writing:
                await note_export(writing, self._actor, "all", items=header.counts)
            if told:
                told(header)
            yield 1, msgspec.json.encode(header) + b"\n"
            for shape in shapes(deliveries=self._deliveries):
                async with aclosing(self._rows(conn, shape)) as rows:
                    async for chunk in rows:
                        yield chunk

    async def _header(self, conn: Conn) -> Header:
        found = shapes(deliveries=self._deliveries)
        counts = {each.record(): await conn.fetchval(each.count(), self._actor.org_id) for each in found}
        row = await conn.fetchrow("select name, now() as at from organization where org_id = $1", self._actor.org_id)
        return Header(
            format=FORMAT,
            version=VERSION,
            organization_id=str(self._actor.org_id),
            organization=row["name"],
            at=row["at"],
            deliveries=self._deliveries,
            counts=counts,
        )

    async def _rows(self, conn: Conn, shape: type[Line]) -> AsyncGenerator[tuple[int, bytes], None]:
        waiting: list[str] = []
        size = 0
        prefetch = FEWER.get(shape, PREFETCH)
        async for row in conn.cursor(shape.query(), self._actor.org_id, prefetch=prefetch):
            waiting.append(row[0])
            size += len(row[0])
            if size >= CHUNK:
                yield len(waiting), _joined(waiting)
                waiting, size = [], 0
        if waiting:
            yield len(waiting), _joined(waiting)


def _joined(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
