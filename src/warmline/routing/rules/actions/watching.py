"""What comes to rules by itself: new messages and signals, a new version, and time."""

from collections.abc import Sequence
from uuid import UUID

from warmline.kit import clock
from warmline.kit.db import Conn, Database
from warmline.routing.rules import store
from warmline.routing.rules.actions.apply import apply_rules, count, look_over
from warmline.routing.rules.actions.force import in_force, names_of
from warmline.routing.rules.actions.looking import look
from warmline.routing.rules.actions.raising import raise_all
from warmline.routing.rules.programs import Outcome, Program

BATCH = 500


async def watch(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> None:
    """Something new came in these contacts: what waits is looked at anew, and of what somebody has in hand, the rules
    that escalate."""
    program = await in_force(conn, org_id)
    if program is None or not program.rules:
        return
    found = await store.open_contacts(conn, org_id, ids)
    outcomes = await look_over(conn, org_id, [each for each, waits in found.items() if waits])
    in_hand = [each for each, waits in found.items() if not waits]
    if in_hand and program.escalates:
        outcomes += await _escalate(conn, org_id, program, in_hand)
    await count(conn, org_id, outcomes)


async def _escalate(conn: Conn, org_id: UUID, program: Program, in_hand: Sequence[UUID]) -> list[Outcome]:
    at = clock.now()
    seen = await look(conn, org_id, in_hand, at)
    outcomes = [program.decide(each.facts) for each in seen]
    for outcome in outcomes:
        # The others are for work that waits, so only those that escalate have applied.
        raising = {each.rule_id for each in outcome.raised}
        outcome.matched = [each for each in outcome.matched if each.rule_id in raising]
    names = await names_of(conn, org_id, [rule for rule, _ in program.rules])
    await raise_all(conn, org_id, names, [(each, one.raised) for each, one in zip(seen, outcomes, strict=True)], at)
    return outcomes


async def apply_to_all(db: Database, org_id: UUID) -> int:
    """Apply the rules to all that waits, a transaction for each 500; how many were passed."""
    after, passed = None, 0
    while True:
        async with db.transaction(org_id) as conn:
            ids = await store.waiting_contacts(conn, org_id, after=after, size=BATCH)
            await apply_rules(conn, org_id, ids)
        passed += len(ids)
        if len(ids) < BATCH:
            return passed
        after = ids[-1]


async def apply_timed(db: Database, org_id: UUID) -> None:
    """The same where time alone changes what the rules say."""
    async with db.transaction(org_id) as conn:
        program = await in_force(conn, org_id)
    if program is not None and program.timed:
        await apply_to_all(db, org_id)
