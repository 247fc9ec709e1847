"""The files of messages, for whoever works with them: look at one, and bring one for an answer."""

import hashlib
from uuid import UUID

from warmline.accounts import Actor
from warmline.channels import store
from warmline.channels.errors import FileNotKept
from warmline.interactions import AttachmentView, interaction_viewed, visible_interaction, visible_message
from warmline.kit.db import Conn
from warmline.kit.errors import TooLarge


async def store_file(conn: Conn, actor: Actor, content: bytes, *, limit: int) -> str:
    """Keep a file, of at most ``limit`` bytes, for an answer; its SHA-256."""
    actor.need("interaction.work")
    if len(content) > limit:
        raise TooLarge(what="The file", size=len(content), limit=limit)
    digest = hashlib.sha256(content).hexdigest()
    await store.insert_blobs(conn, actor.org_id, {digest: content})
    return digest


async def open_file(conn: Conn, actor: Actor, message_id: UUID, sha256: str) -> tuple[AttachmentView, bytes]:
    """A file of a message that the actor may see, and that it was opened is an event. Raises ``FileNotKept``."""
    message = await visible_message(conn, actor, message_id)
    found = next((each for each in message.attachments if each.sha256 == sha256), None)
    contents = await store.blobs(conn, actor.org_id, [sha256]) if found else {}
    if found is None or sha256 not in contents:
        raise FileNotKept(id=message_id)
    await interaction_viewed(conn, actor, await visible_interaction(conn, actor, message.interaction_id))
    return found, contents[sha256]
