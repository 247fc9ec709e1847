"""Rules of continuity: at which switch which team owns a case's context, and what must travel along. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from warmline.governance.model import CaptureField, Label

SwitchKind = Literal["channel", "agent", "bot", "team", "queue"]
End = Annotated[str, Meta(min_length=1, max_length=64)]
PolicyFields = Annotated[list[CaptureField], Meta(max_length=50)]


class Switch(msgspec.Struct, frozen=True):
    """One way in which a matter changes hands: from channel to channel, agent to agent, bot to agent, team to team, or
    into a queue. ``to_value`` of a queue or team is its id, of a channel its name."""

    kind: str
    from_value: str | None = None
    to_value: str | None = None


class NewContinuityPolicy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule. Null for ``from_value`` or ``to_value`` means any; agent and bot switches have neither.

    ``owner_team_id`` is the team that owns the context of the case afterwards; null leaves it where it is.
    """

    switch: SwitchKind
    name: Label
    from_value: End | None = None
    to_value: End | None = None
    owner_team_id: UUID | None = None
    fields: PolicyFields = msgspec.field(default_factory=list)


class ContinuityPolicyChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    name: Label | UnsetType = UNSET
    owner_team_id: UUID | UnsetType | None = UNSET
    fields: PolicyFields | UnsetType = UNSET


class ContinuityPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Which team owns a case's context at a kind of switch, and which fields a hand-off must bring."""

    id: UUID
    switch: str
    from_value: str | None
    to_value: str | None
    name: str
    owner_team_id: UUID | None
    fields: list[dict[str, Any]]
    version: int
    created_at: datetime
    updated_at: datetime


def applying(policies: Sequence[ContinuityPolicy], switches: Sequence[Switch]) -> list[ContinuityPolicy]:
    """For each switch the policy that says most about it: both ends, else where it comes from, else where it goes to,
    else any. In the order of the switches."""
    found = []
    for switch in switches:
        fitting = [each for each in policies if each.switch == switch.kind and _fits(each, switch)]
        if fitting:
            found.append(max(fitting, key=lambda each: (each.from_value is not None, each.to_value is not None)))
    return found


def _fits(policy: ContinuityPolicy, switch: Switch) -> bool:
    return policy.from_value in (None, switch.from_value) and policy.to_value in (None, switch.to_value)


def together(fields: Sequence[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    """All fields, each once; one that any list requires is required."""
    made: dict[str, dict[str, Any]] = {}
    for each in (field for some in fields for field in some):
        name = str(each["field"])
        before = made.get(name)
        required = each.get("required", True) or (before is not None and before.get("required", True))
        made[name] = {**each, **(before or {}), "required": required}
    return list(made.values())
