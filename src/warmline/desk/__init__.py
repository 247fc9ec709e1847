"""How people look at work: the inbox, saved views, what is unread, snoozed and followed."""

from warmline.desk.actions.counting import count
from warmline.desk.actions.following import follow, followers, unfollow
from warmline.desk.actions.marks import set_read_mark
from warmline.desk.actions.rows import Found, Place, inbox
from warmline.desk.actions.snoozing import snooze, take_back
from warmline.desk.actions.views import create_view, delete_view, list_views, order_views, update_view
from warmline.desk.canned import NewCanned, create_canned
from warmline.desk.events import (
    CaseFollowAdded,
    CaseFollowRemoved,
    SavedViewCreated,
    SavedViewDeleted,
    SavedViewOrderChanged,
    SavedViewUpdated,
    SnoozeRemoved,
    SnoozeSet,
)
from warmline.desk.model import (
    Count,
    Filters,
    FollowView,
    InboxRow,
    LastMessage,
    NewView,
    ReadMark,
    Risk,
    SavedView,
    SnoozeView,
    Sort,
    View,
    ViewChange,
    ViewOrder,
)
from warmline.desk.snapshots import SNAPSHOTS, visible_view

__all__ = [
    "SNAPSHOTS",
    "CaseFollowAdded",
    "CaseFollowRemoved",
    "Count",
    "Filters",
    "FollowView",
    "Found",
    "InboxRow",
    "LastMessage",
    "NewCanned",
    "NewView",
    "Place",
    "ReadMark",
    "Risk",
    "SavedView",
    "SavedViewCreated",
    "SavedViewDeleted",
    "SavedViewOrderChanged",
    "SavedViewUpdated",
    "SnoozeRemoved",
    "SnoozeSet",
    "SnoozeView",
    "Sort",
    "View",
    "ViewChange",
    "ViewOrder",
    "count",
    "create_canned",
    "create_view",
    "delete_view",
    "follow",
    "followers",
    "inbox",
    "list_views",
    "order_views",
    "set_read_mark",
    "snooze",
    "take_back",
    "unfollow",
    "update_view",
    "visible_view",
]
