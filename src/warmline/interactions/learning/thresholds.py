"""From which probability on to attach, and to suggest: chosen for precision on decisions that were held out. Pure."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from warmline.interactions.learning.model import Row, Thresholds
from warmline.kit.intervals import Share, share, within

# A suggestion is worth a look where at least every third one is right.
YIELD = 1 / 3
LEAST_SUGGESTED = 10.0
LOWEST = 0.05
# One-sided: how sure it must be that the risk is kept.
TAIL = 0.05
DIGITS = 4


class Best(msgspec.Struct, frozen=True):
    """What would become of one contact: its likeliest candidate. ``right``: that one is the case it belongs to;
    ``has``: one of the candidates is."""

    probability: float
    right: bool
    has: bool
    weight: float


def best_of(judged: Sequence[tuple[Row, float]]) -> list[Best]:
    """One for each decision; rows without one stand alone."""
    decisions: dict[str, list[tuple[Row, float]]] = {}
    for number, (row, probability) in enumerate(judged):
        decisions.setdefault(row.decision or f"row {number}", []).append((row, probability))
    found = []
    for each in decisions.values():
        row, probability = max(each, key=lambda pair: pair[1])
        has = any(other.label for other, _ in each)
        found.append(Best(probability, row.label, has, row.weight))
    return found


def choose(best: Sequence[Best], before: Thresholds, *, risk: float) -> Thresholds:
    """The lowest ``attach`` at which the share of wrong ones, with its upper bound, stays within the risk; and the
    lowest ``suggest`` whose suggestions are right often enough.

    Where the risk cannot be shown to be kept, ``attach`` stays as it was before, or goes up to where the share that was
    seen is within the risk: fewer contacts never prove that more may be attached.
    """
    ordered = sorted(best, key=lambda each: -each.probability)
    shown = _lowest(ordered, lambda part, whole: within(whole - part, whole, risk, TAIL))
    attach = _careful(ordered, before.attach, risk) if shown is None else shown
    below = [each for each in ordered if each.probability < attach]
    suggest = _lowest(below, lambda part, whole: whole >= LEAST_SUGGESTED and part / whole >= YIELD)
    suggest = min(before.suggest if suggest is None else suggest, attach)
    return Thresholds(attach=attach, suggest=suggest, proven=shown is not None)


def _careful(ordered: Sequence[Best], before: float, risk: float) -> float:
    above = [each for each in ordered if each.probability >= before]
    if _sum(each for each in above if not each.right) <= risk * _sum(above):
        return before
    seen = _lowest(above, lambda part, whole: whole - part <= risk * whole)
    return 1.0 if seen is None else max(before, seen)


def _lowest(ordered: Sequence[Best], holds: Callable[[float, float], bool]) -> float | None:
    """The lowest probability such that it holds of all from there on upwards; None where it never does."""
    found, part, whole = None, 0.0, 0.0
    for at, each in enumerate(ordered):
        part, whole = part + each.weight * each.right, whole + each.weight
        # Those with the same probability are taken together or not at all.
        last = at + 1 == len(ordered) or ordered[at + 1].probability < each.probability
        if last and each.probability >= LOWEST and holds(part, whole):
            found = each.probability
    # Rounded down, so that the contact at the threshold stays above it.
    return None if found is None else int(found * 10**DIGITS) / 10**DIGITS


def measure(best: Sequence[Best], attach: float, suggest: float) -> tuple[Share, Share, Share]:
    """Precision and recall of what is attached, and how much of what is suggested is right."""
    attached = [each for each in best if each.probability >= attach]
    offered = [each for each in best if suggest <= each.probability < attach]
    right = _sum(each for each in attached if each.right)
    return (
        share(right, _sum(attached)),
        share(right, _sum(each for each in best if each.has)),
        share(_sum(each for each in offered if each.right), _sum(offered)),
    )


def _sum(best: Iterable[Best]) -> float:
    return sum((each.weight for each in best), 0.0)
