"""Learned models, policies and dry runs as the API shows them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.interactions.learning.model import ContinuityModel
from warmline.kit.intervals import Share

Probability = Annotated[float, Meta(ge=0, le=1)]


class ModelView(msgspec.Struct, frozen=True, kw_only=True):
    """A model that the organisation learned. ``proposed`` ones wait for a person, ``declined`` ones did no better."""

    id: UUID
    number: int
    status: str
    model: ContinuityModel
    corrections: int
    trained_by: str
    trained_at: datetime
    activated_by: str | None
    activated_at: datetime | None
    version: int


class Tuning(msgspec.Struct, frozen=True, kw_only=True):
    """What an organisation set for continuity; what is null follows the model or Warmline's default.

    ``attach``, ``suggest``: probabilities from which on a contact is attached or a case suggested. ``learn``: ``auto``
    lets a better model decide at once, ``propose`` asks a person, ``off`` trains none. ``risk``: the share of wrong
    attachments that a learned threshold may have at most. ``settle_days``: without an objection so long, it was right.
    """

    attach: Probability | None = None
    suggest: Probability | None = None
    reopen_days: Annotated[int, Meta(ge=0, le=365)] | None = None
    burst_seconds: Annotated[int, Meta(ge=0, le=3600)] | None = None
    learn: Literal["auto", "propose", "off"] = "auto"
    risk: Annotated[float, Meta(gt=0, le=0.2)] = 0.01
    settle_days: Annotated[int, Meta(ge=1, le=365)] = 14


class SettingsChange(Tuning, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of what an organisation sets for continuity; what is left out goes back to the default."""


class SettingsView(msgspec.Struct, frozen=True, kw_only=True):
    """What the organisation set, and what is in force: from the settings, else the model, else the default."""

    set: Tuning
    attach: float
    suggest: float
    reopen_days: int
    burst_seconds: int
    model: int
    version: int


class TrainBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``propose``: leave the model for a person to activate, whatever the settings say."""

    propose: bool = False


class DryRunBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds to try, and a model by its number (0 is the shipped one); what is left out is as now."""

    attach: Probability | None = None
    suggest: Probability | None = None
    model: Annotated[int, Meta(ge=0)] | None = None
    days: Annotated[int, Meta(ge=1, le=365)] = 30
    changes: Annotated[int, Meta(ge=0, le=500)] = 50


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many contacts would go where."""

    attach: int = 0
    suggest: int = 0
    new: int = 0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What thresholds make of the history. ``precision``: of what is attached, right; ``recall``: of what belonged to
    a candidate, attached to it; ``suggested``: of what is suggested, right. Counted where people said what is right, or
    nobody objected."""

    attach: float
    suggest: float
    model: int
    counts: Counts
    precision: Share
    recall: Share
    suggested: Share


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One contact that would go elsewhere. ``right``: whether that is where it belongs; null where nobody can tell."""

    decision_id: UUID
    interaction_id: UUID
    at: datetime
    before: str
    after: str
    case_id: UUID | None
    score: float
    right: bool | None
    evidence: list[str]


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    """What would have been decided on ``contacts`` of the last days; nothing was changed. ``corrected`` of them a
    person has put elsewhere or answered, ``settled`` nobody objected to. ``changes`` are the newest of ``changed``."""

    days: int
    contacts: int
    corrected: int
    settled: int
    as_decided: Counts
    before: Outcome
    after: Outcome
    changed: int
    changes: list[Change]
