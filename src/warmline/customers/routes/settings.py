"""The thresholds of identity, over HTTP."""

from typing import Any

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from warmline.accounts import Actor
from warmline.customers.actions import settings
from warmline.customers.actions.settings import IdentitySettings
from warmline.customers.duplicates.model import Policy
from warmline.kit.http import Db, expected_version, tagged

TAGS = ["customers"]
Acting = NamedDependency[Actor]


@get("/identity/settings", operation_id="get_identity_settings", tags=TAGS)
async def get_settings(db: Db, actor: Acting) -> Response[IdentitySettings]:
    """From which scores contacts are a known customer's, people are told, and records are merged."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await settings.current(conn, actor))


@put("/identity/settings", operation_id="set_identity_settings", tags=TAGS)
async def set_settings(
    request: Request[Any, Any, Any], db: Db, actor: Acting, data: JSONBody[Policy]
) -> Response[IdentitySettings]:
    """Set them all, from the next contact on. What is left out goes back to the default."""
    async with db.transaction(actor.org_id) as conn:
        changed = await settings.change(conn, actor, data, expected=expected_version(request))
    return tagged(changed)


SETTINGS_ROUTES = [get_settings, set_settings]
