"""The queries with which agents' own acts are written: messages, notes, wrap-up, and a case's status."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


async def participant_on_our_side(
    conn: Conn, org_id: UUID, interaction_id: UUID, agent_id: UUID | None, *, role: str, name: str
) -> UUID | None:
    """The place of an agent, or of a program by its name, in an interaction that it has not left, or None."""
    found: UUID | None = await SQL.participant_on_our_side(
        conn, org_id=org_id, interaction_id=interaction_id, agent_id=agent_id, role=role, name=name
    )
    return found


async def leave(conn: Conn, org_id: UUID, interaction_id: UUID, agent_id: UUID, at: datetime) -> list[Any]:
    """An agent takes part no longer; the places that they left."""
    rows: list[Any] = await SQL.leave(conn, org_id=org_id, interaction_id=interaction_id, agent_id=agent_id, at=at)
    return rows


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


async def note_response(conn: Conn, org_id: UUID, answered: UUID, place: UUID, at: datetime) -> None:
    """When the first answer was given to an interaction, and, in the one where it was said, the latest message."""
    await SQL.note_response(conn, org_id=org_id, ids=[answered, place], place=place, at=at)


async def open_elsewhere(
    conn: Conn, org_id: UUID, *, case_id: UUID | None, account_id: UUID, handle_id: UUID | None
) -> UUID | None:
    """The newest interaction of a case on an account and handle that has not ended, or None."""
    found: UUID | None = await SQL.open_elsewhere(
        conn, org_id=org_id, case_id=case_id, account_id=account_id, handle_id=handle_id
    )
    return found


async def customer_of_handle(conn: Conn, org_id: UUID, handle_id: UUID) -> UUID | None:
    """Whose handle it is now, merges not followed."""
    found: UUID | None = await SQL.customer_of_handle(conn, org_id=org_id, id=handle_id)
    return found


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


async def describe(conn: Conn, org_id: UUID, interaction_id: UUID, **values: Any) -> None:
    """What an interaction is about."""
    await SQL.describe_interaction(conn, org_id=org_id, id=interaction_id, **values)


async def lock_waiting_in_case(conn: Conn, org_id: UUID, case_id: UUID) -> list[Any]:
    """Interactions of a case that wait for somebody and are nobody's work just now, locked."""
    rows: list[Any] = await SQL.lock_waiting_in_case(conn, org_id=org_id, case_id=case_id)
    return rows


async def open_hand_off(conn: Conn, org_id: UUID, interaction_id: UUID) -> UUID | None:
    """The hand-off of an interaction that nobody has answered yet."""
    found: UUID | None = await SQL.open_hand_off(conn, org_id=org_id, interaction_id=interaction_id)
    return found


async def names_of(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of agents and teams."""
    return {row["id"]: row["name"] for row in await SQL.names_of(conn, org_id=org_id, ids=list(ids))}
