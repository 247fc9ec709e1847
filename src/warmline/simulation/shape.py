"""What a scenario may say. Times are seconds where a name says nothing else; times of the day are ``HH:MM``."""

from typing import Annotated, Literal

import msgspec

from warmline.simulation.draws import Deterministic, Duration, Never, NotNegative, Patience, Positive

DAY = 86400.0
HOUR = 3600.0
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Level = Annotated[int, msgspec.Meta(ge=1, le=5)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Hours = tuple[Clock, Clock]
Weights = Annotated[dict[str, NotNegative], msgspec.Meta(min_length=1)]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a scenario; a key that it does not know is refused."""


class Step(Part, frozen=True, kw_only=True):
    """A ring: how the requirement relaxes after so much waiting."""

    after_seconds: NotNegative
    lower: Annotated[int, msgspec.Meta(ge=0, le=4)] = 0
    any_skill: bool = False
    teams: tuple[Name, ...] = ()


class Overflow(Part, frozen=True, kw_only=True):
    """After so many seconds, whoever serves that queue may be asked too."""

    queue: Name
    after_seconds: NotNegative


class Returns(Part, frozen=True, kw_only=True):
    """This share of those who were not helped contacts again: on a later day, on average after so many days, at about
    the time of the day at which they came first."""

    share: Share
    after_days: Positive = 1.0


class Arrivals(Part, frozen=True, kw_only=True):
    """How customers come: evenly by chance (``per_minute`` or ``per_hour``), by hour of the day (calls an hour from
    that time on), or as in a file of counted calls. ``scale`` and ``share`` multiply what the file says; ``starts`` is
    when its day begins, where its bins do not fill a day; ``first_day`` and ``days`` choose a part of it."""

    per_minute: NotNegative | None = None
    per_hour: NotNegative | None = None
    by_hour: dict[Clock, NotNegative] | None = None
    file: str | None = None
    share: Share = 1.0
    scale: Positive = 1.0
    starts: Clock | None = None
    first_day: Count = 0
    days: Annotated[int, msgspec.Meta(ge=1)] | None = None


class QueuePart(Part, frozen=True, kw_only=True):
    """A queue and those who come to it. ``priorities`` is how many have which extra points of priority;
    ``waiting_places`` is how many may wait before more are turned away."""

    name: Name
    arrivals: Arrivals = Arrivals()
    target_seconds: Positive = 120.0
    priority: float = 0.0
    skills: dict[Name, Level] = {}
    teams: tuple[Name, ...] = ()
    rings: tuple[Step, ...] = ()
    overflow: Overflow | None = None
    waiting_places: Count | None = None
    offer_seconds: Positive = 30.0
    offer_to: Annotated[int, msgspec.Meta(ge=1, le=20)] = 1
    sticky_seconds: NotNegative = 300.0
    medium: Name = "voice"
    hours: Hours | None = None
    patience: Patience = Never()
    handle_time: Duration = Deterministic(value=180.0)
    intents: Weights = msgspec.field(default_factory=lambda: {"any": 1.0})
    priorities: Weights = msgspec.field(default_factory=lambda: {"0": 1.0})
    returns: Returns | None = None


class Shift(Part, frozen=True, kw_only=True, rename={"begins": "from", "ends": "to"}):
    """Present on each day between these times, except in the breaks."""

    begins: Clock
    ends: Clock
    breaks: tuple[Hours, ...] = ()


class AgentPart(Part, frozen=True, kw_only=True):
    """A group of agents who are alike, up to chance. ``handle_times`` and ``resolutions`` are by intent, or by queue,
    and go before those without a name. ``speed_spread`` is the coefficient of variation of how slow each agent is;
    ``resolution_spread`` is the standard deviation, in logits, of how good each is at each intent: the truth that a
    model has to find out. Without shifts they are always there."""

    name: Name
    count: Count = 1
    skills: dict[Name, Level] = {}
    teams: tuple[Name, ...] = ()
    capacity: dict[Name, Annotated[int, msgspec.Meta(ge=0, le=50)]] = msgspec.field(
        default_factory=lambda: {"voice": 1}
    )
    interruptible: tuple[Name, ...] = ()
    handle_time: Duration | None = None
    handle_times: dict[Name, Duration] = {}
    speed_spread: Annotated[float, msgspec.Meta(ge=0, le=2)] = 0.0
    resolution: Share = 1.0
    resolutions: dict[Name, Share] = {}
    resolution_spread: Annotated[float, msgspec.Meta(ge=0, le=5)] = 0.0
    shifts: tuple[Shift, ...] = ()
    answer_time: Duration = Deterministic(value=0.0)
    miss: Share = 0.0
    decline: Share = 0.0


class Mismatch(Part, frozen=True, kw_only=True):
    """What becomes of work that somebody serves below the skills that its queue asks for at first."""

    handle_factor: Positive = 1.0
    resolution_factor: Share = 1.0


class Learning(Part, frozen=True, kw_only=True):
    """How the model learns: an outcome is known after ``delay_hours``, because whether somebody contacts again shows
    later; and the model is made anew each ``renew_hours``."""

    delay_hours: NotNegative = 168.0
    renew_hours: Positive = 24.0


class Policy(Part, frozen=True, kw_only=True):
    """What of the engine is in use; without any, whoever is idle longest takes who waits longest. ``targets``: work
    near its service target is urgent; ``preferred``: who served a customer before is preferred."""

    skills: bool = True
    rings: bool = True
    priority: bool = True
    targets: bool = True
    preferred: bool = True
    learning: bool = False


BUILT_IN: dict[str, Policy] = {
    "longest_idle": Policy(skills=False, rings=False, priority=False, targets=False, preferred=False),
    "skills_only": Policy(rings=False, priority=False, targets=False, preferred=False),
    "engine": Policy(),
    "engine+learning": Policy(learning=True),
}


class Scenario(Part, frozen=True, kw_only=True):
    """A service and those who come to it. It runs until so many customers came, or for so long, and then until
    nobody is left. ``opens``: the time of the day at which it begins; who comes in the ``warm_up_hours`` is not
    counted. ``waiting_places``: how many may wait in all queues together. ``missed_pause_seconds``: how long who
    missed an offer is not responding; ``declined_seconds``: how long who declined is not asked again."""

    name: Name = "scenario"
    seed: Count = 1
    customers: Annotated[int, msgspec.Meta(ge=1)] | None = None
    duration_hours: Positive | None = None
    warm_up_hours: NotNegative = 0.0
    opens: Clock = "00:00"
    interval_minutes: Literal[5, 10, 15, 20, 30, 60] = 30
    batches: Annotated[int, msgspec.Meta(ge=5, le=1000)] = 30
    waiting_places: Count | None = None
    missed_pause_seconds: NotNegative = 60.0
    declined_seconds: NotNegative = 60.0
    policies: tuple[Name, ...] = ("engine",)
    policy: dict[Name, Policy] = {}
    queues: Annotated[tuple[QueuePart, ...], msgspec.Meta(min_length=1)]
    agents: tuple[AgentPart, ...] = ()
    mismatch: Mismatch = Mismatch()
    learning: Learning = Learning()

    def find_policy(self, name: str) -> Policy | None:
        """The policy of this name: the scenario's own, or one that is built in."""
        return self.policy.get(name) or BUILT_IN.get(name)


def seconds_of(clock: str) -> float:
    """``HH:MM`` in seconds since midnight."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * HOUR + int(minutes) * 60.0
