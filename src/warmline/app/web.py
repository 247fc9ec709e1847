"""The web application, made of the slices' handlers."""

from typing import Any

from litestar import Litestar, Request, Router
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.plugins.base import InitPlugin
from litestar.plugins.prometheus import PrometheusConfig, PrometheusController

from warmline.accounts import Actor
from warmline.accounts.routes import provide_actor
from warmline.api import openapi_config
from warmline.app.program import Program
from warmline.app.slices import PAGES, ROUTES
from warmline.kit import telemetry
from warmline.kit.db import Database
from warmline.kit.http import EXCEPTION_HANDLERS, Edge, IdempotentWrites, database_for
from warmline.kit.log import REDACTED
from warmline.kit.settings import Settings

ACTOR = "warmline.actor"
# Who asked, and for what exactly, is for the audit trail and not for traces.
PERSONAL_SPAN_ATTRIBUTES = frozenset(
    {"client.address", "http.target", "http.url", "http.user_agent", "net.peer.ip", "url.path", "url.query"}
    | {"user_agent.original"}
)


def provide_db(request: Request[Any, Any, Any]) -> Database:
    """The database, which remembers answers where the request has an ``Idempotency-Key``."""
    return database_for(request.scope, request.app.state.db)


async def sign_in_first(connection: Any, handler: BaseRouteHandler) -> None:
    """Find out who asks before the request is read: a stranger learns nothing of what a right one would look like."""
    if "actor" in handler.parsed_fn_signature.parameters and connection.scope["type"] == "http":
        connection.scope[ACTOR] = await provide_actor(connection)


async def provide_known_actor(request: Request[Any, Any, Any]) -> Actor:
    """The actor that ``sign_in_first`` found."""
    known: Any = request.scope.get(ACTOR)
    return known if isinstance(known, Actor) else await provide_actor(request)


class Metrics(PrometheusController):
    """Prometheus reads this. It counts, and names nobody."""

    include_in_schema = False


def create_app(db: Database, settings: Settings, *, program: Program | None = None) -> Litestar:
    """Everything that is served, on this database. What runs in the background is ``runtime``'s, for which the program
    must be shared; ``app.state.program`` has it."""
    program = program or Program(db, settings)
    app = Litestar(
        [
            Router("/api/v1", route_handlers=ROUTES),
            Router("/channels", route_handlers=list(program.channels.routes())),
            Metrics,
            *PAGES,
        ],
        dependencies={
            "db": Provide(provide_db, sync_to_thread=False),
            "actor": Provide(provide_known_actor),
            "channels": Provide(lambda: program.channels, sync_to_thread=False),
            "vault": Provide(lambda: program.vault, sync_to_thread=False),
        },
        guards=[sign_in_first],
        exception_handlers=EXCEPTION_HANDLERS,
        middleware=[PrometheusConfig(app_name="warmline", prefix="warmline", group_path=True).middleware],
        plugins=_tracing(),
        openapi_config=openapi_config(),
        request_max_body_size=settings.max_body_bytes,
        logging_config=None,
    )
    app.state.db, app.state.settings = db, settings
    app.state.program, app.state.hub = program, program.hub
    app.asgi_handler = Edge(IdempotentWrites(app.asgi_handler), secure=settings.base_url.startswith("https://"))
    return app


def _tracing() -> list[InitPlugin]:
    """A span for each request, where somebody traces: ``kit.telemetry.set_up`` comes first."""
    tracer = telemetry.tracer()
    if tracer is None:
        return []
    from litestar.plugins.opentelemetry import OpenTelemetryConfig, OpenTelemetryPlugin

    config = OpenTelemetryConfig(
        tracer=tracer, exclude=["^/health$", "^/ready$", "^/metrics$"], server_request_hook_handler=_wash
    )
    return [OpenTelemetryPlugin(config)]


def _wash(span: Any, scope: dict[str, Any]) -> None:
    for name in PERSONAL_SPAN_ATTRIBUTES & set(span.attributes or ()):
        span.set_attribute(name, REDACTED)
