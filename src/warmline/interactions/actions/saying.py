"""What somebody says to a customer, put into the record."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.actions.elsewhere import Target
from warmline.interactions.actions.taking_part import join
from warmline.interactions.errors import UnknownFile
from warmline.interactions.store import writing
from warmline.interactions.views import InteractionView
from warmline.kit.db import Conn
from warmline.kit.errors import FieldError, Invalid


class NewReply(msgspec.Struct, frozen=True, kw_only=True):
    """What to say. ``files`` are (name, content type, SHA-256) of stored files; ``html`` is safe already; ``language``
    is a BCP 47 tag."""

    text: str
    html: str | None = None
    subject: str | None = None
    language: str | None = None
    files: Sequence[tuple[str, str, str]] = ()


def need_words(new: NewReply) -> None:
    """Raise ``Invalid`` where nothing is new."""
    if not (new.text.strip() or new.files):
        raise Invalid.field("text", "say something, or attach a file")


async def put(
    conn: Conn,
    actor: Actor,
    origin: InteractionView,
    place: UUID,
    target: Target,
    new: NewReply,
    *,
    at: datetime,
    to: str,
) -> None:
    """Insert the message, whose delivery is ``to``, with its files. Raises ``UnknownFile``."""
    await writing.insert_message(
        conn,
        actor.org_id,
        id=target.message_id,
        interaction_id=place,
        participant_id=await join(conn, actor, origin, place, at),
        direction="outbound",
        visibility="public",
        text=new.text,
        html=new.html,
        subject=new.subject or origin.subject,
        account_id=target.account_id,
        external_id=target.external_id,
        in_reply_to=await writing.last_inbound(conn, actor.org_id, place),
        handle_id=target.handle_id,
        delivery=to,
        language=new.language,
        mentions=[],
        at=at,
    )
    if await writing.attach_files(conn, actor.org_id, target.message_id, new.files) != len(new.files):
        raise UnknownFile(fields=[FieldError("files", "one of these is not stored here")])
