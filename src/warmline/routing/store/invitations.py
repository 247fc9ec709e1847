"""Colleagues who were asked into conversations."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.routing.store.sql import SQL, shown
from warmline.routing.together import InvitationView, NewInvitation


async def insert_invitation(
    conn: Conn,
    actor: Actor,
    new: NewInvitation,
    *,
    id: UUID,  # noqa: A002 - a column
    interaction_id: UUID,
    medium: str,
    at: datetime,
) -> None:
    """Ask somebody in; ``UniqueViolationError`` where they were asked already."""
    await SQL.insert_invitation(
        conn,
        org_id=actor.org_id,
        id=id,
        interaction_id=interaction_id,
        medium=medium,
        kind=new.kind,
        agent_id=new.agent_id,
        team_id=new.team_id,
        queue_id=new.queue_id,
        invited_by=actor.agent_id,
        question=new.question,
        at=at,
    )


async def invitations(conn: Conn, actor: Actor, ids: Sequence[UUID], *, all_of_them: bool) -> list[InvitationView]:
    """These invitations: all, or those that are the actor's business."""
    rows = await SQL.invitations_by_id(
        conn,
        org_id=actor.org_id,
        ids=list(ids),
        all=all_of_them,
        agent_id=actor.agent_id,
        team_ids=list(actor.team_ids),
    )
    return shown(rows, InvitationView)


async def invitations_into(conn: Conn, org_id: UUID, interaction_id: UUID) -> list[InvitationView]:
    """All who were asked into a conversation, the first first, at most 200."""
    return shown(await SQL.invitations_into(conn, org_id=org_id, interaction_id=interaction_id), InvitationView)


async def invitations_of(conn: Conn, actor: Actor, agent_id: UUID) -> list[InvitationView]:
    """Invitations that wait for the agent, and conversations that they are in, at most 200."""
    rows = await SQL.invitations_of(conn, org_id=actor.org_id, agent_id=agent_id, team_ids=list(actor.team_ids))
    return shown(rows, InvitationView)


async def lock_invitation(conn: Conn, org_id: UUID, invitation_id: UUID) -> Any:
    """An invitation, locked until commit."""
    return await SQL.lock_invitation(conn, org_id=org_id, id=invitation_id)


async def joined_invitation(conn: Conn, org_id: UUID, interaction_id: UUID, agent_id: UUID) -> Any:
    """The place of an agent who came into a conversation, locked until commit; None where they are not in it."""
    return await SQL.joined_invitation(conn, org_id=org_id, interaction_id=interaction_id, agent_id=agent_id)


async def join_invitation(conn: Conn, org_id: UUID, invitation_id: UUID, agent_id: UUID, at: datetime) -> None:
    """Who was asked comes."""
    await SQL.join_invitation(conn, org_id=org_id, id=invitation_id, agent_id=agent_id, at=at)


async def end_invitation(
    conn: Conn,
    org_id: UUID,
    invitation_id: UUID,
    *,
    status: str,
    at: datetime,
    outcome: str | None,
    note: str | None = None,
) -> None:
    """Who was asked does not come, is not needed, or leaves."""
    await SQL.end_invitation(conn, org_id=org_id, id=invitation_id, status=status, at=at, outcome=outcome, note=note)


async def end_invitations_into(
    conn: Conn, org_id: UUID, until: Mapping[UUID, datetime], kind: str, *, at: datetime, outcome: str
) -> list[Any]:
    """End the invitations of a kind into conversations, of each those that were made ``until`` then; returns what they
    have become."""
    found: list[Any] = await SQL.end_invitations_into(
        conn,
        org_id=org_id,
        interaction_ids=list(until),
        until=list(until.values()),
        kind=kind,
        at=at,
        outcome=outcome,
    )
    return found


async def end_invitations_of(conn: Conn, org_id: UUID, agent_id: UUID, *, at: datetime, outcome: str) -> list[Any]:
    """An agent leaves all conversations of others; returns what the invitations have become."""
    found: list[Any] = await SQL.end_invitations_of(conn, org_id=org_id, agent_id=agent_id, at=at, outcome=outcome)
    return found
