"""Queues, presence, offers and work over HTTP."""

from warmline.routing.learning.routes import ROUTES as LEARNING_ROUTES
from warmline.routing.picking.routes import ROUTES as PICKING_ROUTES
from warmline.routing.profiles.routes import ROUTES as PROFILE_ROUTES
from warmline.routing.routes import offers, presence, queues, together, why, work
from warmline.routing.rules.routes import ROUTES as RULES_ROUTES

ROUTES = [
    *queues.ROUTES,
    *presence.ROUTES,
    *offers.ROUTES,
    *why.ROUTES,
    *work.ROUTES,
    *together.ROUTES,
    *PICKING_ROUTES,
    *PROFILE_ROUTES,
    *LEARNING_ROUTES,
    *RULES_ROUTES,
]
