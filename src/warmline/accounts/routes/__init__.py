"""Accounts over HTTP. ``provide_actor`` is the dependency ``actor`` of all handlers."""

from typing import Any

from warmline.accounts.routes import agents, entries, rights, session
from warmline.accounts.routes.caller import CSRF_HEADER, provide_actor

ROUTES: list[Any] = [*session.ROUTES, *agents.ROUTES, *entries.ROUTES, *rights.ROUTES]

__all__ = ["CSRF_HEADER", "ROUTES", "provide_actor"]
