"""Whom and what a request names: each must exist, and the error says which field is wrong."""

from uuid import UUID

from warmline.interactions.store import parties
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid


async def need_agent(conn: Conn, org_id: UUID, agent_id: UUID | None, *, field: str) -> None:
    """Raise ``Invalid`` unless it is nobody, or somebody who works here."""
    if agent_id is None:
        return
    active = await parties.agent_is_active(conn, org_id, agent_id)
    if not active:
        raise Invalid.field(field, "this agent " + ("is disabled" if active is False else "does not exist"))


async def need_team(conn: Conn, org_id: UUID, team_id: UUID | None, *, field: str) -> None:
    """Raise ``Invalid`` unless it is none, or a team."""
    if team_id is not None and not await parties.team_exists(conn, org_id, team_id):
        raise Invalid.field(field, "this team does not exist")


async def need_place(
    conn: Conn, org_id: UUID, case_id: UUID, *, interaction_id: UUID | None, message_id: UUID | None
) -> None:
    """Raise ``Invalid`` unless the interaction is in the case, and the message in that interaction, or in one of the
    case; what is not named is right."""
    if interaction_id is not None and await parties.case_of_interaction(conn, org_id, interaction_id) != case_id:
        raise Invalid.field("interaction_id", "this interaction is not in the case")
    if message_id is not None and interaction_id is not None:
        await need_message(conn, org_id, interaction_id, message_id)
    elif message_id is not None:
        said_in = await parties.interaction_of_message(conn, org_id, message_id)
        if said_in is None or await parties.case_of_interaction(conn, org_id, said_in) != case_id:
            raise Invalid.field("message_id", "this message is not in the case")


async def need_message(conn: Conn, org_id: UUID, interaction_id: UUID, message_id: UUID | None) -> None:
    """Raise ``Invalid`` unless it is none, or was said in the interaction."""
    if message_id is None:
        return
    if await parties.interaction_of_message(conn, org_id, message_id) != interaction_id:
        raise Invalid.field("message_id", "this message is not in the interaction")
