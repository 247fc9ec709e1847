"""Channels over HTTP."""

from warmline.channels.routes import accounts, envelopes, files, health, replies, webhook

ROUTES = [*webhook.ROUTES, *accounts.ROUTES, *health.ROUTES, *envelopes.ROUTES, *replies.ROUTES, *files.ROUTES]
