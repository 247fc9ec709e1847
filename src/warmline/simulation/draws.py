"""Durations by chance, in seconds. A customer carries the chance, so that each policy meets the same customers."""

import math
from typing import Annotated, NamedTuple

import msgspec

Positive = Annotated[float, msgspec.Meta(gt=0)]
NotNegative = Annotated[float, msgspec.Meta(ge=0)]


class Chance(NamedTuple):
    """What was drawn for one duration: exponential with mean 1, standard normal, and uniform from 0 to 1."""

    exponential: float
    normal: float
    uniform: float


class Draw(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """A distribution of durations."""

    @property
    def average(self) -> float:
        """Its mean."""
        return math.inf

    def of(self, chance: Chance) -> float:
        """The duration that goes with this chance."""
        return math.inf


class Exponential(Draw, frozen=True, kw_only=True, tag="exponential"):
    """Memoryless."""

    mean: Positive

    @property
    def average(self) -> float:
        return self.mean

    def of(self, chance: Chance) -> float:
        return self.mean * chance[0]


class Lognormal(Draw, frozen=True, kw_only=True, tag="lognormal"):
    """Skewed, as handle times of calls are (Brown et al. 2005, section 4.2)."""

    mean: Positive
    sd: Positive

    @property
    def average(self) -> float:
        return self.mean

    def of(self, chance: Chance) -> float:
        variance = math.log1p((self.sd / self.mean) ** 2)
        return self.mean * math.exp(math.sqrt(variance) * chance[1] - variance / 2)


class Deterministic(Draw, frozen=True, kw_only=True, tag="deterministic"):
    """Always the same."""

    value: NotNegative

    @property
    def average(self) -> float:
        return self.value

    def of(self, chance: Chance) -> float:
        return self.value


class Empirical(Draw, frozen=True, kw_only=True, tag="empirical"):
    """One of these values, each as likely."""

    values: Annotated[tuple[NotNegative, ...], msgspec.Meta(min_length=1)]

    @property
    def average(self) -> float:
        return sum(self.values) / len(self.values)

    def of(self, chance: Chance) -> float:
        return self.values[int(chance[2] * len(self.values))]


class Never(Draw, frozen=True, kw_only=True, tag="none"):
    """It does not happen: a customer who never loses patience."""


Duration = Exponential | Lognormal | Deterministic | Empirical
Patience = Exponential | Lognormal | Deterministic | Empirical | Never
