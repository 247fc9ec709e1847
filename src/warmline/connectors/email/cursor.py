"""Where we stand in a mailbox, so that an outage of any length skips nothing. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec


class Folder(msgspec.Struct, frozen=True):
    """What the server says of a folder when it is opened. ``uidnext`` is None where an old server does not tell."""

    uidvalidity: int
    uidnext: int | None


class Cursor(msgspec.Struct, frozen=True):
    """Every message up to ``uid`` is accepted, as long as the folder keeps its ``uidvalidity`` (RFC 3501, 2.3.1.1)."""

    uidvalidity: int
    uid: int


def resume(saved: Any, folder: Folder) -> Cursor:
    """Where to go on: at the first message wherever the saved place cannot be trusted. Messages that come twice are
    recognised by their external id; messages that are skipped are lost."""
    cursor = _read(saved)
    fresh = Cursor(folder.uidvalidity, 0)
    if cursor is None or cursor.uidvalidity != folder.uidvalidity:
        return fresh
    # A folder that counts backwards was restored from a backup by a server that did not renew its UIDVALIDITY.
    went_back = folder.uidnext is not None and folder.uidnext <= cursor.uid
    return fresh if went_back else cursor


def has_news(cursor: Cursor, folder: Folder) -> bool:
    """Whether there may be messages after the cursor."""
    return folder.uidnext is None or folder.uidnext > cursor.uid + 1


def batches(sizes: Mapping[int, int], *, count: int, size: int) -> Iterator[list[int]]:
    """Split UIDs into runs, oldest first, of at most ``count`` messages and ``size`` bytes; a larger one goes alone."""
    batch: list[int] = []
    total = 0
    for uid in sorted(sizes):
        if batch and (len(batch) == count or total + sizes[uid] > size):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += sizes[uid]
    if batch:
        yield batch


def _read(saved: Any) -> Cursor | None:
    try:
        return msgspec.convert(saved, Cursor)
    except msgspec.ValidationError:
        return None
