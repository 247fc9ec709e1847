"""What must hold in every run: nobody is lost, Little's law, and nobody gets work they have no room for.

The clock counts how many are inside as time passes and knows no customers; the journal knows customers and no numbers
inside. Little 1961, L = lambda W, holds for each path exactly where all is counted, so that any gap is a mistake.
"""

import numpy as np

from warmline.simulation.journal import ABANDONED, BLOCKED, IN_SERVICE, SERVED, WAITING, Journal
from warmline.simulation.results import Law, Laws

# Relative; sums of millions of times are exact to about 1e-10.
NEAR = 1e-6


def laws(journal: Journal, seconds: float) -> Laws:
    """Check a run of so many seconds."""
    outcome = np.frombuffer(journal.outcome, dtype=np.int8) if journal.outcome else np.empty(0, dtype=np.int8)
    served, abandoned, blocked = (int((outcome == each).sum()) for each in (SERVED, ABANDONED, BLOCKED))
    still = int(((outcome == WAITING) | (outcome == IN_SERVICE)).sum())
    at, left, ended = (np.array(each, dtype=np.float64) for each in (journal.at, journal.left, journal.ended))
    waiting = _little(journal.waiting_seconds, left - at, seconds)
    service = _little(journal.service_seconds, ended - left, seconds)
    whole = journal.arrivals == served + abandoned + blocked + still
    kept = whole and waiting.kept and service.kept and not journal.overloads and not journal.absent
    return Laws(
        kept=kept,
        arrivals=journal.arrivals,
        served=served,
        abandoned=abandoned,
        blocked=blocked,
        still_there=still,
        nothing_lost=whole,
        waiting=waiting,
        service=service,
        overloads=journal.overloads,
        absent=journal.absent,
    )


def _little(inside_seconds: float, times: "np.ndarray[tuple[int], np.dtype[np.float64]]", seconds: float) -> Law:
    number = inside_seconds / seconds if seconds else 0.0
    rate_times_time = len(times) / seconds * float(times.mean()) if seconds and len(times) else 0.0
    near = abs(number - rate_times_time) <= NEAR * max(number, rate_times_time) + 1e-9
    return Law(number=number, rate_times_time=rate_times_time, kept=near)
