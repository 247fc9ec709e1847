"""Accounts over HTTP. ``provide_actor`` is the dependency ``actor`` of all handlers."""

from typing import Any

from warmline.accounts.routes import agents, entries, rights, session
from warmline.accounts.routes.caller import CSRF_HEADER, provide_actor
from warmline.accounts.routes.session import begin_session, end_session, session_cookie
from warmline.accounts.schemas import SignIn
from warmline.accounts.tokens import csrf_token

ROUTES: list[Any] = [*session.ROUTES, *agents.ROUTES, *entries.ROUTES, *rights.ROUTES]

__all__ = [
    "CSRF_HEADER",
    "ROUTES",
    "SignIn",
    "begin_session",
    "csrf_token",
    "end_session",
    "provide_actor",
    "session_cookie",
]
