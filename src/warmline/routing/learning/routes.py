"""What routing learned, over HTTP: how it stands, the switch, the settings, the effect, and the bias report."""

from typing import Annotated, Any

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, Parameter

from warmline.accounts import Actor
from warmline.kit.http import Db, expected_version, tagged
from warmline.routing.learning.actions import reporting, switching
from warmline.routing.learning.model import BiasReport, EffectReport, LearningView, SettingsChange, Switch

TAGS = ["routing"]
Acting = NamedDependency[Actor]
Days = Annotated[int, Parameter(ge=1, le=365, description="How many days back.")]


@get("/routing/learning", operation_id="get_routing_learning", tags=TAGS)
async def get_learning(db: Db, actor: Acting) -> Response[LearningView]:
    """Whether routing uses what it learned, why or why not, the model in force, and the settings."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await switching.learning(conn, actor))


@post("/routing/learning/switch", operation_id="switch_routing_learning", tags=TAGS, status_code=200)
async def switch_learning(db: Db, actor: Acting, data: JSONBody[Switch]) -> Response[LearningView]:
    """Switch learning on or off. It is so from the next decision on; nothing is forgotten."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await switching.switch(conn, actor, data))


@put("/routing/learning/settings", operation_id="set_routing_learning", tags=TAGS)
async def set_learning(
    request: Request[Any, Any, Any], db: Db, actor: Acting, data: JSONBody[SettingsChange]
) -> Response[LearningView]:
    """Set all of it anew; what is left out goes back to the default."""
    expected = expected_version(request)
    async with db.transaction(actor.org_id) as conn:
        return tagged(await switching.change_settings(conn, actor, data, expected=expected))


@get("/routing/learning/effect", operation_id="get_routing_learning_effect", tags=TAGS)
async def get_effect(db: Db, actor: Acting, days: Days = 28) -> EffectReport:
    """What the model brings: blocks of time with it less blocks without it, with how sure that is."""
    async with db.transaction(actor.org_id) as conn:
        return await reporting.effect(conn, actor, days=days)


@get("/routing/learning/bias", operation_id="get_routing_learning_bias", tags=TAGS)
async def get_bias(db: Db, actor: Acting, days: Days = 28) -> BiasReport:
    """Who gets what, by agent and by group of customers, with the model and without it."""
    async with db.transaction(actor.org_id) as conn:
        return await reporting.bias(conn, actor, days=days)


ROUTES = [get_learning, switch_learning, set_learning, get_effect, get_bias]
