"""Runs commands one after the other in one process, so that a test pays for a command and not for its imports.

Reads a JSON line {"words", "said", "environment"} each, and answers one {"code", "out", "err"}.

Questions and answers go over descriptors that only this loop has. Over the standard ones an answer was once lost for
ever: whatever a command leaves behind (a thread that puts its own ``sys.stdout`` back late, a program that was started
with our standard input) could write there, read there, or turn an answer into another stream.
"""

import faulthandler
import io
import json
import os
import signal
import sys
import traceback
from typing import Any

from warmline.cli import app


def run(words: list[str], said: str, environment: dict[str, str]) -> dict[str, Any]:
    """One command, as a process of its own would run it."""
    os.environ.clear()
    os.environ.update(environment)
    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(said.encode()), "utf-8")
    printed, noted = io.TextIOWrapper(out, "utf-8"), io.TextIOWrapper(err, "utf-8")
    sys.stdout, sys.stderr = printed, noted
    code: Any = 0
    try:
        app(words, prog_name="warmline")
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        printed.flush()
        noted.flush()
        sys.stdin, sys.stdout, sys.stderr = kept
    return {"code": code, "out": out.getvalue().decode(), "err": err.getvalue().decode()}


def listen() -> None:
    """Answer questions until there are no more. What else is written to standard output goes to standard error."""
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    # Whoever waits for an answer in vain asks by this signal where the command is.
    faulthandler.register(signal.SIGUSR1, file=2)
    for line in asked:
        answers.write(json.dumps(run(**json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    listen()
