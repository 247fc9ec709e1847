"""Stand-ins for what the composition root gives to channels."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

from warmline import sdk
from warmline.kit.db import Conn


class NoView:
    """Nobody sees anything: for tests of what does not look."""

    async def lines(
        self, conn: Conn, account: sdk.Account, handle: sdk.Handle, after: str | None, limit: int
    ) -> list[sdk.Line]:
        return []

    async def attachment(
        self, conn: Conn, account: sdk.Account, handle: sdk.Handle, sha256: str
    ) -> sdk.Attachment | None:
        return None

    async def position(self, conn: Conn, account: sdk.Account, handle: sdk.Handle) -> sdk.Position | None:
        return None

    async def follow(self, account: sdk.Account, handle: sdk.Handle) -> AsyncIterator[Mapping[str, Any]]:
        nothing: list[Mapping[str, Any]] = []
        for each in nothing:
            yield each

    async def typing(self, account: sdk.Account, handle: sdk.Handle, typing: bool) -> None:
        return None

    async def service(self, conn: Conn, account: sdk.Account, queue_id: UUID | None) -> sdk.Service:
        return sdk.Service()

    async def call_back(self, conn: Conn, account: sdk.Account, interaction_id: UUID, number: str) -> None:
        return None
