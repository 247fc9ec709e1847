"""The event log: what happened, in past tense, written in the transaction that made it so.

An event is also the audit record of its change: it carries who, when, and the state before and after. It holds
identifiers rather than what people wrote, so that erasing a text does not mean rewriting history.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

import msgspec

from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.kit")


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact. Subclasses add their fields and are registered by ``@announces``."""

    type: ClassVar[str] = ""
    # Entity kind -> the field that holds its id: what a screen must draw again after this event.
    entities: ClassVar[dict[str, str]] = {}

    case_id: UUID | None = None
    interaction_id: UUID | None = None
    customer_id: UUID | None = None
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}

    def data(self) -> dict[str, Any]:
        """The fields that have no column of their own, for a JSON encoder."""
        fields = ((name, getattr(self, name)) for name in self.__struct_fields__ if name not in _COLUMNS)
        return {name: value for name, value in fields if value is not None and value != {}}


_COLUMNS = ("case_id", "interaction_id", "customer_id")
E = TypeVar("E", bound=Event)
registry: dict[str, type[Event]] = {}


def announces(type_: str, **entities: str) -> Callable[[type[E]], type[E]]:
    """Register an event class under its wire name, with the entities that it changes (``message="message_id"``)."""

    def register(cls: type[E]) -> type[E]:
        if type_ in registry:
            raise ValueError(f"Two events are called {type_}.")
        cls.type = type_
        cls.entities = entities
        registry[type_] = cls
        return cls

    return register


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the log has it. ``(xact, seq)`` is its place: xact orders transactions, seq the events in one."""

    org_id: UUID
    xact: int
    seq: int
    at: datetime
    actor: str
    request_id: str | None
    event: Event

    @property
    def cursor(self) -> str:
        """Where to resume after this event."""
        return f"{self.xact}-{self.seq}"

    @classmethod
    def read(cls, row: Any) -> Self:
        """From a row of the event table."""
        values = dict(row["data"])
        values.update({name: row[name] for name in _COLUMNS})
        known = registry.get(row["type"], Event)
        return cls(
            org_id=row["org_id"],
            xact=row["xact"],
            seq=row["seq"],
            at=row["at"],
            actor=row["actor"],
            request_id=row["request_id"],
            event=msgspec.convert(values, known, strict=False),
        )


async def publish(
    conn: Conn, org_id: UUID, actor: str, events: Sequence[Event], *, request_id: str | None = None
) -> None:
    """Write the events in this transaction, in this order; their readers wake when it commits.

    ``actor`` is ``kind:id``: ``agent:<uuid>``, ``api_key:<uuid>``, ``connector:email``, ``system:ingest``.
    """
    if not events:
        return
    await SQL.append_events(
        conn,
        org_id=org_id,
        at=clock.now(),
        actor=actor,
        request_id=request_id,
        types=[event.type for event in events],
        case_ids=[event.case_id for event in events],
        interaction_ids=[event.interaction_id for event in events],
        customer_ids=[event.customer_id for event in events],
        data=[event.data() for event in events],
    )
    conn.announce()


def parse_cursor(cursor: str) -> tuple[int, int]:
    """``"<xact>-<seq>"`` as numbers; ValueError for anything else."""
    xact, _, seq = cursor.partition("-")
    if not (xact.isdecimal() and seq.isdecimal() and len(cursor) < 42):
        raise ValueError(f"{cursor!r} is no cursor of the event log.")
    return int(xact), int(seq)


async def read_after(conn: Conn, org_id: UUID, after: tuple[int, int], *, limit: int = 1000) -> list[Recorded]:
    """Events after the place, in order, none that a transaction still under way could precede."""
    rows = await SQL.read_events(conn, org_id=org_id, xact=str(after[0]), seq=after[1], size=limit)
    return [Recorded.read(row) for row in rows]


async def head(conn: Conn, org_id: UUID) -> str:
    """The place of the last event that a reader can have seen now: a snapshot taken in this transaction is at least as
    new, so that reading on from here repeats some and misses none."""
    row = await SQL.event_head(conn, org_id=org_id)
    return f"{row['xact']}-{row['seq']}" if row else "0-0"
