"""A command that is never answered fails one test, with what was said, and the next one has a fresh shell."""

import sys

import pytest

from tests.cli.asking import AnswerLost, Shell

ANSWER = 'print(json.dumps({"code": os.getpid() if asked["words"] else 0, "out": "", "err": ""}), flush=True)'
BEGIN = "import json, os, sys, time\nasked = json.loads(sys.stdin.readline())\n"


def shell(lines: str, *, seconds: float) -> Shell:
    """One that answers when there are words, and otherwise does what ``lines`` say."""
    indented = "".join(f"  {line}\n" for line in lines.splitlines())
    return Shell((sys.executable, "-c", f"{BEGIN}if asked['words']:\n  {ANSWER}\nelse:\n{indented}"), seconds=seconds)


@pytest.mark.parametrize(
    ("lines", "seconds", "heard"),
    [
        ("print('half of', end='', flush=True)\nsys.stdin.read()", 6, "half of"),
        ("print('no JSON', flush=True)\nsys.stdin.read()", 60, "no JSON"),
        ("sys.exit('it broke')", 60, "it broke"),
    ],
)
def test_a_lost_answer_is_told_and_the_next_command_has_a_fresh_shell(lines: str, seconds: float, heard: str) -> None:
    broken = shell(lines, seconds=seconds)
    with pytest.raises(AnswerLost, match=heard):
        broken.run((), "", {})
    assert broken.run(("next",), "", {}).code > 0
    broken.close()


def test_what_a_command_leaves_in_the_place_of_standard_output_takes_no_answer() -> None:
    program = (
        "import io, sys\nfrom tests.cli import shell\nimport os\n"
        "def run(**asked):\n"
        " sys.stdout, sys.stdin = io.StringIO(), io.StringIO()\n"
        " os.write(1, b'noise')\n"
        " return {'code': len(os.read(0, 9)), 'out': 'taken', 'err': ''}\n"
        "shell.run = run\nshell.listen()"
    )
    own = Shell((sys.executable, "-c", program), seconds=60)
    assert [own.run((), "", {}) for _ in range(2)] == [(0, "taken", "")] * 2
    own.close()
