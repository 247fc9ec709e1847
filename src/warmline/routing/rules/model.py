"""What rules are: conditions with what follows from them, in an order, in versions; and what an escalation is."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

MOST_RULES = 500
MOST_STEPS = 10
# Units of work of all conditions together: some 20 ms for one contact.
DEAREST_SET = 200_000

Code = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,62}$")]
Level = Annotated[int, Meta(ge=1, le=5)]
Points = Annotated[int, Meta(ge=-100, le=100, description="One point is one minute of waiting.")]
Seconds = Annotated[int, Meta(ge=1, le=31_536_000)]
Intent = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,62}$")]
Reason = Annotated[str, Meta(min_length=1, max_length=300)]
RuleName = Annotated[str, Meta(min_length=1, max_length=120)]
Who = Annotated[str, Meta(min_length=1, max_length=254, description="An agent, by address or id.")]
Mode = Literal["first", "all"]


class Escalate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask a supervisor to look, now. ``team`` sees it beside those who manage queues; ``queue`` names whose matter it
    is. The reason is shown to them."""

    reason: Reason
    team: Code | None = None
    queue: Code | None = None


class CallBack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Serve the contact by telephone from now on: it keeps its place and becomes work by voice, in this queue where one
    is named. Where the customer has no number, nothing happens but what the other actions say."""

    queue: Code | None = None


class Then(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What follows. ``priority`` is added to what people gave, ``set_priority`` takes its place; ``service_seconds`` is
    the class of service: within how long it is to be answered; ``skills`` are the least levels; ``agent`` is asked
    first."""

    queue: Code | None = None
    skills: Annotated[dict[Code, Level], Meta(max_length=20)] = {}
    priority: Points | None = None
    set_priority: Points | None = None
    service_seconds: Seconds | None = None
    intent: Intent | None = None
    agent: Who | None = None
    escalate: Escalate | None = None


class StepThen(Then, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same, and another channel."""

    call_back: CallBack | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to happen where the contact still waits so many seconds after its wait began, and the rule still
    holds."""

    after_seconds: Annotated[int, Meta(ge=1, le=2_592_000)]
    then: StepThen


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``when`` is a condition in CEL. ``stop``: where it holds, no later rule is looked at. ``path`` is what happens as
    time passes. Without an ``id`` it is a new rule; keep the id, and its counts go on."""

    name: RuleName
    when: str
    then: Then = msgspec.field(default_factory=Then)
    path: Annotated[list[Step], Meta(max_length=MOST_STEPS)] = []
    active: bool = True
    stop: bool = False
    id: UUID | None = None


class RuleSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules in their order. ``first``: the first that holds decides alone; ``all``: every one that holds counts, and
    where two say different things, the earlier one does."""

    mode: Mode = "all"
    rules: Annotated[list[Rule], Meta(max_length=MOST_RULES)] = []


class RuleCount(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a rule since it is there: how often it applied, and how often it could not be worked out, which
    counts as not applying."""

    matched: int = 0
    last_matched_at: datetime | None = None
    failed: int = 0
    last_error: str | None = None
    last_failed_at: datetime | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one version did with a rule; ``fields`` names what is different."""

    rule_id: UUID
    name: str
    change: Literal["added", "removed", "changed", "moved"]
    fields: list[str] = []


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the rules. ``restored`` is the version that it brought back."""

    version: int
    saved_at: datetime
    saved_by: str
    note: str
    restored: int | None
    mode: Mode
    rule_count: int
    changes: list[Change]


class SavedRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in force, or of an earlier version. Version 0: nobody has saved any yet. ``counts`` is by rule id."""

    version: int
    mode: Mode
    rules: list[Rule]
    saved_at: datetime | None = None
    saved_by: str | None = None
    note: str = ""
    restored: int | None = None
    counts: dict[str, RuleCount] = {}


class RuleFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, and where: ``rule`` counts from 0; of a condition also the character (``offset`` from 0, ``line``
    and ``column`` from 1) and the line with a mark under it."""

    rule: int | None
    name: str
    field: str
    problem: str
    offset: int | None = None
    line: int | None = None
    column: int | None = None
    excerpt: str | None = None


class CheckedRules(msgspec.Struct, frozen=True, kw_only=True):
    """Whether rules could be saved; ``cost`` is what their conditions take at most, of ``cost_limit``."""

    valid: bool
    faults: list[RuleFault]
    cost: int
    cost_limit: int = DEAREST_SET


class Escalation(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that a supervisor is to look at now, and why. Open until it is resolved."""

    id: UUID
    interaction_id: UUID
    case_id: UUID | None
    customer_id: UUID | None
    rule_id: UUID
    rule: str
    reason: str
    team_id: UUID | None
    queue_id: UUID | None
    agent_id: UUID | None
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    resolved_at: datetime | None
    resolved_by: str | None
    note: str
    version: int


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that applied, as it is kept beside the work."""

    rule_id: UUID
    name: str


Facts = dict[str, Any]
