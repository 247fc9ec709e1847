"""The real server in a process of its own, on an empty data directory."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

SERVE = """
from warmline.kit import log
from warmline.kit.settings import load
from warmline.app.serving import serve
settings = load()
log.set_up(settings)
serve(settings, ready=lambda _: print("ready", flush=True))
"""
BEGIN = """
import asyncio
from warmline.accounts import create_organization
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres.reach import reach
from warmline.kit.settings import load
async def main(dsn):
    db = await Database.open(dsn)
    async with db.transaction(new_id()) as conn:
        await create_organization(
            conn, name="Northlight", admin_email="admin@example.test", admin_password="correct horse battery"
        )
    await db.close()
with reach(load()) as addresses:
    asyncio.run(main(addresses.app))
"""


ADMIN_EMAIL, PASSWORD = "admin@example.test", "correct horse battery"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A running server; its administrator is ``ADMIN_EMAIL`` with ``PASSWORD``."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir, self.port = data_dir, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = os.environ | {
            "WARMLINE_DATA_DIR": str(data_dir),
            "WARMLINE_PORT": str(self.port),
            "WARMLINE_SHUTDOWN_SECONDS": "10",
        }
        self.log = (data_dir.parent / "log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE], env=self.env, stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n", (data_dir.parent / "log").read_text()

    def run(self, code: str) -> None:
        """Run a program beside it, on the same settings."""
        subprocess.run([sys.executable, "-c", code], env=self.env, check=True)

    def end(self) -> None:
        """However it stands, it is gone afterwards."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.log.close()
