"""Customers over HTTP, under ``/api/v1``."""

from typing import Any

from warmline.customers.hub.routes import ROUTES as HUB_ROUTES
from warmline.customers.routes.decisions import DECISION_ROUTES
from warmline.customers.routes.handles import HANDLE_ROUTES
from warmline.customers.routes.profiles import PROFILE_ROUTES
from warmline.customers.routes.proposals import PROPOSAL_ROUTES
from warmline.customers.routes.rehearsing import REHEARSAL_ROUTES
from warmline.customers.routes.relationships import RELATIONSHIP_ROUTES
from warmline.customers.routes.settings import SETTINGS_ROUTES

ROUTES: list[Any] = [
    *PROFILE_ROUTES,
    *HANDLE_ROUTES,
    *DECISION_ROUTES,
    *RELATIONSHIP_ROUTES,
    *PROPOSAL_ROUTES,
    *HUB_ROUTES,
    *REHEARSAL_ROUTES,
    *SETTINGS_ROUTES,
]
