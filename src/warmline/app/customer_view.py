"""What a customer may see and hear on an account and handle: lines, files, the place in the queue, and typing.

Channels asks for it, and it needs the record, the queue and the live events at once, so it is put together here.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

from warmline import interactions, routing, sdk
from warmline.accounts import system
from warmline.customers import find_handle
from warmline.interactions import InteractionStarted
from warmline.kit.db import Conn, Database
from warmline.realtime import Heard, Hub

CHANGED = {"type": "changed"}


class CustomerView:
    """See ``channels.View``, which this implements."""

    def __init__(self, db: Database, hub: Hub) -> None:
        self._db, self._hub = db, hub

    async def lines(
        self, conn: Conn, account: sdk.Account, handle: sdk.Handle, after: str | None, limit: int
    ) -> list[sdk.Line]:
        """The conversation since the cursor."""
        handle_id = await find_handle(conn, account.org_id, handle)
        if handle_id is None:
            return []
        return await interactions.lines(conn, account.org_id, account.id, handle_id, after=after, limit=limit)

    async def attachment(
        self, conn: Conn, account: sdk.Account, handle: sdk.Handle, sha256: str
    ) -> sdk.Attachment | None:
        """A file of the conversation."""
        handle_id = await find_handle(conn, account.org_id, handle)
        if handle_id is None:
            return None
        return await interactions.shown_attachment(conn, account.org_id, account.id, handle_id, sha256)

    async def position(self, conn: Conn, account: sdk.Account, handle: sdk.Handle) -> sdk.Position | None:
        """Where the conversation that goes on stands; None where there is none."""
        live = await self._live(conn, account, handle)
        return await routing.position(conn, live.id) if live else None

    async def service(self, conn: Conn, account: sdk.Account, queue_id: UUID | None) -> sdk.Service:
        """When the account's queue is served, and whether its agents telephone. Without a queue nobody calls."""
        if queue_id is None:
            return sdk.Service()
        queue = await routing.visible_queue(conn, system(account.org_id, account.connector), queue_id)
        calls = queue.active and (not queue.media or sdk.Medium.VOICE in queue.media)
        return sdk.Service(open=queue.open, opens_at=queue.opens_at, calls=calls)

    async def call_back(self, conn: Conn, account: sdk.Account, interaction_id: UUID, number: str) -> None:
        """Let what waits, or goes on, wait as a call."""
        new = routing.NewCallback(number=number)
        await routing.request_callback(conn, system(account.org_id, account.connector), interaction_id, new)

    async def follow(self, account: sdk.Account, handle: sdk.Handle) -> AsyncIterator[Mapping[str, Any]]:
        """News of the conversation, and the agent's typing. A conversation that begins later is followed too."""
        async with self._hub.listen(account.org_id, "org") as ear:
            live = await self._seen(account, handle)
            if live:
                await ear.also(f"interaction:{live}")
            # Who looked before this listened may have missed something, however long it took to get here.
            yield CHANGED
            async for heard in ear:
                if _begins(heard, account.id):
                    begun = await self._seen(account, handle)
                    if begun and begun != live:
                        live = begun
                        await ear.also(f"interaction:{live}")
                        yield CHANGED
                elif heard.event and live and heard.event.event.interaction_id == live:
                    yield CHANGED
                elif heard.payload is not None and heard.topic != "org":
                    yield heard.payload if heard.payload.get("type") == "typing" else CHANGED

    async def typing(self, account: sdk.Account, handle: sdk.Handle, typing: bool) -> None:
        """Show agents that the customer types."""
        live = await self._seen(account, handle)
        if live:
            payload = {"type": "typing", "by": "customer", "interaction_id": str(live), "typing": typing}
            await self._hub.broadcast(account.org_id, f"interaction:{live}", payload)

    async def _seen(self, account: sdk.Account, handle: sdk.Handle) -> UUID | None:
        async with self._db.transaction(account.org_id) as conn:
            live = await self._live(conn, account, handle)
        return live.id if live else None

    async def _live(self, conn: Conn, account: sdk.Account, handle: sdk.Handle) -> interactions.Live | None:
        handle_id = await find_handle(conn, account.org_id, handle)
        if handle_id is None:
            return None
        return await interactions.live_interaction(conn, account.org_id, account.id, handle_id)


def _begins(heard: Heard, account_id: UUID) -> bool:
    event = heard.event.event if heard.event else None
    return isinstance(event, InteractionStarted) and event.account_id == account_id
