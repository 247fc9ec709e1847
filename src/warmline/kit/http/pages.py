"""Pages by key: a list is read on from the last row seen, so a page costs the same at any depth and none is skipped."""

import base64
import binascii
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from litestar.params import QueryParameter

from warmline.kit.errors import Invalid

T = TypeVar("T")
MAXIMUM = 200

Limit = Annotated[int, QueryParameter(ge=1, le=MAXIMUM, description="How many items a page has at most.")]
After = Annotated[
    str | None, QueryParameter(max_length=1000, description="Where to read on: `next` of the page before. Opaque.")
]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list. ``next`` is the cursor of the page that follows; null where this is the last."""

    items: list[T]
    next: str | None = None


def encode_cursor(key: Sequence[Any]) -> str:
    """The key of the last row as an opaque word. It grants nothing: what it finds is still guarded."""
    content = msgspec.json.encode(tuple(key))
    return base64.urlsafe_b64encode(zlib.crc32(content).to_bytes(4, "big") + content).rstrip(b"=").decode()


def read_cursor(after: str | None, key: type[T]) -> T | None:
    """The key that ``encode_cursor`` was given, as e.g. ``tuple[datetime, UUID]``; None where there is no cursor.

    A cursor that was changed, cut short or made for another list is ``Invalid``.
    """
    if after is None:
        return None
    try:
        raw = base64.b64decode(after.encode("ascii") + b"=" * (-len(after) % 4), altchars=b"-_", validate=True)
        if zlib.crc32(raw[4:]).to_bytes(4, "big") != raw[:4]:
            raise _bad_cursor()
        return msgspec.json.decode(raw[4:], type=key)
    except (UnicodeEncodeError, binascii.Error, msgspec.DecodeError) as error:
        raise _bad_cursor() from error


def _bad_cursor() -> Invalid:
    return Invalid.field("after", "this is not a cursor of this list; take `next` of the page before, unchanged")


def page(rows: Sequence[T], limit: int, key: Callable[[T], Sequence[Any]]) -> Page[T]:
    """The page made of ``rows``, which were fetched with ``limit + 1`` so that we know whether more follow.

    ``key`` gives the columns that the list is ordered by, unique together.
    """
    items = list(rows[:limit])
    return Page(items, encode_cursor(key(items[-1])) if len(rows) > limit else None)


def aware(when: datetime | None, field: str) -> datetime | None:
    """The time, or ``Invalid`` where it does not say of which zone it is: half the world would be hours off."""
    if when is not None and when.tzinfo is None:
        raise Invalid.field(field, "say the zone too: 2026-03-02T09:00:00Z, or with +01:00 at the end")
    return when
