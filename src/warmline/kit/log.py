"""Structured logs without personal data.

Every line, ours or a library's, passes ``redact`` last, so nothing that a customer wrote or is called by gets out, not
even in the text of an exception. Ids are how a line is traced to a record: log ``customer_id``, never the customer.
"""

import logging
import re
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, TextIO

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger

from warmline.kit.settings import Settings

REDACTED = "[redacted]"
LONGEST = 8_000
"""Characters of one text that are kept: a line is not a place for documents."""

# fmt: off
PERSONAL_KEYS = frozenset(
    {
        "address", "bcc", "body", "cc", "content", "display_name", "email", "first_name", "from", "full_name",
        "handle", "handles", "headers", "html", "ip", "last_name", "note", "notes", "params", "payload", "phone",
        "query_string", "recipient", "recipients", "reply_to", "sender", "subject", "text", "to", "transcript",
        "user_agent",
    }
)
SECRET_KEYS = frozenset(
    {
        "api_key", "authorization", "cookie", "cookies", "credentials", "csrf", "database_url", "dsn", "key",
        "password", "secret", "set_cookie", "signature", "token",
    }
)
# fmt: on
HIDDEN_KEYS = PERSONAL_KEYS | SECRET_KEYS
HIDDEN_ENDINGS = ("_address", "_cookie", "_email", "_handle", "_ip", "_key", "_password", "_phone", "_secret", "_token")

SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    # PostgreSQL quotes the row that it refuses after these words.
    (re.compile(r"(DETAIL:|Failing row contains|Key \([^)]*\)=)[^\n]*"), r"\1 [redacted]"),
    (re.compile(r"(?<=://)[^/\s@]+@"), "[credentials]@"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), r"\1 [token]"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "[token]"),
    (re.compile(r"\bwl[a-z]{0,4}_[\w-]{12,}"), "[token]"),
    (re.compile(r"[\w.+%'&*/=?^{|}~-]+@\w[\w-]*(?:\.[\w-]+)+"), "[email]"),
    (re.compile(r"(?:(?<![\w.+])\+|(?<![\w.+-])00)\d[\d ().\-/]{5,18}\d(?![\w-])"), "[phone]"),
    (re.compile(r"(?<![\w.:/+-])\(?0\d[\d ().\-/]{5,16}\d(?![\w:-])"), "[phone]"),
    (re.compile(r"(?<![\w.:/+-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])"), "[phone]"),
    (re.compile(r"(?<![\w.:/+-])\d{10,15}(?![\w.:-])"), "[number]"),
)

CHATTY = ("aioimaplib", "aiosmtpd", "asyncio", "httpx", "mail.log", "pgqueuer", "urllib3")


def hides(key: str) -> bool:
    """Whether a value under this key is personal or secret, whatever it looks like."""
    plain = key.lower().replace("-", "_").replace(".", "_")
    return plain in HIDDEN_KEYS or plain.endswith(HIDDEN_ENDINGS)


def clean(text: str) -> str:
    """The text without what looks like an e-mail address, a telephone number, a password or a token."""
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
    for shape, stand_in in SHAPES:
        cut = shape.sub(stand_in, cut)
    return cut


def cleaned(value: Any) -> Any:
    """The value without personal data, however deep. What is neither text, number nor a collection becomes text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): REDACTED if hides(str(key)) else cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [cleaned(inner) for inner in value]
    return clean(str(value))


def redact(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """The last processor before the line is written."""
    # Time and level are ours, and a time looks much like a number to call.
    kept = {key: line.pop(key) for key in ("timestamp", "level", "logger") if key in line}
    return {**cleaned(line), **kept}


def _to_json(line: EventDict, **_: Any) -> str:
    return msgspec.json.encode(line, enc_hook=str).decode()


def _shared_processors() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


# Lines go through the standard library from the first import on, so a program that never calls ``set_up`` stays silent.
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared_processors(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger for a module: ``log = logger(__name__)``, then ``log.info("envelope_accepted", envelope_id=...)``."""
    found: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return found


def bound(**ids: Any) -> AbstractContextManager[None]:
    """Put ids such as ``request_id`` and ``org_id`` on every line of this task, and of those that it starts."""
    return structlog.contextvars.bound_contextvars(**ids)


def set_up(settings: Settings, stream: TextIO | None = None) -> None:
    """Write every line of this process to ``stream`` (standard error): as JSON, or coloured for a terminal."""
    stream = stream or sys.stderr
    readable = settings.log_format == "console" or (settings.log_format == "auto" and stream.isatty())
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(readable=readable, colours=stream.isatty()))
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    logging.captureWarnings(True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _formatter(*, readable: bool, colours: bool) -> logging.Formatter:
    write: Any = structlog.processors.JSONRenderer(serializer=_to_json)
    if readable:
        write = structlog.dev.ConsoleRenderer(colors=colours)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared_processors(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact,
            write,
        ],
    )
