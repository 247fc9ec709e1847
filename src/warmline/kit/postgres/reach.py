"""Where the database of these settings is, whoever runs it."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from warmline.kit.db import APPLICATION_ROLE
from warmline.kit.postgres.server import EmbeddedPostgres
from warmline.kit.settings import Settings


class Addresses(msgspec.Struct, frozen=True):
    """One database twice: as the application's role, and as its owner, who migrates."""

    app: str
    owner: str


@contextmanager
def reach(settings: Settings) -> Iterator[Addresses]:
    """The addresses of the database, which our own server serves for that long where no other is set.

    Blocks for the time of a start, so enter it before the event loop, or in a thread. Raises ``DatabaseStartError``.
    """
    if settings.database_url is not None:
        yield Addresses(settings.database_url, settings.database_owner_url or settings.database_url)
        return
    with EmbeddedPostgres.start(settings.data_dir) as server:
        yield Addresses(server.dsn(APPLICATION_ROLE), server.dsn())
