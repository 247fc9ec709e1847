"""From a question to its answer: for a load, over days, or by simulation."""

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from warmline.staffing import checks, clock
from warmline.staffing.erlang import Measures, measure
from warmline.staffing.errors import NoTarget, ParameterWrong
from warmline.staffing.intraday import Change, DayNeed, Load, day_needs, outcome, read_added, what_if
from warmline.staffing.question import Question, read_shifts
from warmline.staffing.requirement import LIMITS, check_targets, meets, require, scheduled
from warmline.staffing.shifts import Plan, plan_shifts

if TYPE_CHECKING:
    from warmline.simulation import PolicyResult, Scenario
    from warmline.staffing.forecast import Forecast, Trial
    from warmline.staffing.multiskill import Found

UNCLOCKED = ("mean_wait",)


class LoadAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """For one load. ``meets`` where the agents were given, ``binding`` and ``each`` where they were asked for;
    ``mean_wait`` (seconds) is None where no handle time was given; ``after`` is with the agents added."""

    agents: int
    scheduled: int
    erlangs: float
    occupancy: float
    wait_probability: float
    mean_wait: float | None
    service_level: float | None
    abandonment: float
    blocking: float
    mean_queue: float
    binding: list[str]
    each: dict[str, int]
    meets: dict[str, bool] | None = None
    after: "LoadAnswer | None" = None


class DaysAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """For days: the requirement by interval, what shifts cover it, and what added agents change."""

    interval: int
    confidence: float | None
    trial: "Trial | None"
    notes: list[str]
    days: list[DayNeed]
    plan: Plan | None
    changes: list[Change]


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario before and after: the same customers, with more agents."""

    scenario: str
    added: list[str]
    policy: str
    before: "PolicyResult"
    after: "PolicyResult"


def at_once(question: Question) -> LoadAnswer:
    """The fewest agents for one load, or what comes of those given. Raises errors that name the parameter."""
    system, targets = question.system, question.targets
    more = sum(_whole(text) for text in question.add)
    if question.agents is None:
        if not question.has_targets:
            raise NoTarget(targets=", ".join(LIMITS))
        need = require(
            rate=system.rate,
            handle_time=system.handle_time,
            targets=targets,
            patience=system.patience,
            waiting_places=system.waiting_places,
        )
        found = _told(question, need.measures, binding=need.binding, each=need.each)
    else:
        found = _told(question, measure(system, within=question.within))
    if not more:
        return found
    added = msgspec.structs.replace(system, agents=found.agents + more)
    return msgspec.structs.replace(found, after=_told(question, measure(added, within=question.within)))


def _whole(text: str) -> int:
    added = read_added(text)
    if not added.always:
        raise ParameterWrong(parameter="add", problem=f'"{text}" names hours, which a load has not; leave them out')
    return added.count


def _told(
    question: Question, found: Measures, *, binding: list[str] | None = None, each: dict[str, int] | None = None
) -> LoadAnswer:
    told = msgspec.structs.asdict(found)
    if question.handle_time is None:
        told |= dict.fromkeys(UNCLOCKED)
    kept = None
    if binding is None and question.has_targets:
        given = check_targets(question.targets, patience=question.patience, waiting_places=question.waiting_places)
        kept = {name: meets(name, value, found) for name, value in given.items()}
    return LoadAnswer(
        scheduled=scheduled(found.agents, checks.number("shrinkage", question.shrinkage, most=0.99)),
        binding=binding or [],
        each=each or {},
        meets=kept,
        **told,
    )


def over_the_day(question: Question) -> DaysAnswer:
    """The requirement of days to come from past volumes, or as it is given; with shifts and what-if where asked for."""
    if question.erlangs is not None or question.calls is not None:
        raise ParameterWrong(parameter="calls", problem="and erlangs are not asked for where volumes are given")
    if question.required:
        return _as_required(question)
    from warmline.staffing.forecast import forecast
    from warmline.staffing.volumes import read_volumes

    if question.handle_time is None:
        raise ParameterWrong(parameter="handle_time", problem="is needed to plan by volumes")
    load = Load(handle_time=question.handle_time, patience=question.patience, waiting_places=question.waiting_places)
    targets, added = question.targets, [read_added(each) for each in question.add]
    if question.agents is None or question.has_targets:
        check_targets(targets, patience=load.patience, waiting_places=load.waiting_places)
    outcome(load.system(0.0, question.interval, 0), question.within)
    columns = question.columns
    made = forecast(
        read_volumes(Path(question.volumes or ""), columns),
        interval=int(question.interval),
        days=[clock.day("day", each) for each in question.day],
        closed=columns.closed,
        confidence=question.confidence,
    )
    high = question.plan_for == "high"
    days = day_needs(made, load, targets, agents=question.agents, high=high)
    return DaysAnswer(
        interval=made.interval,
        confidence=made.confidence,
        trial=made.trial,
        notes=made.notes,
        days=days,
        plan=_planned(question, {each.day: [one.scheduled for one in each.intervals] for each in days}, made),
        changes=what_if(days, added, made, load, targets, high=high) if added else [],
    )


def _planned(question: Question, needed: dict[date, list[int]], made: "Forecast") -> Plan | None:
    if not (question.shifts or question.shift):
        return None
    types, rules = read_shifts(question)
    return plan_shifts(needed, interval=made.interval, starts=made.starts, shifts=types, rules=rules)


def _as_required(question: Question) -> DaysAnswer:
    """Shifts for a requirement that is given."""
    from warmline.staffing.volumes import read_volumes

    if question.volumes:
        raise ParameterWrong(parameter="required", problem="and volumes are not asked for together")
    if not (question.shifts or question.shift):
        raise ParameterWrong(parameter="required", problem="needs shifts to cover it")
    columns = msgspec.structs.replace(question.columns, calls=question.calls_column or "agents")
    table = read_volumes(Path(question.required or ""), columns)
    counts = {
        day: [math.ceil(each) if math.isfinite(each) else 0 for each in row.tolist()]
        for day, row in zip(table.days, table.calls, strict=True)
    }
    types, rules = read_shifts(question)
    plan = plan_shifts(counts, interval=table.interval, starts=table.starts, shifts=types, rules=rules)
    return DaysAnswer(
        interval=table.interval, confidence=None, trial=None, notes=list(table.notes), days=[], plan=plan, changes=[]
    )


def by_simulation(question: Question, told: Callable[[int], None]) -> "Found | WhatIf":
    """The cheapest agents of a scenario that meet its targets; or, with agents added, the scenario before and after."""
    from warmline.simulation import load_scenario
    from warmline.staffing.multiskill import read_aims, read_costs, search

    scenario = load_scenario(Path(question.scenario or ""))
    if question.hours is not None:
        hours = checks.number("hours", question.hours, above=True)
        scenario = msgspec.structs.replace(scenario, duration_hours=hours, customers=None)
    if question.add:
        return _compared(question, scenario, told)
    return search(
        scenario,
        read_aims(question.target, scenario),
        costs=read_costs(question.cost, scenario),
        policy=question.policy,
        seed=question.seed,
        most_runs=question.most_runs,
        sure=question.sure,
        told=told,
    )


def _compared(question: Question, scenario: "Scenario", told: Callable[[int], None]) -> WhatIf:
    from warmline.simulation import run, with_agents

    policy = question.policy or scenario.policies[-1]
    changed = scenario
    for text in question.add:
        changed = with_agents(changed, text)
    found: list[Any] = []
    for each in (scenario, changed):
        found.append(run(each, policy=policy, seed=question.seed).policies[policy])
        told(1)
    return WhatIf(scenario=scenario.name, added=question.add, policy=policy, before=found[0], after=found[1])
