"""Answers of `staffing` for people: tables, and the day as bars."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from warmline.cli import show
from warmline.staffing import DaysAnswer, LoadAnswer, WhatIf

if TYPE_CHECKING:
    from warmline.staffing import Change, Cover, DayNeed, Measures, Plan
    from warmline.staffing.multiskill import Found

BAR = 40
WORDS = {
    "erlangs": "load, erlangs",
    "occupancy": "occupancy",
    "wait_probability": "have to wait",
    "mean_wait": "mean wait (ASA)",
    "service_level": "service level",
    "abandonment": "hang up",
    "blocking": "turned away",
    "mean_queue": "waiting, on average",
}
SHARES = {"occupancy", "wait_probability", "service_level", "abandonment", "blocking"}


def print_answer(found: Any) -> None:
    """Print any of the answers."""
    if isinstance(found, LoadAnswer):
        _print_load(found)
    elif isinstance(found, DaysAnswer):
        _print_days(found)
    elif isinstance(found, WhatIf):
        _print_what_if(found)
    else:
        _print_found(found)


def _print_load(found: LoadAnswer) -> None:
    if found.binding:
        show.line(f"{found.agents} agents serve, {found.scheduled} are scheduled; {_names(found.binding)} decides.")
    else:
        show.line(f"With {found.agents} agents:")
    columns = [found] + ([found.after] if found.after else [])
    headings = ["", *(f"{each.agents} agents" for each in columns)]
    show.table(
        headings, [[words, *(_figure(name, getattr(each, name)) for each in columns)] for name, words in WORDS.items()]
    )
    if len(found.each) > 1:
        show.line("\nEach target alone:")
        show.table(["target", "agents"], [[_name(name), str(count)] for name, count in found.each.items()])
    for name, met in (found.meets or {}).items():
        show.line(f"{_name(name)}: {'met' if met else 'NOT met'}")


def _name(name: str) -> str:
    return name.replace("_", " ")


def _names(names: Sequence[str]) -> str:
    return " and ".join(_name(each) for each in names)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    if name in SHARES:
        return f"{value:.1%}"
    return f"{value:.1f} s" if name == "mean_wait" else f"{value:.2f}"


def _print_days(found: DaysAnswer) -> None:
    for each in found.notes:
        show.note(each)
    if trial := found.trial:
        show.line(
            f"Forecasts of the last {trial.weeks} weeks missed by {trial.wape:.1%} of all calls "
            f"(the week before as it was: {trial.naive:.1%}); {trial.covered:.0%} of intervals were within bounds."
        )
    covered = {(each.day, each.start): each for each in found.plan.cover} if found.plan else {}
    for day in found.days:
        _print_day(day, covered)
    if found.plan:
        if not found.days:
            _print_cover(found.plan)
        _print_plan(found.plan)
    if found.changes:
        _print_changes(found.changes)


def _print_day(day: "DayNeed", covered: "dict[tuple[date, str], Cover]") -> None:
    if day.closed:
        show.line(f"\n{day.day:%a %Y-%m-%d}  closed")
        return
    show.line(
        f"\n{day.day:%a %Y-%m-%d}  {day.calls:.0f} calls, {day.agent_hours:g} agent hours, "
        f"{day.scheduled_hours:g} scheduled"
    )
    most = max((max(each.scheduled, _there(covered, day.day, each.start)) for each in day.intervals), default=0)
    rows = [
        [
            each.start,
            f"{each.calls:.0f}",
            f"{each.low:.0f}-{each.high:.0f}",
            str(each.agents),
            str(each.scheduled),
            *_outcome(each.measures),
            _bar(each.scheduled, _there(covered, day.day, each.start), most, planned=bool(covered)),
        ]
        for each in day.intervals
        if each.calls or each.agents
    ]
    last = "required #, more +, missing !" if covered else "scheduled"
    headings = ["from", "calls", "bounds", "agents", "scheduled", "wait", "service", "busy", last]
    show.table(headings, rows)


def _there(covered: "dict[tuple[date, str], Cover]", day: date, start: str) -> float:
    found = covered.get((day, start))
    return found.covered if found else 0.0


def _outcome(measures: "Measures | None") -> list[str]:
    if measures is None:
        return ["grows", "-", "-"]
    return [
        f"{measures.mean_wait:.0f} s",
        _figure("service_level", measures.service_level),
        _figure("occupancy", measures.occupancy),
    ]


def _bar(required: int, there: float, most: float, *, planned: bool) -> str:
    """Required and covered as #, what is there beyond as +, what is missing as !."""
    scale = BAR / max(most, BAR)
    if not planned:
        return "#" * round(required * scale)
    both, more, less = min(required, there), max(there - required, 0), max(required - there, 0)
    return "#" * round(both * scale) + "+" * round(more * scale) + "!" * round(less * scale)


