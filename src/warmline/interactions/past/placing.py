"""Rows of what happened elsewhere. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from warmline.kit.ids import new_id
from warmline.sdk import Past, Said

OURS = frozenset({"agent", "bot", "supervisor"})
UNSETTLED = frozenset({"received", "queued"})
# Codes that people put on a contact, and the fields that keep what the vocabulary does not know.
Codes = dict[str, dict[str, str]]


class Uttered(NamedTuple):
    """A message that is recorded already."""

    id: UUID
    at: datetime


class Placed(NamedTuple):
    """A contact that was placed: its interaction, and what of it is recorded, in order."""

    interaction_id: UUID
    case_id: UUID | None
    customer_id: UUID | None
    status: str
    handle_id: UUID | None
    account_id: UUID
    sender_id: UUID
    external_id: str
    started_at: datetime
    past: Past
    uttered: Sequence[Uttered]


class Outcome(NamedTuple):
    """What came of one contact."""

    placed: Placed
    status: str
    message_ids: tuple[UUID, ...]


@dataclass
class Rows:
    """What to write, by table."""

    partakers: list[tuple[Any, ...]] = field(default_factory=list)
    said: list[tuple[Any, ...]] = field(default_factory=list)
    files: list[tuple[Any, ...]] = field(default_factory=list)
    interactions: list[tuple[Any, ...]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, placed: Placed, codes: Codes) -> None:
        """All of one contact."""
        people = [self._partaker(placed, n) for n in range(len(placed.past.partakers))]
        ids = tuple(
            self._message(placed, n, said, message_id, people)
            for message_id, n, said in _in_order(placed.uttered, placed.past.said)
        )
        status = _status(placed)
        self.interactions.append(_ended(placed, status, codes))
        self.outcomes.append(Outcome(placed, status, ids))

    def _partaker(self, placed: Placed, number: int) -> UUID:
        one, partaker_id = placed.past.partakers[number], new_id()
        customer_id = placed.customer_id if one.role == "customer" else None
        joined = one.joined_at or placed.started_at
        self.partakers.append(
            (partaker_id, placed.interaction_id, one.role, customer_id, one.name, joined, one.left_at)
        )
        return partaker_id

    def _message(self, placed: Placed, number: int, said: Said, message_id: UUID, people: Sequence[UUID]) -> UUID:
        known = 0 <= said.by < len(people)
        role = placed.past.partakers[said.by].role if known else "customer"
        direction = "internal" if said.private else "outbound" if role in OURS else "inbound"
        content = said.content
        self.said.append(
            (
                message_id,
                placed.interaction_id,
                people[said.by] if known else placed.sender_id,
                direction,
                content.text,
                content.html,
                content.elided,
                placed.account_id,
                content.external_id or f"{placed.external_id}#past{number}"[:512],
                placed.handle_id if direction == "outbound" else None,
                content.at,
            )
        )
        self.files.extend(
            (message_id, n, each.name, each.content_type, each.size, each.sha256, each.inline_id)
            for n, each in enumerate(content.attachments)
        )
        return message_id


def _in_order(uttered: Sequence[Uttered], said: Sequence[Said]) -> Iterator[tuple[UUID, int, Said]]:
    """Messages are shown in the order of their ids. So one of the past gets the number after that of the message before
    which it follows in time, or one before the first."""
    waiting = sorted(enumerate(said), key=lambda pair: pair[1].content.at)
    before = [pair for pair in waiting if pair[1].content.at < uttered[0].at]
    for distance, (n, each) in zip(range(len(before), 0, -1), before, strict=True):
        yield UUID(int=uttered[0].id.int - distance), n, each
    rest = waiting[len(before) :]
    for position, one in enumerate(uttered):
        until = uttered[position + 1].at if position + 1 < len(uttered) else None
        taken = [pair for pair in rest if until is None or pair[1].content.at < until]
        rest = rest[len(taken) :]
        for distance, (n, each) in enumerate(taken, start=1):
            yield UUID(int=one.id.int + distance), n, each


def _answered(past: Past) -> datetime | None:
    """When somebody here first took it up: as it is said, or with their first words."""
    return past.answered_at or min(_responses(past), default=None)


def _responses(past: Past) -> list[datetime]:
    people = past.partakers
    return [
        each.content.at
        for each in past.said
        if not each.private and 0 <= each.by < len(people) and people[each.by].role in OURS
    ]


def _status(placed: Placed) -> str:
    past = placed.past
    if past.ended_at is None or placed.status not in UNSETTLED:
        return placed.status
    missed = past.direction == "inbound" and _answered(past) is None
    return "abandoned" if missed else "resolved"


def _ended(placed: Placed, status: str, codes: Codes) -> tuple[Any, ...]:
    past = placed.past
    since = past.ended_at if status != placed.status and past.ended_at else placed.started_at
    named = {name: _code(codes, name, getattr(past, name)) for name in ("outcome", "disposition")}
    unknown = {
        name: getattr(past, name) for name, code in named.items() if code is None and getattr(past, name) is not None
    }
    last = max([placed.started_at, *(each.content.at for each in past.said if not each.private)])
    return (
        placed.interaction_id,
        past.direction if past.direction == "outbound" else "inbound",
        status,
        since,
        _answered(past),
        min(_responses(past), default=past.answered_at),
        past.ended_at,
        last,
        max(0.0, past.talk_seconds),
        max(0.0, past.hold_seconds),
        max(0.0, past.wrap_up_seconds),
        named["outcome"],
        named["disposition"],
        past.notes,
        past.summary,
        unknown,
    )


def _code(codes: Codes, name: str, given: str | None) -> str | None:
    return codes.get(name, {}).get(given.strip().casefold()) if given else None
