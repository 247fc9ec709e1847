"""Events of the kit's tests."""

from uuid import UUID

from warmline.kit import events
from warmline.kit.db import Conn, Database
from warmline.kit.events import Event, Recorded


@events.announces("test_note.written")
class NoteWritten(Event, frozen=True, kw_only=True):
    """A test wrote something."""

    text: str


@events.announces("test_note.copied")
class NoteCopied(Event, frozen=True, kw_only=True):
    """A reaction of a test had its effect."""

    text: str


async def write(db: Database, org: UUID, *texts: str, case_id: UUID | None = None) -> None:
    """Announce the texts in one transaction."""
    async with db.transaction(org) as conn:
        await say(conn, org, *texts, case_id=case_id)


async def say(conn: Conn, org: UUID, *texts: str, case_id: UUID | None = None) -> None:
    """Announce the texts in this transaction."""
    await events.publish(conn, org, "system:test", [NoteWritten(text=text, case_id=case_id) for text in texts])


async def copy(conn: Conn, org: UUID, batch: list[Recorded]) -> None:
    """The effect of a reaction: a second event for each."""
    await events.publish(conn, org, "system:test", [NoteCopied(text=text) for text in texts(batch)])


async def copied(db: Database, org: UUID) -> list[str]:
    """The effects, in the order of the log."""
    async with db.transaction(org) as conn:
        rows = await conn.fetch("select data from event where type = $1 order by xact, seq", NoteCopied.type)
    return [row["data"]["text"] for row in rows]


def texts(batch: list[Recorded]) -> list[str]:
    """What the events say."""
    return [each.event.text for each in batch if isinstance(each.event, NoteWritten)]
