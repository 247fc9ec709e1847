"""The only door to this slice's tables: one typed function per query."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.channels.model import ChannelAccount, StoredEnvelope
from warmline.kit.db import Conn
from warmline.kit.sql import load

SQL = load("warmline.channels")


def _account(row: Any) -> ChannelAccount | None:
    return ChannelAccount(**row) if row else None


def _accounts(rows: Iterable[Any]) -> list[ChannelAccount]:
    return [ChannelAccount(**row) for row in rows]


async def insert_account(conn: Conn, org_id: UUID, **values: Any) -> ChannelAccount | None:
    """The new account; None where the address is taken."""
    return _account(await SQL.insert_account(conn, org_id=org_id, **values))


async def set_secrets(conn: Conn, org_id: UUID, account_id: UUID, secrets: dict[str, str]) -> ChannelAccount:
    account = _account(await SQL.set_secrets(conn, org_id=org_id, id=account_id, secrets=secrets))
    assert account is not None, "the account was inserted in this transaction"
    return account


async def update_account(conn: Conn, org_id: UUID, account_id: UUID, **values: Any) -> ChannelAccount:
    account = _account(await SQL.update_account(conn, org_id=org_id, id=account_id, **values))
    assert account is not None, "the account is locked by this transaction"
    return account


async def account_by_id(conn: Conn, org_id: UUID, account_id: UUID) -> ChannelAccount | None:
    return _account(await SQL.account_by_id(conn, org_id=org_id, id=account_id))


async def lock_account(conn: Conn, org_id: UUID, account_id: UUID) -> ChannelAccount | None:
    return _account(await SQL.lock_account(conn, org_id=org_id, id=account_id))


async def account_by_address(
    conn: Conn, org_id: UUID, connector: str, channel: str, address: str
) -> ChannelAccount | None:
    row = await SQL.account_by_address(conn, org_id=org_id, connector=connector, channel=channel, address=address)
    return _account(row)


async def accounts_by_ids(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[ChannelAccount]:
    return _accounts(await SQL.accounts_by_ids(conn, org_id=org_id, ids=ids))


async def active_accounts(conn: Conn, org_id: UUID, connector: str) -> list[ChannelAccount]:
    return _accounts(await SQL.active_accounts(conn, org_id=org_id, connector=connector))


async def all_active_accounts(conn: Conn, org_id: UUID) -> list[ChannelAccount]:
    return _accounts(await SQL.all_active_accounts(conn, org_id=org_id))


async def list_accounts(conn: Conn, org_id: UUID, after: UUID | None, size: int) -> list[ChannelAccount]:
    return _accounts(await SQL.list_accounts(conn, org_id=org_id, after=after, size=size))


async def set_health(conn: Conn, org_id: UUID, account_id: UUID, problem: str | None) -> bool:
    """Whether that was news."""
    return await SQL.set_health(conn, org_id=org_id, id=account_id, problem=problem) is not None


async def organization_of_account(conn: Conn, account_id: UUID) -> UUID | None:
    found: UUID | None = await SQL.organization_of_account(conn, id=account_id)
    return found


async def organizations_with_connector(conn: Conn, connector: str) -> list[UUID]:
    return [row["org_id"] for row in await SQL.organizations_with_connector(conn, connector=connector)]


async def organizations_with_envelopes(conn: Conn) -> list[UUID]:
    return [row["org_id"] for row in await SQL.organizations_with_envelopes(conn)]


class NewEnvelope(msgspec.Struct, frozen=True):
    """A delivery as it is going to be stored."""

    account_id: UUID
    external_id: str
    lane: int
    body: bytes
    content_type: str
    meta: dict[str, str]
    received_at: datetime | None

    @property
    def place(self) -> tuple[UUID, str]:
        """What it is unique by."""
        return self.account_id, self.external_id


async def insert_envelopes(conn: Conn, org_id: UUID, rows: Sequence[NewEnvelope]) -> dict[tuple[UUID, str], UUID]:
    """The ids of those that are new."""
    found = await SQL.insert_envelopes(
        conn,
        org_id=org_id,
        account_ids=[row.account_id for row in rows],
        external_ids=[row.external_id for row in rows],
        lanes=[row.lane for row in rows],
        bodies=[row.body for row in rows],
        content_types=[row.content_type for row in rows],
        metas=[row.meta for row in rows],
        received_ats=[row.received_at for row in rows],
    )
    return {(row["account_id"], row["external_id"]): row["id"] for row in found}


async def envelopes_by_external_ids(
    conn: Conn, org_id: UUID, places: Sequence[tuple[UUID, str]]
) -> dict[tuple[UUID, str], UUID]:
    found = await SQL.envelopes_by_external_ids(
        conn,
        org_id=org_id,
        account_ids=[account for account, _ in places],
        external_ids=[external_id for _, external_id in places],
    )
    return {(row["account_id"], row["external_id"]): row["id"] for row in found}


async def plan_by_index(conn: Conn) -> None:
    """For the rest of this transaction, which writes many rows by the same few statements."""
    await SQL.plan_by_index(conn)


async def count_the_record(conn: Conn) -> None:
    """Let the planner know how large the tables have grown; plans that were kept are made anew."""
    await SQL.count_the_record(conn)


async def lock_lanes(conn: Conn, org_id: UUID, lanes: Sequence[int]) -> list[int]:
    return [row["lane"] for row in await SQL.lock_lanes(conn, org_id=org_id, lanes=lanes)]


async def wait_for_lanes(conn: Conn, org_id: UUID, lanes: Sequence[int]) -> None:
    await SQL.wait_for_lanes(conn, org_id=org_id, lanes=lanes)


async def envelope_ends(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, tuple[str, str | None]]:
    """Status and error, by id."""
    rows = await SQL.envelope_ends(conn, org_id=org_id, ids=ids)
    return {row["id"]: (row["status"], row["error"]) for row in rows}


async def accounts_of_contacts(
    conn: Conn, org_id: UUID, connector: str, external_ids: Sequence[str]
) -> dict[str, UUID]:
    rows = await SQL.accounts_of_contacts(conn, org_id=org_id, connector=connector, external_ids=external_ids)
    return {row["external_id"]: row["account_id"] for row in rows}


class Waiting(msgspec.Struct, frozen=True):
    """An envelope to be read, and whose it is. ``attempts`` are those that ended before."""

    account_id: UUID
    lane: int
    attempts: int
    envelope: sdk.Envelope


def _waiting(rows: Iterable[Any]) -> list[Waiting]:
    return [
        Waiting(
            row["account_id"],
            row["lane"],
            row["attempts"],
            sdk.Envelope(
                id=row["id"],
                external_id=row["external_id"],
                body=row["body"],
                content_type=row["content_type"],
                meta=row["meta"],
                received_at=row["received_at"],
            ),
        )
        for row in rows
    ]


async def waiting_envelopes(conn: Conn, org_id: UUID, lanes: Sequence[int], size: int, bytes_: int) -> list[Waiting]:
    return _waiting(await SQL.waiting_envelopes(conn, org_id=org_id, lanes=lanes, size=size, bytes=bytes_))


async def these_envelopes(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[Waiting]:
    return _waiting(await SQL.these_envelopes(conn, org_id=org_id, ids=ids))


async def finish_envelopes(conn: Conn, org_id: UUID, ends: Sequence[tuple[UUID, str, str | None]]) -> set[UUID]:
    """``ends`` are id, status and error; the ids of those that still waited."""
    rows = await SQL.finish_envelopes(
        conn,
        org_id=org_id,
        ids=[envelope_id for envelope_id, _, _ in ends],
        statuses=[status for _, status, _ in ends],
        errors=[error for _, _, error in ends],
    )
    return {row["id"] for row in rows}


async def recorded_contacts(conn: Conn, org_id: UUID, keys: Sequence[tuple[UUID, str]]) -> set[tuple[UUID, str]]:
    rows = await SQL.recorded_contacts(
        conn,
        org_id=org_id,
        account_ids=[account_id for account_id, _ in keys],
        external_ids=[external_id for _, external_id in keys],
    )
    return {(row["account_id"], row["external_id"]) for row in rows}


async def list_envelopes(conn: Conn, org_id: UUID, **filters: Any) -> list[StoredEnvelope]:
    return [StoredEnvelope(**row) for row in await SQL.list_envelopes(conn, org_id=org_id, **filters)]


async def envelopes_by_ids(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[StoredEnvelope]:
    return [StoredEnvelope(**row) for row in await SQL.envelopes_by_ids(conn, org_id=org_id, ids=ids)]


async def envelope_body(conn: Conn, org_id: UUID, envelope_id: UUID) -> tuple[UUID, sdk.Envelope] | None:
    """The account's id and the envelope."""
    row = await SQL.envelope_body(conn, org_id=org_id, id=envelope_id)
    if row is None:
        return None
    values = dict(row)
    return values.pop("account_id"), sdk.Envelope(**values)


