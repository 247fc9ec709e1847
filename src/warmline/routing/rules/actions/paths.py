"""Escalation paths: what happens to a contact that still waits when the time of a step has come."""

from datetime import datetime
from uuid import UUID

from warmline.accounts import Actor, system
from warmline.interactions import Route, reroute
from warmline.kit import clock
from warmline.kit.db import Conn, Database, savepoint
from warmline.kit.errors import WarmlineError
from warmline.kit.events import publish
from warmline.routing.actions.callbacks import request_callback
from warmline.routing.rules import store
from warmline.routing.rules.actions.apply import ACTOR, count
from warmline.routing.rules.actions.force import in_force, names_of
from warmline.routing.rules.actions.looking import WAITS, Seen, look
from warmline.routing.rules.actions.raising import raise_all
from warmline.routing.rules.events import RoutingRulesApplied
from warmline.routing.rules.model import CallBack, Rule, StepThen
from warmline.routing.rules.programs import Decided, Names, Outcome, Program, Raised
from warmline.routing.together import NewCallback

BATCH = 100
OFFERED = "offered"


async def take_steps(db: Database, org_id: UUID) -> int:
    """Take the steps that are due, a transaction for each hundred; how many. Their times are indexed, so that a round
    with nothing to do is one look into the index."""
    taken = 0
    while True:
        async with db.transaction(org_id) as conn:
            number, more = await _take(conn, org_id)
        taken += number
        if not more:
            return taken


async def _take(conn: Conn, org_id: UUID) -> tuple[int, bool]:
    at = clock.now()
    due = await store.due_steps(conn, org_id, at, BATCH)
    if not due:
        return 0, False
    ids = sorted({row["interaction_id"] for row in due})
    program = await in_force(conn, org_id)
    status = await store.statuses_of(conn, org_id, ids)
    seen = {each.row["id"]: each for each in await look(conn, org_id, ids, at)}
    names = await names_of(conn, org_id, [rule for rule, _ in program.rules] if program else [])
    ended: list[tuple[UUID, UUID, int, str]] = []
    tally: list[Outcome] = []
    for row in due:
        contact, number = row["interaction_id"], row["step"]
        # What is offered may wait again in a moment, and takes its step then.
        if status.get(contact) == OFFERED:
            continue
        outcome = "over"
        if program and status.get(contact) in WAITS and contact in seen:
            # A step before it in this round may have changed the contact.
            fresh = await look(conn, org_id, [contact], at) if ended else [seen[contact]]
            outcome = await _step(conn, org_id, program, names, fresh[0], (row["rule_id"], number), at, tally)
        ended.append((contact, row["rule_id"], number, outcome))
    if ended:
        await store.end_steps(conn, org_id, ended, at)
    await count(conn, org_id, tally)
    return len(ended), len(due) == BATCH and bool(ended)


async def _step(
    conn: Conn, org_id: UUID, program: Program, names: Names, seen: Seen, place: tuple[UUID, int], at: datetime,
    tally: list[Outcome],
) -> str:  # fmt: skip
    """Take one step; what became of it, and in ``tally`` what could not be done."""
    found = program.step(*place)
    holding = program.decide(seen.facts, only=[place[0]])
    if found is None or not holding.matched:
        tally.append(Outcome(failed=holding.failed))
        return "over"
    rule, step = found
    actor = system(org_id, ACTOR)
    await _change(conn, actor, program, names, seen, rule, place[1], step.then, at)
    if step.then.escalate:
        raised = Raised(place[0], rule.name, step.then.escalate)
        await raise_all(conn, org_id, names, [(seen, [raised])], at)
    if step.then.call_back and not await _call_back(conn, actor, names, seen, step.then.call_back):
        tally.append(Outcome(failed=[(place[0], "the customer cannot be called back")]))
        return "failed"
    return "done"


async def _change(  # noqa: PLR0913 - all that one step is about
    conn: Conn, actor: Actor, program: Program, names: Names, seen: Seen, rule: Rule, number: int, then: StepThen,
    at: datetime,
) -> None:  # fmt: skip
    decided, row = Decided(), seen.row
    decided.take(then)
    moved = row["moved"] or (row["rules_version"] is not None and row["queue_id"] != row["left_queue_id"])
    queue_id = None if moved else names.queues.get(then.queue or "")
    agent_id = None if moved else names.agents.get(then.agent or "")
    route = Route(
        interaction_id=row["id"], queue_id=queue_id, preferred_id=agent_id, priority=decided.priority(row["priority"])
    )
    changed = await reroute(conn, actor, [route])
    skills = {code: level for code, level in then.skills.items() if code in names.skills}
    if skills or then.service_seconds or then.intent:
        await store.add_needs(
            conn, actor.org_id, row["id"], skills=skills, service_seconds=then.service_seconds, intent=then.intent,
            at=at,
        )  # fmt: skip
    elif not changed:
        return
    left = queue_id or row["queue_id"]
    await store.leave_standing(conn, actor.org_id, row["id"], queue_id=left, priority=route.priority or 0)
    event = RoutingRulesApplied(
        interaction_id=row["id"],
        case_id=row["case_id"],
        customer_id=row["customer_id"],
        version=program.version,
        rule_ids=(rule.id,) if rule.id else (),
        step=number,
        before={"queue_id": row["queue_id"], "priority": row["priority"]},
        after={"queue_id": left, "priority": route.priority},
    )
    await publish(conn, actor.org_id, actor.ref, [event])


async def _call_back(conn: Conn, actor: Actor, names: Names, seen: Seen, wanted: CallBack) -> bool:
    """Have the customer called back; False where that is not possible: no number, or one that was asked for before."""
    numbers = await store.numbers_of_customer(conn, actor.org_id, seen.row["id"])
    if not numbers:
        return False
    new = NewCallback(handle_id=numbers[-1]["id"], queue_id=names.queues.get(wanted.queue or ""))
    try:
        async with savepoint(conn):
            await request_callback(conn, actor, seen.row["id"], new)
    except WarmlineError:
        # Refused for a reason of its own; the rule shows that it could not be done, and the contact waits on.
        return False
    return True
