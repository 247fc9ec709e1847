"""The rules in force, ready to run."""

from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

from warmline.kit.db import Conn
from warmline.routing.rules import store
from warmline.routing.rules.model import Rule, RuleSet
from warmline.routing.rules.programs import Names, Program, named

KEPT = 200
# A version never changes, so each process keeps those that it uses.
_kept: OrderedDict[UUID, Program] = OrderedDict()


async def in_force(conn: Conn, org_id: UUID) -> Program | None:
    """The rules in force; None where nobody has saved any. An empty set is one too: it takes back what others gave."""
    number = await store.version_in_force(conn, org_id)
    if number == 0:
        return None
    found = _kept.get(org_id)
    if found is None or found.version != number:
        saved = await store.version(conn, org_id, number)
        assert saved is not None
        found = Program(number, RuleSet(mode=saved.mode, rules=saved.rules))
        _kept[org_id] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(org_id)
    return found


async def names_of(conn: Conn, org_id: UUID, rules: Sequence[Rule]) -> Names:
    """What codes in these rules stand for now."""
    asked = named(rules)
    found: dict[str, dict[str, UUID]] = {"queue": {}, "team": {}, "skill": {}, "agent": {}}
    rows = await store.names(
        conn, org_id, queues=asked.queues, teams=asked.teams, skills=asked.skills, agents=asked.agents
    )
    for row in rows:
        found[row["kind"]][row["name"]] = row["id"]
    return Names(found["queue"], found["team"], found["agent"], frozenset(found["skill"]))
