"""Who is told what, as events come."""

from uuid import UUID

from warmline.accounts import system
from warmline.desk.events import SnoozeRemoved
from warmline.desk.notices.actions import back, notices_of, notify
from warmline.interactions import CaseUpdated, HandOffDeclined, HandOffOffered, NoteAdded
from warmline.kit.db import Conn
from warmline.kit.events import Recorded
from warmline.kit.reactions import Reaction, reacts_to
from warmline.routing import InvitationDeclined


@reacts_to(NoteAdded, CaseUpdated, HandOffOffered, HandOffDeclined, InvitationDeclined, name="desk.notify")
async def told(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """A colleague called upon somebody, something became theirs, or was declined."""
    await notify(conn, system(org_id, "desk"), await notices_of(conn, org_id, batch))


@reacts_to(SnoozeRemoved, name="desk.back")
async def came_back(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """What somebody had put off is back."""
    await notify(conn, system(org_id, "desk"), back(batch))


REACTIONS: list[Reaction] = [told, came_back]
