"""The ASGI side of idempotent writes: an answer is held back until what it tells of is committed."""

from typing import Any

from warmline.kit.http.edge import header, visit
from warmline.kit.http.problems import failure
from warmline.kit.http.replay import Once

WRITES = ("POST", "PUT", "PATCH", "DELETE")


class IdempotentWrites:
    """ASGI: holds an answer back until the write that it tells of is committed, together with the answer itself."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        key = header(scope, b"idempotency-key") if scope["type"] == "http" and scope["method"] in WRITES else None
        if key is None:
            await self.app(scope, receive, send)
            return
        once = visit(scope).once = Once(key.decode("latin-1").strip().strip('"'), scope)
        try:
            await self.app(scope, _reading(receive, once), _holding(send, once))
        except BaseException:
            await once.abandon()
            raise


def _reading(receive: Any, once: Once) -> Any:
    async def read() -> Any:
        message = await receive()
        once.read(message.get("body", b""))
        return message

    return read


def _holding(send: Any, once: Once) -> Any:
    start: Any = None
    body = bytearray()

    async def hold(message: Any) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
            return
        if message["type"] == "http.response.body" and start is not None:
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                return
            await _deliver(send, once, start, bytes(body))
            return
        await send(message)

    return hold


async def _deliver(send: Any, once: Once, start: Any, body: bytes) -> None:
    try:
        await once.keep(start, body)
    except Exception as error:  # noqa: BLE001 - it is logged, and answered as a problem
        # The write did not commit, so the answer would not be true.
        start, body = failure(error, visit(once.scope).request_id)
    await send(start)
    await send({"type": "http.response.body", "body": body})
