"""From what was learned of a base, and what holds of bases in general, to the model that is used. Pure.

Learning sees a sample. The written values count as a few more pairs seen (a Dirichlet prior), so that a small base
leans on them and a large one on itself, and a level that was never seen keeps a sensible weight.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from warmline.customers.duplicates.comparisons import Comparison, Level

# A base smaller than that, or with fewer certain pairs, is not learned from.
FEWEST_PEOPLE, FEWEST_PAIRS = 300, 30
# How many pairs of one person, and of two people, the written values count for.
OWN_WEIGHT, OTHER_WEIGHT = 30.0, 20_000.0
# The share of one person's pairs that the certain rules find: names and numbers are wrong in about two of five.
CERTAIN_SHARE = 0.6
LIKELIEST, UNLIKELIEST = 0.02, 1e-9

Learned = Sequence[tuple[float | None, float | None]]


def prior(people: int, certain: int) -> float:
    """How likely two records drawn at random are one person. Where no pair is certain, one among all is expected."""
    pairs = max(people * (people - 1) / 2, 1)
    return min(max(max(certain / CERTAIN_SHARE, 1) / pairs, UNLIKELIEST), LIKELIEST)


def learned(comparison: Comparison, seen: Learned, *, own: float, others: float, prior: float) -> Comparison:
    """The comparison with the learned m and u of its levels weighed against the written ones. ``own`` and ``others``
    are how many pairs of one person and of two people were seen."""
    m = _weighed([each.m for each in comparison.levels], [pair[0] for pair in seen], own, OWN_WEIGHT)
    random = [_apart(pair[1], m[index], prior) for index, pair in enumerate(seen)]
    u = _weighed([each.u for each in comparison.levels], random, others, OTHER_WEIGHT)
    levels = tuple(replace(level, m=m[i], u=u[i]) for i, level in enumerate(comparison.levels))
    return replace(comparison, levels=levels)


def _apart(u: float | None, m: float, prior: float) -> float | None:
    # Pairs drawn at random hold a few of one person; in a base full of duplicates they are most of those that agree.
    return None if u is None else max((u - prior * m) / (1 - prior), 0.0)


def _weighed(written: list[float], seen: list[float | None], pairs: float, weight: float) -> list[float]:
    if all(each is None for each in seen):
        return written
    counted = [(each or 0.0) * pairs + base * weight for each, base in zip(seen, written, strict=True)]
    return [each / sum(counted) for each in counted]


def sensible(comparison: Comparison) -> bool:
    """Whether agreeing speaks for one person and differing does not: learning goes astray where there is little."""
    weights = [weight(each) for each in comparison.levels]
    return weights[0] > 1 and weights[-1] <= 0 and weights[0] > weights[-1]


def weight(level: Level) -> float:
    """How far the level speaks for one person, in bits: 3 makes it eight times as likely."""
    return math.log2(max(level.m, 1e-9) / max(level.u, 1e-12))


def summary(comparisons: Sequence[Comparison]) -> Mapping[str, Mapping[str, float]]:
    """The weights of a model, for the record of a run."""
    return {each.name: {level.name: round(weight(level), 1) for level in each.levels} for each in comparisons}
