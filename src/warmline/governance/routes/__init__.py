"""Governance over HTTP."""

from typing import Any

from warmline.governance.routes import templates, trail, vocabularies

ROUTES: list[Any] = [*trail.ROUTES, *vocabularies.ROUTES, *templates.ROUTES]

__all__ = ["ROUTES"]
