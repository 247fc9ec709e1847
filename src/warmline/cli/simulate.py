"""What a service would live through: the routing engine under a virtual clock."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import show
from warmline.cli.ground import guarded
from warmline.cli.options import Json, Overwrite

if TYPE_CHECKING:
    from warmline.simulation import PolicyResult, Results, Scenario

# The progress bar of one policy has so many steps.
STEPS = 1000


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("simulate")(simulate)


def simulate(
    scenario: Annotated[
        Path | None, typer.Argument(metavar="[SCENARIO.toml]", help="The scenario; --example prints one.")
    ] = None,
    policy: Annotated[
        list[str] | None,
        typer.Option("--policy", help="A policy to run, instead of those of the scenario; may be repeated."),
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Change any key, as queues.claims.priority=5; repeatable."),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", help='What if: more agents, as "2 lang-es 10:00-18:00"; shown beside without them.'),
    ] = None,
    customers: Annotated[int | None, typer.Option(min=1, help="Stop after so many have come.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Where chance begins; the same seed gives the same.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a page with charts into this file.")] = None,
    overwrite: Overwrite = False,
    example: Annotated[bool, typer.Option("--example", help="Print a scenario to begin with.")] = False,
    json: Json = False,
) -> None:
    """Try a service out under a virtual clock, with the engine that decides for real people. Needs no installation."""
    with guarded(json=json):
        if example:
            _example()
            return
        found = _scenario(scenario, _changes(change, customers=customers, seed=seed))
        results = _run(found, policy, add or [])
        if report is not None:
            _write(report, results, found, overwrite=overwrite)
        if json:
            show.out({"scenario": found.name, "seed": found.seed, "runs": results})
        else:
            _tell(results, found)


def _example() -> None:
    from warmline.simulation import example

    show.line(example().rstrip("\n"))


def _changes(change: list[str] | None, **given: int | None) -> list[str]:
    return [*(change or []), *(f"{key}={value}" for key, value in given.items() if value is not None)]


def _scenario(path: Path | None, changes: list[str]) -> "Scenario":
    from warmline.cli.errors import WrongUsage
    from warmline.simulation import load_scenario

    if path is None:
        raise WrongUsage(problem="Name a scenario, or print one to begin with: warmline simulate --example")
    return load_scenario(path, overrides=changes)


def _run(scenario: "Scenario", policies: list[str] | None, added: list[str]) -> "dict[str, PolicyResult]":
    """Each policy, and where agents are added, each of them without and with."""
    from warmline.simulation import check_policies, run, with_agents

    names = check_policies(scenario, policies or scenario.policies)
    after = scenario
    for each in added:
        after = with_agents(after, each)
    variants = {"": scenario, f" + {', '.join(added)}": after} if added else {"": scenario}
    runs: dict[str, PolicyResult] = {}
    with show.progress("Simulating", STEPS * len(names) * len(variants)) as bar:
        for name in names:
            for suffix, variant in variants.items():
                result: Results = run(variant, policy=name, progress=_Steps(bar))
                runs[f"{name}{suffix}"] = result.policies[name]
    return runs


class _Steps:
    """Tells a bar how far one run is."""

    def __init__(self, bar: show.Bar) -> None:
        self.bar, self.done = bar, 0

    def __call__(self, policy: str, share: float) -> None:
        reached = int(share * STEPS)
        if reached > self.done:
            self.bar(reached - self.done)
            self.done = reached


def _write(path: Path, runs: "Mapping[str, PolicyResult]", scenario: "Scenario", *, overwrite: bool) -> None:
    from warmline.cli.writing import written
    from warmline.simulation import write_page

    page = write_page(runs, scenario=scenario.name, seed=scenario.seed)
    with written(path, overwrite=overwrite) as file:
        file.write(page.encode())


def _tell(runs: "dict[str, PolicyResult]", scenario: "Scenario") -> None:
    from warmline.simulation import tables

    first = next(iter(runs.values()))
    show.line(f"{scenario.name}: {first.measured_hours:,.1f} hours of virtual time, seed {scenario.seed}.")
    show.line()
    show.table(["", *runs], tables.overview(runs))
    show.line()
    show.table(["queue", "policy", *tables.HEADINGS], tables.breakdown(runs, lambda run: run.queues))
    show.line("\nAfter ± stands one standard error.\n")
    for name, run in runs.items():
        show.line(f"{name}: {tables.checked(run)}")
