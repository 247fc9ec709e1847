"""The size check finds a file that has grown too long, and only that."""

import subprocess
from pathlib import Path

from scripts.check_size import LIMIT, oversized


def test_a_long_file_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "src" / "deep"
    folder.mkdir(parents=True)
    subprocess.run(("git", "init", "--quiet"), cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("made.ts\n")
    (folder / "right.py").write_text("\n" * LIMIT)
    for name in ("long.py", "made.ts", "queries.sql", "data.json"):
        (folder / name).write_text("\n" * (LIMIT + 1))
    assert oversized(tmp_path) == [(LIMIT + 1, Path("src/deep/long.py"))]
