"""The embedded database: what it survives, and who shares it."""

import asyncio
import signal
import subprocess
from pathlib import Path

import asyncpg
import psutil
import pytest

from tests.kit.embedded import another_process, ask, eventually, kill_and_wait, server_of, works
from warmline.kit.postgres import EmbeddedPostgres, cluster, running

# What it survives


async def test_kill_loses_nothing_that_was_committed(used: Path) -> None:
    database = EmbeddedPostgres.start(used)
    busy = await asyncpg.connect(database.dsn())
    await busy.execute("CREATE TABLE diary (line text)")
    await busy.execute("INSERT INTO diary VALUES ('committed')")
    await busy.execute("BEGIN")
    await busy.execute("INSERT INTO diary VALUES ('not committed')")
    kill_and_wait(database.pid)
    with EmbeddedPostgres.start(used) as again:
        assert again.pid != database.pid
        reader = await asyncpg.connect(again.dsn())
        assert [row["line"] for row in await reader.fetch("SELECT line FROM diary")] == ["committed"]
        await reader.close()
    busy.terminate()
    database.stop()


async def test_a_query_that_outlives_its_postmaster_is_ended_first(used: Path) -> None:
    database = EmbeddedPostgres.start(used)
    busy = await asyncpg.connect(database.dsn())
    backend = busy.get_server_pid()
    endless = "SELECT count(*) FROM generate_series(1, 100000000000)"
    query = asyncio.ensure_future(busy.execute(endless))
    await asyncio.sleep(0)
    eventually(lambda: psutil.Process(backend).cpu_times().user > 0.1)
    kill_and_wait(database.pid)
    assert works(backend)
    running.clear(used / "postgres", database.socket_dir, grace=0.2)
    with EmbeddedPostgres.start(used) as again:
        assert again.pid != database.pid
        assert not works(backend)
    with pytest.raises((asyncpg.PostgresError, ConnectionError)):
        await query
    database.stop()


def test_a_pid_file_whose_number_is_somebody_elses_now(used: Path) -> None:
    owner = cluster.whose(used)
    with subprocess.Popen(["sleep", "600"], **owner.runs()) as bystander:
        leave_pid_file(used, bystander.pid)
        with EmbeddedPostgres.start(used) as database:
            assert database.pid != bystander.pid
            assert ask(database, "SELECT answer FROM kept") == "42"
        assert bystander.poll() is None
        bystander.kill()


def test_a_pid_file_whose_number_is_another_database_now(used: Path, tmp_path: Path) -> None:
    with EmbeddedPostgres.start(tmp_path / "other") as other:
        leave_pid_file(used, other.pid)
        with EmbeddedPostgres.start(used) as database:
            assert database.pid != other.pid
            assert ask(database, "SELECT answer FROM kept") == "42"
        assert other.alive


def leave_pid_file(data_dir: Path, pid: int) -> None:
    lines = [str(pid), str(data_dir / "postgres"), "1700000000", "5432", "/run/gone", "", "1 2", "ready   "]
    path = data_dir / "postgres" / "postmaster.pid"
    path.write_text("\n".join(lines) + "\n")
    cluster.whose(data_dir).take(path)


def test_a_creation_that_was_cut_off_begins_again(data_dir: Path) -> None:
    (data_dir / "postgres.new" / "base").mkdir(parents=True)
    with EmbeddedPostgres.start(data_dir) as database:
        assert ask(database, "SELECT 1") == "1"
    assert not (data_dir / "postgres.new").exists()


# Who shares it


def test_the_starter_may_leave_first(used: Path) -> None:
    with another_process(used) as first:
        pid = server_of(first)
        with EmbeddedPostgres.start(used) as second:
            assert second.pid == pid
            first.communicate()
            assert first.returncode == 0
            assert ask(second, "SELECT answer FROM kept") == "42"
        assert not second.alive


def test_the_second_may_leave_first(used: Path) -> None:
    with EmbeddedPostgres.start(used) as first:
        with another_process(used) as second:
            assert server_of(second) == first.pid
            second.communicate()
            assert second.returncode == 0
        assert ask(first, "SELECT answer FROM kept") == "42"
    assert not first.alive


def test_a_killed_starter_leaves_the_server_to_the_next(used: Path) -> None:
    with another_process(used) as starter:
        pid = server_of(starter)
        starter.kill()
        starter.wait()
    with EmbeddedPostgres.start(used) as heir:
        assert heir.pid == pid
        assert ask(heir, "SELECT answer FROM kept") == "42"
    assert not heir.alive


def test_an_interrupt_of_the_starter_does_not_reach_the_server(used: Path) -> None:
    with another_process(used) as starter, EmbeddedPostgres.start(used) as other:
        assert server_of(starter) == other.pid
        starter.send_signal(signal.SIGINT)
        starter.wait()
        assert ask(other, "SELECT answer FROM kept") == "42"


def test_several_processes_start_an_empty_directory_at_once(data_dir: Path) -> None:
    with another_process(data_dir) as one, another_process(data_dir) as two, another_process(data_dir) as three:
        together = [one, two, three]
        servers = {server_of(process) for process in together}
        assert len(servers) == 1
        for process in together:
            process.communicate()
            assert process.returncode == 0
    assert running.find(data_dir / "postgres") is None


def test_two_handles_of_one_process_count_apart(used: Path) -> None:
    first, second = EmbeddedPostgres.start(used), EmbeddedPostgres.start(used)
    first.stop()
    first.stop()
    assert ask(second, "SELECT answer FROM kept") == "42"
    second.stop()
    assert not second.alive
