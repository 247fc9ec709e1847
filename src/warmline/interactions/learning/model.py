"""What is learned: a model of continuity with how it was found, and the rows that it is found from. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from warmline.kit.intervals import Share

# The name under which Warmline's own model goes, and its version in every organisation.
SHIPPED = 0


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One candidate case of one contact, and whether it was the right one.

    ``group`` is the customer: rows of one are never on both sides of a check. ``decision`` is the contact, of whose
    candidates only the best counts. ``weight`` is 1 where a person said so, less where only nobody objected.
    """

    features: Mapping[str, float]
    label: bool
    group: str
    weight: float = 1.0
    decision: str = ""


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """How the logit becomes a probability that can be believed: ``sigmoid(slope * logit + offset)`` (Platt 1999).
    The slope is above 0, so the order of candidates stays."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, logit: float) -> float:
        """The probability, 0 to 1."""
        return sigmoid(self.slope * logit + self.offset)


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """From which probability on a contact is attached, or a case suggested. ``proven``: held-out decisions show that
    the risk is kept; otherwise ``attach`` is that of the model before, or higher."""

    attach: float
    suggest: float
    proven: bool = False


class Metrics(msgspec.Struct, frozen=True, kw_only=True):
    """How a model does on contacts of customers that it has not seen.

    ``precision``: of those that it attached, to the right case. ``recall``: of those that had a right case among the
    candidates, attached to it. ``suggested``: of what it suggested, right. ``log_loss`` and its ``spread`` (standard
    deviation over the folds) are in nats a row; ``brier`` is the mean squared error of the probability.
    """

    decisions: int
    rows: int
    corrections: int
    precision: Share
    recall: Share
    suggested: Share
    log_loss: float
    spread: float
    brier: float


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A new model beside the active one, on the same held-out contacts. ``better`` decides whether it goes into use;
    ``reason`` says why in words."""

    better: bool
    reason: str
    before: Metrics | None = None


class ContinuityModel(msgspec.Struct, frozen=True, kw_only=True):
    """A logistic model on named features: which case a contact belongs to.

    ``version`` counts within an organisation; 0 is the one that is shipped. ``prior`` is the version that it was drawn
    toward, ``strength`` how strongly (1 / variance). A feature that a contact does not have is 0.
    """

    name: str
    version: int
    intercept: float
    weights: Mapping[str, float]
    thresholds: Thresholds
    calibration: Calibration = msgspec.field(default_factory=Calibration)
    trained_at: datetime | None = None
    prior: int | None = None
    strength: float | None = None
    metrics: Metrics | None = None
    compared: Compared | None = None

    @property
    def features(self) -> tuple[str, ...]:
        """The names that it knows, in order."""
        return tuple(sorted(self.weights))

    def logit(self, features: Mapping[str, float]) -> float:
        """The weighted sum, before calibration."""
        weights = self.weights
        return self.intercept + sum(weights.get(name, 0.0) * value for name, value in features.items())

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely the contact is about the case, 0 to 1."""
        return self.calibration(self.logit(features))

    def dump(self) -> dict[str, Any]:
        """As JSON keeps it: the same text for the same model."""
        kept: dict[str, Any] = msgspec.to_builtins(self)
        kept["weights"] = dict(sorted(self.weights.items()))
        return kept

    @classmethod
    def read(cls, kept: Any) -> ContinuityModel:
        """Of what ``dump`` gave. Raises ``msgspec.ValidationError`` for anything else."""
        return msgspec.convert(kept, cls)


def sigmoid(logit: float) -> float:
    """1 / (1 + e^-logit), without overflow."""
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-logit))
    grown = math.exp(logit)
    return grown / (1.0 + grown)
