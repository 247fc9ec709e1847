"""The record over HTTP."""

from warmline.interactions.routes import cases, context, interactions, learning, losses, placing, story

ROUTES = [
    *cases.ROUTES,
    *story.ROUTES,
    *interactions.ROUTES,
    *placing.ROUTES,
    *context.ROUTES,
    *losses.ROUTES,
    *learning.ROUTES,
]
