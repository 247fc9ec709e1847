"""What the how-to pages tell an operator to type works as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from warmline.kit import migrate
from warmline.kit.doctor import diagnose
from warmline.kit.postgres import EmbeddedPostgres, reach
from warmline.kit.settings import Settings, load

HOWTO = Path(__file__).resolve().parents[2] / "docs" / "howto"


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", re.sub(r"(?m)^   ", "", (HOWTO / page).read_text()), re.DOTALL)


def shell(commands: str, here: Path, data_dir: Path) -> str:
    env = os.environ | {
        "WARMLINE_DATA_DIR": str(data_dir),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    done = subprocess.run(
        ["bash", "-euc", commands],
        cwd=here,
        env=env,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def test_a_dump_restores_into_an_empty_directory(tmp_path: Path) -> None:
    back_up, restore = blocks("backup.md", "sh")
    old, new = Settings(data_dir=tmp_path / "old"), Settings(data_dir=tmp_path / "new")
    with reach(old) as addresses:
        await migrate.migrate(addresses.owner)
        conn = await asyncpg.connect(addresses.owner)
        await conn.execute("insert into organization (name) values ('Northlight')")
        await conn.close()
        old.key_file.write_text("k" * 40)
        shell(back_up, tmp_path, old.data_dir)
    new.data_dir.mkdir()
    shell(restore, tmp_path, new.data_dir)
    with reach(new) as addresses:
        conn = await asyncpg.connect(addresses.owner)
        assert await conn.fetchval("select name from organization") == "Northlight"
        await conn.close()
        assert await migrate.pending(addresses.owner) == []
        findings = {each.check: each for each in await diagnose(new)}
    assert findings["row-level security"].ok
    assert findings["database role"].ok
    assert findings["secret key"].ok


async def test_a_server_that_is_set_up_as_told_is_sound(tmp_path: Path) -> None:
    (statements,) = blocks("install.md", "sql")
    with EmbeddedPostgres.start(tmp_path / "server") as server:
        superuser = await asyncpg.connect(server.dsn())
        for statement in filter(None, statements.split(";\n")):
            await superuser.execute(statement)
        await superuser.close()
        settings = Settings(
            data_dir=tmp_path,
            database_url=server.dsn("warmline_app", "warmline"),
            database_owner_url=server.dsn("warmline_owner", "warmline"),
        )
        assert settings.database_owner_url is not None
        await migrate.migrate(settings.database_owner_url)
        ill = [each for each in await diagnose(settings) if not each.ok and each.check != "port"]
    assert ill == []


@pytest.mark.parametrize("block", blocks("install.md", "toml"))
def test_the_settings_that_are_shown_are_settings(block: str, tmp_path: Path) -> None:
    file = tmp_path / "warmline.toml"
    file.write_text(block)
    assert load({}, file) != load({"WARMLINE_CONFIG": ""}, None)


def test_a_program_that_we_do_not_bring_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "warmline.kit.postgres", "rm", "-rf", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Name one of psql, pg_dump" in done.stderr
    assert tmp_path.exists()
