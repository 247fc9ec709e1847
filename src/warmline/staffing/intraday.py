"""The requirement over the day, and what comes of more agents at some hours. Pure."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from warmline.staffing import checks, clock
from warmline.staffing.erlang import Measures, System, measure
from warmline.staffing.errors import ParameterWrong, QueueGrows
from warmline.staffing.forecast import Day, Forecast
from warmline.staffing.requirement import Targets, require

ADDED = re.compile(r"(\d{1,6})(?:\s+(?!\d\d?:)(\S.*?))??(?:\s+(\d\d?:\d\d)\s*-\s*(\d\d?:\d\d))?")


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What a call takes: see ``System``."""

    handle_time: float
    patience: float | None = None
    waiting_places: int | None = None

    def system(self, calls: float, interval: float, agents: int) -> System:
        """The queue in an interval with so many calls."""
        return System(
            rate=calls / interval,
            handle_time=self.handle_time,
            agents=agents,
            patience=self.patience,
            waiting_places=self.waiting_places,
        )


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the day: calls expected with their bounds, the agents that serve and those scheduled for it, and what
    comes of it; None where the queue would grow for the whole interval."""

    start: str
    calls: float
    low: float
    high: float
    agents: int
    scheduled: int
    binding: list[str]
    measures: Measures | None


class DayNeed(msgspec.Struct, frozen=True, kw_only=True):
    """A day's requirement."""

    day: date
    closed: bool
    calls: float
    agent_hours: float
    scheduled_hours: float
    intervals: list[Interval]


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """So many more agents, from ``begin`` until ``end`` (seconds after midnight)."""

    count: int
    what: str
    begin: int
    end: int
    always: bool


def day_needs(
    forecast: Forecast, load: Load, targets: Targets, *, agents: int | None = None, high: bool = False
) -> list[DayNeed]:
    """The fewest agents for each interval of each day; or with so many ``agents``, what comes of these. ``high`` plans
    for the upper bound of the forecast."""
    return [_day(each, forecast, load, targets, agents=agents, high=high) for each in forecast.days]


def _day(day: Day, forecast: Forecast, load: Load, targets: Targets, *, agents: int | None, high: bool) -> DayNeed:
    planned = day.high if high else day.calls
    found = []
    for number, calls in enumerate(planned):
        agents_, scheduled, binding = agents or 0, agents or 0, list[str]()
        if day.closed:
            agents_, scheduled = 0, 0
        elif agents is None:
            need = require(
                rate=calls / forecast.interval,
                handle_time=load.handle_time,
                targets=targets,
                patience=load.patience,
                waiting_places=load.waiting_places,
            )
            agents_, scheduled, binding = need.agents, need.scheduled, need.binding
        found.append(
            Interval(
                start=clock.shown(forecast.starts + number * forecast.interval),
                calls=day.calls[number],
                low=day.low[number],
                high=day.high[number],
                agents=agents_,
                scheduled=scheduled,
                binding=binding if calls else [],
                measures=outcome(load.system(calls, forecast.interval, agents_), targets.within),
            )
        )
    hours = forecast.interval / 3600
    return DayNeed(
        day=day.day,
        closed=day.closed,
        calls=round(sum(day.calls), 2),
        agent_hours=round(sum(each.agents for each in found) * hours, 2),
        scheduled_hours=round(sum(each.scheduled for each in found) * hours, 2),
        intervals=found,
    )


def outcome(system: System, within: float | None) -> Measures | None:
    """What comes of it; None where the queue grows without end."""
    try:
        return measure(system, within=within)
    except QueueGrows:
        return None


def read_added(text: str) -> Added:
    """``2``, ``2 10:00-18:00`` or ``2 lang-es 10:00-18:00``. Raises ``ParameterWrong``."""
    match = ADDED.fullmatch(text.strip())
    if not match or not int(match[1]):
        raise ParameterWrong(
            parameter="add", problem=f'"{text}" is not understood; write how many and when, such as "2 10:00-18:00"'
        )
    begin, end = (clock.clock("add", match[part]) if match[3] else bound for part, bound in ((3, 0), (4, clock.DAY)))
    if begin >= end:
        raise ParameterWrong(parameter="add", problem=f'"{text}" ends before it begins; add two, one until 24:00')
    count = checks.count("add", int(match[1]))
    return Added(count=count, what=match[2] or "", begin=begin, end=end, always=not match[3])


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """An interval before and after."""

    day: date
    start: str
    calls: float
    agents: int
    agents_after: int
    before: Measures | None
    after: Measures | None


def what_if(
    days: Sequence[DayNeed],
    added: Sequence[Added],
    forecast: Forecast,
    load: Load,
    targets: Targets,
    *,
    high: bool = False,
) -> list[Change]:
    """What the added agents change, in the intervals that they work in whole or in part; a part counts by its share,
    rounded down."""
    found = []
    for day, volumes in zip(days, forecast.days, strict=True):
        for number, each in enumerate(day.intervals):
            begin = forecast.starts + number * forecast.interval
            more = sum(int(one.count * _share(one, begin, forecast.interval)) for one in added)
            if day.closed or not more:
                continue
            calls = (volumes.high if high else volumes.calls)[number]
            after = outcome(load.system(calls, forecast.interval, each.agents + more), targets.within)
            found.append(
                Change(
                    day=day.day,
                    start=each.start,
                    calls=each.calls,
                    agents=each.agents,
                    agents_after=each.agents + more,
                    before=each.measures,
                    after=after,
                )
            )
    return found


def _share(added: Added, begin: float, length: float) -> float:
    return max(min(added.end, begin + length) - max(added.begin, begin), 0.0) / length
