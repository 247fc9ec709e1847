"""The model that decides in an organisation, at hand in every process."""

from collections import OrderedDict
from uuid import UUID

from warmline.interactions.learning import store
from warmline.interactions.learning.model import ContinuityModel
from warmline.kit.db import Conn

# A model never changes once it is there, so what is kept here is never stale; which one is active is asked each time.
KEPT = 64
_models: OrderedDict[UUID, ContinuityModel] = OrderedDict()


async def active_model(conn: Conn, org_id: UUID) -> ContinuityModel | None:
    """The organisation's own model where one is active, or None for the one that is shipped: one small query."""
    model_id = await store.active_id(conn, org_id)
    if model_id is None:
        return None
    if model_id not in _models:
        _models[model_id] = await store.definition(conn, org_id, model_id)
        while len(_models) > KEPT:
            _models.popitem(last=False)
    _models.move_to_end(model_id)
    return _models[model_id]
