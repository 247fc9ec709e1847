"""The web application, made of the slices' handlers."""

from typing import Any

from litestar import Litestar, Request, Router
from litestar.di import Provide
from litestar.plugins.prometheus import PrometheusConfig, PrometheusController

from warmline.accounts.routes import provide_actor
from warmline.api import openapi_config
from warmline.app.slices import PAGES, ROUTES
from warmline.kit.db import Database
from warmline.kit.http import EXCEPTION_HANDLERS, Edge, IdempotentWrites, database_for
from warmline.kit.settings import Settings


def provide_db(request: Request[Any, Any, Any]) -> Database:
    """The database, which remembers answers where the request has an ``Idempotency-Key``."""
    return database_for(request.scope, request.app.state.db)


class Metrics(PrometheusController):
    """Prometheus reads this. It counts, and names nobody."""

    include_in_schema = False


def create_app(db: Database, settings: Settings) -> Litestar:
    """Everything that is served, on this database. Background work is ``runtime``'s."""
    app = Litestar(
        [Router("/api/v1", route_handlers=ROUTES), Metrics, *PAGES],
        dependencies={"db": Provide(provide_db, sync_to_thread=False), "actor": Provide(provide_actor)},
        exception_handlers=EXCEPTION_HANDLERS,
        middleware=[PrometheusConfig(app_name="warmline", prefix="warmline", group_path=True).middleware],
        openapi_config=openapi_config(),
        request_max_body_size=settings.max_body_bytes,
        logging_config=None,
    )
    app.state.db = db
    app.state.settings = settings
    app.asgi_handler = Edge(IdempotentWrites(app.asgi_handler), secure=settings.base_url.startswith("https://"))
    return app
