"""How long somebody at a place in line waits still. Pure.

With others ahead, a place comes up at the pace at which the line is answered while people wait, and sooner by those who
give up ahead. With ``r`` answers a second and ``a`` people a second who give up, for each who waits, the one at place
``n`` waits ``sum 1 / (r + j a), j = 0 .. n - 1`` on average (the mean time of a pure death process; Whitt 1999,
"Predicting queueing delays", section 4).
"""

import math

import msgspec

# How the estimates are made; it is noted with each, so that errors are compared between ways.
METHOD = "pace/2"
# Who waited no longer than this was only asked: the seconds in which somebody accepts an offer say nothing of the pace.
ACCEPTING = 10.0
# How many answers the pace by handle time and capacity counts for, beside those that were seen.
PRIOR_ANSWERS = 2.0
# How few answers tell nothing where there is no handle time.
FEWEST = 3
# Up to here the sum is added up; beyond, it is an integral.
SUMMED = 100


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """What was seen of a line lately: ``answers`` to people who waited, in ``busy_seconds`` in which somebody did;
    ``gave_up`` in ``waited_seconds`` of all; how long work takes, and the units of capacity that are there for it."""

    answers: int
    busy_seconds: float
    gave_up: int = 0
    waited_seconds: float = 0.0
    handle_seconds: float | None = None
    units: int = 0


def answers_a_second(pace: Pace) -> float | None:
    """The pace of the line while people wait: what was seen, drawn toward capacity over handle time, which stands for
    ``PRIOR_ANSWERS``. None where neither says anything.

    Counting only the seconds in which somebody waited is the point: a quiet half hour with three answers is not slow.
    """
    if pace.handle_seconds and pace.units:
        return (pace.answers + PRIOR_ANSWERS) / (pace.busy_seconds + PRIOR_ANSWERS * pace.handle_seconds / pace.units)
    if pace.answers >= FEWEST and pace.busy_seconds:
        return pace.answers / pace.busy_seconds
    return None


def estimate(place: int, pace: Pace) -> float | None:
    """Seconds until the customer at this place is answered; None where nothing is known."""
    rate = answers_a_second(pace)
    if rate is None:
        return None
    leaving = pace.gave_up / pace.waited_seconds if pace.waited_seconds else 0.0
    summed = min(place, SUMMED)
    seconds = sum(1 / (rate + ahead * leaving) for ahead in range(summed))
    if place == summed:
        return seconds
    if leaving * place < 1e-6 * rate:
        return place / rate
    # Midpoints of the terms that are left.
    return seconds + math.log((rate + (place - 0.5) * leaving) / (rate + (summed - 0.5) * leaving)) / leaving
