"""The web server: granian in our own loop, so that one process has the server, the pool and the background work, and a
commit wakes its readers without a detour."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from warmline.accounts import is_empty
from warmline.app.program import Program
from warmline.app.runtime import runtime
from warmline.app.sockets import Sockets
from warmline.app.web import create_app
from warmline.kit import encoder, migrate, telemetry
from warmline.kit.db import Database
from warmline.kit.errors import WarmlineError
from warmline.kit.log import logger
from warmline.kit.postgres.reach import Addresses, reach
from warmline.kit.settings import Settings

log = logger(__name__)
BACKLOG = 1024
# Seconds in which sockets and pollers must end.
HANG_UP = 5.0


class PortTaken(WarmlineError):
    """Nothing can be served on {host}:{port}: {problem}. Stop what uses it, or set WARMLINE_PORT to another."""


def serve(settings: Settings, *, work: bool = True, ready: Callable[[bool], None] | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then finish what was begun. Starts the embedded database where no other is set.

    Without ``work`` it only serves; other processes then do the background work (``work``). ``ready`` is called when
    requests are taken, with whether there is no organisation yet. Raises ``DatabaseStartError``, ``MigrationsMissing``
    and ``PortTaken``.
    """
    with reach(settings) as addresses:
        uvloop.run(_serve(settings, addresses, work=work, ready=ready))


def work(settings: Settings, *, connectors: bool = False) -> None:
    """Do background work until SIGTERM or SIGINT, without serving. ``connectors`` as in ``runtime``."""
    with reach(settings) as addresses:
        uvloop.run(_work(settings, addresses, connectors=connectors))


@asynccontextmanager
async def opened(settings: Settings, addresses: Addresses) -> AsyncIterator[Program]:
    """The program on its database, migrated; for commands too."""
    encoder.choose(settings.encoder)
    await migrate.bring_up_to_date(settings, addresses)
    db = await Database.open(addresses.app, size=settings.pool_size, synchronous_commit=settings.synchronous_commit)
    try:
        yield Program(db, settings)
    finally:
        await db.close()


async def _serve(settings: Settings, addresses: Addresses, *, work: bool, ready: Callable[[bool], None] | None) -> None:
    finish_traces = telemetry.set_up(settings)
    try:
        async with opened(settings, addresses) as program:
            app = create_app(program.db, settings, program=program)
            async with runtime(program, work=work, connectors=work) as running:
                app.state.running = running
                async with listening(
                    app, settings, hang_up=partial(running.stop, "realtime", "channels", grace=HANG_UP)
                ):
                    stop = _stop_signal()
                    log.info("serving", host=settings.host, port=settings.port)
                    if ready:
                        ready(await is_empty(program.db))
                    await stop.wait()
                    log.info("stopping")
    finally:
        finish_traces()


async def _work(settings: Settings, addresses: Addresses, *, connectors: bool) -> None:
    finish_traces = telemetry.set_up(settings)
    try:
        async with opened(settings, addresses) as program, runtime(program, sockets=False, connectors=connectors):
            stop = _stop_signal()
            log.info("working")
            await stop.wait()
            log.info("stopping")
    finally:
        finish_traces()


@asynccontextmanager
async def listening(app: Any, settings: Settings, *, hang_up: Callable[[], Any] | None = None) -> AsyncIterator[None]:
    """Take requests for as long as this is open; then take no more, and finish those under way.

    ``hang_up`` ends the long conversations (sockets), which would not end by themselves.
    """
    _need_port(settings)
    sockets = Sockets(app)
    server = Server(
        sockets,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=64 * 1024),
        backlog=BACKLOG,
        log_level=LogLevels.error,
        log_dictconfig={"handlers": {}, "loggers": {"_granian": {"handlers": [], "propagate": True}}},
    )
    serving = asyncio.create_task(server.serve(), name="web server")
    try:
        await _answers(settings, serving)
        yield
    finally:
        if hang_up:
            await hang_up()
            # A server that stops sends no more: who was told to connect again would not hear it.
            await sockets.gone(within=HANG_UP)
        server.stop()  # type: ignore[no-untyped-call] # granian's own, without types
        done, _ = await asyncio.wait({serving}, timeout=settings.shutdown_seconds)
        if not done:
            log.error("requests_broken_off", seconds=settings.shutdown_seconds)
            serving.cancel()
            await asyncio.wait({serving})


def _need_port(settings: Settings) -> None:
    # granian panics where the port is taken, so we ask first.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            problem = error.strerror or str(error)
            raise PortTaken(host=settings.host, port=settings.port, problem=problem) from error


async def _answers(settings: Settings, serving: asyncio.Task[None]) -> None:
    """Wait until connections are taken."""
    while True:
        if serving.done():
            problem = serving.exception() or "the server ended"
            raise PortTaken(host=settings.host, port=settings.port, problem=problem)
        try:
            _, writer = await asyncio.open_connection(settings.host, settings.port)
        except OSError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            return


def _stop_signal() -> asyncio.Event:
    """What is set by SIGINT and SIGTERM from now on."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
