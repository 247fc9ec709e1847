"""A worker in a process of its own, to be killed: ``python -m tests.channels.ingest_worker DSN``."""

import asyncio
import sys

from warmline.channels import Ingest, Registry
from warmline.connectors.contacts import connector
from warmline.kit.crypto import Vault
from warmline.kit.db import Database


async def main(dsn: str) -> None:
    db = await Database.open(dsn, size=4, synchronous_commit="off")
    await Ingest(db, Registry(Vault([b"a key of the tests"]), [connector]), batch=40).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
