"""What a run found. Times are seconds; an ``error`` is one standard error, by batch means. None is "cannot be told"."""

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """A figure and its standard error."""

    value: float | None
    error: float | None = None


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """Of a queue, a skill or everything, after the warm-up. ``wait_*`` are of all who were not turned away, those who
    gave up included; ``answer_mean`` is of those who were served. ``service_level``: who was served within the target,
    of all who were not turned away. ``abandonment`` is of the same; ``blocking`` is of all who came. ``waited``: who
    was not served at once. ``queue_length`` is the mean number waiting. ``occupancy`` is of the agents who can serve
    it: conversations by their time present. ``resolved`` is of those who were served. ``offers`` is how often a
    customer was offered to somebody."""

    arrivals: int
    served: int
    abandoned: int
    blocked: int
    still_there: int
    wait_mean: Figure
    wait_p50: Figure
    wait_p95: Figure
    wait_max: float
    answer_mean: Figure
    service_level: Figure
    abandonment: Figure
    blocking: Figure
    waited: Figure
    queue_length: Figure
    occupancy: Figure
    offers: Figure
    resolved: Figure


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the day, over all days of the run: counts are means of a day. Without a queue, of all; only
    there are ``occupancy`` and ``agents`` (how many are present)."""

    begins: str
    queue: str | None
    arrivals: float
    served: float
    abandoned: float
    blocked: float
    wait_mean: float | None
    service_level: float | None
    queue_length: float
    occupancy: float | None = None
    agents: float | None = None


class Fairness(msgspec.Struct, frozen=True, kw_only=True):
    """How evenly work falls on agents: of their occupancies, the Gini coefficient (0 is even) and the coefficient of
    variation."""

    gini: float | None
    variation: float | None
    least: float | None
    most: float | None


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """Little's law: the mean number inside by the clock, against arrivals a second times the mean time inside."""

    number: float
    rate_times_time: float
    kept: bool


class Laws(msgspec.Struct, frozen=True, kw_only=True):
    """What must hold in every run, whatever the policy, over all of it. ``overloads``: work given to who had no room;
    ``absent``: to who was not there."""

    kept: bool
    arrivals: int
    served: int
    abandoned: int
    blocked: int
    still_there: int
    nothing_lost: bool
    waiting: Law
    service: Law
    overloads: int
    absent: int


class PolicyResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one policy. ``decided`` is a number of all decisions: equal in two runs that decided alike."""

    policy: str
    total: Measures
    queues: dict[str, Measures]
    skills: dict[str, Measures]
    groups: dict[str, Figure]
    intervals: tuple[Interval, ...]
    fairness: Fairness
    laws: Laws
    decisions: int
    decided: str
    missed: int
    declined: int
    measured_hours: float
    batches: int

    @property
    def occupancy(self) -> Figure:
        """Of all agents."""
        return self.total.occupancy


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a scenario, by policy; all policies met the same customers."""

    scenario: str
    seed: int
    policies: dict[str, PolicyResult]
