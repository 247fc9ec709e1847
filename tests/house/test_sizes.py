"""The size check finds a file that has grown too long, and only that."""

from pathlib import Path

from scripts.check_size import LIMIT, oversized


def test_a_long_file_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "src" / "deep"
    folder.mkdir(parents=True)
    (folder / "right.py").write_text("\n" * LIMIT)
    (folder / "long.py").write_text("\n" * (LIMIT + 1))
    (folder / "queries.sql").write_text("\n" * (LIMIT + 1))
    (folder / "data.json").write_text("\n" * (LIMIT + 1))
    assert oversized(tmp_path) == [(LIMIT + 1, Path("src/deep/long.py"))]
