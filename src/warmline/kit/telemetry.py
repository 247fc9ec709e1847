"""What the platform measures of itself: Prometheus counters always, OpenTelemetry traces where an endpoint is set.

Neither carries personal data: labels are names of our own things, and span attributes are washed like log lines.
docs/howto/observe.md explains every metric to operators, and a test compares.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from prometheus_client import Counter, Gauge, Histogram

from warmline.kit.log import REDACTED, cleaned, hides
from warmline.kit.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

ENVELOPES_ACCEPTED = Counter(
    "warmline_envelopes_accepted", "Deliveries that were stored and confirmed to the channel.", ["connector"]
)
ENVELOPES_FAILED = Counter(
    "warmline_envelopes_failed", "Deliveries that could not be read; they are kept and can be run again.", ["connector"]
)
MESSAGES_INGESTED = Counter("warmline_messages_ingested", "Messages that became part of a record.", ["connector"])
MESSAGES_SENT = Counter(
    "warmline_messages_sent", "Messages handed to a channel, by what it said.", ["connector", "outcome"]
)
REACTION_LAG = Histogram(
    "warmline_reaction_lag_seconds", "From an event to the commit of its reaction, the oldest of a batch.", ["reaction"]
)
REACTION_BATCH = Histogram(
    "warmline_reaction_batch_seconds", "Time that one batch of a reaction took, commit included.", ["reaction"]
)
REACTIONS_FAILED = Counter("warmline_reactions_failed", "Events that a reaction gave up on.", ["reaction"])
JOBS_DONE = Counter("warmline_jobs_done", "Background jobs that were completed.", ["job"])
JOBS_FAILED = Counter("warmline_jobs_failed", "Background jobs that were given up; they can be run again.", ["job"])
OFFERS = Counter("warmline_offers", "Offers of work to a person, by what became of them.", ["outcome"])
RULES_FAILED = Counter(
    "warmline_rules_failed", "Rules of routing that could not be worked out for a contact, and counted as not applying."
)
ESTIMATE_ERROR = Histogram(
    "warmline_estimate_error_seconds",
    "How far a wait that a customer was told was from the wait that came.",
    buckets=(5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600),
)
WAITING = Gauge("warmline_waiting", "Interactions that wait for a person.")
ROUTING_LEADS = Gauge("warmline_routing_leads", "Organisations for which this process makes the offers.")
ROUTING_DECISIONS = Counter("warmline_routing_decisions", "Offers that the engine made.")
ROUTING_TURN = Histogram(
    "warmline_routing_turn_seconds", "One turn of the engine: what happened read, decisions made and committed."
)
ROUTING_COMMIT = Histogram("warmline_routing_commit_seconds", "From a decision to its offer on disk.")
ROUTING_LAG = Histogram(
    "warmline_routing_lag_seconds", "From an event to the engine's taking it in, the oldest of a turn."
)
ROUTING_TAKEOVERS = Counter("warmline_routing_takeovers", "Organisations that this process began to make offers for.")
SOCKETS = Gauge("warmline_sockets", "Open WebSockets.", ["kind"])
SIGN_INS_REFUSED = Counter("warmline_sign_ins_refused", "Sign-ins that were refused.", ["reason"])

METRICS = (
    ENVELOPES_ACCEPTED,
    ENVELOPES_FAILED,
    MESSAGES_INGESTED,
    MESSAGES_SENT,
    REACTION_LAG,
    REACTION_BATCH,
    REACTIONS_FAILED,
    JOBS_DONE,
    JOBS_FAILED,
    OFFERS,
    RULES_FAILED,
    ESTIMATE_ERROR,
    WAITING,
    ROUTING_LEADS,
    ROUTING_DECISIONS,
    ROUTING_TURN,
    ROUTING_COMMIT,
    ROUTING_LAG,
    ROUTING_TAKEOVERS,
    SOCKETS,
    SIGN_INS_REFUSED,
)

_tracer: "Tracer | None" = None


def set_up(settings: Settings, *, service: str = "warmline") -> Callable[[], None]:
    """Send traces to ``otlp_endpoint``, if one is set. Call the result at the end: it sends what is left."""
    global _tracer
    if settings.otlp_endpoint is None:
        return lambda: None
    # These take 30 MB and half a second, which only those pay who trace.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({"service.name": service, "service.version": version("warmline")})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{settings.otlp_endpoint.rstrip('/')}/v1/traces", timeout=5)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _tracer = provider.get_tracer("warmline", version("warmline"))

    def finish() -> None:
        global _tracer
        _tracer = None
        provider.shutdown()

    return finish


def tracer() -> "Tracer | None":
    """What makes spans; None while nobody traces."""
    return _tracer


@contextmanager
def span(name: str, **attributes: Any) -> Iterator[None]:
    """One step of a trace, such as ``span("ingest", envelopes=50)``. Costs next to nothing while nobody traces."""
    if _tracer is None:
        yield
        return
    shown = {key: REDACTED if hides(key) else _attribute(cleaned(value)) for key, value in attributes.items()}
    # An exception's text may quote a customer, so only its class is told.
    with _tracer.start_as_current_span(
        name, attributes=shown, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except BaseException as error:
            from opentelemetry.trace import Status, StatusCode

            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def _attribute(value: Any) -> str | bool | int | float:
    return value if isinstance(value, str | bool | int | float) else str(value)
