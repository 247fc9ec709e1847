"""Tell agents what concerns them, and let them say that they have read it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.desk.notices import store
from warmline.desk.notices.events import NotificationCreated, NotificationsRead
from warmline.desk.notices.model import Kind, Notice, Notification
from warmline.desk.notices.snapshots import shown
from warmline.interactions import CaseUpdated, HandOffDeclined, HandOffOffered, NoteAdded, onlookers
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import Recorded, publish
from warmline.kit.ids import new_id
from warmline.routing import InvitationDeclined


async def notify(conn: Conn, actor: Actor, notices: Sequence[Notice]) -> None:
    """Tell them, unless they brought it about themselves or were told already."""
    events = []
    for notice in notices:
        id_ = new_id()
        if notice.actor != f"agent:{notice.agent_id}" and await store.insert(conn, actor.org_id, id_, notice):
            events.append(NotificationCreated(notification_id=id_, agent_id=notice.agent_id))
    await publish(conn, actor.org_id, actor.ref, events)


async def notices_of(conn: Conn, org_id: UUID, batch: Sequence[Recorded]) -> list[Notice]:
    """Whom these events concern."""
    offers = [each.event.hand_off_id for each in batch if isinstance(each.event, HandOffOffered)]
    handed = await store.handed_to_agents(conn, org_id, offers) if offers else {}
    found: list[Notice] = []
    for each in batch:
        event = each.event
        if isinstance(event, NoteAdded) and event.mentions and event.interaction_id:
            # Asked now, not when it was written: who sees the case, and who is in the team, is as it is.
            called = await onlookers(conn, org_id, event.interaction_id, event.mentions)
            found += [_notice(each, agent_id, Kind.MENTION) for agent_id in sorted(called)]
        elif isinstance(event, CaseUpdated) and event.after.get("owner_id"):
            found.append(_notice(each, UUID(str(event.after["owner_id"])), Kind.ASSIGNED))
        elif isinstance(event, HandOffOffered) and event.hand_off_id in handed:
            found.append(_notice(each, handed[event.hand_off_id], Kind.HAND_OFF))
    return found + await _declined(conn, org_id, batch)


async def _declined(conn: Conn, org_id: UUID, batch: Sequence[Recorded]) -> list[Notice]:
    """Who learns that a colleague declined: who handed the work over, or asked them into the conversation."""
    hand_offs = [each.event.hand_off_id for each in batch if isinstance(each.event, HandOffDeclined)]
    invitations = [each.event.invitation_id for each in batch if isinstance(each.event, InvitationDeclined)]
    asked = {
        **(await store.handed_by_agents(conn, org_id, hand_offs) if hand_offs else {}),
        **(await store.invited_by_agents(conn, org_id, invitations) if invitations else {}),
    }
    found: list[Notice] = []
    for each in batch:
        match each.event:
            case HandOffDeclined(hand_off_id=id_) | InvitationDeclined(invitation_id=id_) if id_ in asked:
                found.append(_notice(each, asked[id_], Kind.DECLINED))
    return found


def back(batch: Sequence[Recorded]) -> list[Notice]:
    """Snoozes that ended by themselves: at their time, or because the customer wrote."""
    ended: list[tuple[Recorded, Any]] = [(each, each.event) for each in batch]
    return [_notice(each, event.agent_id, Kind.SNOOZE) for each, event in ended if event.reason != "agent"]


def _notice(recorded: Recorded, agent_id: UUID, kind: Kind) -> Notice:
    event = recorded.event
    return Notice(
        agent_id=agent_id,
        kind=kind,
        actor=recorded.actor,
        cause=recorded.cursor,
        at=recorded.at,
        case_id=event.case_id,
        interaction_id=event.interaction_id,
        message_id=getattr(event, "message_id", None),
    )


async def list_notifications(
    conn: Conn, actor: Actor, *, unread: bool = False, before: UUID | None = None, size: int = 51
) -> list[Notification]:
    """A page of one's notifications, the latest first."""
    rows = await store.page_of(conn, actor.org_id, own(actor), unread=unread, before=before, size=size)
    return await shown(conn, actor, rows)


async def unread(conn: Conn, actor: Actor) -> int:
    """How many one has not read."""
    return await store.count_unread(conn, actor.org_id, own(actor))


async def mark_read(conn: Conn, actor: Actor, ids: Sequence[UUID] | None, *, read: bool = True) -> int:
    """Mark one's notifications as read, or as not read; without ids, all. How many one has not read then."""
    agent_id = own(actor)
    changed = await store.mark(conn, actor.org_id, agent_id, ids, clock.now() if read else None)
    if changed:
        event = NotificationsRead(notification_ids=changed, agent_id=agent_id)
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await store.count_unread(conn, actor.org_id, agent_id)


def own(actor: Actor) -> UUID:
    """Whose notifications they are; programs have none."""
    if actor.agent_id is None:
        raise Invalid(problem="a program has no notifications; sign in as an agent")
    return actor.agent_id
