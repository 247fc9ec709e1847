"""A set of rules, ready to run on contacts, and what it decides about one. Pure."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from warmline.routing.rules.conditions import Condition, Facts, Failed, condition
from warmline.routing.rules.grammar import Fault
from warmline.routing.rules.model import Escalate, Matched, Rule, RuleSet, Step, Then

HIGHEST = 100


class Raised(msgspec.Struct, frozen=True):
    """An escalation that a rule asks for."""

    rule_id: UUID
    rule: str
    escalate: Escalate


class Waits(msgspec.Struct, frozen=True):
    """A step of a rule's path, for when its time has come."""

    rule_id: UUID
    number: int
    after_seconds: int


class Decided(msgspec.Struct, kw_only=True):
    """What the rules say of one contact. ``add`` and ``set`` are of its priority. Names are codes, as rules have
    them."""

    queue: str | None = None
    skills: dict[str, int] = {}
    add: int = 0
    set: int | None = None
    service_seconds: int | None = None
    intent: str | None = None
    agent: str | None = None

    def take(self, then: Then) -> None:
        """What a rule adds to those before it: they have the say where both say something."""
        for code, level in then.skills.items():
            self.skills[code] = max(level, self.skills.get(code, 0))
        self.add = _within(self.add + (then.priority or 0))
        self.set = then.set_priority if self.set is None else self.set
        self.queue = self.queue or then.queue
        self.service_seconds = self.service_seconds or then.service_seconds
        self.intent = self.intent or then.intent
        self.agent = self.agent or then.agent

    def priority(self, own: int) -> int:
        """The priority that comes of it, with the contact's own."""
        return _within((own if self.set is None else self.set) + self.add)


def _within(points: int) -> int:
    return max(-HIGHEST, min(HIGHEST, points))


class Outcome(msgspec.Struct, kw_only=True):
    """All that rules make of one contact."""

    decided: Decided = msgspec.field(default_factory=Decided)
    matched: list[Matched] = []
    raised: list[Raised] = []
    waits: list[Waits] = []
    failed: list[tuple[UUID, str]] = []


class Program:
    """The active rules of a version in their order. ``timed``: time alone changes what they say; ``escalates``: some of
    them raise escalations."""

    def __init__(self, version: int, rules: RuleSet) -> None:
        self.version, self.mode = version, rules.mode
        self.rules: list[tuple[Rule, Condition | None]] = [(each, _made(each)) for each in rules.rules if each.active]
        self.timed = any(made.timed for _, made in self.rules if made)
        self.escalates = any(each.then.escalate for each, _ in self.rules)
        self.by_id = {each.id: (each, made) for each, made in self.rules}

    def decide(self, facts: Facts, *, only: Iterable[UUID] | None = None) -> Outcome:
        """What the rules say of the contact; of ``only`` these, where they are given."""
        outcome = Outcome()
        wanted = None if only is None else frozenset(only)
        for rule, made in self.rules:
            if wanted is not None and rule.id not in wanted:
                continue
            if holds(rule, made, facts, outcome.failed):
                self._count(rule, outcome)
                if rule.stop or self.mode == "first":
                    break
        return outcome

    def _count(self, rule: Rule, outcome: Outcome) -> None:
        assert rule.id is not None
        outcome.matched.append(Matched(rule_id=rule.id, name=rule.name))
        outcome.decided.take(rule.then)
        if rule.then.escalate:
            outcome.raised.append(Raised(rule.id, rule.name, rule.then.escalate))
        outcome.waits += [Waits(rule.id, number, step.after_seconds) for number, step in enumerate(rule.path)]

    def step(self, rule_id: UUID, number: int) -> tuple[Rule, Step] | None:
        """A step, where the rules still have it."""
        rule, _ = self.by_id.get(rule_id, (None, None))
        return (rule, rule.path[number]) if rule and number < len(rule.path) else None


def _made(rule: Rule) -> Condition | None:
    try:
        return condition(rule.when)
    except Fault:
        # Saved rules were looked through by the release that saved them; one that this release does not take is off.
        return None


def holds(rule: Rule, made: Condition | None, facts: Facts, failed: list[tuple[UUID, str]]) -> bool:
    """Whether the rule holds for the contact. One that cannot be worked out does not, and is noted."""
    assert rule.id is not None
    if made is None:
        failed.append((rule.id, "this release does not take the condition; save the rule again"))
        return False
    try:
        return made.holds(facts)
    except Failed as error:
        failed.append((rule.id, str(error)))
        return False


class Names(msgspec.Struct, frozen=True):
    """What codes in rules stand for. Queues are those in use."""

    queues: dict[str, UUID]
    teams: dict[str, UUID]
    agents: dict[str, UUID]
    skills: frozenset[str]


def named(rules: Sequence[Rule]) -> "Asked":
    """All codes that rules name."""
    asked = Asked()
    for rule in rules:
        for then in (rule.then, *(step.then for step in rule.path)):
            asked.take(then)
    return asked


class Asked:
    """Codes by what they are of."""

    def __init__(self) -> None:
        self.queues: set[str] = set()
        self.teams: set[str] = set()
        self.agents: set[str] = set()
        self.skills: set[str] = set()

    def take(self, then: Then) -> None:
        """Those of one rule or step."""
        self.skills |= then.skills.keys()
        escalate, call_back = then.escalate, getattr(then, "call_back", None)
        self.queues |= {
            each for each in (then.queue, escalate and escalate.queue, call_back and call_back.queue) if each
        }
        self.teams |= {escalate.team} if escalate and escalate.team else set()
        self.agents |= {then.agent} if then.agent else set()
