"""Figures as people read them, in rows. Pure; the command line shows the same."""

from collections.abc import Callable, Mapping, Sequence

from warmline.simulation.results import Figure, Measures, PolicyResult

Runs = Mapping[str, PolicyResult]
Row = list[str]
NOTHING = "–"
SECONDS, SHARES, PLAIN = "s", "%", ""
MEASURES: tuple[tuple[str, str, str], ...] = (
    ("service level: served in time", "service_level", SHARES),
    ("mean wait", "wait_mean", SECONDS),
    ("half wait less than", "wait_p50", SECONDS),
    ("95 % wait less than", "wait_p95", SECONDS),
    ("mean wait of those served", "answer_mean", SECONDS),
    ("gave up", "abandonment", SHARES),
    ("turned away", "blocking", SHARES),
    ("had to wait", "waited", SHARES),
    ("waiting at a time", "queue_length", PLAIN),
    ("settled for good", "resolved", SHARES),
    ("occupancy", "occupancy", SHARES),
    ("offers a customer", "offers", PLAIN),
)


def shown(figure: Figure, unit: str) -> str:
    """Value and standard error."""
    if figure.value is None:
        return NOTHING
    scale = 100.0 if unit == SHARES else 1.0
    digits = 2 if unit == PLAIN else 1
    suffix = f" {unit}" if unit else ""
    value = f"{figure.value * scale:.{digits}f}"
    error = "" if figure.error is None else f" ± {figure.error * scale:.{digits}f}"
    return f"{value}{error}{suffix}"


def overview(runs: Runs) -> list[Row]:
    """All measures of everything, a column for each run."""
    rows = [
        [name, *(shown(getattr(run.total, field), unit) for run in runs.values())] for name, field, unit in MEASURES
    ]
    return [*_counts(runs), *rows, *_fairness(runs)]


def _counts(runs: Runs) -> list[Row]:
    fields = ("arrivals", "served", "abandoned", "blocked", "still_there")
    names = ("came", "were served", "gave up", "were turned away", "are still there")
    rows = [
        [name, *(f"{getattr(run.total, field):,}" for run in runs.values())]
        for name, field in zip(names, fields, strict=True)
    ]
    return [*rows, ["longest wait", *(f"{run.total.wait_max:.0f} s" for run in runs.values())]]


def _fairness(runs: Runs) -> list[Row]:
    def row(name: str, of: Callable[[PolicyResult], float | None]) -> Row:
        values = [of(run) for run in runs.values()]
        return [name, *(NOTHING if each is None else f"{each:.3f}" for each in values)]

    return [
        row("unevenness of load (Gini)", lambda run: run.fairness.gini),
        row("the same, coefficient of variation", lambda run: run.fairness.variation),
    ]


HEADINGS = ["came", "in time", "mean wait", "95 % wait less than", "gave up", "turned away", "settled", "occupancy"]


def breakdown(runs: Runs, of: Callable[[PolicyResult], Mapping[str, Measures]]) -> list[Row]:
    """A row for each queue or skill and run."""
    names = [name for run in list(runs.values())[:1] for name in of(run)]
    return [[name, label, *_row(of(run)[name])] for name in names for label, run in runs.items() if name in of(run)]


def _row(found: Measures) -> Row:
    return [
        f"{found.arrivals:,}",
        shown(found.service_level, SHARES),
        shown(found.wait_mean, SECONDS),
        shown(found.wait_p95, SECONDS),
        shown(found.abandonment, SHARES),
        shown(found.blocking, SHARES),
        shown(found.resolved, SHARES),
        shown(found.occupancy, SHARES),
    ]


def groups(runs: Runs) -> list[Row]:
    """Occupancy by group of agents."""
    names = list(dict.fromkeys(name for run in runs.values() for name in run.groups))
    return [[name, *(shown(run.groups.get(name, Figure(None)), SHARES) for run in runs.values())] for name in names]


def checked(run: PolicyResult) -> str:
    """What was checked, in a sentence."""
    laws = run.laws
    if laws.kept:
        return (
            f"{laws.arrivals:,} came = {laws.served:,} served + {laws.abandoned:,} gave up + {laws.blocked:,} turned "
            f"away + {laws.still_there:,} still there; Little's law holds for waiting ({laws.waiting.number:.4f} = "
            f"{laws.waiting.rate_times_time:.4f}) and service ({laws.service.number:.4f} = "
            f"{laws.service.rate_times_time:.4f}); nobody had more work than room, and nobody absent got any."
        )
    return f"A LAW IS BROKEN: {laws}. Please report this with the scenario."


def cells(values: Sequence[float | None], *, percent: bool) -> Row:
    """The values of a chart for its table."""
    return [NOTHING if each is None else f"{100 * each:.1f} %" if percent else f"{each:.1f}" for each in values]
