"""Contacts that a supervisor is to look at now."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from warmline.cli import show
from warmline.cli.finding import acting, all_of
from warmline.cli.ground import Ground, stand
from warmline.cli.options import As, Json, Org

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.kit.db import Conn
    from warmline.routing import Escalation

escalation = typer.Typer(help="Contacts that a supervisor is to look at.", no_args_is_help=True)

Id = Annotated[UUID, typer.Argument(metavar="ID", help="The escalation's id.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(escalation, name="escalation")


@escalation.command("list")
def list_escalations(
    everything: Annotated[bool, typer.Option("--all", help="Those that are settled, too.")] = False,
    interaction: Annotated[UUID | None, typer.Option(help="Only of this interaction.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show the escalations that are open, the latest first."""

    async def run(ground: Ground) -> None:
        from warmline.routing import list_escalations

        actor = await ground.actor(org)
        open_ = None if everything else True
        async with ground.db.transaction(actor.org_id) as conn:
            found = await all_of(
                lambda before: list_escalations(
                    conn, actor, open_=open_, interaction_id=interaction, before=before, size=1000
                )
            )
        columns = {
            "id": "id", "interaction_id": "interaction", "rule": "rule", "reason": "reason", "raised_at": "raised",
            "acknowledged_by": "seen by", "resolved_at": "settled", "note": "note",
        }  # fmt: skip
        show.items(found, columns, json=json, nothing="Nothing is escalated.")

    stand(run, json=json)


@escalation.command("acknowledge")
def acknowledge(id_: Id, as_: As = None, org: Org = None, json: Json = False) -> None:
    """Say that somebody looks at it."""

    async def verb(conn: "Conn", actor: "Actor") -> "Escalation":
        from warmline.routing import acknowledge_escalation

        return await acknowledge_escalation(conn, actor, id_)

    _do(verb, as_, org, json)


@escalation.command("resolve")
def resolve(
    id_: Id,
    note: Annotated[str, typer.Option(help="What was done.")] = "",
    as_: As = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Settle it."""

    async def verb(conn: "Conn", actor: "Actor") -> "Escalation":
        from warmline.routing import resolve_escalation

        return await resolve_escalation(conn, actor, id_, note=note)

    _do(verb, as_, org, json)


def _do(verb: Any, as_: str | None, org: str | None, json: bool) -> None:
    async def run(ground: Ground) -> None:
        actor = await ground.actor(org)
        ground.assemble()
        async with ground.db.transaction(actor.org_id) as conn:
            done = await verb(conn, await acting(conn, actor, as_))
        state = "settled" if done.resolved_at else f"looked at by {done.acknowledged_by}"
        show.out(done) if json else show.line(f"The escalation {done.id} is {state}.")

    stand(run, json=json)