async def retry_envelopes(conn: Conn, org_id: UUID, **filters: Any) -> list[tuple[UUID, UUID]]:
    """Envelope and account of those that wait again."""
    rows = await SQL.retry_envelopes(conn, org_id=org_id, **filters)
    return sorted((row["id"], row["account_id"]) for row in rows)


async def state(conn: Conn, org_id: UUID, account_id: UUID, key: str) -> Any:
    return await SQL.state(conn, org_id=org_id, account_id=account_id, key=key)


async def save_state(conn: Conn, org_id: UUID, account_id: UUID, key: str, value: Any) -> None:
    await SQL.save_state(conn, org_id=org_id, account_id=account_id, key=key, value=value)


async def give_ticket(conn: Conn, org_id: UUID, account_id: UUID, digest: bytes, value: Any, *, seconds: float) -> None:
    """Keep what a ticket stands for, for so long."""
    await SQL.give_ticket(conn, org_id=org_id, account_id=account_id, digest=digest, value=value, seconds=seconds)


async def take_ticket(conn: Conn, org_id: UUID, account_id: UUID, digest: bytes) -> Any:
    """What a ticket stands for, or None; there is none any more."""
    row = await SQL.take_ticket(conn, org_id=org_id, account_id=account_id, digest=digest)
    return row["value"] if row and row["valid"] else None


