"""Governance over HTTP."""

from typing import Any

from warmline.governance.routes import continuity, templates, trail, vocabularies

ROUTES: list[Any] = [*trail.ROUTES, *vocabularies.ROUTES, *templates.ROUTES, *continuity.ROUTES]

__all__ = ["ROUTES"]
