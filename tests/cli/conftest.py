"""Installations of their own, on which the commands of ``warmline`` run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.asking import Done, Shell
from warmline.kit.postgres import EmbeddedPostgres


class Installation:
    """A data directory, and commands at work on it."""

    def __init__(self, data_dir: Path, shell: Shell) -> None:
        self.data_dir, self._shell = data_dir, shell
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WARMLINE_")}
        self.environment = {**kept, "WARMLINE_DATA_DIR": str(data_dir), "NO_COLOR": "1"}

    def run(self, *words: str, code: int = 0, said: str = "", **settings: str) -> Done:
        """Run a command to its end; fails where the exit code is another, or where there is a traceback."""
        done = self._shell.run(words, said, self.environment | settings)
        assert done.code == code, f"{words}: exit {done.code}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done

    def json(self, *words: str, code: int = 0, **settings: str) -> Any:
        """What a command prints with ``--json``."""
        return json.loads(self.run(*words, "--json", code=code, **settings).stdout)

    def start(self, *words: str, **settings: str) -> subprocess.Popen[str]:
        """Start a command as the program that people start."""
        return subprocess.Popen(
            [sys.executable, "-m", "warmline", *words],
            env=self.environment | settings,
            cwd=self.data_dir.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="session")
def shell() -> Iterator[Shell]:
    shell = Shell()
    yield shell
    shell.close()


@pytest.fixture
def fresh(tmp_path: Path, shell: Shell) -> Installation:
    """An installation on an empty directory; nobody runs its database."""
    return Installation(tmp_path / "data", shell)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, shell: Shell) -> Iterator[Installation]:
    """An installation with the organisation ``Office``, whose database runs, so that commands only join it."""
    data_dir = tmp_path_factory.mktemp("office") / "data"
    with EmbeddedPostgres.start(data_dir):
        installation = Installation(data_dir, shell)
        installation.run("org", "create", "Office", "--email", "boss@office.example")
        yield installation
