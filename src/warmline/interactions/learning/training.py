"""From labelled rows to a model: fitted toward the one before, checked on customers that it has not seen. Pure."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from datetime import datetime
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

import msgspec

from warmline.interactions.learning.model import (
    Calibration,
    Compared,
    ContinuityModel,
    Metrics,
    Row,
    Thresholds,
)
from warmline.interactions.learning.regression import calibrate, fit, logits_of, prior_of, table
from warmline.interactions.learning.thresholds import best_of, choose, measure

if TYPE_CHECKING:
    from warmline.interactions.learning.regression import Floats, Table

FOLDS = 5
# How strongly to hold on to the model before: few corrections move little, many move much. Chosen by held-out log loss.
STRENGTHS = (1.0, 3.0, 10.0, 30.0, 100.0)
# A feature that the model before does not know is only learned where it was seen so often.
SEEN = 20
CERTAIN = 1e-6


class NotEnough(Exception):
    """Nothing can be learned from these rows; the text says why."""


class Fold(msgspec.Struct, frozen=True):
    """What one part of the customers is checked with: a model fitted on the others."""

    rows: tuple[Row, ...]
    logits: tuple[float, ...]


def train(
    rows: Sequence[Row],
    prior: ContinuityModel,
    *,
    version: int,
    at: datetime,
    risk: float = 0.01,
    corrections: int = 0,
    name: str = "",
) -> ContinuityModel:
    """A model from the rows, drawn toward ``prior``, with thresholds for at most ``risk`` wrong among what it attaches.

    The same rows give the same model. Raises ``NotEnough`` where the rows are of too few customers, or all alike.
    """
    rows = sorted(rows, key=lambda row: (row.group, row.decision, sorted(row.features.items()), row.label, row.weight))
    _check(rows)
    names = _names(rows, prior)
    start = prior_of(names, prior.weights, prior.intercept)
    data = table(rows, names)
    tried = [(strength, held_out(rows, data, start, strength)) for strength in STRENGTHS]
    # Of two that do as well, the one that changes less.
    strength, folds = min(reversed(tried), key=lambda each: round(_loss(each[1]), 6))
    weights = fit(data, start, strength)
    calibration = _calibration(folds)
    judged = cross_calibrated(folds)
    thresholds = choose(best_of(judged), prior.thresholds, risk=risk)
    return ContinuityModel(
        name=name or f"learned-{version}",
        version=version,
        intercept=round(float(weights[-1]), 6),
        weights={each: round(float(weight), 6) for each, weight in zip(names, weights[:-1], strict=True)},
        calibration=calibration,
        thresholds=thresholds,
        trained_at=at,
        prior=prior.version,
        strength=strength,
        metrics=_metrics(judged, folds, thresholds, corrections),
    )


def compare(made: ContinuityModel, active: ContinuityModel, rows: Sequence[Row]) -> Compared:
    """Whether the new model should stand in for the active one: right at least as often where it attaches, with no more
    wrong attachments, and better in one of precision, recall or how far its probabilities can be believed."""
    new, old = made.metrics, evaluate(active, rows, corrections=made.metrics.corrections if made.metrics else 0)
    if new is None:
        return Compared(better=False, reason="the new model was not measured", before=old)
    wrong, was = (each.precision.whole - each.precision.part for each in (new, old))
    share, shared = (each.precision.value if each.precision.value is not None else 1.0 for each in (new, old))
    reached, reach = (each.recall.value or 0.0 for each in (new, old))
    if wrong / new.decisions > was / old.decisions + CERTAIN and share <= shared:
        return _said(False, "it would attach more contacts wrongly", new, old)
    if share < shared - CERTAIN:
        return _said(False, "what it attaches is right less often", new, old)
    if share > shared + CERTAIN:
        return _said(True, "what it attaches is right more often", new, old)
    if reached > reach + CERTAIN:
        return _said(True, "it attaches more, and no more of it wrongly", new, old)
    if reached < reach - CERTAIN:
        return _said(False, "it attaches less, and is right no more often", new, old)
    if new.log_loss < old.log_loss - new.spread / 2:
        return _said(True, "it decides the same, and its probabilities can be believed more", new, old)
    return _said(False, "it decides as the active one does", new, old)


def evaluate(model: ContinuityModel, rows: Sequence[Row], *, corrections: int = 0) -> Metrics:
    """How a finished model does on rows that it was not fitted to."""
    judged = [(row, model.probability(row.features)) for row in rows]
    folds = [Fold(tuple(part), tuple(model.logit(row.features) for row in part)) for part in _parts(rows) if part]
    return _metrics(judged, folds, model.thresholds, corrections)


def fold_of(group: str) -> int:
    """The part of the checks that a customer belongs to: always the same, whoever else there is."""
    return hashlib.sha256(group.encode()).digest()[0] % FOLDS


def held_out(rows: Sequence[Row], data: Table, start: Floats, strength: float) -> list[Fold]:
    """Each part of the customers with what a model says that was fitted without them."""
    import numpy as np

    part_of = np.array([fold_of(row.group) for row in rows])
    found = []
    for number in range(FOLDS):
        out = part_of == number
        if out.any():
            weights = fit(data.part(~out), start, strength)
            logits = logits_of(data.part(out), weights)
            part = tuple(row for row, is_out in zip(rows, out, strict=True) if is_out)
            found.append(Fold(part, tuple(map(float, logits))))
    return found


def cross_calibrated(folds: Sequence[Fold]) -> list[tuple[Row, float]]:
    """Each held-out row with its probability, calibrated on the other parts only."""
    found = []
    for number, fold in enumerate(folds):
        calibration = _calibration([each for at, each in enumerate(folds) if at != number])
        found += [(row, calibration(logit)) for row, logit in zip(fold.rows, fold.logits, strict=True)]
    return found


def _check(rows: Sequence[Row]) -> None:
    if len({fold_of(row.group) for row in rows}) < 2:
        raise NotEnough("there are corrections of too few customers")
    if len({row.label for row in rows}) < 2:
        raise NotEnough("all corrections say the same, so there is nothing to tell apart")


def _names(rows: Sequence[Row], prior: ContinuityModel) -> list[str]:
    """What the model before knows, and what was seen often enough to learn."""
    seen: dict[str, int] = {}
    for row in rows:
        for name, value in row.features.items():
            seen[name] = seen.get(name, 0) + (value != 0)
    return sorted(set(prior.weights) | {name for name, count in seen.items() if count >= SEEN})


def _calibration(folds: Sequence[Fold]) -> Calibration:
    import numpy as np

    pairs = [(row, logit) for fold in folds for row, logit in zip(fold.rows, fold.logits, strict=True)]
    logits = np.array([logit for _, logit in pairs], dtype=np.float64)
    labels = np.array([row.label for row, _ in pairs], dtype=np.float64)
    weight = np.array([row.weight for row, _ in pairs], dtype=np.float64)
    slope, offset = calibrate(logits, labels, weight)
    return Calibration(slope=round(slope, 6), offset=round(offset, 6))


def _parts(rows: Sequence[Row]) -> list[list[Row]]:
    parts: list[list[Row]] = [[] for _ in range(FOLDS)]
    for row in rows:
        parts[fold_of(row.group)].append(row)
    return parts


def _loss(folds: Sequence[Fold]) -> float:
    return _mean(cross_calibrated(folds), _surprise)


def _surprise(label: bool, probability: float) -> float:
    return -math.log(max(probability if label else 1 - probability, CERTAIN))


def _square(label: bool, probability: float) -> float:
    return (probability - label) ** 2


def _mean(judged: Sequence[tuple[Row, float]], of: Callable[[bool, float], float]) -> float:
    whole = sum(row.weight for row, _ in judged)
    return sum(row.weight * of(row.label, probability) for row, probability in judged) / whole if whole else 0.0


def _metrics(
    judged: Sequence[tuple[Row, float]],
    folds: Sequence[Fold],
    thresholds: Thresholds,
    corrections: int,
) -> Metrics:
    best = best_of(judged)
    precision, recall, suggested = measure(best, thresholds.attach, thresholds.suggest)
    probability = {id(row): value for row, value in judged}
    losses = [_mean([(row, probability[id(row)]) for row in fold.rows], _surprise) for fold in folds]
    return Metrics(
        decisions=len(best),
        rows=len(judged),
        corrections=corrections,
        precision=precision,
        recall=recall,
        suggested=suggested,
        log_loss=round(fmean(losses), 6) if losses else 0.0,
        spread=round(pstdev(losses), 6) if losses else 0.0,
        brier=round(_mean(judged, _square), 6),
    )


def _said(better: bool, reason: str, new: Metrics, old: Metrics) -> Compared:
    return Compared(better=better, reason=f"{reason} ({_figures(new)}; the active one: {_figures(old)})", before=old)


def _figures(metrics: Metrics) -> str:
    found = []
    for what, share in (("right", metrics.precision), ("of what belonged to a case", metrics.recall)):
        found.append(f"{share.value:.1%} {what}" if share.value is not None else f"nothing {what}")
    return ", ".join(found)
