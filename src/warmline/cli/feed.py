"""Feeds of other systems: set them up, bring a file in, look at what became of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from warmline.cli import show
from warmline.cli.codes import PROBLEM
from warmline.cli.errors import EntryUnknown, FileMissing, WrongUsage
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.customers import Feed, FeedResult

feed = typer.Typer(help="Feeds: systems that tell of customers, as a CRM does.", no_args_is_help=True)
LISTED = 20
MOST = 1_000
Source = Annotated[str, typer.Argument(metavar="SOURCE", help="The feed, by its code.")]
MapHelp = "A column as COLUMN=TARGET; may be repeated. An empty TARGET leaves the column out."


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(feed, name="feed")


@feed.command("list")
def list_feeds(org: Org = None, json: Json = False) -> None:
    """Show the feeds. Signing secrets are not shown."""

    async def work(ground: Ground) -> None:
        from warmline.customers import FeedView

        found = [FeedView.of(each) for each in await _all(ground, await ground.actor(org))]
        columns = {"code": "code", "name": "name", "key_scheme": "key", "priority": "priority", "active": "on",
                   "signed": "signed", "id": "id"}  # fmt: skip
        show.items(found, columns, json=json, nothing="There are no feeds yet: `warmline feed create` sets one up.")

    stand(work, json=json)


@feed.command("create")
def create_feed(
    code: Annotated[str, typer.Argument(help="What provenance calls it: crm, policies.")],
    name: Annotated[str | None, typer.Option(help="What people call it; left out, its code.")] = None,
    key_scheme: Annotated[str, typer.Option(help="The scheme of the handle that a row's key is.")] = "crm_id",
    column: Annotated[list[str] | None, typer.Option("--map", help=MapHelp)] = None,
    mapping: Annotated[Path | None, typer.Option(help="A file with the whole mapping, in JSON.")] = None,
    encoding: Annotated[str, typer.Option(help="utf-8, windows-1252 or iso-8859-1.")] = "utf-8",
    priority: Annotated[int, typer.Option(help="The higher, the more it is believed.")] = 0,
    adopts: Annotated[bool, typer.Option(help="Give a new key to the one customer who has its addresses.")] = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Set up a feed."""

    async def work(ground: Ground) -> None:
        from warmline.customers import FeedView, NewFeed
        from warmline.customers import create_feed as create

        columns = _read_mapping(mapping) | dict(_mapped(column or []))
        new = formed(NewFeed, code=code, name=name or code, key_scheme=key_scheme, mapping=columns, encoding=encoding,
                     priority=priority, adopts=adopts)  # fmt: skip
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            made = FeedView.of(await create(conn, actor, new=new))
        show.out(made) if json else show.line(f"Set up the feed {made.code}, {made.id}.")

    stand(work, json=json)


@feed.command("secret")
def renew_secret(source: Source, org: Org = None, json: Json = False) -> None:
    """Give a feed a new signing secret and print it, this once. An older one is refused from now on."""

    async def work(ground: Ground) -> None:
        from warmline.customers import renew_secret as renew

        actor = await ground.actor(org)
        found = await _named(ground, actor, source)
        async with ground.db.transaction(actor.org_id) as conn:
            made = await renew(conn, actor, ground.program.vault, found.id)
        show.out(made) if json else show.line(made.secret)

    stand(work, json=json)


