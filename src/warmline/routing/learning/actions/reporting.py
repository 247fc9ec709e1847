"""What the model brings, and to whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from warmline.accounts import Actor
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.routing.learning import store
from warmline.routing.learning.actions.switching import MANAGE, READ
from warmline.routing.learning.measuring import Block, Side, difference, enough, gini, outside, ratio, side
from warmline.routing.learning.model import (
    AgentReport,
    BiasReport,
    Effect,
    EffectReport,
    GroupMeasure,
    GroupReport,
    Interval,
)

Measure = Literal["resolution", "handle_seconds", "wait_seconds"]
# By measure: how many were counted, their sum, and which way is better.
MEASURES: dict[Measure, tuple[str, str, int]] = {
    "resolution": ("number", "resolved", 1),
    "handle_seconds": ("handled", "handle_seconds", -1),
    "wait_seconds": ("waited", "wait_seconds", -1),
}
# Groups of one dimension that are shown, the largest first.
MOST_GROUPS = 20


async def effect(conn: Conn, actor: Actor, *, days: int = 28) -> EffectReport:
    """Resolution, handle time and wait, in blocks with the model and without it, with how sure the difference is."""
    actor.need(*READ)
    kept = await store.settings(conn, actor.org_id)
    since = clock.now() - timedelta(days=days)
    rows = await store.by_block(conn, actor.org_id, since, timedelta(minutes=kept.settling_minutes))
    return EffectReport(days=days, effects=[effect_of(measure, rows) for measure in MEASURES])


def effect_of(measure: Measure, rows: Sequence[Any]) -> Effect:
    """One measure, of rows by block. Pure."""
    count, total, way = MEASURES[measure]
    on, off = [
        side([Block(row[count], float(row[total])) for row in rows if row["learned"] is learned])
        for learned in (True, False)
    ]
    reason = enough(on, off)
    found = difference(on, off) if on and off and not reason else Interval()
    verdict: Literal["better", "worse", "not_yet_enough_to_tell"] = "not_yet_enough_to_tell"
    if found.low is not None and found.high is not None:
        if found.low > 0 or found.high < 0:
            verdict = "better" if (found.low > 0) == (way > 0) else "worse"
            reason = "The difference is larger than chance explains."
        else:
            reason = "The difference may be chance. Go on measuring."
    return Effect(
        measure=measure,
        on=on.mean if on else None,
        off=off.mean if off else None,
        on_count=on.number if on else 0,
        off_count=off.number if off else 0,
        on_blocks=on.blocks if on else 0,
        off_blocks=off.blocks if off else 0,
        difference=found,
        verdict=verdict,
        reason=reason,
    )


async def bias(conn: Conn, actor: Actor, *, days: int = 28) -> BiasReport:
    """Who gets the agents from whom most is expected, who waits, whose matters are resolved; and how work is spread."""
    actor.need(MANAGE)
    kept = await store.settings(conn, actor.org_id)
    since = clock.now() - timedelta(days=days)
    groups = groups_of(await store.by_group(conn, actor.org_id, since, kept.monitor))
    agents = agents_of(await store.by_agent(conn, actor.org_id, since))
    return BiasReport(
        days=days,
        groups=groups,
        agents=agents,
        gini_on=gini([float(each.on_count) for each in agents]),
        gini_off=gini([float(each.off_count) for each in agents]),
        flagged=sum(measure.flagged for group in groups for measure in group.measures),
    )


def groups_of(rows: Sequence[Any]) -> list[GroupReport]:
    """Each group beside the others of its dimension. Pure."""
    sizes: dict[str, Counter[str]] = {}
    for row in rows:
        sizes.setdefault(row["dimension"], Counter())[row["name"]] += row["number"]
    found = []
    for dimension, names in sizes.items():
        if len(names) < 2:
            continue
        mine = [row for row in rows if row["dimension"] == dimension]
        for name, _ in names.most_common(MOST_GROUPS):
            measures = [each for learned in (True, False) for each in _beside(mine, name, learned=learned)]
            found.append(GroupReport(dimension=dimension, name=name, measures=measures))
    return found


def _beside(rows: Sequence[Any], name: str, *, learned: bool) -> list[GroupMeasure]:
    mine = [row for row in rows if row["learned"] is learned]
    group = [row for row in mine if row["name"] == name]
    others = [row for row in mine if row["name"] != name]
    measures: list[GroupMeasure] = []
    for measure, made in (("matched", _matched), ("resolved", _resolved), ("wait_seconds", _waited)):
        one, other = made(group), made(others)
        found = Interval()
        if one and other:
            found = ratio(one.mean, one.variance, other.mean, other.variance)
        ours, theirs = one.number if one else 0, other.number if other else 0
        measures.append(
            GroupMeasure(
                measure=measure,  # type: ignore[arg-type] # the names above are those of the literal
                learned=learned,
                group=one.mean if one else None,
                others=other.mean if other else None,
                group_count=ours,
                others_count=theirs,
                ratio=found,
                flagged=outside(found, ours, theirs),
            )
        )
    return measures


def _matched(rows: Sequence[Any]) -> Side | None:
    return _share(sum(row["matched"] for row in rows), sum(row["weighed"] for row in rows))


def _resolved(rows: Sequence[Any]) -> Side | None:
    return _share(sum(row["resolved"] for row in rows), sum(row["number"] for row in rows))


def _share(part: int, whole: int) -> Side | None:
    return Side(1, whole, part / whole, part / whole * (1 - part / whole) / whole) if whole else None


def _waited(rows: Sequence[Any]) -> Side | None:
    number = sum(row["waited"] for row in rows)
    if not number:
        return None
    mean = sum(row["wait_seconds"] for row in rows) / number
    variance = max(sum(row["wait_squares"] for row in rows) / number - mean**2, 0.0)
    return Side(1, number, mean, variance / number)


def agents_of(rows: Sequence[Any]) -> list[AgentReport]:
    """What each agent had. Pure."""
    found: dict[UUID, dict[bool, Any]] = {}
    for row in rows:
        found.setdefault(row["agent_id"], {})[row["learned"]] = row
    return [_agent(agent_id, sides.get(True), sides.get(False)) for agent_id, sides in sorted(found.items())]


def _agent(agent_id: UUID, on: Any, off: Any) -> AgentReport:
    return AgentReport(
        agent_id=agent_id,
        on_count=on["number"] if on else 0,
        off_count=off["number"] if off else 0,
        on_resolved=on["resolved"] / on["number"] if on else None,
        off_resolved=off["resolved"] / off["number"] if off else None,
        on_minutes=on["handle_seconds"] / 60 if on else 0.0,
        off_minutes=off["handle_seconds"] / 60 if off else 0.0,
    )
