"""Do what the rules say with contacts that wait: once for each change, and never against what a person did."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import system
from warmline.interactions import Route, Status, reroute, transition
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.telemetry import RULES_FAILED
from warmline.routing.rules import store
from warmline.routing.rules.actions.force import in_force, names_of
from warmline.routing.rules.actions.looking import Seen, look
from warmline.routing.rules.actions.raising import raise_all
from warmline.routing.rules.events import RoutingRulesApplied
from warmline.routing.rules.programs import Names, Outcome, Program

ACTOR = "rules"
NEEDS = ("skills", "service_seconds", "intent")


class Judged(msgspec.Struct):
    """A contact with what the rules make of it: ``decided`` as it is kept, and where it goes."""

    seen: Seen
    outcome: Outcome
    decided: dict[str, Any]
    queue_id: UUID | None
    preferred_id: UUID | None
    priority: int
    given: int

    @property
    def changed(self) -> dict[str, tuple[Any, Any]]:
        """What is different for the contact, before and after."""
        row, old = self.seen.row, self.seen.row["decided"] or {}
        found = {name: (old.get(name), self.decided[name]) for name in NEEDS}
        found["skills"] = (old.get("skills") or {}, self.decided["skills"])
        found["queue_id"] = (row["queue_id"], self.queue_id or row["queue_id"])
        found["preferred_id"] = (row["preferred_id"], self.preferred_id or row["preferred_id"])
        found["priority"] = (row["priority"], self.priority)
        return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


async def apply_rules(conn: Conn, org_id: UUID, interaction_ids: Sequence[UUID]) -> None:
    """Give contacts that wait what the rules in force say: queue, skills, priority, class of service, intent, agent;
    raise escalations and plan the steps of paths.

    A fixed number of statements however many they are; one where there are no rules, two where nothing has changed
    since they were looked at. What a person moved stays where it is. To be called once in a transaction, before waiting
    work is loaded: see ``count``.
    """
    await count(conn, org_id, await look_over(conn, org_id, interaction_ids))


async def look_over(conn: Conn, org_id: UUID, interaction_ids: Sequence[UUID]) -> list[Outcome]:
    """``apply_rules``, and what came of it, which the caller is to ``count`` when all else is done."""
    program = await in_force(conn, org_id) if interaction_ids else None
    if program is None:
        return []
    at = clock.now()
    due = await store.to_look_at(conn, org_id, interaction_ids, version=program.version, timed=program.timed, at=at)
    if not due:
        return []
    await store.lock_contacts(conn, org_id, due)
    names = await names_of(conn, org_id, [rule for rule, _ in program.rules])
    judged = [judge(program, names, each) for each in await look(conn, org_id, due, at)]
    await _write(conn, org_id, program, judged, at)
    await raise_all(conn, org_id, names, [(each.seen, each.outcome.raised) for each in judged], at)
    return [each.outcome for each in judged]


def judge(program: Program, names: Names, seen: Seen) -> Judged:
    """What the rules make of a contact. What was decided before and stays is not done again; what differs from how the
    rules left it, or was moved by hand, is a person's, and stays. Pure."""
    outcome = program.decide(seen.facts)
    decided, row, old = outcome.decided, seen.row, seen.row["decided"] or {}
    first = row["rules_version"] is None
    moved = row["moved"] or (not first and row["queue_id"] != row["left_queue_id"])
    queue_id = names.queues.get(decided.queue) if decided.queue else None
    agent_id = names.agents.get(decided.agent) if decided.agent else None
    kept = {
        "queue_id": str(queue_id) if queue_id else None,
        "agent_id": str(agent_id) if agent_id else None,
        **{name: getattr(decided, name) for name in NEEDS},
        "add": decided.add,
        "set": decided.set,
    }
    kept["skills"] = {code: level for code, level in decided.skills.items() if code in names.skills}
    kept["beneath"] = _beneath(row["need_skills"] or {}, old, kept["skills"])
    given = row["given"] or 0
    touched = not first and row["priority"] != row["left_priority"]
    priority = row["priority"]
    if not touched and any(kept[name] != (old.get(name) or (0 if name == "add" else None)) for name in ("add", "set")):
        own = row["priority"] - given
        priority = decided.priority(own)
        given = priority - own
    go = not moved and kept["queue_id"] != old.get("queue_id")
    # What the rules do not send elsewhere any more goes back to where it came from.
    queue_id = queue_id or row["own_queue_id"]
    ask = not moved and kept["agent_id"] != old.get("agent_id")
    return Judged(seen, outcome, kept, queue_id if go else None, agent_id if ask else None, priority, given)


