"""The cursors of the record's lists."""

from datetime import datetime
from uuid import UUID

from warmline.kit.events import parse_cursor
from warmline.kit.http import read_cursor


def read_uuid(after: str | None) -> UUID | None:
    """The id of the last row of the page before."""
    key = read_cursor(after, tuple[UUID])
    return key[0] if key else None


def read_start(after: str | None) -> tuple[datetime, UUID] | None:
    """When the last interaction of the page before began, and its id."""
    return read_cursor(after, tuple[datetime, UUID])


def read_place(after: str | None) -> tuple[int, int]:
    """The place in the event log of the last entry of the page before."""
    key = read_cursor(after, tuple[str])
    return parse_cursor(key[0] if key else "0-0")
