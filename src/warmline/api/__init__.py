"""The face of the installation over HTTP: health, the description of the interface, and the desk."""

from warmline.api.asyncapi import asyncapi
from warmline.api.customer_overview import OVERVIEW
from warmline.api.desk import DESK
from warmline.api.docs import DOCS
from warmline.api.exchange import EXCHANGE
from warmline.api.failures import FAILURES
from warmline.api.feeds import FEEDS
from warmline.api.health import HEALTH, Running
from warmline.api.openapi import describe, openapi_config
from warmline.api.setup import SETUP

__all__ = [
    "DESK",
    "DOCS",
    "EXCHANGE",
    "FAILURES",
    "FEEDS",
    "HEALTH",
    "OVERVIEW",
    "SETUP",
    "Running",
    "asyncapi",
    "describe",
    "openapi_config",
]
