"""Stop a module that has grown past 400 lines: it holds two subjects by then. CONTRIBUTING.md aims at 250.

Lists of named queries and migrations are not modules: each entry stands alone, and none is read as a whole. Nor is
anything that git ignores, which is made from something else.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 400
FOLDERS = ("src", "tests", "bench", "scripts", "web")
SUFFIXES = {".py", ".ts", ".tsx"}


def oversized(root: Path = ROOT) -> list[tuple[int, Path]]:
    """Lines and path of each file that is too long, longest first."""
    found = []
    for path in _files(root):
        if path.suffix in SUFFIXES:
            lines = len((root / path).read_text(errors="replace").splitlines())
            found += [(lines, path)] if lines > LIMIT else []
    return sorted(found, reverse=True)


def _files(root: Path) -> Iterator[Path]:
    """What git keeps or would keep, as it is now in the working tree."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *FOLDERS)
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    # A file that is only removed from the working tree is still listed.
    yield from (Path(each) for each in sorted(set(listed.split("\0"))) if each and (root / each).exists())


def main() -> int:
    found = oversized()
    for lines, path in found:
        print(f"{path}: {lines} lines, at most {LIMIT}. Split it by subject.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
