"""Models of continuity, thresholds, and trying them, over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from warmline.accounts import Actor
from warmline.interactions.learning import choosing, settings, teaching, trying
from warmline.interactions.learning.model import ContinuityModel
from warmline.interactions.learning.shipped import shipped
from warmline.interactions.learning.views import DryRun, DryRunBody, ModelView, SettingsChange, SettingsView, TrainBody
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["continuity"]
Acting = NamedDependency[Actor]


@get("/continuity/models", operation_id="list_continuity_models", tags=TAGS)
async def list_models(db: Db, actor: Acting, limit: Limit = 50, after: After = None) -> Page[ModelView]:
    """The models that were learned from corrections, newest first, with how each did on contacts held back."""
    key = read_cursor(after, tuple[int])
    async with db.transaction(actor.org_id) as conn:
        found = await choosing.list_models(conn, actor, before=key[0] if key else None, size=limit + 1)
    return page(found, limit, key=lambda model: (model.number,))


@get("/continuity/models/shipped", operation_id="get_shipped_continuity_model", tags=TAGS, sync_to_thread=False)
def get_shipped(actor: Acting) -> ContinuityModel:
    """The model that comes with Warmline."""
    actor.need(*settings.READ)
    return shipped()


@get("/continuity/models/{model_id:uuid}", operation_id="get_continuity_model", tags=TAGS)
async def get_model(db: Db, actor: Acting, model_id: FromPath[UUID]) -> Response[ModelView]:
    """One model: its weights, thresholds, figures, and how it compared with the one that was active."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await choosing.visible_model(conn, actor, model_id))


@post(
    "/continuity/models/{model_id:uuid}/activate",
    operation_id="activate_continuity_model",
    tags=TAGS,
    status_code=200,
)
async def activate_model(db: Db, actor: Acting, model_id: FromPath[UUID]) -> Response[ModelView]:
    """Let this model decide, from the next contact on."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await choosing.activate(conn, actor, model_id))


@post(
    "/continuity/models/shipped/activate",
    operation_id="activate_shipped_continuity_model",
    tags=TAGS,
    status_code=200,
)
async def activate_shipped(db: Db, actor: Acting) -> ContinuityModel:
    """Go back to the model that comes with Warmline, from the next contact on."""
    async with db.transaction(actor.org_id) as conn:
        await choosing.use_shipped(conn, actor)
    return shipped()


@post("/continuity/train", operation_id="train_continuity_model", tags=TAGS)
async def train_model(db: Db, actor: Acting, data: JSONBody[TrainBody]) -> Response[ModelView]:
    """Learn from all corrections now. A better model decides at once, or waits for a person where the settings or
    ``propose`` say so; one that is no better is kept as declined."""
    model = await teaching.learn(db, actor, propose=data.propose)
    return tagged(model, status_code=201, location=f"/api/v1/continuity/models/{model.id}")


@get("/continuity/settings", operation_id="get_continuity_settings", tags=TAGS)
async def get_settings(db: Db, actor: Acting) -> Response[SettingsView]:
    """The thresholds that are set, and those in force."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await settings.current(conn, actor))


@put("/continuity/settings", operation_id="set_continuity_settings", tags=TAGS)
async def set_settings(
    request: Request[Any, Any, Any], db: Db, actor: Acting, data: JSONBody[SettingsChange]
) -> Response[SettingsView]:
    """Set the thresholds, from the next contact on. What is left out goes back to the model's or the default."""
    async with db.transaction(actor.org_id) as conn:
        changed = await settings.change(conn, actor, data, expected=expected_version(request))
    return tagged(changed)


@post("/continuity/dry-run", operation_id="try_continuity_settings", tags=TAGS, status_code=200)
async def try_settings(db: Db, actor: Acting, data: JSONBody[DryRunBody]) -> DryRun:
    """What other thresholds, or another model, would have made of the contacts of the last days. Changes nothing."""
    async with db.transaction(actor.org_id) as conn:
        return await trying.dry_run(conn, actor, data)


ROUTES = [
    list_models,
    get_shipped,
    get_model,
    activate_model,
    activate_shipped,
    train_model,
    get_settings,
    set_settings,
    try_settings,
]
