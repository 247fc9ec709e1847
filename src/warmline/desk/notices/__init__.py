"""Notifications: what one agent is told, because a colleague called upon them or something became theirs."""

from warmline.desk.notices.actions import list_notifications, mark_read, unread
from warmline.desk.notices.events import NotificationCreated, NotificationsRead
from warmline.desk.notices.model import Kind, Notification
from warmline.desk.notices.snapshots import SNAPSHOTS

__all__ = [
    "SNAPSHOTS",
    "Kind",
    "Notification",
    "NotificationCreated",
    "NotificationsRead",
    "list_notifications",
    "mark_read",
    "unread",
]
