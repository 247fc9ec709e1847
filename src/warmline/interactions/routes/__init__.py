"""The record over HTTP."""

from warmline.interactions.routes import cases, context, interactions, learning, losses, placing

ROUTES = [*cases.ROUTES, *interactions.ROUTES, *placing.ROUTES, *context.ROUTES, *losses.ROUTES, *learning.ROUTES]
