"""How many agents, and when: `staffing`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warmline.cli import show
from warmline.cli.ground import guarded
from warmline.cli.options import Json

if TYPE_CHECKING:
    from warmline.staffing import Question

Texts = list[str] | None


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(staffing)


def staffing(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A TOML file with any of the options; an option wins.")
    ] = None,
    erlangs: Annotated[float | None, typer.Option(help="The load: calls in an hour times hours for each.")] = None,
    calls: Annotated[float | None, typer.Option(help="Calls in an interval.")] = None,
    interval: Annotated[str | None, typer.Option(help="Length of an interval: 30m, 1h, 900; 30m without.")] = None,
    handle_time: Annotated[str | None, typer.Option(help="Mean time that a call takes an agent: 4m, 240.")] = None,
    patience: Annotated[str | None, typer.Option(help="Mean time until a caller hangs up; never without.")] = None,
    waiting_places: Annotated[int | None, typer.Option(help="How many may wait; without end without.")] = None,
    agents: Annotated[int | None, typer.Option(help="Only say what comes of so many agents.")] = None,
    add: Annotated[Texts, typer.Option(help='What if: "2 10:00-18:00", or "2 lang-es 10:00-18:00".')] = None,
    service_level: Annotated[float | None, typer.Option(help="Share to serve within --within: 0.8.")] = None,
    within: Annotated[str | None, typer.Option(help="The time of the service level: 20s.")] = None,
    max_wait_probability: Annotated[float | None, typer.Option(help="Share that may have to wait at all.")] = None,
    max_asa: Annotated[str | None, typer.Option(help="Longest mean wait: 30s.")] = None,
    max_abandonment: Annotated[float | None, typer.Option(help="Share that may hang up.")] = None,
    max_occupancy: Annotated[float | None, typer.Option(help="Share of their time that agents may be busy.")] = None,
    max_blocking: Annotated[float | None, typer.Option(help="Share that may be turned away.")] = None,
    shrinkage: Annotated[float | None, typer.Option(help="Part of paid time in which people do not serve.")] = None,
    volumes: Annotated[Path | None, typer.Option(help="CSV of past volumes, to plan days to come by.")] = None,
    calls_column: Annotated[str | None, typer.Option(help="Its column of calls, where not found by name.")] = None,
    time_column: Annotated[str | None, typer.Option(help="Its column of times.")] = None,
    day_column: Annotated[str | None, typer.Option(help="Its column of days: dates or numbers.")] = None,
    bin_column: Annotated[str | None, typer.Option(help="Its column of numbered intervals.")] = None,
    bin_minutes: Annotated[float | None, typer.Option(help="Minutes of a numbered interval.")] = None,
    day_starts: Annotated[str | None, typer.Option(help="When the first numbered interval begins: 07:00.")] = None,
    first_day: Annotated[str | None, typer.Option(help="The day with the number 0: 2026-03-02.")] = None,
    worked: Annotated[str | None, typer.Option(help="Weekdays that are numbered: mon-fri.")] = None,
    closed: Annotated[Texts, typer.Option(help="A day that is closed, past or to come; may be repeated.")] = None,
    day: Annotated[Texts, typer.Option(help="A day to plan; may be repeated; the next seven without.")] = None,
    confidence: Annotated[float | None, typer.Option(help="Share of intervals within their bounds; 0.8.")] = None,
    plan_for: Annotated[str | None, typer.Option(help="Plan for `expected` volumes, or the `high` bound.")] = None,
    required: Annotated[Path | None, typer.Option(help="CSV of agents required, in place of volumes.")] = None,
    shifts: Annotated[Path | None, typer.Option(help="TOML file of shift types; plans the fewest hours.")] = None,
    scenario: Annotated[Path | None, typer.Option(help="A scenario of `simulate`, for agents with skills.")] = None,
    target: Annotated[Texts, typer.Option(help='What a queue is to meet: "claims service_level>=0.8".')] = None,
    cost: Annotated[Texts, typer.Option(help='What an agent of a group costs, else 1: "claims desk=1.4".')] = None,
    policy: Annotated[str | None, typer.Option(help="The policy to simulate; the scenario's last without.")] = None,
    seed: Annotated[int | None, typer.Option(help="The seed of the simulation.")] = None,
    hours: Annotated[float | None, typer.Option(help="Hours to simulate in each run.")] = None,
    most_runs: Annotated[int | None, typer.Option(help="Most runs of the simulation; 200 without.")] = None,
    sure: Annotated[
        bool | None, typer.Option("--sure", help="Meet targets with a reserve for the error of the simulation.")
    ] = None,
    json: Json = False,
) -> None:
    """How many agents are needed for a load, a day, or a service with skills; or what comes of those there are."""
    given: dict[str, Any] = {name: value for name, value in locals().items() if name not in ("file", "json")}
    with guarded(json=json):
        from warmline.staffing import form_question

        texts = {name: str(value) if isinstance(value, Path) else value for name, value in given.items()}
        _answer(form_question(file, texts), json=json)


def _answer(question: "Question", *, json: bool) -> None:
    from warmline import staffing as answers
    from warmline.cli import staffing_shown

    if question.scenario:
        with show.progress("Simulating", question.most_runs) as bar:
            found: Any = answers.by_simulation(question, bar)
    elif question.volumes or question.required:
        found = answers.over_the_day(question)
    else:
        found = answers.at_once(question)
    if json:
        show.out(found)
    else:
        staffing_shown.print_answer(found)
