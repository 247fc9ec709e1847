"""Queues, presence, offers and work over HTTP."""

from warmline.routing.routes import offers, presence, queues, work

ROUTES = [*queues.ROUTES, *presence.ROUTES, *offers.ROUTES, *work.ROUTES]
