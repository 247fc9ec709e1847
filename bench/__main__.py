"""Measure every promise, or those named: python -m bench [--times N] [name ...].

Ends with everything that has a budget, and whether it is kept. With ``--times`` each bench runs so often, and each
figure of the summary is the run with the median. A bench that fails is told at the end, and the others go on; a budget
that is missed is no failure, for machines differ. ``$BENCH_OUT`` names a file for the figures, a line of JSON each.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench._machine import described
from bench._report import WIDTH, Clock, Figure, medians, read, table_of

HERE = Path(__file__).parent
# Short ones first, so that a fault shows early; the million interactions come last.
ORDER = (
    "mail", "trimming", "entities", "encoder", "continuity", "estimates", "resolution", "identity_resolution", "feed",
    "forecast", "accept", "ingest", "contacts", "live", "audit", "memory", "clone", "simulation",
    "routing", "routing_takeover", "routing_durable", "identity", "similar",
    "reading", "reports", "search", "inbox_rows",
)  # fmt: skip
# Only when they are named: they take many minutes, and compare or endure where the others measure.
APART = ("kill_nine", "policies")


def main(names: list[str], times: int) -> int:
    """Each in a process of its own; the number of benches that failed."""
    if unknown := [each for each in names if each not in ORDER + APART]:
        raise SystemExit(f"No bench is called {', '.join(unknown)}. There are {', '.join(ORDER + APART)}.")
    console = Console(width=WIDTH)
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(os.environ.get("BENCH_OUT", f"{folder}/figures.jsonl"))
        out.touch()
        before = len(read(out))
        failed = [name for name in names or ORDER for _ in range(times) if not run(name, out, console)]
        figures = medians(read(out)[before:])
    console.rule("all", align="left")
    summary(figures, console)
    console.print(described(), highlight=False)
    console.print(f"{len(figures)} figures in {clock.seconds / 60:.0f} minutes.", highlight=False)
    if failed:
        console.print(f"[bold red]Failed: {', '.join(sorted(set(failed)))}.")
    return len(failed)


def run(name: str, out: Path, console: Console) -> bool:
    """Whether the bench came to its end."""
    console.rule(name, align="left")
    command = [sys.executable, "-m", f"bench.{name}"]
    return not subprocess.run(
        command, cwd=HERE.parent, env=os.environ | {"BENCH_OUT": str(out)}, check=False
    ).returncode


def summary(figures: list[Figure], console: Console) -> None:
    """What has a budget; how many are kept."""
    promised = [each for each in figures if each.budget]
    console.print(table_of("Budgets", promised, "bench"))
    kept = sum(bool(each.kept) for each in promised)
    console.print(f"{kept} of {len(promised)} budgets kept.", highlight=False)


if __name__ == "__main__":
    reader = argparse.ArgumentParser(prog="python -m bench", description="Measure every promise, or those named.")
    reader.add_argument("names", nargs="*", metavar="name")
    reader.add_argument("--times", type=int, default=1, help="run each so often and show medians")
    given = reader.parse_args()
    raise SystemExit(main(given.names, given.times))
