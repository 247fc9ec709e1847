"""The queries with which agents' own acts are written: messages, notes, wrap-up, and a case's status."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


async def participant_of_agent(
    conn: Conn, org_id: UUID, interaction_id: UUID, agent_id: UUID | None, role: str
) -> UUID | None:
    """The agent's place in an interaction, or None."""
    found: UUID | None = await SQL.participant_of_agent(
        conn, org_id=org_id, interaction_id=interaction_id, agent_id=agent_id, role=role
    )
    return found


async def insert_participant(conn: Conn, org_id: UUID, **values: Any) -> None:
    """Somebody takes part."""
    await SQL.insert_participant(conn, org_id=org_id, **values)


async def insert_message(conn: Conn, org_id: UUID, **values: Any) -> None:
    """One message of ours, or a note."""
    await SQL.insert_message(conn, org_id=org_id, **values)


async def last_inbound(conn: Conn, org_id: UUID, interaction_id: UUID) -> UUID | None:
    """The customer's last message in an interaction."""
    found: UUID | None = await SQL.last_inbound_message(conn, org_id=org_id, interaction_id=interaction_id)
    return found


async def thread_ids(
    conn: Conn, org_id: UUID, *, case_id: UUID | None, account_id: UUID, handle_id: UUID | None, before: UUID
) -> list[str]:
    """External ids that a message refers to, oldest first, at most 50."""
    rows = await SQL.thread_external_ids(
        conn, org_id=org_id, case_id=case_id, account_id=account_id, handle_id=handle_id, before=before
    )
    return [row["external_id"] for row in reversed(rows)]


async def note_response(conn: Conn, org_id: UUID, interaction_id: UUID, at: datetime) -> None:
    """When the first answer was given, and the latest message."""
    await SQL.note_response(conn, org_id=org_id, id=interaction_id, at=at)


async def attach_files(conn: Conn, org_id: UUID, message_id: UUID, files: Sequence[tuple[str, str, str]]) -> int:
    """Attach stored files, given as (name, content type, SHA-256); returns how many were there."""
    if not files:
        return 0
    names, types, hashes = (list(each) for each in zip(*files, strict=True))
    tag: str = await SQL.attach_stored_files(
        conn, org_id=org_id, message_id=message_id, names=names, content_types=types, hashes=hashes
    )
    return int(tag.rsplit(" ", 1)[1])


async def insert_interaction(conn: Conn, org_id: UUID, **values: Any) -> None:
    """An interaction that we begin."""
    await SQL.insert_outbound_interaction(conn, org_id=org_id, **values)


async def lock_case(conn: Conn, org_id: UUID, case_id: UUID) -> Any:
    """The case's row, locked until commit, or None."""
    return await SQL.lock_case(conn, org_id=org_id, id=case_id)


async def set_case_status(
    conn: Conn, org_id: UUID, case_id: UUID, status: str, at: datetime, outcome: str | None = None
) -> None:
    """A case's status; its times follow."""
    await SQL.set_case_status(conn, org_id=org_id, id=case_id, status=status, at=at, outcome=outcome)


async def set_case_owner(conn: Conn, org_id: UUID, case_id: UUID, owner_id: UUID | None, team_id: UUID | None) -> None:
    """Who owns the context of a case; no team leaves it as it is."""
    await SQL.set_case_owner(conn, org_id=org_id, id=case_id, owner_id=owner_id, team_id=team_id)


async def record_wrap_up(conn: Conn, org_id: UUID, interaction_id: UUID, **values: Any) -> None:
    """What came of an interaction."""
    await SQL.record_wrap_up(conn, org_id=org_id, id=interaction_id, **values)


async def lock_waiting_in_case(conn: Conn, org_id: UUID, case_id: UUID) -> list[Any]:
    """Interactions of a case that wait for somebody and are nobody's work just now, locked."""
    rows: list[Any] = await SQL.lock_waiting_in_case(conn, org_id=org_id, case_id=case_id)
    return rows


async def open_hand_off(conn: Conn, org_id: UUID, interaction_id: UUID) -> UUID | None:
    """The hand-off of an interaction that nobody has answered yet."""
    found: UUID | None = await SQL.open_hand_off(conn, org_id=org_id, interaction_id=interaction_id)
    return found
