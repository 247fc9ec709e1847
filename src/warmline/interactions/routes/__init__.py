"""The record over HTTP."""

from warmline.interactions.routes import cases, context, interactions, learning, losses, placing, similar, story

ROUTES = [
    *cases.ROUTES,
    *story.ROUTES,
    *similar.ROUTES,
    *interactions.ROUTES,
    *placing.ROUTES,
    *context.ROUTES,
    *losses.ROUTES,
    *learning.ROUTES,
]
