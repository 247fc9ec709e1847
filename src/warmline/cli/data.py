"""Take data out: `export all` and `export assignments`; in the formats of others, see copies.py."""

import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from warmline.cli import copies, show
from warmline.cli.beginning import ensure
from warmline.cli.ground import Ground, actor_of, stand
from warmline.cli.options import Json, Org, Overwrite, Target
from warmline.cli.writing import STANDARD, written

if TYPE_CHECKING:
    from warmline.api.export.stream import Header

exports = typer.Typer(help="Take records out: all as JSON Lines, conversations as vCon or mail.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    copies.add_to(exports)
    app.add_typer(exports, name="export")


@exports.command("all")
def export_all(
    file: Target = STANDARD,
    deliveries: Annotated[bool, typer.Option("--deliveries", help="With the raw deliveries, as they came.")] = False,
    overwrite: Overwrite = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Export everything that the organisation has, as of one moment. No secret is in it; personal data is."""

    async def work(ground: Ground) -> int:
        from warmline.api.export import Export

        actor = actor_of((await ensure(ground, org)).id)
        export = Export(ground.db, actor, deliveries=deliveries)
        with written(file, overwrite=overwrite) as target, show.progress("Exporting") as bar:

            def told(header: "Header") -> None:
                bar.reach(sum(header.counts.values()) + 1)

            async with contextlib.aclosing(export.lines(told)) as lines:
                return await _copied(lines, target, bar)

    _tell(stand(work, json=json), file, json=json)


@exports.command("assignments")
def export_assignments(
    file: Target = STANDARD, overwrite: Overwrite = False, org: Org = None, json: Json = False
) -> None:
    """Export which contact is in which case, and of which customer: one line for each contact."""

    async def work(ground: Ground) -> int:
        from warmline.api.export import assignments

        actor = actor_of((await ensure(ground, org)).id)
        with written(file, overwrite=overwrite) as target, show.progress("Exporting") as bar:
            async with contextlib.aclosing(assignments(ground.db, actor)) as lines:
                return await _copied(_each(lines), target, bar)

    _tell(stand(work, json=json), file, json=json)


async def _each(lines: AsyncGenerator[bytes, None]) -> AsyncGenerator[tuple[int, bytes], None]:
    async for line in lines:
        yield 1, line


async def _copied(lines: AsyncGenerator[tuple[int, bytes], None], target: BinaryIO, bar: show.Bar) -> int:
    done = 0
    async for count, chunk in lines:
        target.write(chunk)
        done += count
        bar(count)
    target.flush()
    return done


def _tell(lines: int, file: Path, *, json: bool) -> None:
    if file == STANDARD:
        return
    show.out({"lines": lines, "file": str(file)}) if json else show.line(f"{lines} lines in {file}.")
