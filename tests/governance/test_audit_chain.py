"""The hash chain: what it covers byte for byte, and that no tampering goes unseen."""

import hashlib
import json
import re
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.conftest import ROOT
from warmline.accounts import system
from warmline.governance import Report, Tampering, chain, seal, seal_all, verify, verify_audit
from warmline.governance.events import PackInstalled
from warmline.governance.model import Place
from warmline.kit import events
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden
from warmline.kit.ids import new_id

BATCH = 5
Owner = Callable[..., Awaitable[Any]]


async def announce(db: Database, org: UUID, count: int, *, name: str = "insurance") -> None:
    """So many transactions of one event each."""
    for number in range(count):
        async with db.transaction(org) as conn:
            facts = [PackInstalled(pack=name, pack_version=number, added={"term": number})]
            await events.publish(conn, org, "agent:1", facts, request_id=f"r{number}")


async def report(db: Database, org: UUID, **options: Any) -> Report:
    async with db.transaction(org) as conn:
        return await verify(conn, org, **options)


async def head(db: Database, org: UUID) -> str:
    found = (await report(db, org)).head
    assert found
    return found


@pytest.fixture
async def owner(owner_dsn: str) -> AsyncIterator[Owner]:
    """Somebody with the owner's password, who can switch off what protects the tables."""
    conn = await asyncpg.connect(owner_dsn)
    await conn.execute("set session_replication_role = replica")

    async def tamper(sql: str, *values: Any) -> Any:
        return await conn.fetch(sql, *values)

    yield tamper
    await conn.close()


@pytest.fixture
async def trail(db: Database, org: UUID) -> UUID:
    """Twenty-three events: four full seals of five, one of three."""
    await announce(db, org, 23)
    assert await seal_all(db, org, batch=BATCH) == 23
    return org


async def place(owner: Owner, org: UUID, ordinal: int) -> Place:
    rows = await owner(
        "select xact::text::bigint as xact, seq from event where org_id = $1 order by xact, seq offset $2 limit 1",
        org,
        ordinal - 1,
    )
    return Place(rows[0]["xact"], rows[0]["seq"])


async def change(owner: Owner, org: UUID, ordinal: int, assignment: str, *values: Any) -> Place:
    where = await place(owner, org, ordinal)
    await owner(f"update event set {assignment} where org_id = $1 and seq = $2", org, where.seq, *values)
    return where


def kinds(found: Report) -> list[Tampering]:
    return [each.kind for each in found.findings]


async def test_an_event_is_hashed_as_documented() -> None:
    org = UUID("01890000-0000-7000-8000-000000000001")
    fields = (str(org), "12", "7", "1700000000000001", "agent:ü", None, "case.opened", None, None, None, '{"a": 1}')
    raw = chain.canonical(fields)
    assert raw == (
        b"36:01890000-0000-7000-8000-000000000001,2:12,1:7,16:1700000000000001,"
        b'8:agent:\xc3\xbc,-,11:case.opened,-,-,-,8:{"a": 1},'
    )
    assert chain.digest(fields) == hashlib.sha256(raw).digest()
    at = datetime(2026, 1, 1, microsecond=5, tzinfo=UTC)
    made = chain.seal(chain.genesis(org), 1, [Place(12, 7)], [chain.digest(fields)], at)
    micros = 1767225600000005
    header = struct.pack(">6q", 1, 12, 7, 12, 7, micros)
    first = hashlib.sha256(b"warmline events 01890000-0000-7000-8000-000000000001").digest()
    assert made.hash == hashlib.sha256(first + header + hashlib.sha256(raw).digest()).digest()


async def test_an_auditor_with_nothing_but_sql_gets_the_same_digests(trail: UUID, owner: Owner) -> None:
    """The query of docs/howto/audit.md."""
    page = (ROOT / "docs" / "howto" / "audit.md").read_text()
    rows = await owner(re.findall(r"```sql\n(.*?)```", page, re.DOTALL)[0], trail)
    seals = await owner("select digests from event_seal where org_id = $1 order by position", trail)
    assert b"".join(row["digest"] for row in rows) == b"".join(row["digests"] for row in seals)


