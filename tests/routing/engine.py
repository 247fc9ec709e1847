"""An engine in a process of its own, to be killed: ``python -m tests.routing.engine DSN LEASE``, where the lease is in
seconds; says when it is at work."""

import asyncio
import signal
import sys

from warmline.kit.db import Database
from warmline.routing import Dispatcher


async def run(dsn: str, lease: float) -> None:
    """Route until told to stop."""
    db = await Database.open(dsn, size=4)
    work = asyncio.create_task(Dispatcher(db, lease_seconds=lease).run())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    sys.stdout.write("at work\n")
    sys.stdout.flush()
    await asyncio.wait({work})
    await db.close()
    if not work.cancelled():
        work.result()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], float(sys.argv[2])))
