"""What blocks of time with the model and without it tell: differences, ratios, and how sure they are. Pure."""

import math
from collections.abc import Sequence
from statistics import NormalDist

import msgspec

from warmline.routing.learning.model import Interval

# Fewer blocks than these on one side tell nothing about how blocks differ by themselves.
LEAST_BLOCKS = 10
LEAST_OUTCOMES = 100
# A ratio outside is looked at: four fifths, as in the rule of the EEOC's Uniform Guidelines (1978), and its inverse.
LOW, HIGH = 0.8, 1.25
LEAST_IN_GROUP = 50
_NORMAL = NormalDist().inv_cdf(0.975)


class Block(msgspec.Struct, frozen=True):
    """One block of time: how many were counted, and their sum."""

    number: int
    total: float


class Side(msgspec.Struct, frozen=True):
    """All blocks with the model, or without it. ``variance`` is that of the mean, by the spread between blocks."""

    blocks: int
    number: int
    mean: float
    variance: float


def side(blocks: Sequence[Block]) -> Side | None:
    """The mean over all, and its variance where the observations of a block go together (linearised ratio; Cochran
    1977, 6.4); None of nothing."""
    kept = [each for each in blocks if each.number]
    number = sum(each.number for each in kept)
    if not number:
        return None
    mean = sum(each.total for each in kept) / number
    squares = sum((each.total - mean * each.number) ** 2 for each in kept)
    variance = squares / number**2 * len(kept) / (len(kept) - 1) if len(kept) > 1 else math.inf
    return Side(len(kept), number, mean, variance)


def enough(one: Side | None, other: Side | None) -> str:
    """Why nothing can be said yet; empty where something can."""
    for name, each in (("with", one), ("without", other)):
        blocks, number = (each.blocks, each.number) if each else (0, 0)
        if blocks < LEAST_BLOCKS:
            return f"{blocks} blocks {name} the model; it takes {LEAST_BLOCKS} on each side."
        if number < LEAST_OUTCOMES:
            return f"{number} outcomes {name} the model; it takes {LEAST_OUTCOMES} on each side."
    return ""


def difference(one: Side, other: Side) -> Interval:
    """The difference of two means with its bounds (Welch 1947: Student's t with the freedom that the two leave)."""
    variance = one.variance + other.variance
    value = one.mean - other.mean
    parts = one.variance**2 / (one.blocks - 1) + other.variance**2 / (other.blocks - 1)
    freedom = variance**2 / parts if parts else math.inf
    reach = student(freedom) * math.sqrt(variance)
    return Interval(value=value, low=value - reach, high=value + reach)


def student(freedom: float) -> float:
    """The two-sided 95 % quantile of Student's t, by its expansion around the normal one (Abramowitz & Stegun 1964,
    26.7.5); within 0.001 from 8 degrees of freedom on."""
    z, n = _NORMAL, max(freedom, 2.0)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + first / n + second / n**2 + third / n**3 + fourth / n**4


def ratio(one: float, one_variance: float, other: float, other_variance: float) -> Interval:
    """One mean by another, with bounds from the logarithm; nothing where one of them is 0."""
    if one <= 0 or other <= 0:
        return Interval()
    reach = _NORMAL * math.sqrt(one_variance / one**2 + other_variance / other**2)
    value = one / other
    return Interval(value=value, low=value * math.exp(-reach), high=value * math.exp(reach))


def outside(found: Interval, group: int, others: int) -> bool:
    """Whether a ratio is to be looked at: out of bounds, of enough, and not by chance."""
    if found.value is None or found.low is None or found.high is None or min(group, others) < LEAST_IN_GROUP:
        return False
    by_chance = found.low <= 1 <= found.high
    return not LOW <= found.value <= HIGH and not by_chance


def gini(amounts: Sequence[float]) -> float | None:
    """How unevenly something is spread: 0 where all have the same, near 1 where one has all (Gini 1912)."""
    ordered, total = sorted(amounts), sum(amounts)
    if not ordered or total <= 0:
        return None
    ranked = sum(place * amount for place, amount in enumerate(ordered, start=1))
    return 2 * ranked / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)
