"""Queues, presence, offers and work over HTTP."""

from warmline.routing.profiles.routes import ROUTES as PROFILE_ROUTES
from warmline.routing.routes import offers, presence, queues, work

ROUTES = [*queues.ROUTES, *presence.ROUTES, *offers.ROUTES, *work.ROUTES, *PROFILE_ROUTES]
