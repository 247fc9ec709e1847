"""Each lesson has tests that are there, or says what is not built yet; and no lesson is missing."""

import ast
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, SHARED

OWN = Path(__file__).relative_to(ROOT).as_posix()
PAGE = SHARED / "design" / "lessons.md"
INDEX: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("lessons.toml").read_text())["lesson"]
NAMED = [(each["promise"], test) for each in INDEX for test in each.get("tests", ())]


def promises(page: str) -> list[str]:
    """The right sides of the table's lines, below its head."""
    lines = [line.strip().strip("|").split("|") for line in page.splitlines() if line.startswith("|")]
    return [cells[-1].strip() for cells in lines[2:]]


@lru_cache
def names_in(path: str) -> frozenset[str]:
    """The tests of a file, by name."""
    tree = ast.parse((ROOT / path).read_text())
    functions = [each for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    return frozenset(each.name for each in functions if each.name.startswith("test_"))


def test_a_table_is_read() -> None:
    page = "# Title\n\n| they | here |\n|---|---|\n| a (x#1) | A; b |\n| c | D |\n\nWords\n"
    assert promises(page) == ["A; b", "D"]


def test_every_lesson_is_in_the_index() -> None:
    indexed = [each["promise"] for each in INDEX]
    # Where the design is not at hand, the index is all that there is.
    assert indexed == (promises(PAGE.read_text()) if PAGE.exists() else list(dict.fromkeys(indexed)))


@pytest.mark.parametrize("lesson", INDEX, ids=lambda each: each["promise"][:40])
def test_a_lesson_has_tests_or_says_why_not(lesson: dict[str, Any]) -> None:
    assert lesson.keys() <= {"promise", "tests", "later"}
    assert lesson.get("tests") or len(lesson.get("later", "")) > 20


@pytest.mark.parametrize("test", sorted({test for _, test in NAMED}))
def test_a_named_test_is_there(test: str) -> None:
    path, _, name = test.partition("::")
    assert (ROOT / path).is_file()
    assert name in names_in(path)


def test_every_lesson_of_the_journeys_is_named() -> None:
    """A file that is called after the lessons proves nothing beside them."""
    named = {test for _, test in NAMED}
    files = [each.relative_to(ROOT).as_posix() for each in sorted(Path(__file__).parent.glob("test_lessons_*.py"))]
    written = {f"{path}::{name}" for path in files for name in names_in(path) if path != OWN}
    assert written - named == set()