def _print_cover(plan: "Plan") -> None:
    most = max((max(each.required, each.covered) for each in plan.cover), default=0)
    rows = [
        [
            f"{each.day:%a %Y-%m-%d}",
            each.start,
            str(each.required),
            f"{each.covered:g}",
            _bar(each.required, each.covered, most, planned=True),
        ]
        for each in plan.cover
        if each.required or each.covered
    ]
    show.table(["day", "from", "required", "there", "required #, more +, missing !"], rows)


def _print_plan(plan: "Plan") -> None:
    show.line(
        f"\nShifts: {plan.paid_hours:g} paid hours for {plan.required_hours:g} required; "
        + ("the best there is." if plan.optimal else f"at the best {plan.least_cost:g}; stopped at the time limit.")
    )
    if plan.missing_hours:
        show.line(f"{plan.missing_hours:g} agent hours stay open.")
    if plan.people is not None:
        show.line(f"It takes at least {plan.people} people.")
    rows = [
        [
            f"{each.day:%a %Y-%m-%d}",
            each.shift,
            f"{each.start}-{each.end}",
            str(each.count),
            "; ".join(", ".join(f"{at} ({count})" for at, count in one.items()) for one in each.breaks),
        ]
        for each in plan.starts
    ]
    show.table(["day", "shift", "from-to", "agents", "breaks at (agents)"], rows)


def _print_changes(changes: "Sequence[Change]") -> None:
    show.line("\nWith the agents added:")
    rows = []
    for each in changes:
        before, after = _outcome(each.before), _outcome(each.after)
        pairs = [f"{one} -> {two}" for one, two in zip(before, after, strict=True)]
        rows.append([f"{each.day:%a %Y-%m-%d}", each.start, f"{each.agents} -> {each.agents_after}", *pairs])
    show.table(["day", "from", "agents", "wait", "service", "busy"], rows)


def _print_found(found: "Found") -> None:
    show.line(f"{found.agents} agents, at a cost of {found.cost:g} ({found.runs} runs, policy {found.policy}):")
    show.table(
        ["group", "before", "agents"],
        [[name, str(found.before[name]), str(count)] for name, count in found.groups.items()],
    )
    rows = [
        [
            each.target,
            f"{each.value:.4g}",
            "" if each.error is None else f"{each.error:.2g}",
            f"{each.checked:.4g}",
            "met" if each.met_again else "met only by chance: use --sure, or more --hours",
        ]
        for each in found.outcomes
    ]
    show.table(["target", "found", "standard error", "other customers", ""], rows)


def _print_what_if(found: WhatIf) -> None:
    show.line(f"{found.scenario}, policy {found.policy}, with {', '.join(found.added)}:")
    rows = []
    for name, before in [*found.before.queues.items(), ("all", found.before.total)]:
        after = found.after.total if name == "all" else found.after.queues[name]
        rows.append([name, *(_pair(before, after, each) for each in ("wait_mean", "wait_p95"))])
        rows[-1] += [_pair(before, after, each, share=True) for each in ("service_level", "abandonment")]
    show.table(["queue", "mean wait, s", "95 % wait, s", "service level", "hang up"], rows)
    show.line("\nOver the day:")
    later = {(each.begins, each.queue): each for each in found.after.intervals}
    rows = []
    for each in found.before.intervals:
        other = later.get((each.begins, each.queue))
        if other is None or not each.arrivals:
            continue
        waits = f"{_number(each.wait_mean, 0)} -> {_number(other.wait_mean, 0)}"
        levels = f"{_share(each.service_level)} -> {_share(other.service_level)}"
        rows.append([each.begins, each.queue or "all", f"{each.arrivals:.1f}", waits, levels])
    show.table(["from", "queue", "calls a day", "mean wait, s", "service level"], rows)


def _pair(before: Any, after: Any, name: str, *, share: bool = False) -> str:
    one, two = getattr(before, name).value, getattr(after, name).value
    return f"{_share(one)} -> {_share(two)}" if share else f"{_number(one, 1)} -> {_number(two, 1)}"


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