async def test_an_untouched_trail_is_intact(db: Database, trail: UUID) -> None:
    seen: list[tuple[int, int]] = []
    found = await report(db, trail, progress=lambda done, all_: seen.append((done, all_)))
    assert (found.intact, found.seals, found.events, found.unsealed, found.position) == (True, 5, 23, 0, 5)
    assert seen[-1] == (5, 5)
    await announce(db, trail, 2)
    found = await report(db, trail)
    assert (found.intact, found.events, found.unsealed) == (True, 23, 2)
    assert found.unsealed_since is not None


async def test_an_empty_trail_is_intact(db: Database, org: UUID) -> None:
    found = await report(db, org)
    assert (found.intact, found.seals, found.head) == (True, 0, None)


async def test_needs_the_permission_and_leaves_a_trace(db: Database, trail: UUID) -> None:
    nobody = system(trail, "x")
    async with db.transaction(trail) as conn:
        with pytest.raises(Forbidden):
            await verify_audit(conn, type(nobody)(org_id=trail, kind="agent", id=new_id()))
        done = await verify_audit(conn, nobody)
    async with db.transaction(trail) as conn:
        last = await conn.fetchrow("select type, data from event order by xact desc, seq desc limit 1")
    assert last["type"] == "audit.verified"
    assert last["data"] == {"intact": True, "position": 5, "head": done.head}


@pytest.mark.parametrize(
    "assignment",
    [
        "data = jsonb_set(data, '{pack}', '\"other\"')",
        "actor = 'agent:2'",
        "at = at + interval '1 microsecond'",
        "request_id = null",
        "type = 'audit.viewed'",
        "customer_id = org_id",
        "case_id = org_id",
    ],
)
async def test_a_changed_event_is_named(db: Database, trail: UUID, owner: Owner, assignment: str) -> None:
    where = await change(owner, trail, 12, assignment)
    found = await report(db, trail)
    assert kinds(found) == [Tampering.EVENT_ALTERED]
    assert (found.findings[0].position, found.findings[0].cursor) == (3, str(where))


@pytest.mark.parametrize(("ordinal", "position"), [(1, 1), (6, 2), (13, 3), (23, 5)])
async def test_a_deleted_event_is_named(db: Database, trail: UUID, owner: Owner, ordinal: int, position: int) -> None:
    where = await place(owner, trail, ordinal)
    before = await place(owner, trail, ordinal - 1) if ordinal % BATCH != 1 else None
    await owner("delete from event where org_id = $1 and seq = $2", trail, where.seq)
    found = await report(db, trail)
    assert kinds(found) == [Tampering.EVENT_MISSING]
    assert found.findings[0].position == position
    assert found.findings[0].cursor == (str(before) if before else None)
    assert f"number {(ordinal - 1) % BATCH + 1} of seal {position}" in found.findings[0].text


@pytest.mark.parametrize(("ordinal", "position"), [(1, 1), (7, 2), (11, 3)])
async def test_an_inserted_event_is_named(db: Database, trail: UUID, owner: Owner, ordinal: int, position: int) -> None:
    where = await place(owner, trail, ordinal)
    rows = await owner(
        """insert into event (org_id, xact, seq, at, actor, type) overriding system value
        values ($1, $2::text::xid8, -1, now(), 'agent:1', 'case.resolved') returning seq""",
        trail,
        str(where.xact),
    )
    found = await report(db, trail)
    assert kinds(found) == [Tampering.EVENT_INSERTED]
    assert (found.findings[0].position, found.findings[0].cursor) == (position, f"{where.xact}-{rows[0]['seq']}")


async def test_two_swapped_events_are_named(db: Database, trail: UUID, owner: Owner) -> None:
    one, two = await place(owner, trail, 3), await place(owner, trail, 9)
    for where, data in ((one, 8), (two, 2)):
        value = {"pack": "insurance", "added": {"term": data}, "pack_version": data}
        await owner(
            "update event set data = $3::text::jsonb where org_id = $1 and seq = $2",
            trail,
            where.seq,
            json.dumps(value),
        )
    found = await report(db, trail)
    assert kinds(found) == [Tampering.EVENT_ALTERED] * 2
    assert {each.cursor for each in found.findings} == {str(one), str(two)}


