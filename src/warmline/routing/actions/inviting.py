"""Colleagues in a conversation: asked for advice or to take part, they come, decline, leave, or take the work over."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import asyncpg

from warmline.accounts import Actor, system
from warmline.engine import NO_ROOM, full
from warmline.interactions import (
    InteractionView,
    Status,
    leave_off,
    take_part,
    visible_interaction,
)
from warmline.kit import clock
from warmline.kit.db import Conn, savepoint
from warmline.kit.errors import Invalid
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id
from warmline.routing import store
from warmline.routing.actions.targets import need_present, only_one, served_queue, whereabouts
from warmline.routing.actions.transferring import IN_HAND
from warmline.routing.errors import (
    AgentNotFound,
    AlreadyInvited,
    AskedOfAll,
    InvitationAnswered,
    InvitationNotFound,
    NoRoom,
    NotAnAgent,
    NotInConversation,
    NotYourWork,
    UnknownTeam,
)
from warmline.routing.events import (
    InvitationDeclined,
    InvitationJoined,
    InvitationLeft,
    InvitationMade,
    InvitationWithdrawn,
)
from warmline.routing.snapshots import visible_invitation
from warmline.routing.store import invitations as invited
from warmline.routing.store import moving
from warmline.routing.together import InvitationView, NewInvitation

# Advice may be wanted until everything is written down; the conversation is over before that.
OPEN_TO = {"consult": IN_HAND | {Status.WRAP_UP}, "conference": IN_HAND}
OVER = {"declined": InvitationDeclined, "withdrawn": InvitationWithdrawn, "left": InvitationLeft}
LONGEST_NOTE = 2_000


async def invite(conn: Conn, actor: Actor, interaction_id: UUID, new: NewInvitation) -> InvitationView:
    """Ask a colleague, a team, or whoever serves a queue into a conversation, which stays its owner's. They see it from
    now on, until they decline or leave.

    Raises ``NotInConversation``, ``NotYourWork``, ``AlreadyInvited``, ``AgentUnavailable`` (unless ``new.wait``),
    ``AgentNotFound``, ``UnknownTeam``, ``QueueNotFound``.
    """
    actor.need("interaction.work", "queue.manage")
    only_one(agent_id=new.agent_id, team_id=new.team_id, queue_id=new.queue_id)
    shown = await visible_interaction(conn, actor, interaction_id)
    work = await store.lock_work(conn, actor.org_id, interaction_id)
    if Status(work["status"]) not in OPEN_TO[new.kind]:
        raise NotInConversation(id=interaction_id, status=work["status"])
    await _need_part(conn, actor, work)
    await _check(conn, actor, work, new)
    invitation_id = new_id()
    try:
        async with savepoint(conn):
            await invited.insert_invitation(
                conn,
                actor,
                new,
                id=invitation_id,
                interaction_id=interaction_id,
                medium=work["medium"],
                at=clock.now(),
            )
    except asyncpg.UniqueViolationError as error:
        raise AlreadyInvited() from error
    after = {"team_id": new.team_id, "queue_id": new.queue_id}
    event = InvitationMade(
        **_ids(shown), invitation_id=invitation_id, kind=new.kind, agent_id=new.agent_id, after=after
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_invitation(conn, actor, invitation_id)


def _ids(shown: InteractionView) -> dict[str, Any]:
    return {"interaction_id": shown.id, "case_id": shown.case_id, "customer_id": shown.customer_id}


async def _need_part(conn: Conn, actor: Actor, work: Any) -> None:
    """The actor has the work, takes part in it, or is a supervisor."""
    if actor.may("queue.manage") or (actor.agent_id and actor.agent_id == work["owner_id"]):
        return
    if actor.agent_id is None or not await invited.joined_invitation(conn, actor.org_id, work["id"], actor.agent_id):
        raise NotYourWork()


async def _check(conn: Conn, actor: Actor, work: Any, new: NewInvitation) -> None:
    if new.team_id and not await moving.team_exists(conn, actor.org_id, new.team_id):
        raise UnknownTeam(id=new.team_id)
    if new.queue_id:
        await served_queue(conn, actor, new.queue_id)
    if new.agent_id:
        if new.agent_id in (actor.agent_id, work["owner_id"]):
            raise Invalid.field("agent_id", "they are in this conversation already; ask somebody else")
        agent = await whereabouts(conn, actor, new.agent_id)
        if not new.wait:
            need_present(agent)


async def join(conn: Conn, actor: Actor, invitation_id: UUID) -> InvitationView:
    """Come into the conversation. It takes its room: a call all of an agent, a chat one unit of text.

    Raises ``InvitationNotFound``, ``InvitationAnswered``, ``NotInConversation``, ``NoRoom``.
    """
    actor.need("interaction.work")
    if actor.agent_id is None:
        raise NotAnAgent()
    # The engine locks those whom it offers work before it counts their room, and so does this.
    if await store.lock_presence(conn, actor.org_id, actor.agent_id) is None:
        raise AgentNotFound(id=actor.agent_id)
    row, work = await _lock(conn, actor, invitation_id)
    if not await _asked(conn, actor, row):
        raise InvitationNotFound(id=invitation_id)
    _need_status(row, "invited")
    if Status(work["status"]) not in OPEN_TO[row["kind"]]:
        raise NotInConversation(id=work["id"], status=work["status"])
    if work["owner_id"] == actor.agent_id:
        raise AlreadyInvited()
    await _need_room(conn, actor, actor.agent_id, work)
    at = clock.now()
    try:
        async with savepoint(conn):
            await invited.join_invitation(conn, actor.org_id, invitation_id, actor.agent_id, at)
    except asyncpg.UniqueViolationError as error:
        # They were asked by name, too, or are in it for another team.
        raise AlreadyInvited() from error
    shown = await visible_interaction(conn, actor, work["id"])
    event = InvitationJoined(**_ids(shown), invitation_id=invitation_id, kind=row["kind"], agent_id=actor.agent_id)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    if row["kind"] == "conference":
        await take_part(conn, actor, shown, work["id"], at)
    return await visible_invitation(conn, actor, invitation_id)


async def _need_room(conn: Conn, actor: Actor, agent_id: UUID, work: Any) -> None:
    agent = await whereabouts(conn, actor, agent_id)
    load = await store.load_of_agent(conn, actor.org_id, agent_id, beside=work["id"])
    reason = full(agent["capacity"], load, work["medium"], agent["interruptible"])
    if reason:
        raise NoRoom(why=NO_ROOM[reason])


async def _asked(conn: Conn, actor: Actor, row: Any) -> bool:
    """Whether the actor is one of those who were asked."""
    if row["agent_id"]:
        return bool(row["agent_id"] == actor.agent_id)
    if row["team_id"]:
        return row["team_id"] in actor.team_ids
    teams = await store.queue_teams(conn, actor.org_id, row["queue_id"])
    return not teams or not teams.isdisjoint(actor.team_ids)


async def _lock(conn: Conn, actor: Actor, invitation_id: UUID) -> tuple[Any, Any]:
    """The invitation and its interaction, which is locked first, as everywhere."""
    seen = await visible_invitation(conn, actor, invitation_id)
    work = await store.lock_work(conn, actor.org_id, seen.interaction_id)
    return await invited.lock_invitation(conn, actor.org_id, invitation_id), work


def _need_status(row: Any, *statuses: str) -> None:
    if row["status"] not in statuses:
        raise InvitationAnswered(status=row["status"])


async def decline(conn: Conn, actor: Actor, invitation_id: UUID, *, reason: str | None = None) -> InvitationView:
    """Say that one does not come. Where a team or queue was asked, others still may: raises ``AskedOfAll``."""
    actor.need("interaction.work")
    row, _ = await _lock(conn, actor, invitation_id)
    if not await _asked(conn, actor, row):
        raise InvitationNotFound(id=invitation_id)
    _need_status(row, "invited")
    if row["agent_id"] is None:
        raise AskedOfAll()
    await _end(conn, actor, row, "declined", outcome=_bounded("reason", reason))
    return await visible_invitation(conn, actor, invitation_id)


async def withdraw(conn: Conn, actor: Actor, invitation_id: UUID) -> InvitationView:
    """Take an invitation back that nobody took up yet: for who asked, has the work, or takes part in it."""
    actor.need("interaction.work", "queue.manage")
    row, work = await _lock(conn, actor, invitation_id)
    if actor.agent_id is None or row["invited_by"] != actor.agent_id:
        await _need_part(conn, actor, work)
    _need_status(row, "invited")
    await _end(conn, actor, row, "withdrawn", outcome=None)
    return await visible_invitation(conn, actor, invitation_id)


async def leave(
    conn: Conn, actor: Actor, invitation_id: UUID, *, outcome: str | None = None, note: str | None = None
) -> InvitationView:
    """Leave a conversation into which one came, with what came of it; a supervisor can take others out."""
    actor.need("interaction.work", "queue.manage")
    row, _ = await _lock(conn, actor, invitation_id)
    if row["agent_id"] != actor.agent_id:
        actor.need("queue.manage")
    _need_status(row, "joined")
    await _end(conn, actor, row, "left", outcome=_bounded("outcome", outcome), note=_bounded("note", note))
    return await visible_invitation(conn, actor, invitation_id)


def _bounded(field: str, text: str | None) -> str | None:
    if text is not None and len(text) > LONGEST_NOTE:
        raise Invalid.field(field, f"at most {LONGEST_NOTE} characters")
    return text


async def _end(
    conn: Conn, actor: Actor, row: Any, status: str, *, outcome: str | None, note: str | None = None
) -> None:
    await invited.end_invitation(
        conn, actor.org_id, row["id"], status=status, at=clock.now(), outcome=outcome, note=note
    )
    await announce_ends(conn, actor, [{**row, "status": status}])
    if status == "left":
        await step_out(conn, actor, [row])


async def announce_ends(conn: Conn, actor: Actor, rows: Iterable[Any]) -> None:
    """Say of invitations what they have become."""
    rows = list(rows)
    about: Mapping[UUID, Any] = await store.whose_work(conn, actor.org_id, [row["interaction_id"] for row in rows])
    events: list[Event] = [
        OVER[row["status"]](
            **about[row["interaction_id"]],
            interaction_id=row["interaction_id"],
            invitation_id=row["id"],
            kind=row["kind"],
            agent_id=row["agent_id"],
        )
        for row in rows
    ]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


async def step_out(conn: Conn, actor: Actor, rows: Iterable[Any]) -> None:
    """Who left a conference takes part no longer, as the record has it."""
    for row in rows:
        if row["kind"] == "conference":
            # Who has left may not see it any more.
            sees = system(actor.org_id, "routing")
            await leave_off(conn, actor, await visible_interaction(conn, sees, row["interaction_id"]), row["agent_id"])


async def invitations_into(conn: Conn, actor: Actor, interaction_id: UUID) -> list[InvitationView]:
    """All who were asked into a conversation, the first first."""
    await visible_interaction(conn, actor, interaction_id)
    return await invited.invitations_into(conn, actor.org_id, interaction_id)


async def my_invitations(conn: Conn, actor: Actor) -> list[InvitationView]:
    """Invitations that wait for the actor, and conversations that they are in."""
    actor.need("interaction.work")
    if actor.agent_id is None:
        raise NotAnAgent()
    return await invited.invitations_of(conn, actor, actor.agent_id)
