"""Bring data in: `import contacts` and `import mail`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from warmline.cli import show
from warmline.cli.beginning import ensure
from warmline.cli.codes import PROBLEM
from warmline.cli.errors import FileMissing
from warmline.cli.ground import Ground, actor_of, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.api.imports import Imported
    from warmline.cli.mail import ImportedMail

imports = typer.Typer(help="Bring records in. What is there already is left as it is.", no_args_is_help=True)
LISTED = 20


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(imports, name="import")


@imports.command("contacts")
def contacts(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Lines of contacts; `-` is standard input.")],
    org: Org = None,
    json: Json = False,
) -> None:
    """Import contacts and operations, a JSON line each, in order. Exits with 1 where a line was refused or failed."""

    async def work(ground: Ground) -> "Imported":
        from warmline.api.imports import ContactImport

        actor = actor_of((await ensure(ground, org)).id)
        channels = ground.program.channels
        lines, size = _opened(file)
        with lines, show.progress("Importing", size, size=True) as bar:
            taken = ContactImport(ground.db, channels.registry, channels.ingest, actor)
            for number, line in enumerate(lines, start=1):
                await taken.add(number, line)
                bar(len(line))
            return await taken.finish()

    result = stand(work, json=json)
    show.out(result) if json else _tell(result)
    if not result.clean:
        raise typer.Exit(PROBLEM)


@imports.command("mail")
def mail(
    path: Annotated[Path, typer.Argument(help="An mbox file, a Maildir, or a folder of messages.")],
    account: Annotated[str | None, typer.Option(help="The mailbox that it came to, by name, address or id.")] = None,
    address: Annotated[str | None, typer.Option(help="The same by its address; set up where there is none.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Import mail, the oldest first. It waits in no queue. Exits with 1 where a mail could not be read; it is then kept
    and shown by `failed list`."""

    async def work(ground: Ground) -> "ImportedMail":
        from warmline.cli.mail import import_mail, mailbox

        actor = actor_of((await ensure(ground, org)).id)
        place = await mailbox(ground, actor, account, address)
        return await import_mail(ground, actor, place, path)

    result = stand(work, json=json)
    show.out(result) if json else _tell_of_mail(result)
    if result.failed:
        raise typer.Exit(PROBLEM)


def _opened(file: Path) -> "tuple[BinaryIO, int | None]":
    if str(file) == "-":
        return sys.stdin.buffer, None
    try:
        return file.open("rb"), file.stat().st_size
    except OSError as error:
        raise FileMissing(path=file, problem=error.strerror) from error


def _tell(result: "Imported") -> None:
    show.line(
        f"{result.lines} lines: {result.contacts} contacts with {result.messages} messages and {result.operations} "
        f"operations are new, {result.repeated} were there before."
    )
    for each in result.problems[:LISTED]:
        show.line(f"  line {each.line}: {each.problem}")
    _more(len(result.problems))
    if result.refused:
        show.line(f"{result.refused} lines were refused: mend them, and import the file again; the rest is in.")
    if result.failed:
        show.line(f"{result.failed} lines are kept as failed: see `warmline failed list`.")


def _tell_of_mail(result: "ImportedMail") -> None:
    show.line(
        f"{result.mails} mails for {result.account}: {result.recorded} are new, {result.repeated} were there before, "
        f"{result.failed} could not be read. {result.skipped} other files were left alone."
    )
    for each in result.problems[:LISTED]:
        show.line(f"  {each.mail}: {each.problem}")
    _more(len(result.problems))
    if result.failed:
        show.line("What could not be read is kept: see `warmline failed list`.")


def _more(count: int) -> None:
    if count > LISTED:
        show.line(f"  ... and {count - LISTED} more (--json shows up to 1000).")
