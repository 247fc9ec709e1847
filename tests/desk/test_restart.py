"""The server stops and starts again under an open page, as at every update: whoever works there loses nothing."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from tests.conftest import ROOT, eventually
from tests.desk.conftest import Browse
from tests.desk.test_trouble import Scene, composer, scene, send  # noqa: F401 - the fixture of somebody with a chat
from tests.journeys.branch import Branch
from tests.mailservers import free_ports


class Server:
    """``warmline serve`` as a process of its own on the office's database; the office does the background work."""

    def __init__(self, dsn: str, folder: Path) -> None:
        [port] = free_ports(1)
        self.url = f"http://127.0.0.1:{port}"
        self._environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *sys.path]),
            "WARMLINE_DATABASE_URL": dsn,
            "WARMLINE_DATA_DIR": str(folder),
            "WARMLINE_PORT": str(port),
            "WARMLINE_LOG_LEVEL": "error",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when it takes requests."""
        command = (sys.executable, "-m", "warmline", "serve", "--no-work")
        self._process = process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=self._environment)

        async def ready() -> bool:
            assert process.returncode is None, "it ended"
            with contextlib.suppress(httpx.TransportError):
                async with httpx.AsyncClient() as http:
                    return (await http.get(f"{self.url}/ready")).status_code == 200
            return False

        await eventually(ready, within=120)

    async def stop(self, how: signal.Signals) -> None:
        """Returns when it is gone."""
        assert self._process, "it was started"
        if self._process.returncode is None:
            self._process.send_signal(how)
        await self._process.wait()


@pytest.fixture
async def server(office: Branch, app_dsn: str, tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(app_dsn, tmp_path)
    await server.start()
    yield server
    await server.stop(signal.SIGKILL)


async def test_a_restart_loses_nothing_typed_sent_or_received(
    scene: Scene,  # noqa: F811 - the fixture
    server: Server,
    browse: Browse,
) -> None:
    page = await browse(scene.maya, "/sign-in")
    await page.goto(f"{server.url}/sign-in")
    await page.evaluate("localStorage.setItem('warmline.preferences', JSON.stringify({ undoSeconds: 0 }))")
    await page.goto(f"{server.url}{scene.path}")
    cut = page.get_by_text("Connection lost")
    words = await composer(page)
    await words.press_sequentially("We come on ")

    # As for an update: it ends in order, and a customer writes by way of another server meanwhile.
    await server.stop(signal.SIGTERM)
    await cut.wait_for()
    await scene.visitor.say("When do you come?")
    await words.press_sequentially("Friday.")
    await server.start()
    await expect(page.get_by_role("article").filter(has_text="When do you come?")).to_have_count(1)
    await expect(cut).to_be_hidden()
    await expect(words).to_have_value("We come on Friday.")
    await send(page)
    assert len(await scene.heard("We come on Friday.")) == 1
    await expect(page.get_by_role("article").filter(has_text="We come on Friday.")).to_have_count(1)
    await expect(words).to_have_value("")

    # As when the machine fails: what is sent to nobody is given back, and goes once when there is somebody again.
    await server.stop(signal.SIGKILL)
    await words.fill("At nine.")
    await send(page)
    # It is tried for a while, and then told.
    button = page.get_by_role("button", name="Send", exact=True)
    await expect(button).to_be_disabled()
    await cut.wait_for()
    await expect(button).to_be_enabled()
    await page.get_by_role("alert").filter(has_text="The server cannot be reached").first.wait_for()
    await expect(words).to_have_value("At nine.")
    await server.start()
    await expect(cut).to_be_hidden()
    await expect(words).to_have_value("At nine.")
    await send(page)
    assert len(await scene.heard("At nine.")) == 1
    await expect(page.get_by_role("article").filter(has_text="At nine.")).to_have_count(1)
    await expect(page.get_by_role("article")).to_have_count(4)
