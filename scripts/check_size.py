"""Stop a module that has grown past 400 lines: it holds two subjects by then. CONTRIBUTING.md aims at 250.

Lists of named queries and migrations are not modules: each entry stands alone, and none is read as a whole.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 400
SUFFIXES = {".py", ".ts", ".tsx"}


def oversized(root: Path = ROOT) -> list[tuple[int, Path]]:
    """Lines and path of each file that is too long, longest first."""
    found = []
    for folder in ("src", "tests", "bench", "scripts", "web/src"):
        for path in (root / folder).rglob("*"):
            if path.suffix in SUFFIXES and "generated" not in path.parts:
                lines = len(path.read_text(errors="replace").splitlines())
                found += [(lines, path.relative_to(root))] if lines > LIMIT else []
    return sorted(found, reverse=True)


def main() -> int:
    found = oversized()
    for lines, path in found:
        print(f"{path}: {lines} lines, at most {LIMIT}. Split it by subject.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
