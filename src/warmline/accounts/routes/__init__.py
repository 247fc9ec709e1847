"""Accounts over HTTP. ``provide_actor`` is the dependency ``actor`` of all handlers."""

from typing import Any

from warmline.accounts.routes import agents, entries, rights, second_factor, session
from warmline.accounts.routes.caller import CSRF_HEADER, installation_of, provide_actor, visitor_of
from warmline.accounts.routes.session import begin_session, end_session, entered, session_cookie
from warmline.accounts.schemas import SessionView, SignIn
from warmline.accounts.tokens import csrf_token

ROUTES: list[Any] = [*session.ROUTES, *second_factor.ROUTES, *agents.ROUTES, *entries.ROUTES, *rights.ROUTES]

__all__ = [
    "CSRF_HEADER",
    "ROUTES",
    "SessionView",
    "SignIn",
    "begin_session",
    "csrf_token",
    "end_session",
    "entered",
    "installation_of",
    "provide_actor",
    "session_cookie",
    "visitor_of",
]
