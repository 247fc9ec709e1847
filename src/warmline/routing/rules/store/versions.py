"""Versions of the rules, what came of each rule, and what codes in them stand for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.kit.db import Conn
from warmline.routing.rules.model import Change, Rule, RuleCount, RuleSet, SavedRules, Version
from warmline.routing.rules.store.sql import SQL


async def version_in_force(conn: Conn, org_id: UUID) -> int:
    """The version of the rules; 0 where nobody has saved any."""
    return int(await SQL.rules_version(conn, org_id=org_id) or 0)


async def version(conn: Conn, org_id: UUID, number: int) -> SavedRules | None:
    """One version, or None."""
    row = await SQL.rules_of_version(conn, org_id=org_id, version=number)
    if row is None:
        return None
    rules = msgspec.convert(row["rules"], list[Rule])
    fields = {name: row[name] for name in ("version", "mode", "saved_at", "saved_by", "note", "restored")}
    return SavedRules(**fields, rules=rules)


async def list_versions(conn: Conn, org_id: UUID, *, before: int | None, size: int) -> list[Version]:
    """Versions, the latest first."""
    rows = await SQL.list_rules_versions(conn, org_id=org_id, before=before, size=size)
    plain = [name for name in Version.__struct_fields__ if name != "changes"]
    return [
        Version(**{name: row[name] for name in plain}, changes=msgspec.convert(row["changes"], list[Change]))
        for row in rows
    ]


async def insert_version(
    conn: Conn, org_id: UUID, number: int, rules: RuleSet, changes: Sequence[Change], **values: Any
) -> None:
    """A new version; raises asyncpg's UniqueViolationError where somebody else saved it a moment before."""
    kept = [msgspec.to_builtins(each) for each in rules.rules]
    told = [msgspec.to_builtins(each) for each in changes]
    await SQL.insert_rules_version(
        conn, org_id=org_id, version=number, mode=rules.mode, rules=kept, changes=told, **values
    )


async def counts(conn: Conn, org_id: UUID, ids: Collection[UUID]) -> dict[UUID, RuleCount]:
    """What came of these rules."""
    rows = await SQL.rule_counts(conn, org_id=org_id, ids=list(ids))
    return {
        row["rule_id"]: RuleCount(**{name: row[name] for name in RuleCount.__struct_fields__}) for row in rows
    }  # fmt: skip


async def count_rules(
    conn: Conn, org_id: UUID, matched: Mapping[UUID, int], failed: Mapping[UUID, list[str]], at: datetime
) -> None:
    """Add to what came of rules: how often each applied, and the problems of those that could not be worked out."""
    ids = sorted({*matched, *failed})
    if not ids:
        return
    problems = [failed.get(each, []) for each in ids]
    await SQL.count_rules(
        conn,
        org_id=org_id,
        at=at,
        ids=ids,
        matched=[matched.get(each, 0) for each in ids],
        failed=[len(each) for each in problems],
        errors=[each[-1] if each else None for each in problems],
    )


async def names(
    conn: Conn, org_id: UUID, *, queues: Collection[str], teams: Collection[str], skills: Collection[str],
    agents: Collection[str],
) -> list[Any]:  # fmt: skip
    """``kind``, ``name`` and ``id`` of those of the codes that stand for something."""
    found: list[Any] = await SQL.names_in_rules(
        conn, org_id=org_id, queues=list(queues), teams=list(teams), skills=list(skills), agents=list(agents)
    )
    return found