async def test_places_that_were_swapped_are_seen(db: Database, trail: UUID, owner: Owner) -> None:
    one, two = await place(owner, trail, 12), await place(owner, trail, 13)
    await owner("create temporary table moved as table event with no data")
    await owner("insert into moved select * from event where org_id = $1 and seq = any($2)", trail, [one.seq, two.seq])
    await owner("delete from event where org_id = $1 and seq in (select seq from moved)", trail)
    await owner(
        """insert into event
          (org_id, xact, seq, at, actor, request_id, type, case_id, interaction_id, customer_id, data)
        overriding system value
        select org_id, (select xact from moved o where o.seq <> m.seq), (select seq from moved o where o.seq <> m.seq),
          at, actor, request_id, type, case_id, interaction_id, customer_id, data from moved m"""
    )
    found = await report(db, trail)
    assert {each.cursor for each in found.findings} == {str(one), str(two)}
    assert set(kinds(found)) == {Tampering.EVENT_ALTERED}


async def test_a_deleted_newest_seal_is_named(db: Database, trail: UUID, owner: Owner) -> None:
    await owner("delete from event_seal where org_id = $1 and position = 5", trail)
    found = await report(db, trail)
    assert [(each.kind, each.position) for each in found.findings] == [(Tampering.SEAL_MISSING, 5)]
    assert found.unvouched == 3
    # The sealer does not paper over it.
    await announce(db, trail, 2)
    await seal_all(db, trail)
    found = await report(db, trail)
    assert [(each.kind, each.position) for each in found.findings] == [(Tampering.SEAL_MISSING, 5)]
    assert (found.unvouched, found.events, found.position) == (3, 22, 6)


async def test_a_deleted_seal_in_the_middle_is_named(db: Database, trail: UUID, owner: Owner) -> None:
    await owner("delete from event_seal where org_id = $1 and position in (2, 3)", trail)
    found = await report(db, trail)
    assert [(each.kind, each.position) for each in found.findings] == [
        (Tampering.SEAL_MISSING, 2),
        (Tampering.SEAL_MISSING, 3),
    ]
    assert (found.unvouched, found.events) == (10, 13)


@pytest.mark.parametrize(
    "assignment",
    [
        "digests = overlay(digests placing '\\x00' from 40)",
        "hash = sha256(hash)",
        "previous = sha256(previous)",
        "sealed_at = sealed_at + interval '1 second'",
        "last_seq = last_seq + 1",
    ],
)
async def test_an_altered_seal_is_named(db: Database, trail: UUID, owner: Owner, assignment: str) -> None:
    await owner(f"update event_seal set {assignment} where org_id = $1 and position = 3", trail)
    found = await report(db, trail)
    assert [(each.kind, each.position) for each in found.findings] == [(Tampering.SEAL_ALTERED, 3)]
    assert found.unvouched == 5


@pytest.mark.parametrize("position", [1, 3, 5])
async def test_a_seal_made_anew_for_a_changed_event_is_named(
    db: Database, trail: UUID, owner: Owner, position: int
) -> None:
    """The cunning one: event changed, its seal computed again to fit; the followers were not."""
    await change(owner, trail, (position - 1) * BATCH + 2, "actor = 'agent:666'")
    await remake(owner, trail, position)
    found = await report(db, trail)
    assert [(each.kind, each.position) for each in found.findings] == [(Tampering.SEAL_ALTERED, position)]


async def remake(owner: Owner, org: UUID, position: int, previous: bytes | None = None) -> bytes:
    """Compute a seal again from the events as they are, as the tamperer would."""
    (old,) = await owner(
        "select *, first_xact::text::bigint fx, last_xact::text::bigint lx from event_seal "
        "where org_id = $1 and position = $2",
        org,
        position,
    )
    rows = await owner(
        """select org_id::text, xact::text, seq::text, (extract(epoch from at) * 1000000)::bigint::text, actor,
          request_id, type, case_id::text, interaction_id::text, customer_id::text, data::text
        from event where org_id = $1 and (xact, seq) between ($2::text::xid8, $3) and ($4::text::xid8, $5)
        order by event.xact, event.seq""",
        org,
        str(old["fx"]),
        old["first_seq"],
        str(old["lx"]),
        old["last_seq"],
    )
    digests = [chain.digest(tuple(row)) for row in rows]
    places = [Place(old["fx"], old["first_seq"]), Place(old["lx"], old["last_seq"])]
    joined = b"".join(digests)
    before = previous or old["previous"]
    made = chain.link(before, position, places[0], places[1], old["sealed_at"], joined)
    await owner(
        "update event_seal set digests = $3, hash = $4, previous = $5 where org_id = $1 and position = $2",
        org,
        position,
        joined,
        made,
        before,
    )
    return made


