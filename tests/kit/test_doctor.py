"""The doctor names what is wrong and how to mend it, and keeps quiet about what is well."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from warmline.kit import migrate
from warmline.kit.doctor import Ailment, Check, Finding, Subject, diagnose
from warmline.kit.postgres import EmbeddedPostgres
from warmline.kit.settings import Settings

Dsn = Callable[[str], str]


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def fresh(postgres: EmbeddedPostgres, owner_dsn: str) -> AsyncIterator[Dsn]:
    """A database of its own, not migrated: its address for a role."""
    name = f"doctor_{uuid4().hex}"
    conn = await asyncpg.connect(owner_dsn)
    await conn.execute(f'CREATE DATABASE "{name}"')
    yield lambda role: postgres.dsn(role, name)
    await conn.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await conn.close()


async def examine(settings: Settings, check: str) -> Finding:
    (found,) = [finding for finding in await diagnose(settings) if finding.check == check]
    return found


async def ailment(settings: Settings, check: str) -> str:
    found = await examine(settings, check)
    assert not found.ok
    assert found.mend
    return f"{found.problem} {found.mend}"


async def test_a_data_directory_that_cannot_be_written(tmp_path: Path, app_dsn: str, port: int) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(data_dir=tmp_path / "file" / "data", database_url=app_dsn, port=port)
    found = await examine(settings, "data directory")
    assert not found.ok
    assert "cannot be written" in found.problem


async def test_a_key_that_others_can_read(tmp_path: Path, app_dsn: str, port: int) -> None:
    settings = Settings(data_dir=tmp_path, database_url=app_dsn, port=port)
    settings.key_file.write_text("k" * 40)
    settings.key_file.chmod(0o644)
    assert f"chmod 600 {settings.key_file}" in await ailment(settings, "secret key")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "desk.example.com"])
async def test_serving_others_without_encryption(tmp_path: Path, app_dsn: str, host: str) -> None:
    settings = Settings(data_dir=tmp_path, database_url=app_dsn, host=host)
    assert "WARMLINE_PUBLIC_URL" in await ailment(settings, "encryption")
    behind_a_proxy = Settings(data_dir=tmp_path, database_url=app_dsn, host=host, public_url="https://desk.example.com")
    assert (await examine(behind_a_proxy, "encryption")).ok


async def test_a_port_that_another_program_uses(tmp_path: Path, app_dsn: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings = Settings(data_dir=tmp_path, database_url=app_dsn, port=other.getsockname()[1])
        assert "WARMLINE_PORT" in await ailment(settings, "port")


async def test_a_port_that_warmline_itself_uses(tmp_path: Path, app_dsn: str) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.0 200 OK\r\n\r\n{"status":"ok","version":"0.1.0"}')
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        found = await examine(Settings(data_dir=tmp_path, database_url=app_dsn, port=port), "port")
    assert found.ok
    assert "running" in found.seen


async def test_a_database_that_does_not_answer(tmp_path: Path, port: int) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"postgresql://app:hunter2@127.0.0.1:{port}/x", port=port)
    told = await ailment(settings, "database")
    assert "WARMLINE_DATABASE_URL" in told
    assert "hunter2" not in told


async def test_an_embedded_database_that_does_not_start(tmp_path: Path, port: int) -> None:
    (tmp_path / "postgres").mkdir()
    settings = Settings(data_dir=tmp_path, port=port)
    found = await examine(settings, "database")
    assert not found.ok
    assert str(tmp_path) in found.problem
    assert found.mend


async def test_a_database_that_was_never_migrated(tmp_path: Path, fresh: Dsn, port: int) -> None:
    settings = Settings(
        data_dir=tmp_path, database_url=fresh("warmline_app"), database_owner_url=fresh("postgres"), port=port
    )
    assert "Run `warmline migrate`" in await ailment(settings, "migrations")


async def test_a_role_that_row_level_security_does_not_bind(tmp_path: Path, owner_dsn: str, port: int) -> None:
    settings = Settings(data_dir=tmp_path, database_url=owner_dsn, port=port)
    assert "connects as postgres" in await ailment(settings, "database role")


async def test_a_wall_that_was_taken_down(tmp_path: Path, fresh: Dsn, port: int) -> None:
    await migrate.migrate(fresh("postgres"))
    settings = Settings(
        data_dir=tmp_path, database_url=fresh("warmline_app"), database_owner_url=fresh("postgres"), port=port
    )
    assert (await examine(settings, "row-level security")).ok
    owner = await asyncpg.connect(fresh("postgres"))
    await owner.execute("CREATE TABLE forgotten (org_id uuid, words text)")
    await owner.close()
    assert "does not hold for forgotten" in await ailment(settings, "row-level security")


async def test_a_pool_larger_than_the_server_allows(tmp_path: Path, app_dsn: str, port: int) -> None:
    settings = Settings(data_dir=tmp_path, database_url=app_dsn, port=port, pool_size=400)
    assert "WARMLINE_POOL_SIZE" in await ailment(settings, "connections")


async def test_a_server_that_may_lose_what_it_confirmed(tmp_path: Path, port: int) -> None:
    with EmbeddedPostgres.start(tmp_path, options={"fsync": "off"}) as server:
        await migrate.migrate(server.dsn())
        assert "fsync" in await ailment(Settings(data_dir=tmp_path, port=port), "durability")


async def test_a_slice_adds_its_own_checks(tmp_path: Path, app_dsn: str, port: int) -> None:
    async def ill(subject: Subject) -> str:
        raise Ailment(f"Nothing flows on port {subject.settings.port}.", "Open the tap.")

    async def breaks(subject: Subject) -> str:
        raise OSError("wire cut")

    settings = Settings(data_dir=tmp_path, database_url=app_dsn, port=port)
    findings = await diagnose(settings, [Check("tap", ill), Check("wire", breaks, needs_database=True)])
    assert Finding("tap", ok=False, problem=f"Nothing flows on port {port}.", mend="Open the tap.") in findings
    assert findings[-1] == Finding("wire", ok=False, problem="The check itself failed: wire cut", mend="Read the logs.")


async def test_a_sound_installation(tmp_path: Path, port: int) -> None:
    with EmbeddedPostgres.start(tmp_path) as server:
        await migrate.migrate(server.dsn())
        findings = await diagnose(Settings(data_dir=tmp_path, port=port))
    assert [finding for finding in findings if not finding.ok] == []
    assert len(findings) >= 14
    assert all(finding.seen for finding in findings)
