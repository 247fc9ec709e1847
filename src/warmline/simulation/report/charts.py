"""Charts as SVG by matplotlib, with colours and type of the page they stand in."""

import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import msgspec

# Stand-ins for the page's colours; each must occur nowhere else in what matplotlib writes.
INK, QUIET, LINE = "#0a0b01", "#0a0b02", "#0a0b03"
SERIES = ("#0a0c01", "#0a0c02", "#0a0c03", "#0a0c04", "#0a0c05", "#0a0c06")
NAMES = {INK: "--ink", QUIET: "--quiet", LINE: "--line", **{each: f"--s{n + 1}" for n, each in enumerate(SERIES)}}
# Who cannot tell colours apart can tell strokes.
STROKES = ("-", "--", ":", "-.", (0, (6, 1, 1, 1, 1, 1)), (0, (1, 3)))
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "ooo")
SIZE = (7.2, 2.9)


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A chart: series by label over the same places. ``percent`` values are shares. ``errors`` are standard errors."""

    title: str
    unit: str
    places: Sequence[str]
    series: Mapping[str, Sequence[float | None]]
    errors: Mapping[str, Sequence[float | None]] = {}
    percent: bool = False
    bars: bool = False
    aim: float | None = None


def drawn(chart: Chart, number: int) -> str:
    """The chart as an SVG element, described for those who do not see it."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.rcsetup import cycler

    settings: dict[str, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": str(number),
        "font.size": 9,
        "text.color": INK,
        "axes.labelcolor": QUIET,
        "axes.edgecolor": LINE,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
        "grid.color": LINE,
        "hatch.linewidth": 0.6,
        "hatch.color": INK,
        "patch.facecolor": LINE,
    }
    settings["axes.prop_cycle"] = cycler(color=SERIES)
    with mpl.rc_context(settings):  # type: ignore[arg-type] # each key is one of matplotlib's many literals
        figure = Figure(figsize=SIZE, layout="constrained")
        axes = figure.add_subplot()
        (_bars if chart.bars else _lines)(axes, chart)
        _dress(axes, chart)
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _adapted(file.getvalue(), chart, number)


def _lines(axes: Any, chart: Chart) -> None:
    places = range(len(chart.places) + 1)
    for n, (label, values) in enumerate(chart.series.items()):
        # A value holds from its place to the next, so the last one is drawn twice.
        known = [float("nan") if each is None else each for each in [*values, *values[-1:]]]
        colour, stroke = SERIES[n % len(SERIES)], STROKES[n % len(STROKES)]
        axes.plot(
            places[: len(known)],
            known,
            color=colour,
            linestyle=stroke,
            linewidth=1.8,
            label=label,
            drawstyle="steps-post",
        )
    step = max(1, -(-len(chart.places) // 12))
    axes.set_xticks(list(places)[:-1][::step], list(chart.places)[::step])
    axes.set_xlim(0, len(chart.places))


def _bars(axes: Any, chart: Chart) -> None:
    width = 0.8 / max(1, len(chart.series))
    for n, (label, values) in enumerate(chart.series.items()):
        at = [place + width * (n - (len(chart.series) - 1) / 2) for place in range(len(chart.places))]
        known = [each or 0.0 for each in values]
        errors = [2 * (each or 0.0) for each in chart.errors.get(label, [None] * len(known))]
        colour = SERIES[n % len(SERIES)]
        shape = {"color": colour, "alpha": 0.85, "hatch": HATCHES[n % len(HATCHES)], "edgecolor": INK, "linewidth": 0.4}
        bars = {"yerr": errors, "error_kw": {"ecolor": INK, "elinewidth": 1, "capsize": 2}} if any(errors) else {}
        axes.bar(at, known, width * 0.92, label=label, **shape, **bars)
    axes.set_xticks(range(len(chart.places)), [_short(each) for each in chart.places])


def _dress(axes: Any, chart: Chart) -> None:
    from matplotlib.ticker import PercentFormatter

    axes.set_ylabel(chart.unit)
    axes.set_ylim(bottom=0)
    if chart.percent:
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.set_ylim(0, max(1.02, axes.get_ylim()[1] if chart.bars else 1.02))
    if chart.aim is not None:
        axes.axhline(chart.aim, color=QUIET, linewidth=0.8, linestyle=(0, (2, 2)))
    axes.grid(axis="y", linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    if len(chart.series) > 1:
        columns = min(len(chart.series), 4)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False, borderaxespad=0.2)


def _short(name: str) -> str:
    return name if len(name) <= 16 else f"{name[:15]}…"


def _adapted(svg: str, chart: Chart, number: int) -> str:
    """The element alone, with the page's colours and type, and ids that no other chart has."""
    svg = svg[svg.index("<svg") :]
    for colour, name in NAMES.items():
        svg = svg.replace(colour, f"var({name})")
    svg = re.sub(r'\bid="([^"]+)"', rf'id="c{number}-\1"', svg)
    svg = re.sub(r'(url\(|href=")#([^)"]+)', rf"\1#c{number}-\2", svg)
    svg = re.sub(r"font: ([\d.]+px)[^;\"]*", r"font-size: \1", svg)
    label = f'<title id="t{number}">{escape(chart.title)}. The table below has all values.</title>'
    head, _, rest = svg.partition(">")
    head = re.sub(r'\s(?:width|height)="[^"]*"', "", head)
    return f'{head} role="img" aria-labelledby="t{number}">{label}{rest}'
