"""Take conversations out in the formats of others: `export vcon`, `export mbox` and `export eml`."""

import contextlib
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple
from uuid import UUID

import typer

from warmline.cli import show
from warmline.cli.beginning import ensure
from warmline.cli.ground import Ground, actor_of, stand
from warmline.cli.options import Json, Org, Overwrite, Target
from warmline.cli.writing import STANDARD, folder, written

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.api.export.chosen import Wanted

Interaction = Annotated[UUID | None, typer.Option("--interaction", help="Only this one, by its id.")]
Case = Annotated[str | None, typer.Option("--case", help="Only those of this case, by reference or id.")]
Customer = Annotated[UUID | None, typer.Option("--customer", help="Only those of this customer, by id.")]
Channel = Annotated[str | None, typer.Option("--channel", help="Only those on this channel.")]
Since = Annotated[datetime | None, typer.Option(help="Only those that began then or later (UTC).")]
Until = Annotated[datetime | None, typer.Option(help="Only those that began before (UTC).")]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write; made where there is none.")]
Rewrite = Annotated[bool, typer.Option("--overwrite", help="Write anew what is there already.")]


class Asked(NamedTuple):
    """Which conversations, as it was typed."""

    interaction: UUID | None
    case: str | None
    customer: UUID | None
    channel: str | None
    since: datetime | None
    until: datetime | None

    async def wanted(self, ground: Ground, actor: "Actor") -> "Wanted":
        """The same for the export. Raises ``NotFound`` where there is no such case."""
        from warmline.api.export.chosen import Wanted, case_named

        return Wanted(
            interaction_id=self.interaction,
            case_id=await case_named(ground.db, actor, self.case) if self.case else None,
            customer_id=self.customer,
            channel=self.channel,
            since=self.since.replace(tzinfo=UTC) if self.since else None,
            until=self.until.replace(tzinfo=UTC) if self.until else None,
        )


class Done(NamedTuple):
    """How many were written, and how many were there already."""

    written: int
    skipped: int = 0


def add_to(exports: typer.Typer) -> None:
    """Register the commands."""
    exports.command("vcon")(vcon)
    exports.command("mbox")(mbox)
    exports.command("eml")(eml)


def vcon(
    file: Target = STANDARD,
    interaction: Interaction = None,
    case: Case = None,
    customer: Customer = None,
    channel: Channel = None,
    since: Since = None,
    until: Until = None,
    names_only: Annotated[bool, typer.Option("--names-only", help="Name attachments, without their content.")] = False,
    overwrite: Rewrite = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Export conversations as vCons: a line each into FILE, or a file each into FILE where that is a folder. In a
    folder, what is there already is left alone, so that an export that was stopped goes on where it was."""
    asked = Asked(interaction, case, customer, channel, since, until)

    async def work(ground: Ground) -> Done:
        from warmline.api.export.chosen import count
        from warmline.api.export.vcons import vcons

        actor = actor_of((await ensure(ground, org)).id)
        wanted = await asked.wanted(ground, actor)
        with show.progress("Exporting", await count(ground.db, actor, wanted)) as bar:
            async with contextlib.aclosing(vcons(ground.db, actor, wanted, contents=not names_only)) as found:
                if file.is_dir():
                    named = ((f"{each.uuid}.vcon.json", each.body) async for each in found)
                    return await _apart(named, file, bar, overwrite=overwrite)
                return await _together((each.body + b"\n" async for each in found), file, bar, overwrite=overwrite)

    _tell(stand(work, json=json), "vCons", file, json=json)


def mbox(
    file: Target = STANDARD,
    interaction: Interaction = None,
    case: Case = None,
    customer: Customer = None,
    channel: Channel = None,
    since: Since = None,
    until: Until = None,
    overwrite: Overwrite = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Export messages as mails into one mbox file: those that came as mail byte for byte, others written as one."""
    asked = Asked(interaction, case, customer, channel, since, until)

    async def work(ground: Ground) -> Done:
        from warmline.api.export.mails import mails

        actor = actor_of((await ensure(ground, org)).id)
        wanted = await asked.wanted(ground, actor)
        with show.progress("Exporting") as bar:
            async with contextlib.aclosing(mails(ground.db, actor, wanted, "mbox")) as found:
                return await _together((each.mbox async for each in found), file, bar, overwrite=overwrite)

    _tell(stand(work, json=json), "mails", file, json=json)


def eml(
    target: Folder,
    interaction: Interaction = None,
    case: Case = None,
    customer: Customer = None,
    channel: Channel = None,
    since: Since = None,
    until: Until = None,
    overwrite: Rewrite = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Export messages as mails, a file each. What is there already is left alone, so that an export that was stopped
    goes on where it was."""
    asked = Asked(interaction, case, customer, channel, since, until)

    async def work(ground: Ground) -> Done:
        from warmline.api.export.mails import mails

        actor = actor_of((await ensure(ground, org)).id)
        wanted = await asked.wanted(ground, actor)
        with show.progress("Exporting") as bar:
            async with contextlib.aclosing(mails(ground.db, actor, wanted, "eml")) as found:
                named = ((f"{each.at:%Y%m%dT%H%M%SZ}-{each.message_id}.eml", each.body) async for each in found)
                return await _apart(named, folder(target), bar, overwrite=overwrite)

    _tell(stand(work, json=json), "mails", target, json=json)


async def _together(chunks: AsyncGenerator[bytes, None], file: Path, bar: show.Bar, *, overwrite: bool) -> Done:
    done = 0
    with written(file, overwrite=overwrite) as target:
        async for chunk in chunks:
            target.write(chunk)
            done += 1
            bar(1)
        target.flush()
    return Done(done)


async def _apart(
    named: AsyncGenerator[tuple[str, bytes], None], place: Path, bar: show.Bar, *, overwrite: bool
) -> Done:
    done = skipped = 0
    folder(place)
    async for name, body in named:
        if (place / name).exists() and not overwrite:
            skipped += 1
        else:
            with written(place / name, overwrite=True) as target:
                target.write(body)
            done += 1
        bar(1)
    return Done(done, skipped)


def _tell(done: Done, what: str, file: Path, *, json: bool) -> None:
    if file == STANDARD:
        return
    if json:
        show.out({"written": done.written, "skipped": done.skipped, "file": str(file)})
        return
    there = f" {done.skipped} were there already." if done.skipped else ""
    show.line(f"{done.written} {what} in {file}.{there}")
