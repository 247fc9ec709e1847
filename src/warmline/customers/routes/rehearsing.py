"""Trying thresholds of identity, over HTTP."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from warmline.accounts import Actor
from warmline.customers import rehearsing
from warmline.customers.rehearsing import IdentityDryRun, IdentityTrial
from warmline.kit.http import Db


@post("/identity/dry-run", operation_id="try_identity_thresholds", tags=["customers"], status_code=200)
async def try_thresholds(db: Db, actor: NamedDependency[Actor], data: JSONBody[IdentityTrial]) -> IdentityDryRun:
    """What other thresholds would have made of the links and suggestions of the last days. Changes nothing."""
    async with db.transaction(actor.org_id) as conn:
        return await rehearsing.dry_run(conn, actor, data)


REHEARSAL_ROUTES = [try_thresholds]