def _beneath(now: dict[str, int], old: dict[str, Any], decided: dict[str, int]) -> dict[str, int]:
    """Levels that others asked for of the skills that rules ask for, too. The higher one counts, and theirs comes back
    when the rules do not hold any more. What is as the rules left it is theirs only where it was before."""
    before, under = old.get("skills") or {}, old.get("beneath") or {}
    others = {code: under.get(code) if level == before.get(code) else level for code, level in now.items()}
    return {code: level for code in decided if (level := others.get(code))}


async def _write(conn: Conn, org_id: UUID, program: Program, judged: Sequence[Judged], at: datetime) -> None:
    actor = system(org_id, ACTOR)
    changed = [(each, each.changed) for each in judged]
    routes = [
        Route(
            interaction_id=each.seen.row["id"],
            queue_id=each.queue_id,
            preferred_id=each.preferred_id,
            priority=each.priority,
        )
        for each, different in changed
        if different.keys() & {"queue_id", "preferred_id", "priority"}
    ]
    versions = await reroute(conn, actor, routes)
    for each in judged:
        # It came to an inbox without a queue, and begins to wait now that it has one.
        if each.seen.row["status"] == Status.RECEIVED and each.queue_id:
            await transition(conn, actor, each.seen.row["id"], Status.QUEUED)
    await store.set_needs(conn, org_id, program.version, [_need(each) for each in judged], at)
    await store.keep_standings(conn, org_id, program.version, [_standing(each, versions) for each in judged], at)
    ids = [each.seen.row["id"] for each in judged]
    await store.plan_steps(conn, org_id, ids, [step for each in judged for step in _steps(each)], at)
    events = [_applied(each, program, different) for each, different in changed if different]
    await publish(conn, org_id, actor.ref, events)


def _need(judged: Judged) -> tuple[Any, ...]:
    decided = judged.decided
    matched = [msgspec.to_builtins(each) for each in judged.outcome.matched]
    return (judged.seen.row["id"], decided["skills"], decided["service_seconds"], decided["intent"], matched)


def _standing(judged: Judged, versions: dict[UUID, int]) -> tuple[Any, ...]:
    row = judged.seen.row
    return (
        row["id"],
        versions.get(row["id"], row["version"]),
        row["case_version"],
        row["customer_version"],
        row["signal_id"],
        judged.decided,
        row["own_queue_id"],
        judged.queue_id or row["queue_id"],
        judged.priority,
        judged.given,
    )


def _steps(judged: Judged) -> list[tuple[Any, ...]]:
    row = judged.seen.row
    since = row["queued_at"] or row["started_at"]
    return [
        (row["id"], each.rule_id, each.number, since, since + timedelta(seconds=each.after_seconds))
        for each in judged.outcome.waits
    ]


def _applied(judged: Judged, program: Program, different: dict[str, tuple[Any, Any]]) -> RoutingRulesApplied:
    row = judged.seen.row
    return RoutingRulesApplied(
        interaction_id=row["id"],
        case_id=row["case_id"],
        customer_id=row["customer_id"],
        version=program.version,
        rule_ids=tuple(each.rule_id for each in judged.outcome.matched),
        before={name: before for name, (before, _) in different.items()},
        after={name: after for name, (_, after) in different.items()},
    )


async def count(conn: Conn, org_id: UUID, outcomes: Sequence[Outcome]) -> None:
    """Note which rules applied, and which could not be worked out.

    Once in a transaction, and last: all counts in one statement, in the order of the rules, after everything else is
    locked. So of two transactions that count the same rules, one waits for the other and never both.
    """
    matched = Counter(each.rule_id for outcome in outcomes for each in outcome.matched)
    failed: dict[UUID, list[str]] = {}
    for outcome in outcomes:
        for rule_id, problem in outcome.failed:
            failed.setdefault(rule_id, []).append(problem)
    if failed:
        RULES_FAILED.inc(sum(map(len, failed.values())))
    await store.count_rules(conn, org_id, matched, failed, clock.now())
