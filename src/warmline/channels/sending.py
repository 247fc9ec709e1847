"""Sends one message: outside of any transaction, and with the same external id each time.

A crash between sending and noting it leads to another attempt. A channel that knows external ids takes that for the
same message. Where it does not (SMTP), the copy has the same Message-ID, by which the reader's mailbox can tell.
"""

import asyncio
from uuid import UUID
from weakref import WeakKeyDictionary

import structlog

from warmline import sdk
from warmline.accounts import Actor, system
from warmline.channels.actions.deliver import ATTEMPTS, Ready, conclude, give_up, prepare
from warmline.channels.actions.overseeing import note_sending
from warmline.channels.registry import Registry
from warmline.kit.db import Database

log = structlog.get_logger(__name__)

# What a channel may take for one message. A connector that hangs must not hold a worker for ever.
SECONDS = 120.0

_senders: "WeakKeyDictionary[Database, Sender]" = WeakKeyDictionary()


class Sender:
    """Sends the messages of a database by the connectors of a registry."""

    def __init__(self, db: Database, registry: Registry, *, seconds: float = SECONDS) -> None:
        self._db, self.registry, self._seconds = db, registry, seconds
        _senders[db] = self

    @staticmethod
    def of(db: Database) -> "Sender":
        """The sender that was made for this database: jobs are given no more than that."""
        return _senders[db]

    async def send(self, org_id: UUID, message_id: UUID) -> None:
        """Send, unless that was done. Raises where it should be tried again; the message then still waits, or, after
        the last attempt, is marked failed."""
        actor = system(org_id, "deliver")
        async with self._db.transaction(org_id) as conn:
            ready = await prepare(conn, actor, self.registry, message_id)
        if ready is None:
            return
        try:
            async with asyncio.timeout(self._seconds):
                sent = await ready.connector.send(ready.message, ready.account)
        except sdk.Rejected as error:
            await self._give_up(actor, ready, str(error), for_good=True)
            return
        except Exception as error:
            await self._note(actor, ready, _words(error))
            if ready.attempt % ATTEMPTS == 0:
                await self._give_up(actor, ready, _words(error), for_good=False)
            raise
        async with self._db.transaction(org_id) as conn:
            await conclude(conn, actor, message_id, sent)
            await note_sending(conn, actor, ready.account.id, None)

    async def _note(self, actor: Actor, ready: Ready, problem: str) -> None:
        """Show on the account why its messages do not go out; a message that is refused is the message's trouble."""
        async with self._db.transaction(actor.org_id) as conn:
            await note_sending(conn, actor, ready.account.id, problem)

    async def _give_up(self, actor: Actor, ready: Ready, reason: str, *, for_good: bool) -> None:
        log.warning("message_not_sent", message=str(ready.message.message_id), connector=ready.account.connector,
                    attempts=ready.attempt, for_good=for_good)  # fmt: skip
        async with self._db.transaction(actor.org_id) as conn:
            await give_up(conn, actor, ready.message.message_id, reason, for_good=for_good)


def _words(error: Exception) -> str:
    if isinstance(error, sdk.Unavailable):
        return str(error)
    if isinstance(error, TimeoutError):
        return "The channel did not answer in time."
    return f"The connector failed: {type(error).__name__}."
