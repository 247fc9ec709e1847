"""The optimiser's view of shifts: numbers of starts, of breaks and of gaps, and what each interval asks of them."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from warmline.staffing import clock
from warmline.staffing.erlang import Numbers
from warmline.staffing.errors import NoPlanInTime, NotCovered
from warmline.staffing.shifts import Cover, Place, Plan, Rules, Start, moment

HOUR = 3600.0
TINY = 1e-6
SHOWN = 5
# An hour that is missing costs so many paid ones while it is sought what cannot be covered.
DEAR = 1e4


class Pause(NamedTuple):
    """A break of one start that may begin here."""

    place: int
    number: int
    at: float


class _Found(NamedTuple):
    values: Numbers
    least: float
    optimal: bool


class Covering:
    """Variables in order: how many begin at each place, how many of these take each pause, how many are missing in each
    interval, and how many people there are."""

    def __init__(
        self, places: Sequence[Place], slots: Mapping[int, int], interval: int, rules: Rules, first: date
    ) -> None:
        self.places, self.rules, self.interval, self.first = places, rules, interval, first
        self.at = np.array(sorted(slots), dtype=np.float64)
        self.required = np.array([slots[int(each)] for each in self.at], dtype=np.float64)
        self.pauses = [
            Pause(number, which, place.at + after)
            for number, place in enumerate(places)
            for which, pause in enumerate(place.shift.breaks)
            for after in _steps(pause.earliest, pause.latest, min(pause.length, interval))
        ]
        self.sizes = (len(places), len(self.pauses), len(self.at), 1)

    def plan(self) -> Plan:
        """The cheapest. Raises ``NotCovered`` and ``NoPlanInTime``."""
        if self.rules.gap_price is None:
            self._check_reach()
        found = self._solve(self.rules.gap_price)
        if found is None:
            raise NotCovered(problem=self._short())
        return self._told(found)

    def _check_reach(self) -> None:
        """Every interval must be within some shift."""
        whole = np.zeros(len(self.at))
        for place in self.places:
            whole = np.maximum(whole, self._share(place.at, place.shift.length))
        bare = [
            at for at, share, count in zip(self.at, whole, self.required, strict=True) if count and share < 1 - TINY
        ]
        if bare:
            raise NotCovered(problem=f"no shift covers {self._named(bare)}")

    def _short(self) -> str:
        """Which intervals stay short when as little as possible is missing."""
        found = self._solve(DEAR)
        if found is None:
            return "the rules for people allow no shift at all"
        missing = found.values[self._part(2)]
        bare = [at for at, gap in zip(self.at, missing, strict=True) if gap > TINY]
        return f"{missing.sum() * self.interval / HOUR:.1f} agent hours stay open, at {self._named(bare)}"

    def _named(self, bare: Sequence[float]) -> str:
        shown = ", ".join(f"{moment(self.first, each):%Y-%m-%d %H:%M}" for each in bare[:SHOWN])
        return shown + (f" and {len(bare) - SHOWN} more intervals" if len(bare) > SHOWN else "")

    def _part(self, number: int) -> slice:
        begin = sum(self.sizes[:number])
        return slice(begin, begin + self.sizes[number])

    def _share(self, begin: float, length: float) -> Numbers:
        """The part of each interval that lies within this time."""
        within = np.minimum(self.at + self.interval, begin + length) - np.maximum(self.at, begin)
        return np.asarray(np.clip(within, 0, None) / self.interval, dtype=np.float64)

    def _solve(self, gap_price: float | None) -> _Found | None:
        """The best values; None where there are none."""
        from scipy.optimize import Bounds, milp

        whole = np.ones(sum(self.sizes))
        whole[self._part(2)] = 0
        options = {"time_limit": self.rules.time_limit, "mip_rel_gap": self.rules.tolerance}
        low, high = np.zeros(sum(self.sizes)), self._most(gap_price)
        done = milp(
            self._cost(gap_price),
            integrality=whole,
            bounds=Bounds(low, high),
            constraints=self._constraints(),
            options=options,
        )
        if done.status == 2:
            return None
        if done.x is None:
            raise NoPlanInTime(seconds=self.rules.time_limit)
        least = done.mip_dual_bound if done.mip_dual_bound is not None else done.fun
        return _Found(np.asarray(done.x), max(float(least), 0.0), done.status == 0)

    def _cost(self, gap_price: float | None) -> Numbers:
        cost = np.zeros(sum(self.sizes))
        cost[self._part(0)] = [each.shift.paid / HOUR for each in self.places]
        cost[self._part(2)] = (gap_price or 0.0) * self.interval / HOUR
        return cost

    def _most(self, gap_price: float | None) -> Numbers:
        most = np.full(sum(self.sizes), math.inf)
        most[self._part(0)] = [math.inf if each.shift.most is None else each.shift.most for each in self.places]
        allowed = math.inf if self.rules.max_gap is None or gap_price == DEAR else self.rules.max_gap
        most[self._part(2)] = np.minimum(self.required, allowed) if gap_price is not None else 0.0
        most[self._part(3)] = math.inf if self.rules.people is None else self.rules.people
        return most

    def _constraints(self) -> list[Any]:
        """Enough in each interval, every break taken, no type of shift too often, no more than people can do."""
        from scipy.optimize import LinearConstraint
        from scipy.sparse import vstack

        found = [LinearConstraint(self._presence(), self.required, np.inf)]
        if self.pauses:
            found.append(LinearConstraint(self._pausing(), 0, 0))
        rows, most = self._limits()
        if rows:
            found.append(LinearConstraint(vstack(rows), -np.inf, np.array(most)))
        return found

    def _presence(self) -> Any:
        from scipy.sparse import coo_array, hstack

        there = [self._share(each.at, each.shift.length) for each in self.places]
        away = [-self._share(each.at, self.places[each.place].shift.breaks[each.number].length) for each in self.pauses]
        people = coo_array((len(self.at), 1))
        gaps = coo_array(np.eye(len(self.at)))
        return hstack([coo_array(np.array(there + away).reshape(-1, len(self.at)).T), gaps, people]).tocsr()

    def _pausing(self) -> Any:
        """As many take each break as begin the shift."""
        from scipy.sparse import coo_array

        rows = {key: row for row, key in enumerate(dict.fromkeys((each.place, each.number) for each in self.pauses))}
        entries = [(row, place, -1.0) for (place, _), row in rows.items()]
        entries += [(rows[each.place, each.number], self.sizes[0] + at, 1.0) for at, each in enumerate(self.pauses)]
        row, column, value = zip(*entries, strict=True)
        return coo_array((value, (row, column)), shape=(len(rows), sum(self.sizes))).tocsr()

    def _limits(self) -> tuple[list[Any], list[float]]:
        """Rows of what may not be more than so much."""
        from scipy.sparse import coo_array

        rows, most = [], []

        def limit(weights: dict[int, float], people: float, highest: float) -> None:
            entries = {**weights, sum(self.sizes) - 1: -people} if people else weights
            columns, values = list(entries), list(entries.values())
            shape = (1, sum(self.sizes))
            rows.append(coo_array((values, ([0] * len(columns), columns)), shape=shape).tocsr())
            most.append(highest)

        by_type: dict[tuple[date, str], dict[int, float]] = {}
        by_day: dict[date, dict[int, float]] = {}
        by_week: dict[tuple[int, int], dict[int, float]] = {}
        for number, each in enumerate(self.places):
            by_type.setdefault((each.day, each.shift.name), {})[number] = 1.0
            by_day.setdefault(each.day, {})[number] = 1.0
            by_week.setdefault(each.day.isocalendar()[:2], {})[number] = each.shift.paid / HOUR
        names = {each.shift.name: each.shift.most for each in self.places}
        for (_, name), weights in by_type.items():
            if (highest := names[name]) is not None:
                limit(weights, 0, highest)
        if self._counts_people:
            for weights in by_day.values():
                limit(weights, 1, 0)
            for weights in by_week.values():
                if self.rules.max_week_hours is not None:
                    limit(weights, self.rules.max_week_hours, 0)
                if self.rules.max_week_shifts is not None:
                    limit(dict.fromkeys(weights, 1.0), self.rules.max_week_shifts, 0)
        return rows, most

    @property
    def _counts_people(self) -> bool:
        rules = self.rules
        return any(each is not None for each in (rules.people, rules.max_week_hours, rules.max_week_shifts))

    def _told(self, found: _Found) -> Plan:
        counts = np.round(found.values[self._part(0)]).astype(int)
        values = np.concatenate([counts, np.round(found.values[self._part(1)]), np.zeros(self.sizes[2] + 1)])
        covered = self._presence() @ values
        missing = float(np.maximum(self.required - covered, 0).sum()) * self.interval / HOUR
        paid = sum(int(count) * each.shift.paid for count, each in zip(counts, self.places, strict=True)) / HOUR
        pairs = zip(self.at, self.required, covered, strict=True)
        return Plan(
            paid_hours=round(paid, 4),
            required_hours=round(float(self.required.sum()) * self.interval / HOUR, 4),
            missing_hours=round(missing, 4),
            cost=round(paid + missing * (self.rules.gap_price or 0.0), 4),
            least_cost=round(found.least, 4),
            optimal=found.optimal,
            people=self._people(counts) if self._counts_people else None,
            starts=[self._start(int(at), int(counts[at]), values) for at in np.flatnonzero(counts)],
            cover=[self._cover(at, int(count), float(there)) for at, count, there in pairs],
        )

    def _people(self, counts: Numbers) -> int:
        """How many it takes at least."""
        days: dict[date, float] = {}
        weeks: dict[tuple[int, int], tuple[float, float]] = {}
        for count, each in zip(counts, self.places, strict=True):
            days[each.day] = days.get(each.day, 0.0) + count
            hours, shifts = weeks.get(each.day.isocalendar()[:2], (0.0, 0.0))
            weeks[each.day.isocalendar()[:2]] = hours + count * each.shift.paid / HOUR, shifts + count
        needs = list(days.values())
        needs += [hours / (self.rules.max_week_hours or math.inf) for hours, _ in weeks.values()]
        needs += [shifts / (self.rules.max_week_shifts or math.inf) for _, shifts in weeks.values()]
        return math.ceil(max(needs) - TINY)

    def _start(self, number: int, count: int, values: Numbers) -> Start:
        place = self.places[number]
        breaks: list[dict[str, int]] = [{} for _ in place.shift.breaks]
        for at, each in enumerate(self.pauses, start=self.sizes[0]):
            if each.place == number and values[at]:
                breaks[each.number][f"{moment(self.first, each.at):%H:%M}"] = int(values[at])
        start, end = moment(self.first, place.at), moment(self.first, place.at + place.shift.length)
        return Start(
            day=place.day,
            shift=place.shift.name,
            start=f"{start:%H:%M}",
            end=f"{end:%H:%M}",
            count=count,
            breaks=breaks,
        )

    def _cover(self, at: float, required: int, covered: float) -> Cover:
        begins = moment(self.first, at)
        return Cover(day=begins.date(), start=f"{begins:%H:%M}", required=required, covered=round(covered, 3))


def _steps(earliest: float, latest: float, step: float) -> list[float]:
    """When a break may begin: from the earliest on, and at the latest."""
    found = list(np.arange(earliest, latest + TINY, min(step, clock.DAY)))
    return [float(each) for each in found]
