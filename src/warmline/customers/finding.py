"""Find what a channel names: the handle behind an address."""

from uuid import UUID

from warmline.customers import store
from warmline.customers.normalise import normalise
from warmline.kit.db import Conn
from warmline.sdk import Handle


async def find_handle(conn: Conn, org_id: UUID, handle: Handle) -> UUID | None:
    """The id of a handle that has been seen, or None. Only for the person on it, who has proved to be: no guard."""
    region = await store.phone_region(conn, org_id)
    identity = normalise(handle.scheme, handle.value, region)
    found = await store.handle_by_identity(conn, org_id, identity) if identity else None
    return found.id if found else None
