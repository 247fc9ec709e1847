"""Who takes part in an interaction on our side: they join when they speak, and leave when they hand it over."""

from datetime import datetime
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.events import ParticipantJoined, ParticipantLeft
from warmline.interactions.store import writing
from warmline.interactions.views import InteractionView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.ids import new_id


async def join(conn: Conn, actor: Actor, interaction: InteractionView, place: UUID, at: datetime) -> UUID:
    """The actor's place among the participants of the interaction ``place``, which is in the same case; made where
    there is none. A program takes part as a bot, under its name."""
    role = "agent" if actor.agent_id else "bot"
    name = actor.name or actor.ref
    found = await writing.participant_on_our_side(conn, actor.org_id, place, actor.agent_id, role=role, name=name)
    if found:
        return found
    participant_id = new_id()
    await writing.insert_participant(
        conn,
        actor.org_id,
        id=participant_id,
        interaction_id=place,
        role=role,
        agent_id=actor.agent_id,
        customer_id=None,
        handle_id=None,
        name=name,
        at=at,
    )
    event = ParticipantJoined(
        case_id=interaction.case_id,
        interaction_id=place,
        customer_id=interaction.customer_id,
        participant_id=participant_id,
        role=role,
        agent_id=actor.agent_id,
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return participant_id


async def leave(conn: Conn, actor: Actor, interaction: InteractionView, agent_id: UUID) -> None:
    """The agent takes part no longer; nothing happens where they did not."""
    events = [
        ParticipantLeft(
            case_id=interaction.case_id,
            interaction_id=interaction.id,
            customer_id=interaction.customer_id,
            participant_id=row["id"],
            role=row["role"],
            agent_id=agent_id,
        )
        for row in await writing.leave(conn, actor.org_id, interaction.id, agent_id, clock.now())
    ]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
