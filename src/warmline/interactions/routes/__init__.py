"""The record over HTTP."""

from warmline.interactions.routes import cases, context, interactions, learning, placing

ROUTES = [*cases.ROUTES, *interactions.ROUTES, *placing.ROUTES, *context.ROUTES, *learning.ROUTES]
