"""Bring data in: `import contacts`, `import mail`, `import vcon` and `import calls`."""

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from warmline.cli import show
from warmline.cli.beginning import ensure
from warmline.cli.codes import PROBLEM
from warmline.cli.errors import FileMissing, WrongUsage
from warmline.cli.ground import Ground, actor_of, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline import sdk
    from warmline.api.deliveries import Taken
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


@imports.command("vcon")
def vcon(
    path: Annotated[Path, typer.Argument(help="A vCon, a file with one a line, or a folder of such files.")],
    account: Annotated[
        str, typer.Option(help="The inbox in which they come together; set up where there is none.")
    ] = "archive",
    org: Org = None,
    json: Json = False,
) -> None:
    """Import conversations that another system, or another Warmline, wrote as vCon. They wait in no queue. Exits with 1
    where one could not be read; it is then kept and shown by `failed list`."""

    async def work(ground: Ground) -> "Taken":
        from warmline.cli.vcons import documents, total
        from warmline.connectors import vcon

        async def found(settings: Any) -> "AsyncIterator[tuple[str, sdk.Raw, int]]":
            for each in documents(path):
                yield each.place, vcon.raw(each.body, each.place, settings), each.size

        return await _taken(ground, org, ("vcon", "webchat", account), found, _sized(path, total))

    _end(stand(work, json=json), "vCons", json=json)


@imports.command("calls")
def calls(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A call log with headings.")],
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column a field is in; may be repeated."),
    ] = None,
    time_zone: Annotated[str, typer.Option(help="The zone of times that name none, such as Europe/Berlin.")] = "UTC",
    time_format: Annotated[str, typer.Option(help="Of times that are not ISO 8601, such as '%d.%m.%Y %H:%M'.")] = "",
    delimiter: Annotated[str, typer.Option(help="What stands between cells, where it is not found out.")] = "",
    encoding: Annotated[str, typer.Option(help="Such as cp1252, where the file is neither UTF-8 nor UTF-16.")] = "",
    account: Annotated[str, typer.Option(help="The inbox of the log; set up where there is none.")] = "telephone",
    org: Org = None,
    json: Json = False,
) -> None:
    """Import a call log, a row for each call. Calls wait in no queue. Exits with 1 where a row could not be read; it is
    then kept and shown by `failed list`."""

    async def work(ground: Ground) -> "Taken":
        from warmline.cli.calls import Format, rows
        from warmline.connectors import calls

        _known_zone(time_zone)
        given = Format(_pairs(columns or []), time_zone, time_format, delimiter, encoding)

        async def found(_: Any) -> "AsyncIterator[tuple[str, sdk.Raw, int]]":
            reached = 0
            for each in rows(file, given):
                place = f"row {each.number}"
                yield place, calls.raw(each.row, place), each.reached - reached
                reached = each.reached

        return await _taken(
            ground, org, ("calls", "voice", account), found, _sized(file, lambda _: file.stat().st_size)
        )

    _end(stand(work, json=json), "calls", json=json)


async def _taken(
    ground: Ground,
    org: str | None,
    inbox: tuple[str, str, str],
    found: "Callable[[Any], AsyncIterator[tuple[str, sdk.Raw, int]]]",
    size: int,
) -> "Taken":
    """Take in what is found for an inbox: connector, channel and address."""
    from warmline import channels
    from warmline.api.deliveries import DeliveryImport

    actor = actor_of((await ensure(ground, org)).id)
    registry = ground.program.channels.registry
    async with ground.db.transaction(actor.org_id) as conn:
        place = await channels.account_for(conn, actor, registry, *inbox)
    taken = DeliveryImport(ground.program.channels.ingest, actor, place)
    with show.progress("Importing", size, size=True) as bar:
        try:
            async for where, raw, done in found(registry.open(place).settings):
                await taken.add(where, raw)
                bar(done)
        except OSError as error:
            raise FileMissing(path=error.filename or "The file", problem=error.strerror or error) from error
        return await taken.finish()


def _sized(path: Path, total: Callable[[Path], int]) -> int:
    try:
        return total(path)
    except OSError as error:
        raise FileMissing(path=path, problem=error.strerror) from error


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    if wrong := [name for name, sign, column in pairs if not (name and sign and column)]:
        raise WrongUsage(problem=f"--map takes FIELD=COLUMN, such as number=Caller; {wrong[0]!r} is none.")
    return {name.strip(): column for name, _, column in pairs}


def _known_zone(name: str) -> None:
    """Better refused at once than with each row."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise WrongUsage(problem=f"There is no time zone {name}; say one such as Europe/Berlin.") from error


def _end(result: "Taken", what: str, *, json: bool) -> None:
    show.out(result) if json else _tell_of_deliveries(result, what)
    if not result.clean:
        raise typer.Exit(PROBLEM)


def _tell_of_deliveries(result: "Taken", what: str) -> None:
    show.line(
        f"{result.deliveries} {what} for {result.account}: {result.recorded} are new, {result.repeated} were there "
        f"before, {result.failed} could not be read, {result.unknown} are for a later version."
    )
    for each in result.problems[:LISTED]:
        show.line(f"  {each.place}: {each.problem}")
    _more(len(result.problems))
    if not result.clean:
        show.line("What could not be read is kept as it came: see `warmline failed list`. Mended, import it again.")


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
