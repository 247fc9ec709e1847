"""Which conversations somebody wants out, and those conversations as the record has them: as of one moment, a few at a
time."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance import note_export
from warmline.kit.db import Conn, Database
from warmline.kit.errors import NotFound
from warmline.kit.sql import load

SQL = load(__package__)
# Conversations that are loaded at once; their files come one conversation at a time.
BATCH = 50


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """None takes any. A case is wanted with what was joined into it, a customer with whoever counts as them."""

    interaction_id: UUID | None = None
    case_id: UUID | None = None
    customer_id: UUID | None = None
    channel: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def asked(self) -> dict[str, Any]:
        """As queries ask for it."""
        return msgspec.structs.asdict(self)


class Found(NamedTuple):
    """One interaction with all that belongs to it: rows by their columns. ``earlier`` are the vCon sessions or the ids
    of the interactions of its case before it; ``original`` is the vCon that it came as."""

    row: Any
    people: Sequence[Any]
    messages: Sequence[Any]
    signals: Sequence[Any]
    transfers: Sequence[Any]
    sessions: dict[UUID, str]
    original: bytes | None


async def count(db: Database, actor: Actor, wanted: Wanted) -> int:
    """How many conversations those are now."""
    actor.need("export")
    async with db.transaction(actor.org_id) as conn:
        found: int = await SQL.count_chosen(conn, org_id=actor.org_id, **wanted.asked())
    return found


async def case_named(db: Database, actor: Actor, name: str) -> UUID:
    """The case by its reference or id. Raises ``NotFound``."""
    actor.need("export")
    async with db.transaction(actor.org_id) as conn:
        found: UUID | None = await SQL.case_named(conn, org_id=actor.org_id, name=name.strip())
    if found is None:
        raise NotFound(kind="case", id=name)
    return found


async def chosen(
    db: Database, actor: Actor, wanted: Wanted, what: str, *, kept: str | None = None
) -> AsyncGenerator[tuple[Conn, Found], None]:
    """The conversations in order. That they were taken out is in the audit trail before the first. ``kept`` is the
    content type of the deliveries that stand for conversations."""
    async with db.transaction(actor.org_id) as conn:
        await note_export(conn, actor, what, since=wanted.since, until=wanted.until)
    async with db.snapshot(actor.org_id) as conn:
        ids = [row["id"] for row in await SQL.chosen(conn, org_id=actor.org_id, **wanted.asked())]
        for begin in range(0, len(ids), BATCH):
            async with aclosing(_loaded(conn, actor.org_id, ids[begin : begin + BATCH], kept)) as batch:
                async for found in batch:
                    yield conn, found


async def _loaded(conn: Conn, org_id: UUID, ids: Sequence[UUID], kept: str | None) -> AsyncGenerator[Found, None]:
    rows = {row["id"]: row for row in await SQL.conversations(conn, org_id=org_id, ids=ids)}
    people = _by_interaction(await SQL.people_in(conn, org_id=org_id, ids=ids))
    messages = _by_interaction(await SQL.said_in(conn, org_id=org_id, ids=ids))
    signals = _by_interaction(await SQL.signals_in(conn, org_id=org_id, ids=ids))
    transfers = _by_interaction(await SQL.transfers_in(conn, org_id=org_id, ids=ids))
    sessions: dict[UUID, str] = {}
    came: dict[tuple[UUID, str], bytes] = {}
    if kept:
        wanted = {each for row in rows.values() for each in row["earlier_ids"]}.union(ids)
        for row in await SQL.vcon_sessions(conn, org_id=org_id, ids=list(wanted)):
            sessions[row["id"]] = row["session"]
        keys = [(rows[each]["account_id"], rows[each]["session"]) for each in ids if each in sessions]
        came = await originals(conn, org_id, keys, kept)
    for each in ids:
        yield Found(
            row=rows[each],
            people=people[each],
            messages=messages[each],
            signals=signals[each],
            transfers=transfers[each],
            sessions=sessions,
            original=came.get((rows[each]["account_id"], rows[each]["session"])),
        )


async def originals(
    conn: Conn, org_id: UUID, keys: Sequence[tuple[UUID, str]], content_type: str
) -> dict[tuple[UUID, str], bytes]:
    """Deliveries as they came, by account and external id."""
    if not keys:
        return {}
    accounts, names = (list(each) for each in zip(*keys, strict=True))
    rows = await SQL.originals(conn, org_id=org_id, account_ids=accounts, external_ids=names, content_type=content_type)
    return {(row["account_id"], row["external_id"]): row["body"] for row in rows}


async def files(conn: Conn, org_id: UUID, messages: Sequence[Any], *, contents: bool) -> dict[UUID, list[Any]]:
    """The files of messages, by message."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    ids = [row["id"] for row in messages if row["files"]]
    if ids:
        for row in await SQL.files_of(conn, org_id=org_id, ids=ids, contents=contents):
            found[row["message_id"]].append(row)
    return found


def _by_interaction(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["interaction_id"]].append(row)
    return found
