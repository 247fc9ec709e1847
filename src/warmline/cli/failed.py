"""What went wrong and was kept: deliveries, reactions to events, and jobs, in one view; and running it again."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import msgspec
import typer

from warmline.cli import show
from warmline.cli.codes import PROBLEM
from warmline.cli.errors import WrongUsage
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.accounts import Actor

failed = typer.Typer(help="What failed and was kept, to be run again.", no_args_is_help=True)
PAGE = 200
SHORT = 160
KINDS = "delivery", "reaction", "job"
JOB = "job-"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(failed, name="failed")


class Failure(msgspec.Struct, frozen=True):
    """One thing that failed. ``what`` is the delivery's external id, or the name of the reaction or job."""

    id: str
    kind: str
    what: str
    at: datetime | None
    attempts: int
    error: str

    @property
    def last(self) -> str:
        """The end of the error, on one line."""
        lines = [each.strip() for each in self.error.splitlines() if each.strip()]
        return lines[-1][:SHORT] if lines else ""


@failed.command("list")
def list_failed(
    limit: Annotated[int, typer.Option(min=1, help="At most so many of each kind, the latest first.")] = 100,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show deliveries that could not be recorded, reactions that gave up, and jobs that were given up."""

    async def work(ground: Ground) -> None:
        actor = await ground.actor(org)
        found: list[Failure] = []
        for pages in (_deliveries, _reactions, _jobs):
            kind = [each async for each in _first(pages(ground, actor), limit)]
            found += kind
        columns = {"id": "id", "kind": "kind", "what": "what", "at": "at", "attempts": "tries", "last": "error"}
        show.items(found, columns, json=json, nothing="Nothing has failed.")

    stand(work, json=json)


async def _first(failures: AsyncIterator[Failure], limit: int) -> AsyncIterator[Failure]:
    left = limit
    async for each in failures:
        yield each
        left -= 1
        if not left:
            return


async def _deliveries(ground: Ground, actor: "Actor") -> AsyncIterator[Failure]:
    from warmline.channels import EnvelopeFilter, EnvelopeStatus, list_envelopes

    for status in (EnvelopeStatus.FAILED, EnvelopeStatus.UNKNOWN):
        before: UUID | None = None
        while True:
            async with ground.db.transaction(actor.org_id) as conn:
                page = await list_envelopes(conn, actor, EnvelopeFilter(status=status), before=before, limit=PAGE)
            for each in page:
                error = each.error or ""
                why = error if status is EnvelopeStatus.FAILED else f"of a kind that is not known: {error}"
                yield Failure(str(each.id), KINDS[0], each.external_id, each.finished_at, each.attempts, why)
            if len(page) < PAGE:
                break
            before = page[-1].id


async def _reactions(ground: Ground, actor: "Actor") -> AsyncIterator[Failure]:
    from warmline.kit.reactions import dead_letters

    before: UUID | None = None
    while True:
        page = await dead_letters(ground.db, actor.org_id, before=before, limit=PAGE)
        for each in page:
            what = f"{each.reaction} of {each.type}"
            yield Failure(str(each.id), KINDS[1], what, each.failed_at, each.attempts, each.error)
        if len(page) < PAGE:
            return
        before = page[-1].id


async def _jobs(ground: Ground, actor: "Actor") -> AsyncIterator[Failure]:
    from warmline.kit.jobs import failed_jobs

    before: int | None = None
    while True:
        page = await failed_jobs(ground.db, actor.org_id, before=before, limit=PAGE)
        for each in page:
            yield Failure(f"{JOB}{each.id}", KINDS[2], each.name, each.failed_at, each.attempts, each.error)
        if len(page) < PAGE:
            return
        before = page[-1].id


@failed.command("retry")
def retry(
    id_: Annotated[str | None, typer.Argument(metavar="[ID]", help="The id that `failed list` shows.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Run what failed again: one, or all. Deliveries are read and reactions run now; jobs go back into the queue, for
    the server or `warmline work` to do. Exits with 1 where something failed again."""

    async def work(ground: Ground) -> dict[str, int]:
        if everything == (id_ is not None):
            raise WrongUsage(problem="Name one id, or --all.")
        actor = await ground.actor(org)
        return await (_retry_all(ground, actor) if id_ is None else _retry_one(ground, actor, id_))

    found = stand(work, json=json)
    if json:
        show.out(found)
    else:
        show.line(f"{found['retried']} run again, of which {found['failed']} failed again.")
    if found["failed"]:
        raise typer.Exit(PROBLEM)


async def _retry_all(ground: Ground, actor: "Actor") -> dict[str, int]:
    deliveries = len([each async for each in _deliveries(ground, actor)])
    others = [each async for each in _reactions(ground, actor)]
    others += [each async for each in _jobs(ground, actor)]
    failed_again = await _read_all_again(ground, actor, deliveries) if deliveries else 0
    for each in others:
        failed_again += not await _again(ground, actor, each.id)
    return {"retried": deliveries + len(others), "failed": failed_again}


async def _retry_one(ground: Ground, actor: "Actor", id_: str) -> dict[str, int]:
    return {"retried": 1, "failed": int(not await _again(ground, actor, id_))}


async def _read_all_again(ground: Ground, actor: "Actor", count: int) -> int:
    """Read deliveries again; how many failed again."""
    from warmline.channels import retry_all

    async with ground.db.transaction(actor.org_id) as conn:
        await retry_all(conn, actor, limit=count)
    await ground.program.channels.ingest.drain(actor.org_id)
    return len([each async for each in _deliveries(ground, actor)])


async def _again(ground: Ground, actor: "Actor", id_: str) -> bool:
    """Run one thing again; whether it went well."""
    if id_.startswith(JOB) and id_.removeprefix(JOB).isdecimal():
        from warmline.kit.jobs import retry_job

        await retry_job(ground.db, actor.org_id, int(id_.removeprefix(JOB)))
        return True
    try:
        wanted = UUID(id_)
    except ValueError:
        raise WrongUsage(problem=f"{id_} is no id that `warmline failed list` shows.") from None
    if await _is_delivery(ground, actor, wanted):
        return await _read_again(ground, actor, wanted)
    return await _react_again(ground, actor, wanted)


async def _is_delivery(ground: Ground, actor: "Actor", id_: UUID) -> bool:
    from warmline.channels import visible_envelope
    from warmline.kit.errors import NotFound

    try:
        async with ground.db.transaction(actor.org_id) as conn:
            await visible_envelope(conn, actor, id_)
    except NotFound:
        return False
    return True


async def _read_again(ground: Ground, actor: "Actor", id_: UUID) -> bool:
    from warmline.channels import EnvelopeStatus, retry, visible_envelope

    async with ground.db.transaction(actor.org_id) as conn:
        await retry(conn, actor, id_)
    await ground.program.channels.ingest.drain(actor.org_id)
    async with ground.db.transaction(actor.org_id) as conn:
        return (await visible_envelope(conn, actor, id_)).status == EnvelopeStatus.INGESTED


async def _react_again(ground: Ground, actor: "Actor", id_: UUID) -> bool:
    from warmline.kit.errors import NotFound
    from warmline.kit.reactions import ReactionUnknown, retry_dead_letter

    # The reactions are known once the program is put together.
    ground.assemble()
    try:
        await retry_dead_letter(ground.db, actor.org_id, id_)
    except (NotFound, ReactionUnknown):
        raise
    except Exception as error:  # noqa: BLE001 - it is kept with its new error, and counted
        show.note(f"{id_}: {type(error).__name__}; `warmline failed list --json` shows all of it.")
        return False
    return True