async def drop_tickets(conn: Conn, org_id: UUID) -> None:
    """Forget those that nobody brought back in time."""
    await SQL.drop_tickets(conn, org_id=org_id)


async def wish_answer(conn: Conn, org_id: UUID, interaction_id: UUID, handle_id: UUID, account_id: UUID) -> None:
    """The customer wishes to be answered there from now on."""
    await SQL.wish_answer(
        conn, org_id=org_id, interaction_id=interaction_id, handle_id=handle_id, account_id=account_id
    )


async def answer_wish(conn: Conn, org_id: UUID, interaction_id: UUID) -> tuple[UUID, UUID] | None:
    """The handle and account where the customer wishes to be answered, or None."""
    row = await SQL.answer_wish(conn, org_id=org_id, interaction_id=interaction_id)
    return (row["handle_id"], row["account_id"]) if row else None


async def insert_blobs(conn: Conn, org_id: UUID, files: dict[str, bytes]) -> None:
    await SQL.insert_blobs(conn, org_id=org_id, digests=list(files), contents=list(files.values()))


async def blobs(conn: Conn, org_id: UUID, digests: Sequence[str]) -> dict[str, bytes]:
    return {row["sha256"]: row["content"] for row in await SQL.blobs(conn, org_id=org_id, digests=digests)}


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A message of ours with what its channel needs. ``attempts`` were made before this one; ``sending`` is the state
    of its delivery, None where there was no attempt."""

    id: UUID
    account_id: UUID
    handle_id: UUID | None
    interaction_id: UUID
    case_id: UUID | None
    external_id: str | None
    given_id: str | None
    answers: str | None
    text: str
    html: str | None
    subject: str | None
    at: datetime
    delivery: str
    scheme: str | None
    value: str | None
    name: str
    sender_name: str
    automatic: bool
    answers_automatic: bool
    attempts: int
    sending: str | None
    automatic_per_day: int


async def lock_letter(conn: Conn, org_id: UUID, message_id: UUID, *, per_day: int) -> Letter | None:
    row = await SQL.lock_letter(conn, org_id=org_id, id=message_id, per_day=per_day)
    return Letter(**row) if row else None


async def letter_thread(conn: Conn, org_id: UUID, letter: Letter) -> list[str]:
    """Oldest first."""
    rows = await SQL.letter_thread(
        conn,
        org_id=org_id,
        id=letter.id,
        case_id=letter.case_id,
        account_id=letter.account_id,
        handle_id=letter.handle_id,
    )
    return [row["external_id"] for row in reversed(rows)]


async def letter_files(conn: Conn, org_id: UUID, message_id: UUID) -> list[sdk.Attachment]:
    rows = await SQL.letter_files(conn, org_id=org_id, message_id=message_id)
    return [sdk.Attachment(**row, size=len(row["content"])) for row in rows]


async def automatic_deliveries(conn: Conn, org_id: UUID, handle_id: UUID) -> int:
    return int(await SQL.automatic_deliveries(conn, org_id=org_id, handle_id=handle_id))


async def begin_delivery(conn: Conn, org_id: UUID, letter: Letter, external_id: str) -> int:
    """Which attempt this is, from 1."""
    attempt = await SQL.begin_delivery(
        conn,
        org_id=org_id,
        message_id=letter.id,
        account_id=letter.account_id,
        handle_id=letter.handle_id,
        external_id=external_id,
        automatic=letter.automatic,
    )
    return int(attempt)


async def end_delivery(conn: Conn, org_id: UUID, message_id: UUID, status: str, external_id: str | None) -> None:
    await SQL.end_delivery(conn, org_id=org_id, message_id=message_id, status=status, external_id=external_id)
