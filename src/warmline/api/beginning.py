"""An organisation begins with what it cannot do without: people, words and a queue. For the first run and commands."""

from collections.abc import Sequence

from warmline.accounts import Begun, create_organization, system
from warmline.governance import install_pack
from warmline.kit.db import Conn
from warmline.routing import NewQueue, create_queue

QUEUE, QUEUE_NAME = "general", "General"
NAME = "setup"


async def begin_organization(
    conn: Conn,
    *,
    name: str,
    email: str,
    admin_name: str,
    password: str | None,
    packs: Sequence[str],
    locale: str,
    time_zone: str,
) -> Begun:
    """All of it, or nothing: in a transaction that works for the new id. Raises what the slices raise for wrong
    values."""
    begun = await create_organization(
        conn,
        name=name,
        admin_email=email,
        admin_password=password,
        admin_name=admin_name,
        locale=locale,
        time_zone=time_zone,
    )
    actor = system(begun.organization.id, NAME)
    for pack in packs:
        await install_pack(conn, actor, pack)
    await create_queue(conn, actor, NewQueue(code=QUEUE, name=QUEUE_NAME))
    return begun
