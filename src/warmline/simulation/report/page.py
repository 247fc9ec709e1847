"""The page: what was simulated, what came of it, and over the day."""

from collections.abc import Callable, Sequence
from html import escape
from importlib.resources import files
from string import Template

from warmline.simulation.report.charts import Chart, drawn
from warmline.simulation.report.tables import HEADINGS, Row, Runs, breakdown, cells, checked, groups, overview
from warmline.simulation.results import Interval, Measures, PolicyResult

AIM = 0.8
SEVERAL = 2


def write_page(runs: Runs, *, scenario: str, seed: int) -> str:
    """The whole page as HTML. ``runs`` by label, side by side; they met the same customers."""
    first = next(iter(runs.values()))
    parts = [_overview(runs), _over_the_day(runs), _by_queue(runs), _by_skill(runs), _agents(runs), _laws(runs)]
    template = Template(files("warmline.simulation.report").joinpath("page.html").read_text(encoding="utf-8"))
    said = (
        f"{escape(' beside '.join(runs))}. {first.measured_hours:,.1f} hours of virtual time, "
        f"{first.total.arrivals:,} customers, seed {seed}. The same customers came under each."
    )
    return template.substitute(title=escape(scenario), said=said, body="\n".join(parts))


def _overview(runs: Runs) -> str:
    note = "After ± stands one standard error, by batch means. Differences below two of them are noise."
    return _section("Everything", _table(["", *runs], overview(runs)) + f"<p>{note}</p>")


def _over_the_day(runs: Runs) -> str:
    begins = sorted({each.begins for run in runs.values() for each in _all(run) if each.arrivals or each.agents})
    charts = [
        _chart(runs, begins, "Service level over the day", "served in time", "service_level", percent=True),
        _chart(runs, begins, "Mean wait over the day", "seconds", "wait_mean"),
        _chart(runs, begins, "Occupancy over the day", "of the time present", "occupancy", percent=True),
        _chart(runs, begins, "Customers waiting over the day", "waiting at a time", "queue_length"),
        _coming(runs, begins),
    ]
    return _section("Over the day", "".join(_figure(each, n) for n, each in enumerate(charts)))


def _all(run: PolicyResult) -> Sequence[Interval]:
    return [each for each in run.intervals if each.queue is None]


def _chart(runs: Runs, begins: list[str], title: str, unit: str, field: str, *, percent: bool = False) -> Chart:
    series = {}
    for label, run in runs.items():
        known = {each.begins: getattr(each, field) for each in _all(run)}
        series[label] = [known.get(each) for each in begins]
    aim = AIM if field == "service_level" else None
    return Chart(title=title, unit=unit, places=begins, series=series, percent=percent, aim=aim)


def _coming(runs: Runs, begins: list[str]) -> Chart:
    run = next(iter(runs.values()))
    series: dict[str, list[float | None]] = {}
    for name in run.queues:
        known = {each.begins: each.arrivals for each in run.intervals if each.queue == name}
        series[name] = [known.get(each) for each in begins]
    present = {each.begins: each.agents for each in _all(run)}
    series["agents present"] = [present.get(each) for each in begins]
    unit = "customers, agents"
    return Chart(title="Who comes and who is there, by queue", unit=unit, places=begins, series=series)


def _by_queue(runs: Runs) -> str:
    names = list(next(iter(runs.values())).queues)

    def chart(title: str, unit: str, field: str, *, percent: bool = False) -> Chart:
        figures = {label: [getattr(run.queues[name], field) for name in names] for label, run in runs.items()}
        series = {label: [each.value for each in found] for label, found in figures.items()}
        errors = {label: [each.error for each in found] for label, found in figures.items()}
        aim = AIM if field == "service_level" else None
        return Chart(
            title=title, unit=unit, places=names, series=series, errors=errors, percent=percent, bars=True, aim=aim
        )

    charts = [
        chart("Service level by queue", "served in time", "service_level", percent=True),
        chart("95 % wait less than, by queue", "seconds", "wait_p95"),
        chart("Gave up, by queue", "of those who waited", "abandonment", percent=True),
    ]
    figures = "".join(_figure(each, n) for n, each in enumerate(charts, start=10))
    return _section("By queue", _broken_down(runs, "queue", lambda run: run.queues) + figures)


def _by_skill(runs: Runs) -> str:
    if not any(run.skills for run in runs.values()):
        return ""
    return _section("By skill", _broken_down(runs, "skill", lambda run: run.skills))


def _broken_down(runs: Runs, what: str, of: Callable[[PolicyResult], dict[str, Measures]]) -> str:
    return _table([what, "policy", *HEADINGS], breakdown(runs, of), lead=SEVERAL)


def _agents(runs: Runs) -> str:
    return _section("Occupancy of agents", _table(["group", *runs], groups(runs)))


def _laws(runs: Runs) -> str:
    said = "".join(f"<dt>{escape(label)}</dt><dd>{escape(checked(run))}</dd>" for label, run in runs.items())
    return _section("Checked in these runs", f"<dl>{said}</dl>")


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def _figure(chart: Chart, number: int) -> str:
    series = {label: cells(values, percent=chart.percent) for label, values in chart.series.items()}
    rows = [[place, *(values[n] for values in series.values())] for n, place in enumerate(chart.places)]
    table = _table(["", *series], rows)
    aim = f" The dotted line is at {AIM:.0%}." if chart.aim is not None else ""
    bars = " Thin lines are two standard errors either way." if chart.bars else ""
    return (
        f"<figure><figcaption><h3>{escape(chart.title)}</h3><p>{escape(chart.unit.capitalize())}.{aim}{bars}</p>"
        f'</figcaption><div class="chart">{drawn(chart, number)}</div>'
        f"<details><summary>Table: {escape(chart.title.lower())}</summary>{table}</details></figure>"
    )


def _table(headings: Sequence[str], rows: Sequence[Row], *, lead: int = 1) -> str:
    leading = ['<th scope="col" class="lead">'] * lead + ['<th scope="col">'] * (len(headings) - lead)
    head = "".join(
        f"{tag}{escape(each)}</th>" if each else "<td></td>" for tag, each in zip(leading, headings, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<th scope="row">{escape(each)}</th>' for each in row[:lead])
        + "".join(f"<td>{escape(each)}</td>" for each in row[lead:])
        + "</tr>"
        for row in rows
    )
    return f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
