"""What the shared contract suite asks of every connector, and what a connector gives it to work with.

``tests/connectors/<code>/samples.py`` provides ``SAMPLES``; ``test_contract.py`` runs the suite over all that are
installed. README.md beside this file is for the author of a connector.
"""

import importlib
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from warmline import sdk

ROOT = Path(__file__).resolve().parents[2]
# The same envelope has the same time of arrival, however often it is read.
RECEIVED = datetime(2026, 3, 3, 10, tzinfo=UTC)

# What every connector's quality.toml answers: proven (and where), or not applicable (and why).
RULES = {
    "signature": "A delivery that does not prove where it comes from is refused, and nothing of it is stored.",
    "idempotent": "The same delivery twice is one delivery.",
    "pure_parse": "Parsing reads and writes nothing, and gives the same result each time.",
    "hostile_input": "Whatever the bytes, parsing raises nothing but Unparsable.",
    "unknown_kinds": "A kind of delivery that it does not know is kept as unknown.",
    "documentation": "Its README says what it does, and names every setting.",
    "threading": "An answer finds the conversation that it answers.",
    "attachments": "Files arrive, bounded in size.",
    "loop_guard": "What a machine wrote is marked as automatic.",
    "sending": "A message is sent once, and a failure says why.",
    "receipts": "What became of a message that we sent is known.",
    "recovery": "After an outage nothing is missed.",
    "health": "What is wrong with an account is told to the administrator, with what to do.",
    "real_servers": "It was tested against the real thing, not only against our idea of it.",
}


class Webhook(msgspec.Struct, frozen=True):
    """A request that the channel would make: its body, and the headers that prove it, by body and settings."""

    body: bytes
    sign: Callable[[bytes, Mapping[str, Any]], dict[str, str]]


class Samples(msgspec.Struct, frozen=True, kw_only=True):
    """``deliveries`` hold at least one contact or receipt each; ``unknown`` are kinds that this version does not know;
    ``broken`` cannot be parsed. ``settings`` are a working account's."""

    channel: str
    address: str
    settings: dict[str, Any]
    deliveries: tuple[sdk.Raw, ...]
    unknown: tuple[sdk.Raw, ...] = ()
    broken: tuple[sdk.Raw, ...] = ()
    webhook: Webhook | None = None

    def account(self, manifest: sdk.Manifest) -> sdk.Account:
        """An account of the connector that is in no database."""
        return sdk.Account(
            org_id=UUID(int=1),
            id=UUID(int=2),
            connector=manifest.code,
            channel=self.channel,
            name="Sample",
            address=self.address,
            settings=msgspec.convert(self.settings, manifest.settings),
        )


def samples_of(code: str) -> Samples:
    """The connector's samples; fails where it has none."""
    found = importlib.import_module(f"tests.connectors.{code}.samples").SAMPLES
    assert isinstance(found, Samples), f"tests/connectors/{code}/samples.py: SAMPLES must be a Samples"
    return found


def envelope(raw: sdk.Raw) -> sdk.Envelope:
    """The delivery as it would be stored."""
    return sdk.Envelope(
        id=UUID(int=3),
        external_id=raw.external_id,
        body=raw.body,
        content_type=raw.content_type,
        meta=raw.meta,
        received_at=raw.received_at or RECEIVED,
    )


def folder(connector: sdk.Connector) -> Path:
    """Where the connector's code is."""
    module = sys.modules[type(connector).__module__]
    assert module.__file__, f"{module} has no file"
    return Path(module.__file__).parent


def quality_faults(path: Path) -> list[str]:
    """What a quality.toml lacks."""
    rules = tomllib.loads(path.read_text("utf-8")).get("rules", {})
    found = [f"it does not answer {name}" for name in RULES if name not in rules]
    found += [f"there is no rule {name}" for name in rules if name not in RULES]
    return found + [fault for name, answer in rules.items() if (fault := _fault(name, answer))]


def _fault(name: str, answer: Mapping[str, str]) -> str | None:
    status = answer.get("status")
    if status == "done":
        evidence = answer.get("evidence", "")
        return None if evidence and (ROOT / evidence).exists() else f"{name}: there is no {evidence or 'evidence'}"
    if status == "exempt":
        return None if answer.get("reason") else f"{name}: exempt needs a reason"
    return f"{name}: the status is {status!r}, and must be done or exempt"


class TouchedTheWorld(BaseException):
    """Parsing reached for a file, a socket, a process or the environment. No ``except Exception`` hides it."""


# Audit events that a pure function does not raise (docs.python.org/3/library/audit_events.html).
WORLDLY = (
    "open",
    "socket.",
    "subprocess.",
    "os.",
    "shutil.",
    "tempfile.",
    "urllib.",
    "ftplib.",
    "smtplib.",
    "imaplib.",
)
_watching = False


def _watch(event: str, _: Any) -> None:
    if _watching and event.startswith(WORLDLY):
        raise TouchedTheWorld(event)


# A hook cannot be taken off again, so there is one, and it is asleep.
sys.addaudithook(_watch)


@contextmanager
def world_closed() -> Iterator[None]:
    """Within it, whatever reaches outside raises ``TouchedTheWorld``. Import lazily imported modules before."""
    global _watching
    _watching = True
    try:
        yield
    finally:
        _watching = False
