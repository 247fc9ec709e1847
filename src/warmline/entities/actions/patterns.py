"""An organisation's patterns: make, change, delete; and all of them compiled, for whoever reads texts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from warmline.accounts import Actor
from warmline.entities import store
from warmline.entities.errors import EntityPatternNotFound, PatternTaken, TooManyPatterns
from warmline.entities.events import EntityPatternCreated, EntityPatternDeleted, EntityPatternUpdated
from warmline.entities.expressions import checked
from warmline.entities.model import EntityPattern, NewPattern, PatternChange
from warmline.entities.patterns import Patterns
from warmline.kit.db import Conn
from warmline.kit.errors import FieldError, Invalid, Stale
from warmline.kit.events import Event, publish

PERMISSION = "vocabulary.manage"
# Each is tried on every message.
MOST = 100
TOLD = ("label", "expression", "cues", "needs_cue", "confidence", "active")

_compiled: dict[UUID, tuple[str, Patterns]] = {}


async def compiled_patterns(conn: Conn, org_id: UUID) -> Patterns:
    """The organisation's patterns as this transaction sees them, compiled once per version."""
    version = await store.version(conn, org_id)
    held = _compiled.get(org_id)
    if held and held[0] == version:
        return held[1]
    made = Patterns(await store.active_patterns(conn, org_id))
    _compiled[org_id] = (version, made)
    return made


async def tried_patterns(conn: Conn, actor: Actor, pattern: NewPattern | None) -> Patterns:
    """Those in use, with one to try."""
    if pattern is None:
        return await compiled_patterns(conn, actor.org_id)
    check(pattern)
    in_use = [each for each in await list_patterns(conn, actor, limit=MOST) if each.label != pattern.label]
    return Patterns([pattern, *in_use])


async def list_patterns(
    conn: Conn, actor: Actor, *, after: UUID | None = None, limit: int = 50, kind: str | None = None
) -> list[EntityPattern]:
    """In the order in which they were made; everybody who works here may see them."""
    return await store.patterns(conn, actor.org_id, after=after, size=limit, kind=kind)


async def get_pattern(conn: Conn, actor: Actor, pattern_id: UUID) -> EntityPattern:
    """Raises ``EntityPatternNotFound``."""
    found = await store.patterns_by_id(conn, actor.org_id, [pattern_id])
    if not found:
        raise EntityPatternNotFound(id=pattern_id)
    return found[0]


async def create_pattern(conn: Conn, actor: Actor, new: NewPattern) -> EntityPattern:
    """Look for another kind of number. Raises ``ExpressionInvalid``, ``PatternTaken``, ``TooManyPatterns``."""
    actor.need(PERMISSION)
    check(new)
    if await store.count_alone(conn, actor.org_id) >= MOST:
        raise TooManyPatterns(most=MOST)
    made = await store.insert_pattern(conn, actor.org_id, new)
    if made is None:
        raise PatternTaken(kind=new.kind, label=new.label)
    after = {"kind": made.kind} | {name: getattr(made, name) for name in TOLD}
    await _publish(conn, actor, EntityPatternCreated(pattern_id=made.id, after=after))
    return made


def check(pattern: NewPattern | EntityPattern) -> None:
    """Raise for an expression that cannot be used, and for a pattern that could never find anything."""
    checked(pattern.expression)
    problems = [FieldError(f"cues[{n}]", "a cue has letters or digits") for n, cue in _empty(pattern.cues)]
    if pattern.needs_cue and not pattern.cues:
        problems.append(FieldError("cues", "it counts only after a cue; give at least one"))
    if problems:
        raise Invalid(problem="; ".join(f"{each.field}: {each.problem}" for each in problems), fields=problems)


def _empty(cues: Sequence[str]) -> list[tuple[int, str]]:
    return [(n, cue) for n, cue in enumerate(cues) if not any(each.isalnum() for each in cue)]


async def update_pattern(
    conn: Conn, actor: Actor, pattern_id: UUID, change: PatternChange, *, expected: int | None = None
) -> EntityPattern:
    """Look for something else, or switch it on or off. ``expected`` is the version that the change is based on."""
    actor.need(PERMISSION)
    before = await _locked(conn, actor, pattern_id, expected)
    values = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    wanted = msgspec.structs.replace(before, **values)
    if wanted == before:
        return before
    check(wanted)
    after = await store.update_pattern(conn, actor.org_id, wanted)
    changed = [name for name in TOLD if getattr(before, name) != getattr(after, name)]
    event = EntityPatternUpdated(
        pattern_id=pattern_id,
        before={name: getattr(before, name) for name in changed},
        after={name: getattr(after, name) for name in changed},
    )
    await _publish(conn, actor, event)
    return after


async def delete_pattern(conn: Conn, actor: Actor, pattern_id: UUID, *, expected: int | None = None) -> None:
    """Look for it no more; what it found stays."""
    actor.need(PERMISSION)
    before = await _locked(conn, actor, pattern_id, expected)
    await store.delete_pattern(conn, actor.org_id, pattern_id)
    old: dict[str, Any] = {"kind": before.kind} | {name: getattr(before, name) for name in TOLD}
    await _publish(conn, actor, EntityPatternDeleted(pattern_id=pattern_id, before=old))


async def _locked(conn: Conn, actor: Actor, pattern_id: UUID, expected: int | None) -> EntityPattern:
    found = await store.lock_pattern(conn, actor.org_id, pattern_id)
    if found is None:
        raise EntityPatternNotFound(id=pattern_id)
    if expected is not None and expected != found.version:
        raise Stale(kind="entity pattern")
    return found


async def _publish(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
