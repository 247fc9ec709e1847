"""The cursors of the record's lists."""

from datetime import datetime
from uuid import UUID

from warmline.kit.errors import Invalid
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
    try:
        return parse_cursor(key[0] if key else "0-0")
    except ValueError as error:
        raise Invalid.field("after", "this is not a cursor of this list; take `next` of the page before") from error


def read_due(after: str | None) -> tuple[datetime | None, UUID] | None:
    """When the last promise of the page before is due, and its id."""
    return read_cursor(after, tuple[datetime | None, UUID])
