"""To whom a conversation can go, over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from warmline.accounts import Actor
from warmline.kit.http import Db
from warmline.routing.picking.listing import transfer_targets
from warmline.routing.picking.views import TransferTargets

Named = Annotated[str | None, QueryParameter(name="q", max_length=200, description="Part of a name.")]


@get("/interactions/{interaction_id:uuid}/transfer-targets", operation_id="list_transfer_targets", tags=["routing"])
async def list_transfer_targets(
    db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID], q: Named = None
) -> TransferTargets:
    """To whom this conversation can go, and who can be asked into it: queues with their wait, teams, and colleagues
    with presence and room. One call fills a picker."""
    async with db.transaction(actor.org_id) as conn:
        return await transfer_targets(conn, actor, interaction_id, named=q)


ROUTES = [list_transfer_targets]
