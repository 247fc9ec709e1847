"""Try rules on the organisation's own history. Nothing is changed."""

from collections.abc import Callable
from datetime import timedelta
from math import ceil

import msgspec

from warmline.accounts import Actor
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.routing.rules import store
from warmline.routing.rules.actions.apply import judge
from warmline.routing.rules.actions.force import names_of
from warmline.routing.rules.actions.looking import look
from warmline.routing.rules.actions.save import CHANGE, need_valid, rules_in_force, with_ids
from warmline.routing.rules.model import RuleSet
from warmline.routing.rules.programs import Program
from warmline.routing.rules.rehearsal import DryRunBody, RulesDryRun, Tally

BATCH = 200
Reached = Callable[[int, int], None]


async def dry_run(db: Database, actor: Actor, wanted: DryRunBody, *, reached: Reached | None = None) -> RulesDryRun:
    """What the rules would have made of the contacts of the last days; ``reached`` is told how many of how many are
    done.

    Of more than ``sample`` contacts, one in so many is tried, chosen by a hash of its id. Raises ``RulesInvalid``.
    """
    actor.need(CHANGE)
    now = clock.now()
    since = now - timedelta(days=wanted.days)
    async with db.snapshot(actor.org_id) as conn:
        await need_valid(conn, actor, wanted.rules)
        old = await rules_in_force(conn, actor)
        rules: RuleSet = msgspec.structs.replace(wanted.rules, rules=with_ids(wanted.rules.rules, old.rules))
        contacts = await store.count_contacts_since(conn, actor.org_id, since)
        stride = max(1, ceil(contacts / wanted.sample))
        found = await store.contacts_since(conn, actor.org_id, since, stride=stride, size=wanted.sample)
        program, names = Program(0, rules), await names_of(conn, actor.org_id, rules.rules)
        tally = Tally(rules, await store.queue_codes(conn, actor.org_id), wanted.examples)
        for first in range(0, len(found), BATCH):
            ids = [each for each, _ in found[first : first + BATCH]]
            for seen in await look(conn, actor.org_id, ids, now, as_begun=True):
                tally.add(judge(program, names, seen))
            if reached:
                reached(min(first + BATCH, len(found)), len(found))
    return tally.told(days=wanted.days, contacts=contacts, sampled=stride)
