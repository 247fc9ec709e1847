"""Save rules: look them through, keep them as a new version, and let them hold at once; show versions, and bring one
back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from warmline.accounts import Actor
from warmline.kit import clock
from warmline.kit.db import Conn, savepoint
from warmline.kit.errors import FieldError, Stale
from warmline.kit.events import publish
from warmline.kit.ids import new_id
from warmline.routing.rules import store
from warmline.routing.rules.actions.force import names_of
from warmline.routing.rules.errors import RulesInvalid, RulesVersionNotFound
from warmline.routing.rules.events import RoutingRulesChanged
from warmline.routing.rules.model import Change, CheckedRules, Rule, RuleSet, SavedRules, Version
from warmline.routing.rules.validating import check_rules, path_of, told

READ = ("queue.read", "queue.manage")
CHANGE = "queue.manage"
FIELDS = ("name", "when", "then", "path", "active", "stop")


async def check(conn: Conn, actor: Actor, rules: RuleSet) -> CheckedRules:
    """Whether rules could be saved; nothing is."""
    actor.need(*READ)
    return check_rules(rules, await names_of(conn, actor.org_id, rules.rules))


async def need_valid(conn: Conn, actor: Actor, rules: RuleSet) -> None:
    """Raise ``RulesInvalid``, which names every fault and its place."""
    checked = await check(conn, actor, rules)
    if checked.valid:
        return
    first, more = checked.faults[0], len(checked.faults) - 1
    problem = f"rule {first.name!r}, {first.field}: {told(first)}" if first.name else told(first)
    raise RulesInvalid(
        problem=problem + (f"\n(and {more} more)" if more else ""),
        fields=[FieldError(path_of(each), told(each)) for each in checked.faults],
    )


async def rules_in_force(conn: Conn, actor: Actor, *, version: int | None = None) -> SavedRules:
    """The rules in force, or of an earlier version, with what came of each. Raises ``RulesVersionNotFound``."""
    actor.need(*READ)
    number = await store.version_in_force(conn, actor.org_id) if version is None else version
    if number == 0:
        return SavedRules(version=0, mode="all", rules=[])
    found = await store.version(conn, actor.org_id, number) if number > 0 else None
    if found is None:
        raise RulesVersionNotFound(version=number)
    counts = await store.counts(conn, actor.org_id, [each.id for each in found.rules if each.id])
    return msgspec.structs.replace(found, counts={str(rule_id): count for rule_id, count in counts.items()})


async def save(
    conn: Conn,
    actor: Actor,
    rules: RuleSet,
    *,
    note: str = "",
    expected: int | None = None,
    restored: int | None = None,
) -> SavedRules:
    """Keep rules as a new version, which holds from the commit on. What changes nothing makes no version.

    Raises ``RulesInvalid``; ``Stale`` where ``expected`` is not the version in force, or somebody saved at once.
    """
    actor.need(CHANGE)
    await need_valid(conn, actor, rules)
    old = await rules_in_force(conn, actor)
    if expected is not None and expected != old.version:
        raise Stale(kind="set of rules")
    new = msgspec.structs.replace(rules, rules=with_ids(rules.rules, old.rules))
    changes = difference(old.rules, new.rules)
    if not changes and new.mode == old.mode:
        return old
    try:
        async with savepoint(conn):
            await store.insert_version(
                conn, actor.org_id, old.version + 1, new, changes, note=note, restored=restored,
                saved_by=actor.ref, saved_at=clock.now(),
            )  # fmt: skip
    except asyncpg.UniqueViolationError as error:
        raise Stale(kind="set of rules") from error
    ids = {each.rule_id for each in changes}
    event = RoutingRulesChanged(
        version=old.version + 1,
        restored=restored,
        before={"mode": old.mode, "rules": _shown(old.rules, ids)},
        after={"mode": new.mode, "rules": _shown(new.rules, ids)},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await rules_in_force(conn, actor)


def with_ids(rules: Sequence[Rule], old: Sequence[Rule]) -> list[Rule]:
    """A rule without an id is the one of that name, where there was one; else a new one."""
    taken = {each.id for each in rules if each.id}
    known = {each.name: each.id for each in reversed(old) if each.id not in taken}
    return [
        each if each.id else msgspec.structs.replace(each, id=known.pop(each.name, None) or new_id()) for each in rules
    ]


def difference(old: Sequence[Rule], new: Sequence[Rule]) -> list[Change]:
    """What is different between two versions, rule by rule, in the order of the new one; what went comes last."""
    before = {each.id: each for each in old}
    order = [each.id for each in old if each.id in {one.id for one in new}]
    now = [each.id for each in new if each.id in before]
    found = []
    for rule in new:
        assert rule.id is not None
        was = before.get(rule.id)
        if was is None:
            found.append(Change(rule_id=rule.id, name=rule.name, change="added"))
            continue
        fields = [name for name in FIELDS if getattr(rule, name) != getattr(was, name)]
        if fields:
            found.append(Change(rule_id=rule.id, name=rule.name, change="changed", fields=fields))
        elif order.index(rule.id) != now.index(rule.id):
            found.append(Change(rule_id=rule.id, name=rule.name, change="moved"))
    kept = {each.id for each in new}
    gone = [each for each in old if each.id not in kept]
    return [*found, *(Change(rule_id=each.id, name=each.name, change="removed") for each in gone if each.id)]


def _shown(rules: Sequence[Rule], ids: set[UUID]) -> list[Any]:
    return [msgspec.to_builtins(each) for each in rules if each.id in ids]


async def history(conn: Conn, actor: Actor, *, before: int | None = None, size: int = 51) -> list[Version]:
    """Versions, the latest first, each with what it changed."""
    actor.need(*READ)
    return await store.list_versions(conn, actor.org_id, before=before, size=size)


async def roll_back(conn: Conn, actor: Actor, version: int, *, expected: int | None = None) -> SavedRules:
    """Bring the rules of a version back, as a new one. Raises ``RulesVersionNotFound``, ``Stale``, and ``RulesInvalid``
    where they name what is not there any more."""
    actor.need(CHANGE)
    found = await rules_in_force(conn, actor, version=version)
    rules = RuleSet(mode=found.mode, rules=found.rules)
    return await save(conn, actor, rules, note=f"as in version {version}", expected=expected, restored=version or None)