async def test_only_an_anchor_shows_that_the_whole_chain_was_rewritten(db: Database, trail: UUID, owner: Owner) -> None:
    anchor = await head(db, trail)
    assert (await report(db, trail, anchor=anchor.upper())).anchor_position == 5
    await change(owner, trail, 7, "actor = 'agent:666'")
    previous = None
    for position in range(2, 6):
        previous = await remake(owner, trail, position, previous)
    await owner("update event_seal_head set hash = $2 where org_id = $1", trail, previous)
    assert (await report(db, trail)).intact
    found = await report(db, trail, anchor=anchor)
    assert kinds(found) == [Tampering.ANCHOR_UNKNOWN]


async def test_an_old_anchor_still_holds_after_more_events(db: Database, trail: UUID) -> None:
    anchor = await head(db, trail)
    await announce(db, trail, 4)
    await seal_all(db, trail)
    found = await report(db, trail, anchor=anchor)
    assert (found.intact, found.anchor_position, found.position) == (True, 5, 6)


@pytest.mark.parametrize(
    "sql",
    [
        "delete from event_seal_head where org_id = $1",
        "update event_seal_head set position = 4 where org_id = $1",
        "update event_seal_head set hash = sha256(hash) where org_id = $1",
    ],
)
async def test_a_forged_memory_of_the_sealer_is_seen(db: Database, trail: UUID, owner: Owner, sql: str) -> None:
    await owner(sql, trail)
    found = await report(db, trail)
    assert not found.intact
    assert set(kinds(found)) <= {Tampering.HEAD_ALTERED, Tampering.SEAL_ALTERED}


async def test_the_application_cannot_change_what_is_written(db: Database, trail: UUID) -> None:
    for table in ("event", "event_seal"):
        for sql in (f"delete from {table}", f"update {table} set org_id = org_id", f"truncate {table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with db.transaction(trail) as conn:
                    await conn.execute(sql)


async def test_the_owner_must_switch_off_a_trigger_first(owner_dsn: str, trail: UUID) -> None:
    conn = await asyncpg.connect(owner_dsn)
    try:
        for sql in ("delete from event where org_id = $1", "update event_seal set events = 1 where org_id = $1"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await conn.execute(sql, trail)
    finally:
        await conn.close()


async def test_events_of_a_transaction_under_way_wait(db: Database, org: UUID) -> None:
    await announce(db, org, 1)
    async with db.transaction(org) as slow:
        await events.publish(slow, org, "agent:1", [PackInstalled(pack="slow", pack_version=1)])
        await announce(db, org, 2)
        await seal_all(db, org)
        found = await report(db, org)
        assert found.intact
        assert found.events < 3
    await seal_all(db, org)
    found = await report(db, org)
    assert (found.intact, found.events) == (True, 4)


async def test_one_sealer_at_a_time(db: Database, org: UUID) -> None:
    await announce(db, org, 3)
    async with db.transaction(org) as first:
        assert await seal(first, org) == 3
        async with db.transaction(org) as second:
            assert await seal(second, org) == 0
    assert (await report(db, org)).seals == 1


async def test_a_log_of_many_pages_is_compared_to_its_end(
    db: Database, org: UUID, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warmline.governance.actions.verify.EVENTS", 7)
    monkeypatch.setattr("warmline.governance.actions.verify.SEALS", 2)
    await announce(db, org, 40)
    await seal_all(db, org, batch=6)
    found = await report(db, org)
    assert (found.intact, found.events, found.seals) == (True, 40, 7)
    where = await change(owner, org, 40, "actor = 'x'")
    assert [each.cursor for each in (await report(db, org)).findings] == [str(where)]


async def test_an_organisation_sees_only_its_own_chain(db: Database, trail: UUID, org: UUID, owner_dsn: str) -> None:
    conn = await asyncpg.connect(owner_dsn)
    other = await conn.fetchval("insert into organization (name) values ('Other') returning org_id")
    await conn.close()
    async with db.transaction(other) as mine:
        found = await verify(mine, trail)
    assert (found.seals, found.events, found.unsealed) == (0, 0, 0)
