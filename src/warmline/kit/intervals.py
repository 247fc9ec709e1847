"""How far a share that was counted may be off. Pure."""

import math

import msgspec

STEPS = 200
TINY = 1e-300


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a whole, with the bounds between which the true share lies (95 %, Clopper and Pearson 1934). Counts are
    weighted, so they need not be whole."""

    part: float
    whole: float
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share, or None of nothing."""
        return self.part / self.whole if self.whole else None


def share(part: float, whole: float, *, confidence: float = 0.95) -> Share:
    """The part of a whole with its two-sided bounds."""
    tail = (1 - confidence) / 2
    return Share(part=part, whole=whole, low=lower(part, whole, tail), high=upper(part, whole, tail))


def upper(part: float, whole: float, tail: float) -> float:
    """The largest true share under which so few would be seen with probability ``tail``; 1 where nothing was seen.

    Clopper & Pearson 1934: the quantile ``1 - tail`` of Beta(part + 1, whole - part). Counts may be weighted.
    """
    return 1.0 if whole <= part else _quantile(1 - tail, part + 1, whole - part)


def within(part: float, whole: float, limit: float, tail: float) -> bool:
    """Whether that largest true share is within the limit: the same question, asked once instead of forty times."""
    return whole > part and part <= limit * whole and _beta(limit, part + 1, whole - part) >= 1 - tail


def lower(part: float, whole: float, tail: float) -> float:
    """The smallest true share under which so many would be seen with probability ``tail``."""
    return 0.0 if part <= 0 else _quantile(tail, part, whole - part + 1)


def _quantile(probability: float, a: float, b: float) -> float:
    """By halving: some fifty rounds, and no start value to get wrong."""
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if _beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Abramowitz & Stegun 1964, 26.5.8)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(front) / (a * _fraction(x, a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction from its end, so that nothing can be divided by zero on the way forward."""
    value = 1.0
    for step in range(STEPS, 0, -1):
        m = step // 2
        if step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        value = 1 + term / (value if abs(value) > TINY else TINY)
    return value
