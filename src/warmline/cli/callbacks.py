"""Customers who are to be called back."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from warmline.cli import show
from warmline.cli.errors import WrongUsage
from warmline.cli.finding import acting, all_of, whom
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Agent, As, Json, Org
from warmline.cli.tasks import Interaction, ToQueue

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.kit.db import Conn
    from warmline.routing import CallbackView

callback = typer.Typer(help="Customers who are to be called back.", no_args_is_help=True)

Id = Annotated[UUID, typer.Argument(metavar="ID", help="The callback's id.")]
STATUSES = ("waiting", "completed", "failed", "cancelled")
OUTCOMES = ("reached", "no_answer", "busy", "voicemail", "wrong_number")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(callback, name="callback")


@callback.command("list")
def list_callbacks(
    status: Annotated[str | None, typer.Option(help=f"Only {', '.join(STATUSES)}.")] = None,
    interaction: Annotated[UUID | None, typer.Option(help="Only of this interaction.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show callbacks, the newest first."""

    async def run(ground: Ground) -> None:
        from warmline.routing import list_callbacks

        _choose("--status", status, STATUSES)
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await all_of(
                lambda before: list_callbacks(
                    conn, actor, before=before, status=status, interaction_id=interaction, size=1000
                )
            )
        if json or not found:
            show.items(found, {}, json=json, nothing="There are no callbacks.")
            return
        show.table(
            ["id", "interaction", "number", "status", "tries", "not before", "asked", "because"],
            [
                [
                    str(each.id), str(each.interaction_id), each.number, each.status,
                    f"{len(each.attempts)} of {each.most_attempts}", show.shown(each.not_before),
                    show.shown(each.requested_at), each.reason or "",
                ]
                for each in found
            ],
        )  # fmt: skip

    stand(run, json=json)


@callback.command("request")
def request(
    interaction: Interaction,
    number: Annotated[str | None, typer.Option(help="Where to call, with the country code.")] = None,
    handle: Annotated[UUID | None, typer.Option(help="Instead, the id of one of the customer's handles.")] = None,
    not_before: Annotated[datetime | None, typer.Option(help="Not before then, at most 30 days from now.")] = None,
    queue: ToQueue = None,
    as_: As = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Have a customer called back; the work keeps its place. --queue moves it to one whose agents telephone."""

    async def verb(conn: "Conn", actor: "Actor", who: "Actor") -> "CallbackView":
        from warmline.routing import NewCallback, request_callback

        to = await whom(conn, actor, agent=None, team=None, queue=queue) if queue else {}
        at = not_before.astimezone() if not_before else None
        new = formed(NewCallback, number=number, handle_id=handle, not_before=at, **to)
        return await request_callback(conn, who, interaction, new)

    _do(verb, as_, org, json)


@callback.command("attempt")
def attempt(
    id_: Id,
    outcome: Annotated[str, typer.Argument(help=f"How the call went: {', '.join(OUTCOMES)}.")],
    as_: Agent,
    note: Annotated[str | None, typer.Option(help="A word about it.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Say how the call of the agent who has the work went."""

    async def verb(conn: "Conn", actor: "Actor", who: "Actor") -> "CallbackView":
        from warmline.routing import record_attempt

        _choose("OUTCOME", outcome, OUTCOMES)
        return await record_attempt(conn, who, id_, outcome=outcome, note=note)

    _do(verb, as_, org, json)


@callback.command("cancel")
def cancel(
    id_: Id,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    keep_waiting: Annotated[bool, typer.Option("--keep-waiting", help="They wait on where they were.")] = False,
    as_: As = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """The customer does not want to be called back any more."""

    async def verb(conn: "Conn", actor: "Actor", who: "Actor") -> "CallbackView":
        from warmline.routing import cancel_callback

        return await cancel_callback(conn, who, id_, reason=reason, keep_waiting=keep_waiting)

    _do(verb, as_, org, json)


def _choose(name: str, given: str | None, among: tuple[str, ...]) -> None:
    if given is not None and given not in among:
        raise WrongUsage(problem=f"{name} {given}: choose among {', '.join(among)}.")


def _do(verb: Any, as_: str | None, org: str | None, json: bool) -> None:
    async def run(ground: Ground) -> None:
        actor = await ground.actor(org)
        ground.assemble()
        async with ground.db.transaction(actor.org_id) as conn:
            done = await verb(conn, actor, await acting(conn, actor, as_))
        if json:
            show.out(done)
            return
        again = f", not before {show.shown(done.not_before)}" if done.not_before and done.status == "waiting" else ""
        show.line(f"The callback {done.id} to {done.number} is {done.status}{again}.")

    stand(run, json=json)
