"""Logistic regression drawn toward a prior, by Newton's method. Pure; numpy is loaded when something is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from warmline.interactions.learning.model import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDS = 100
CLOSE = 1e-10
# A weight may not run away where a feature separates the labels: its step is halved until the fit gets better.
HALVINGS = 40
STEEPEST = 500.0
# Multiplications up to which a product of matrices is made by one thread.
ONE_THREAD = 500_000


class Table(msgspec.Struct, frozen=True):
    """Rows as numbers: ``x`` has a column a feature in the order of ``names``, and one of ones at the end."""

    names: tuple[str, ...]
    x: Floats
    y: Floats
    weight: Floats

    def part(self, keep: NDArray[np.bool_]) -> Table:
        """Some of the rows."""
        return Table(self.names, self.x[keep], self.y[keep], self.weight[keep])


def table(rows: Sequence[Row], names: Sequence[str]) -> Table:
    """The rows, with those features and nothing else."""
    import numpy as np

    x = np.ones((len(rows), len(names) + 1))
    for at, row in enumerate(rows):
        x[at, :-1] = [row.features.get(name, 0.0) for name in names]
    labels = np.array([row.label for row in rows], dtype=np.float64)
    return Table(tuple(names), x, labels, np.array([row.weight for row in rows], dtype=np.float64))


def prior_of(names: Sequence[str], weights: Mapping[str, float], intercept: float) -> Floats:
    """A model as a vector in the order of a table; a feature that it does not know weighs nothing."""
    import numpy as np

    return np.array([*(weights.get(name, 0.0) for name in names), intercept])


def fit(data: Table, prior: Floats, strength: float) -> Floats:
    """The most likely weights, where each is normally distributed around the prior with variance ``1 / strength``.

    Minimises the weighted log loss plus ``strength / 2`` times the squared distance. It is strictly convex, so there is
    one answer, and the same rows give the same one. Without rows it is the prior.
    """
    import numpy as np

    weights = prior.copy()
    loss = _loss(data, weights, prior, strength)
    for _ in range(ROUNDS):
        p = probabilities(data, weights)
        gradient = np.einsum("rf,r->f", data.x, data.weight * (p - data.y)) + strength * (weights - prior)
        curvature = _squares(data.x, data.weight * p * (1 - p)) + strength * np.eye(len(weights))
        step = np.linalg.solve(curvature, gradient)
        for _ in range(HALVINGS):
            found = _loss(data, weights - step, prior, strength)
            if found <= loss:
                break
            step = step / 2
        else:
            break
        weights, gained, loss = weights - step, loss - found, found
        if gained <= CLOSE * (1 + abs(loss)):
            break
    return weights


def _loss(data: Table, weights: Floats, prior: Floats, strength: float) -> float:
    import numpy as np

    logits = logits_of(data, weights)
    likelihood = np.sum(data.weight * (np.logaddexp(0.0, logits) - data.y * logits))
    return float(likelihood + strength / 2 * np.sum((weights - prior) ** 2))


def _squares(x: Floats, weight: Floats) -> Floats:
    """``x' diag(weight) x``, in pieces so small that OpenBLAS keeps to one thread: its threads wait in circles, which
    costs the other programs on the machine, and this one, several times what they save."""
    import numpy as np

    width = x.shape[1]
    rows = max(ONE_THREAD // width**2, 1)
    found = np.zeros((width, width))
    for start in range(0, len(x), rows):
        part = x[start : start + rows]
        found += (part * weight[start : start + rows, None]).T @ part
    return found


def logits_of(data: Table, weights: Floats) -> Floats:
    """The weighted sum of each row."""
    import numpy as np

    return np.asarray(np.einsum("rf,f->r", data.x, weights), dtype=np.float64)


def probabilities(data: Table, weights: Floats) -> Floats:
    """What the weights say of each row."""
    import numpy as np

    logits: Floats = np.clip(logits_of(data, weights), -STEEPEST, STEEPEST)
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float64)


def calibrate(logits: Floats, labels: Floats, weight: Floats, *, strength: float = 4.0) -> tuple[float, float]:
    """Platt's slope and offset for held-out logits, drawn toward 1 and 0 as by so many rows' worth of doubt."""
    import numpy as np

    if not len(logits):
        return 1.0, 0.0
    data = Table(("logit",), np.column_stack([logits, np.ones(len(logits))]), labels, weight)
    slope, offset = fit(data, np.array([1.0, 0.0]), strength)
    # A slope below 0 would turn the order around. The logits say nothing then, and nor does their reverse.
    return max(float(slope), 0.05), float(offset)