@feed.command("import")
def import_file(
    source: Source,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, JSON Lines, or a list in JSON.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing, and show what would change.")] = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Bring a feed's file in. Rows that are there already cost next to nothing, so it can be run again, also where it
    was broken off. Exits with 1 where a row, or a part of one, was not taken."""

    async def work(ground: Ground) -> "FeedResult":
        from warmline.customers import FeedImport, kind_of, rows

        actor = await ground.actor(org)
        found = await _named(ground, actor, source)
        opened, size = _opened(file)
        with opened, show.progress("Comparing" if dry_run else "Importing", size, size=True) as bar:
            loading = FeedImport(ground.db, actor, found, origin="command", dry=dry_run)
            await loading.begin()
            for each in rows(_lines(opened, bar), kind_of(file.name, opened.peek(1000)), found.encoding):
                await loading.add(each)
            return await loading.finish()

    result = stand(work, json=json)
    show.out(result) if json else _tell(result)
    if not result.clean:
        raise typer.Exit(PROBLEM)


@feed.command("runs")
def list_runs(source: Source, org: Org = None, json: Json = False) -> None:
    """Show what a feed delivered lately, and what became of it."""

    async def work(ground: Ground) -> None:
        from warmline.customers import list_runs as runs

        actor = await ground.actor(org)
        found = await _named(ground, actor, source)
        async with ground.db.transaction(actor.org_id) as conn:
            shown = await runs(conn, actor, found.id, before=None, limit=50)
        columns = {"started_at": "started", "finished_at": "finished", "origin": "by", "read_rows": "rows",
                   "created": "created", "changed": "changed", "unchanged": "unchanged", "partly": "in part",
                   "refused": "refused", "id": "id"}  # fmt: skip
        show.items(shown, columns, json=json, nothing="The feed has delivered nothing yet.")

    stand(work, json=json)


async def _all(ground: Ground, actor: "Actor") -> "list[Feed]":
    from warmline.customers import list_feeds as feeds

    async with ground.db.transaction(actor.org_id) as conn:
        return await feeds(conn, actor, after=None, limit=MOST)


async def _named(ground: Ground, actor: "Actor", source: str) -> "Feed":
    found = await _all(ground, actor)
    for each in found:
        if source in (each.code, str(each.id)):
            return each
    raise EntryUnknown(kind="feed", name=source, names=", ".join(each.code for each in found) or "none")


def _mapped(columns: list[str]) -> Iterator[tuple[str, str | None]]:
    for each in columns:
        name, equals, to = each.rpartition("=")
        if not equals:
            raise WrongUsage(problem=f"--map {each}: expected COLUMN=TARGET.")
        yield name, to or None


def _read_mapping(path: Path | None) -> dict[str, Any]:
    import msgspec

    if path is None:
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except OSError as error:
        raise FileMissing(path=path, problem=error.strerror) from error
    except msgspec.DecodeError as error:
        raise WrongUsage(problem=f"--mapping {path}: {error}.") from error


def _opened(file: Path) -> "tuple[Any, int]":
    try:
        return file.open("rb"), file.stat().st_size
    except OSError as error:
        raise FileMissing(path=file, problem=error.strerror) from error


def _lines(opened: BinaryIO, bar: show.Bar) -> Iterator[bytes]:
    for line in opened:
        bar(len(line))
        yield line


def _tell(result: "FeedResult") -> None:
    if result.dry_run:
        _show_diff(result)
    would = "would be " if result.dry_run else ""
    show.line(
        f"{result.read_rows} rows: {result.created} customers {would}created, {result.changed} {would}changed, "
        f"{result.unchanged} unchanged; {result.refused} rows refused, {result.partly} taken in part."
    )
    for each in result.problems[:LISTED]:
        key = f" ({each.key})" if each.key else ""
        show.line(f"  row {each.row}{key}: {each.problem}")
    if len(result.problems) > LISTED:
        show.line(f"  ... and {len(result.problems) - LISTED} more (--json shows up to 1000).")
    if result.ignored_columns:
        show.line(f"Columns that go nowhere: {', '.join(result.ignored_columns)}. Map them, or leave them.")
    if result.refused:
        show.line("Mend the refused rows and import the file again; the rest is in." if not result.dry_run else "")


def _show_diff(result: "FeedResult") -> None:
    lines = []
    for each in result.diff:
        head = [str(each.row), each.key, each.action]
        for one in each.attributes:
            outcome = "wins" if one.wins else "loses"
            given = f"{show.shown(one.shown_before) or '-'} -> {show.shown(one.given) or '-'}"
            lines.append([*head, one.name, given, f"{outcome}: {one.why}"])
        more = [("handles", each.handles), ("conflicts", each.conflicts)]
        lines += [[*head, name, show.shown(values), ""] for name, values in more if values]
        more_counts = [("references", each.references), ("relationships", each.relationships)]
        lines += [[*head, name, f"{count} changed", ""] for name, count in more_counts if count]
        if not each.attributes and not each.handles:
            lines.append([*head, "", "", ""])
    if lines:
        show.table(["row", "key", "customer", "what", "now -> given", "why"], lines)
