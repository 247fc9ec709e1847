"""Channels over HTTP."""

from warmline.channels.routes import accounts, envelopes, replies, webhook

ROUTES = [*webhook.ROUTES, *accounts.ROUTES, *envelopes.ROUTES, *replies.ROUTES]
