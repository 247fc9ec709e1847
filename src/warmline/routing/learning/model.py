"""What an organisation sets for learning, and what is shown of it. Pure."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

# The models that are published are called so, with their number.
NAME = "resolution"
# Blocks that fit an even number of times into a day.
Block = Literal[10, 15, 20, 30, 60, 90, 120, 180, 240, 360, 720]
Attribute = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,62}$")]


class LearningSettings(msgspec.Struct, frozen=True, kw_only=True):
    """``points``: minutes of waiting that the whole difference between a share of 0 and of 1 is worth, so that 40 gives
    10 for a quarter. ``minute_cost``: points for a minute of handle time. ``limit``: no worth is beyond it.

    ``minimum``: settled outcomes before there is any effect; ``agent_minimum``: of one agent, before that agent counts
    as other than the mean. ``explore``: the share of decisions in which agents are drawn by what is not known of them,
    ``explore_most``: the most of a day's decisions. ``fair_factor``: who has taken so many times the mean of the last
    hour gets no positive worth. ``measure``: off by turns, in blocks of ``block_minutes``, so that the effect can be
    told; the first ``settling_minutes`` of a block are not measured. ``satisfaction_weight``: how much of an outcome is
    what the customer said. ``monitor``: attributes of customers that the bias report looks at, and nothing else does.
    """

    points: Annotated[float, Meta(ge=0, le=400)] = 40.0
    minute_cost: Annotated[float, Meta(ge=0, le=10)] = 0.2
    limit: Annotated[float, Meta(ge=0, le=100)] = 15.0
    minimum: Annotated[int, Meta(ge=1, le=1_000_000)] = 200
    agent_minimum: Annotated[int, Meta(ge=1, le=10_000)] = 1
    explore: Annotated[float, Meta(ge=0, le=0.2)] = 0.03
    explore_most: Annotated[float, Meta(ge=0, le=0.2)] = 0.05
    fair_factor: Annotated[float, Meta(ge=1, le=10)] = 1.5
    measure: bool = True
    block_minutes: Block = 60
    settling_minutes: Annotated[int, Meta(ge=0, le=60)] = 5
    satisfaction_weight: Annotated[float, Meta(ge=0, le=1)] = 0.25
    publish_minutes: Annotated[int, Meta(ge=1, le=1440)] = 5
    monitor: Annotated[list[Attribute], Meta(max_length=20)] = []


class SettingsChange(LearningSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that an organisation sets for learning; what is left out goes back to the default."""


class Switch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether routing uses what it learned, and why this was decided."""

    on: bool
    reason: Annotated[str, Meta(max_length=500)] = ""


class Kept(LearningSettings, frozen=True, kw_only=True):
    """The settings as the organisation keeps them. Learning has no effect until somebody switches it on."""

    on: bool = False
    since: datetime | None = None

    @property
    def set(self) -> LearningSettings:
        """What was set, without the switch."""
        return LearningSettings(**{name: getattr(self, name) for name in LearningSettings.__struct_fields__})


class PublishedModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model that is or was in force. ``outcomes`` it was learned from, up to ``position``; ``overloaded`` agents had
    more than their part and got no positive worth. ``decided`` and ``explored`` are decisions of that day (UTC)."""

    id: UUID
    name: str
    number: int
    position: int
    outcomes: int
    worths: dict[str, Any]
    overloaded: list[UUID]
    day: datetime
    decided: int
    explored: int
    published_at: datetime


class LearningView(msgspec.Struct, frozen=True, kw_only=True):
    """``active``: decisions use it now; ``reason`` says in words why not, or that they do. ``in_block``: whether this
    block of time is one with the model. Outcomes are ``waiting`` for seven days, and then ``counted``."""

    on: bool
    active: bool
    reason: str
    in_block: bool
    model: PublishedModel | None
    waiting: int
    counted: int
    settings: LearningSettings
    version: int


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with the bounds between which the true one lies (95 %); all null where there is too little to say."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """One measure with and without the model. ``verdict``: ``better``, ``worse`` or ``not_yet_enough_to_tell``."""

    measure: Literal["resolution", "handle_seconds", "wait_seconds"]
    on: float | None
    off: float | None
    on_count: int
    off_count: int
    on_blocks: int
    off_blocks: int
    difference: Interval
    verdict: Literal["better", "worse", "not_yet_enough_to_tell"]
    reason: str


class EffectReport(msgspec.Struct, frozen=True, kw_only=True):
    """What the model brings: blocks of time with it less blocks without it."""

    days: int
    effects: list[Effect]


class GroupMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of one group of customers beside all others, with the model on or off. ``ratio`` is the group's by
    the others'. ``flagged``: outside 0.8 to 1.25, and not by chance."""

    measure: Literal["matched", "resolved", "wait_seconds"]
    learned: bool
    group: float | None
    others: float | None
    group_count: int
    others_count: int
    ratio: Interval
    flagged: bool


class GroupReport(msgspec.Struct, frozen=True, kw_only=True):
    """A group: customers with this value (``name``) of a property (``dimension``)."""

    dimension: str
    name: str
    measures: list[GroupMeasure]


class AgentReport(msgspec.Struct, frozen=True, kw_only=True):
    """What one agent had, with the model on and off."""

    agent_id: UUID
    on_count: int
    off_count: int
    on_resolved: float | None
    off_resolved: float | None
    on_minutes: float
    off_minutes: float


class BiasReport(msgspec.Struct, frozen=True, kw_only=True):
    """Who gets what, with the model and without. ``matched``: the share of work given to an agent from whom the model
    expects more than the mean. ``gini``: how unevenly work is spread over agents, 0 (evenly) to 1."""

    days: int
    groups: list[GroupReport]
    agents: list[AgentReport]
    gini_on: float | None
    gini_off: float | None
    flagged: int


def model_name(number: int) -> str:
    """What decisions call a model."""
    return f"{NAME}-{number}"


def model_number(name: str) -> int | None:
    """The number of a model by its name; None of another name."""
    head, _, number = name.rpartition("-")
    return int(number) if head == NAME and number.isdecimal() and len(number) < 10 else None
