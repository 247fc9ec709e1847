"""Channels over HTTP."""

from warmline.channels.routes import accounts, envelopes, files, replies, webhook

ROUTES = [*webhook.ROUTES, *accounts.ROUTES, *envelopes.ROUTES, *replies.ROUTES, *files.ROUTES]
