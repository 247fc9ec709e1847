"""All of this slice that lives as long as the process, put together once by the composition root."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from litestar import Router

from warmline import sdk
from warmline.channels.directory import Directory
from warmline.channels.host import HostFor, View
from warmline.channels.ingesting import MAX_ATTACHMENT, Ingest
from warmline.channels.intake import Intake
from warmline.channels.registry import Registry
from warmline.channels.sending import Sender
from warmline.kit.db import Database
from warmline.kit.memory import settle

log = structlog.get_logger(__name__)

MAX_BODY = 40 * 1024 * 1024
# Seconds before a connector that fell over is started again: doubled each time, up to the limit.
TROUBLE, TROUBLE_LIMIT = 1.0, 60.0


class Channels:
    """``view`` shows connectors the record and the queue. ``max_body`` bounds a webhook, ``max_attachment`` a file, in
    bytes. A database has one ``Channels`` in a process: its jobs find their way by it."""

    def __init__(
        self,
        db: Database,
        registry: Registry,
        view: View,
        *,
        max_body: int = MAX_BODY,
        max_attachment: int = MAX_ATTACHMENT,
    ) -> None:
        self.db, self.registry, self._view = db, registry, view
        self.max_body, self.max_attachment = max_body, max_attachment
        self.directory = Directory(db, registry)
        self.intake = Intake(db)
        self.ingest = Ingest(db, registry, max_attachment=max_attachment)
        self.intake.on_accept(self.ingest.wake)
        self.sender = Sender(db, registry)

    def host(self, connector: str) -> HostFor:
        """What a connector is given to call."""
        return HostFor(
            self.db,
            connector,
            registry=self.registry,
            intake=self.intake,
            view=self._view,
            max_attachment=self.max_attachment,
        )

    def routes(self) -> Sequence[Any]:
        """The connectors' own public endpoints, each under its code: to be mounted under ``/channels``."""
        return [
            Router(path=f"/{code}", route_handlers=list(handlers))
            for code, connector in self.registry.connectors.items()
            if (handlers := connector.routes(self.host(code)))
        ]

    async def run(self) -> None:
        """Ingest, and run every connector's pollers and listeners, until cancelled."""
        settle()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.ingest.run())
            for code, connector in self.registry.connectors.items():
                tasks.create_task(self._keep(code, connector), name=f"connector {code}")

    async def close(self) -> None:
        """Commit what was handed in; after the last request, before the pool is closed."""
        await self.intake.close()

    async def _keep(self, code: str, connector: sdk.Connector) -> None:
        troubles = 0
        while True:
            try:
                await connector.run(self.host(code))
                return
            except Exception:
                # One connector's fault must stop neither the others nor, for good, itself.
                wait = min(TROUBLE * 2**troubles, TROUBLE_LIMIT)
                troubles += 1
                log.exception("connector_fell_over", connector=code, seconds=wait)
                await asyncio.sleep(wait)
