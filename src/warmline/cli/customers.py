"""Look after the customer base: `customers dedupe`."""

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import show
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.customers import Counts, Deduplication

customers = typer.Typer(help="Look after the customer base.", no_args_is_help=True)
INTERRUPTED = "It was interrupted."
PHASES = {
    "reading": "Reading customers",
    "learning": "Learning how records differ",
    "comparing": "Comparing records",
    "proposing": "Writing proposals",
}


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(customers, name="customers")


@customers.command("dedupe")
def dedupe(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be proposed and merged.")] = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Search the whole customer base for records of one person, and propose them for review. Merges nothing, unless the
    organisation's settings say from which score it may."""

    async def work(ground: Ground) -> "Deduplication":
        ground.assemble()
        return await _search(ground, await ground.actor(org), dry_run=dry_run)

    run = stand(work, json=json)
    show.out(run) if json else _tell(run)


async def _search(ground: Ground, actor: "Actor", *, dry_run: bool) -> "Deduplication":
    from warmline.customers import begin_deduplication, deduplicate, fail_deduplication

    async with ground.db.transaction(actor.org_id) as conn:
        run = await begin_deduplication(conn, actor, dry_run=dry_run)
    try:
        with Phases() as phases:
            return await deduplicate(ground.db, actor.org_id, run.id, by=actor, report=phases)
    except (asyncio.CancelledError, KeyboardInterrupt):
        async with ground.db.transaction(actor.org_id) as conn:
            await fail_deduplication(conn, actor, run.id, problem=INTERRUPTED)
        raise


class Phases(ExitStack):
    """A progress bar for each phase in turn."""

    def __init__(self) -> None:
        super().__init__()
        self._phase, self._done = "", 0
        self._bar: show.Bar | None = None

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        """So much of the phase is done."""
        if phase != self._phase or self._bar is None:
            self.close()
            self._phase, self._done = phase, 0
            self._bar = self.enter_context(show.progress(PHASES[phase], total))
        self._bar(done - self._done)
        self._done = done


def _tell(run: "Deduplication") -> None:
    for line in summary(run):
        show.line(line)


def summary(run: "Deduplication") -> list[str]:
    """What a search found, in words."""
    counts, would = run.counts, "would be " if run.dry_run else ""
    lines = [
        f"{counts.people} customers, {counts.compared} pairs compared in {counts.seconds:.0f} s "
        f"({counts.memory_mb} MB at most, in a process of its own).",
        f"{counts.pairs} pairs score {run.policy.suggest} or more, {counts.likely} of them {run.policy.link} or more; "
        f"{counts.households} pairs of one household were left out.",
        f"  {counts.new} {would}proposed, {counts.reopened} {would}proposed again because there is new evidence, "
        f"{counts.updated + counts.unchanged} are in the queue already, {counts.declined} were declined and stay so.",
    ]
    lines += [_merged(run, counts, would), *(f"  {each}" for each in run.notes)]
    if run.dry_run:
        lines.append("Nothing was written. Without --dry-run they come into the queue of proposals.")
    return lines


def _merged(run: "Deduplication", counts: "Counts", would: str) -> str:
    limit = run.policy.merge_automatically_from
    if limit is None:
        return "  None are merged without a person: the organisation does not have it so."
    return (
        f"  {counts.merged} {would}merged without a person, from a score of {limit}, where nothing stands against it."
    )
