"""What the desk announces. What somebody has read is told in passing instead: see the README."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from warmline.kit.events import Event, announces


@announces("saved_view.created", saved_view="view_id")
class SavedViewCreated(Event, frozen=True, kw_only=True):
    """Somebody keeps a view."""

    view_id: UUID
    agent_id: UUID


@announces("saved_view.updated", saved_view="view_id")
class SavedViewUpdated(Event, frozen=True, kw_only=True):
    """A view shows something else now, or is shared with others."""

    view_id: UUID
    agent_id: UUID


@announces("saved_view.deleted", saved_view="view_id")
class SavedViewDeleted(Event, frozen=True, kw_only=True):
    """A view is gone."""

    view_id: UUID
    agent_id: UUID


@announces("saved_view_order.changed", saved_view_order="agent_id")
class SavedViewOrderChanged(Event, frozen=True, kw_only=True):
    """Somebody put their views into another order."""

    agent_id: UUID


@announces("snooze.set", snooze="snooze_id")
class SnoozeSet(Event, frozen=True, kw_only=True):
    """Somebody put a contact off, until a time or until the customer writes."""

    snooze_id: UUID
    agent_id: UUID
    until: datetime | None = None


@announces("snooze.removed", snooze="snooze_id")
class SnoozeRemoved(Event, frozen=True, kw_only=True):
    """A contact is back: its time has come, the customer wrote, or the agent took it back."""

    snooze_id: UUID
    agent_id: UUID
    reason: Literal["time", "customer", "agent"]


@announces("case_follow.added", case_follow="follow_id")
class CaseFollowAdded(Event, frozen=True, kw_only=True):
    """Somebody follows a case."""

    follow_id: UUID
    agent_id: UUID


@announces("case_follow.removed", case_follow="follow_id")
class CaseFollowRemoved(Event, frozen=True, kw_only=True):
    """Somebody follows a case no longer."""

    follow_id: UUID
    agent_id: UUID
