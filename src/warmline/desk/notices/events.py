"""What is announced about notifications. They are told on the topic ``agent:<id>``."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("notification.created", notification="notification_id")
class NotificationCreated(Event, frozen=True, kw_only=True):
    """An agent has something to look at."""

    notification_id: UUID
    agent_id: UUID


@announces("notification.read", notification="notification_ids")
class NotificationsRead(Event, frozen=True, kw_only=True):
    """An agent has read notifications, or marked them as unread again."""

    notification_ids: tuple[UUID, ...]
    agent_id: UUID
