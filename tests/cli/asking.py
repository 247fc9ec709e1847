"""The other end of shell.py: asks for a command, and never waits for ever."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from typing import IO, NamedTuple

from tests.conftest import ROOT

# A command takes seconds; this is far beyond the slowest one on a busy machine.
SECONDS = 300.0
PROGRAM = (sys.executable, "-m", "tests.cli.shell")
CHARACTERS = 4_000


class Done(NamedTuple):
    """How a command ended."""

    code: int
    stdout: str
    stderr: str


class AnswerLost(AssertionError):
    """A command was not answered: how long we waited, and what was said instead."""


class Shell:
    """A process that runs commands; see shell.py. One that does not answer within ``seconds`` is ended, and the next
    command has a fresh one."""

    def __init__(self, program: tuple[str, ...] = PROGRAM, *, seconds: float = SECONDS) -> None:
        self._program, self._seconds = program, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._noted: IO[bytes] | None = None

    def run(self, words: tuple[str, ...], said: str, environment: dict[str, str]) -> Done:
        """Run a command. Raises ``AnswerLost``."""
        process, heard = self._running(), b""
        question = json.dumps({"words": words, "said": said, "environment": environment}) + "\n"
        try:
            assert process.stdin
            process.stdin.write(question.encode())
            process.stdin.flush()
            heard = _line(process, time.monotonic() + self._seconds)
            answer = json.loads(heard)
            return Done(answer["code"], answer["out"], answer["err"])
        except (OSError, ValueError, TypeError, KeyError):
            raise AnswerLost(f"{words} was not answered.\n{self._end(heard)}") from None
        except BaseException:
            # Whoever is interrupted while they wait leaves an answer behind; nobody else must take it for theirs.
            self._end(heard)
            raise

    def close(self) -> None:
        """Have it end by itself, as it does when there are no more questions."""
        if self._process:
            assert self._process.stdin
            self._process.stdin.close()
            try:
                self._process.wait(self._seconds)
            finally:
                self._end(b"")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._noted = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process, in _end
            self._process = subprocess.Popen(
                self._program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._noted, bufsize=0
            )
        return self._process

    def _end(self, heard: bytes) -> str:
        """Let go of the process. Returns what it said, and where it stood."""
        process, noted = self._process, self._noted
        self._process = self._noted = None
        assert process
        assert noted
        if process.poll() is None:
            process.send_signal(signal.SIGUSR1)
            _wait(process, 1.0)
            process.kill()
        code = process.wait(10)
        for pipe in (process.stdin, process.stdout):
            assert pipe
            pipe.close()
        noted.seek(0)
        with noted:
            told = noted.read().decode(errors="replace")
        return f"Heard: {heard[-CHARACTERS:]!r}\nIts end: {code}\nIts standard error:\n{told[-CHARACTERS:]}"


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Until it ends by itself, but no longer."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def _line(process: subprocess.Popen[bytes], until: float) -> bytes:
    """What is said until a line is whole, the process ends or the time is up, whichever comes first."""
    assert process.stdout
    found, reading = bytearray(), process.stdout.fileno()
    while b"\n" not in found:
        ready, _, _ = select.select([reading], [], [], max(0.0, until - time.monotonic()))
        piece = os.read(reading, 1 << 16) if ready else b""
        if not piece:
            break
        found += piece
    return bytes(found)
