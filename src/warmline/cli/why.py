"""Why work went to this agent, or still waits."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from warmline.cli import show
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.kit.db import Conn
    from warmline.routing import OfferWhy, WaitingWhy


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(why)


def why(
    id_: Annotated[UUID, typer.Argument(metavar="ID", help="An offer, or an interaction.")],
    org: Org = None,
    json: Json = False,
) -> None:
    """Say why work was offered to this agent, or why it still waits. For an interaction that is or was offered, it is
    about its last offer."""

    async def work(ground: Ground) -> None:
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await _asked(conn, actor, id_)
        if json:
            show.out(found)
        else:
            show.line("\n".join(found.words) or f"It is {getattr(found, 'status', 'offered')}, and waits for nobody.")

    stand(work, json=json)


async def _asked(conn: "Conn", actor: "Actor", id_: UUID) -> "OfferWhy | WaitingWhy":
    from warmline.kit.errors import NotFound
    from warmline.routing import list_offers, why_offered, why_waits

    try:
        return await why_offered(conn, actor, id_)
    except NotFound:
        found = await why_waits(conn, actor, id_)
    if found.words:
        return found
    offers = await list_offers(conn, actor, interaction_id=id_, size=1)
    return await why_offered(conn, actor, offers[0].id) if offers else found
