"""Effects that are drawn toward zero as far as the data ask for it: mixed models by counts. Pure.

An observation's expectation is ``offset + effect of its group in factor 1 + ... in factor k``; for shares on the logit
scale, for amounts as it is. Effects of one factor are normal around 0, and their variance is found from the data
(expectation and maximisation on the working response; Breslow & Clayton 1993), so that a factor that explains nothing
shrinks to nothing. The result depends on the counts alone, never on the order in which they came.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
ROUNDS = 25
# Variances between which the search stays; on the logit scale 4 puts two thirds between 12 % and 88 %.
LEAST, MOST = 1e-4, 4.0
# Effects that begin alike; the data move it.
BEGIN = 0.1
# No step of an effect is longer, so that groups of one observation cannot throw the others off.
STRIDE = 1.0


class Factor(msgspec.Struct, frozen=True):
    """The effects of one factor's groups: ``effect``, how much the data know of each (``information``), and the
    ``variance`` between groups."""

    effect: Floats
    information: Floats
    variance: float

    @property
    def spread(self) -> Floats:
        """The variance of each effect, given the data."""
        found: Floats = 1.0 / (self.information + 1.0 / self.variance)
        return found


class Fit(msgspec.Struct, frozen=True):
    """The common part and the factors, in the order given; ``noise`` is the variance of one observation (1 for
    shares)."""

    offset: float
    factors: tuple[Factor, ...]
    noise: float


def sigmoid(logit: Floats) -> Floats:
    """1 / (1 + e^-x), of what is cut to where it matters."""
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(logit, -30.0, 30.0)))
    return found


def fit_shares(number: Floats, total: Floats, groups: Sequence[Places], sizes: Sequence[int]) -> Fit:
    """Of cells with ``number`` observations whose values of 0 to 1 add up to ``total``. ``groups`` has, by factor, the
    group of each cell; ``sizes`` how many groups there are."""
    mean = float((total.sum() + 1.0) / (number.sum() + 2.0))
    return _climb(number, total, groups, sizes, offset=float(np.log(mean / (1.0 - mean))), noise=None)


def fit_amounts(number: Floats, total: Floats, squares: Floats, groups: Sequence[Places], sizes: Sequence[int]) -> Fit:
    """Of cells with ``number`` observations that add up to ``total``, and their squares to ``squares``."""
    observed = max(float(number.sum()), 1.0)
    within = float((squares - np.divide(total**2, number, out=np.zeros_like(total), where=number > 0)).sum())
    freedom = float(np.maximum(number - 1.0, 0.0).sum())
    noise = max(within / freedom, 0.01) if freedom >= 1.0 else 1.0
    return _climb(number, total, groups, sizes, offset=float(total.sum()) / observed, noise=noise)


def _climb(
    number: Floats, total: Floats, groups: Sequence[Places], sizes: Sequence[int], *, offset: float, noise: float | None
) -> Fit:
    factors = [Factor(np.zeros(size), np.zeros(size), BEGIN) for size in sizes]
    plain, predictor = offset, np.full(len(number), offset)
    for _ in range(ROUNDS):
        residual, weight = _working(number, total, predictor, noise)
        # The common part stays near the plain mean, or it would run away where everything came out alike.
        slope = float(residual.sum()) - (offset - plain)
        step = float(np.clip(slope / (float(weight.sum()) + 1.0), -STRIDE, STRIDE))
        offset, predictor = offset + step, predictor + step
        for place, (group, size) in enumerate(zip(groups, sizes, strict=True)):
            residual, weight = _working(number, total, predictor, noise)
            found = _improved(factors[place], group, size, residual, weight)
            predictor = predictor + (found.effect - factors[place].effect)[group]
            factors[place] = found
    return Fit(offset=offset, factors=tuple(factors), noise=noise or 1.0)


def _working(number: Floats, total: Floats, predictor: Floats, noise: float | None) -> tuple[Floats, Floats]:
    """By cell, the slope of the likelihood and how much it knows."""
    if noise is not None:
        return (total - number * predictor) / noise, number / noise
    expected = sigmoid(predictor)
    return total - number * expected, number * expected * (1.0 - expected)


def _improved(old: Factor, group: Places, size: int, residual: Floats, weight: Floats) -> Factor:
    """One Newton step of each effect, and the variance that the effects then show."""
    information: Floats = np.bincount(group, weight, size).astype(np.float64)
    slope = np.bincount(group, residual, size) - old.effect / old.variance
    step = np.clip(slope / (information + 1.0 / old.variance), -STRIDE, STRIDE)
    effect = old.effect + step
    seen = information > 0
    if not seen.any():
        return Factor(effect, information, old.variance)
    spread = 1.0 / (information[seen] + 1.0 / old.variance)
    variance = float(np.clip(np.mean(effect[seen] ** 2 + spread), LEAST, MOST))
    return Factor(effect, information, variance)
