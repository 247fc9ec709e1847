"""Stop a file that has grown past 400 lines: it holds two subjects by then. A target of 250 is in CONTRIBUTING.md."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 400
SUFFIXES = {".py", ".sql", ".ts", ".tsx"}
# The sum of all migrations, and what is generated, may be of any length.
EXEMPT = {"schema.sql"}


def oversized(root: Path = ROOT) -> list[tuple[int, Path]]:
    """Lines and path of each file that is too long, longest first."""
    found = []
    for folder in ("src", "tests", "bench", "scripts", "web/src"):
        for path in (root / folder).rglob("*"):
            if path.suffix in SUFFIXES and path.name not in EXEMPT and "generated" not in path.parts:
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
