"""The SQL check finds what it is there to find, and finds nothing in our own queries."""

from pathlib import Path

import pytest

from warmline.kit import sqlcheck

GOOD = "-- name: fine\n-- A number.\nselect 1;\n\n"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("-- name: lost\n-- A row.\nselect nothing from nowhere;\n", 'lost: relation "nowhere" does not exist'),
        ("-- name: broken\n-- A row.\nselec 1;\n", "broken: syntax error"),
        ("-- name: silent\nselect 1;\n", "silent: it needs a sentence"),
        ("-- name: curt\n-- a number\nselect 1;\n", "curt: it needs a sentence"),
        ("-- name: vague\n-- Anything.\nselect :what;\n", ""),
        ("-- name: fine\n-- Another.\nselect 2;\n", "cannot override existing attribute with query: fine"),
    ],
)
async def test_a_bad_query_is_named(owner_dsn: str, tmp_path: Path, query: str, told: str) -> None:
    (tmp_path / "slice").mkdir()
    (tmp_path / "slice" / "queries.sql").write_text(GOOD + query)
    problems = await sqlcheck.check(owner_dsn, tmp_path)
    assert len(problems) == (1 if told else 0)
    assert all(f"queries.sql: {told}" in problem for problem in problems)


async def test_every_query_of_ours_is_prepared_and_explained(owner_dsn: str) -> None:
    assert {path.parent.name for path in sqlcheck.query_files()} >= {"kit", "accounts", "customers"}
    assert await sqlcheck.check(owner_dsn) == []
