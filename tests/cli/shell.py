"""Runs commands one after the other in one process, so that a test pays for a command and not for its imports.

Reads a JSON line {"words", "said", "environment"} each, and answers one {"code", "out", "err"}.
"""

import io
import json
import os
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


if __name__ == "__main__":
    for line in sys.stdin:
        answer = run(**json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
