"""Fetch one account's mailbox for ever: all that is new, oldest first, then wait for more.

Messages are accepted before the cursor moves on (at least once), and the platform knows a repeated one by its external
id (at most once): together that is exactly once, wherever the connection, the server or this process breaks off.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import msgspec
import structlog

from warmline import sdk
from warmline.connectors.email import cursor, problems
from warmline.connectors.email.cursor import Cursor
from warmline.connectors.email.delivery import delivered
from warmline.connectors.email.imap import Connection, Fetched, Refused, connect
from warmline.connectors.email.responses import ImapError
from warmline.connectors.email.retry import Backoff
from warmline.connectors.email.settings import EmailSettings

log = structlog.get_logger(__name__)

Report = Callable[[str | None], Awaitable[None]]

# Bounds of one batch: what is held in memory, and repeated after a crash.
BATCH_COUNT = 100
BATCH_BYTES = 8 * 1024 * 1024
# Well under the 29 minutes of RFC 2177: routers forget a silent connection after five.
IDLE_SECONDS = 240.0
# A message that the server cannot give out holds up the others only so often.
ATTEMPTS = 3


class Fetcher:
    """``report`` takes what is wrong with the mailbox, or None when it works."""

    def __init__(
        self, host: sdk.Host, account: sdk.Account, settings: EmailSettings, report: Report, backoff: Backoff
    ) -> None:
        self._host, self._account, self._settings = host, account, settings
        self._report, self._backoff = report, backoff
        self._failures: Counter[int] = Counter()
        self._key = f"imap:{settings.imap_user}@{settings.imap_host}/{settings.imap_folder}"

    async def run(self) -> None:
        """Until cancelled. Whatever goes wrong is reported and tried again."""
        while True:
            try:
                await self._session()
            except (ImapError, OSError) as error:
                await self._report(problems.fetching_stopped(error, self._settings))
            except Exception as error:
                # The database or our own code: said in the log with its trace, and no reason to give up the mailbox.
                log.exception("fetching_failed", account=str(self._account.id))
                await self._report(problems.fetching_stopped(error, self._settings))
            await asyncio.sleep(next(self._backoff))

    async def _session(self) -> None:
        async with connect(self._settings) as connection:
            while True:
                # Opening the folder anew tells of a changed UIDVALIDITY, and of mail that came between two commands.
                folder = await connection.examine(self._settings.imap_folder)
                place = cursor.resume(await self._host.state(self._account, self._key), folder)
                if cursor.has_news(place, folder) and await self._catch_up(connection, place):
                    continue
                await self._report(None)
                self._backoff.reset()
                await self._wait(connection)

    async def _wait(self, connection: Connection) -> None:
        seconds = self._settings.poll_seconds
        if "IDLE" in connection.capabilities:
            # Some servers forget to tell, and none tells that the folder was deleted and made anew: look all the same.
            await connection.idle(min(IDLE_SECONDS, seconds))
        else:
            await asyncio.sleep(seconds)

    async def _catch_up(self, connection: Connection, place: Cursor) -> bool:
        """Take all messages after the place; whether there were any."""
        uids = await connection.search_after(place.uid)
        for start in range(0, len(uids), BATCH_COUNT):
            sizes = await connection.sizes(uids[start : start + BATCH_COUNT])
            for batch in cursor.batches(sizes, count=BATCH_COUNT, size=BATCH_BYTES):
                await self._take(connection, Cursor(place.uidvalidity, batch[-1]), batch, sizes)
        if uids:
            # Those that were deleted under our hands need not be asked for again.
            await self._save(Cursor(place.uidvalidity, uids[-1]))
        return bool(uids)

    async def _take(self, connection: Connection, then: Cursor, uids: list[int], sizes: dict[int, int]) -> None:
        limit = self._settings.max_message_bytes
        large = [uid for uid in uids if sizes[uid] > limit]
        whole = await self._fetch(connection, [uid for uid in uids if uid not in large], headers_only=False)
        heads = await self._fetch(connection, large, headers_only=True)
        found = whole | heads
        raws = [self._raw(uid, found[uid], sizes[uid], then) for uid in uids if uid in found]
        if raws:
            await self._host.accept(self._account, raws)
        await self._save(then)
        await self._report(None)

    async def _fetch(self, connection: Connection, uids: list[int], *, headers_only: bool) -> dict[int, Fetched]:
        """The messages, whatever one of them does to the server."""
        if not uids:
            return {}
        try:
            return await connection.fetch(uids, headers_only=headers_only)
        except Refused:
            found: dict[int, Fetched] = {}
            for uid in uids:
                found |= await self._fetch_one(connection, uid, headers_only=headers_only)
            return found

    async def _fetch_one(self, connection: Connection, uid: int, *, headers_only: bool) -> dict[int, Fetched]:
        try:
            return await connection.fetch([uid], headers_only=headers_only)
        except Refused:
            self._failures[uid] += 1
            if self._failures[uid] < ATTEMPTS:
                raise
            return {uid: Fetched(body=None, date="")}

    def _raw(self, uid: int, message: Fetched, size: int, place: Cursor) -> sdk.Raw:
        meta = {"folder": self._settings.imap_folder, "uid": str(uid), "uidvalidity": str(place.uidvalidity)}
        meta |= {"internal_date": message.date} if message.date else {}
        if message.body is None:
            # Kept as an envelope without a body, so that somebody sees that there is a message to be looked for.
            meta["unreadable"] = "the IMAP server does not give this message out"
            name = f"unreadable:{place.uidvalidity}.{uid}"
            return sdk.Raw(external_id=name, body=b"", content_type="message/rfc822", meta=meta)
        body, limit = message.body, self._settings.max_message_bytes
        if size > limit or len(body) > limit:
            meta["too_large"] = str(max(size, len(body)))
            body = _headers(body)
        return delivered(body, meta)

    async def _save(self, place: Cursor) -> None:
        await self._host.save_state(self._account, self._key, msgspec.to_builtins(place))


def _headers(body: bytes) -> bytes:
    head, blank, _ = body.partition(b"\r\n\r\n")
    return head + blank
