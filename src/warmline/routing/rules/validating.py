"""Whether a set of rules can be saved: every fault with its place. Pure."""

from collections.abc import Iterator

from warmline.routing.rules.conditions import condition
from warmline.routing.rules.grammar import Fault
from warmline.routing.rules.model import DEAREST_SET, CheckedRules, Rule, RuleFault, RuleSet, Then
from warmline.routing.rules.programs import Names

WIDE = 60
MOST_FAULTS = 100


def check_rules(rules: RuleSet, names: Names) -> CheckedRules:
    """Look all rules through."""
    faults: list[RuleFault] = []
    cost, seen = 0, set()
    for number, rule in enumerate(rules.rules):
        try:
            cost += condition(rule.when).cost if rule.active else 0
        except Fault as fault:
            faults.append(placed(number, rule, fault))
        faults += _unnamed(number, rule, names)
        if rule.id is not None and rule.id in seen:
            faults.append(RuleFault(rule=number, name=rule.name, field="id", problem="another rule has the same id"))
        seen.add(rule.id)
    if cost > DEAREST_SET:
        problem = (
            f"all conditions together may take {cost} units of work, at most {DEAREST_SET}; "
            "simplify those with matches() and nested lists"
        )
        faults.append(RuleFault(rule=None, name="", field="rules", problem=problem))
    return CheckedRules(valid=not faults, faults=faults[:MOST_FAULTS], cost=cost)


def placed(number: int, rule: Rule, fault: Fault) -> RuleFault:
    """A fault of a condition, with its line and column, and the line with a mark under the character."""
    at = min(fault.at, len(rule.when))
    line = rule.when.count("\n", 0, at)
    begin = rule.when.rfind("\n", 0, at) + 1
    end = rule.when.find("\n", at)
    return RuleFault(
        rule=number,
        name=rule.name,
        field="when",
        problem=fault.problem,
        offset=at,
        line=line + 1,
        column=at - begin + 1,
        excerpt=_marked(rule.when[begin : len(rule.when) if end < 0 else end], at - begin),
    )


def _marked(line: str, at: int) -> str:
    """The part of a line around a character, and a mark under that."""
    first = max(0, at - WIDE)
    shown = line[first : at + WIDE].replace("\t", " ").replace("\r", " ")
    before = "..." if first else ""
    after = "..." if at + WIDE < len(line) else ""
    return f"{before}{shown}{after}\n{' ' * (len(before) + at - first)}^"


def _unnamed(number: int, rule: Rule, names: Names) -> Iterator[RuleFault]:
    found: list[tuple[str, Then]] = [("then", rule.then)]
    found += [(f"path[{place}].then", step.then) for place, step in enumerate(rule.path)]
    for field, then in found:
        for name, problem in _problems(then, names):
            yield RuleFault(rule=number, name=rule.name, field=f"{field}.{name}", problem=problem)


def _problems(then: Then, names: Names) -> Iterator[tuple[str, str]]:
    escalate, call_back = then.escalate, getattr(then, "call_back", None)
    queues = {"queue": then.queue, "escalate.queue": escalate and escalate.queue,
              "call_back.queue": call_back and call_back.queue}  # fmt: skip
    for field, code in queues.items():
        if code and code not in names.queues:
            yield field, f"there is no queue {code} in use"
    for code in then.skills:
        if code not in names.skills:
            yield f"skills.{code}", f"there is no skill {code}"
    if escalate and escalate.team and escalate.team not in names.teams:
        yield "escalate.team", f"there is no team {escalate.team}"
    if then.agent and then.agent not in names.agents:
        yield "agent", f"nobody with the address or id {then.agent} works here"


def told(fault: RuleFault) -> str:
    """A fault in words, with its place."""
    if fault.offset is None:
        return fault.problem
    return f"line {fault.line}, column {fault.column} (character {fault.offset + 1}): {fault.problem}\n{fault.excerpt}"


def path_of(fault: RuleFault) -> str:
    """Which field of the set it is."""
    return fault.field if fault.rule is None else f"rules[{fault.rule}].{fault.field}"
