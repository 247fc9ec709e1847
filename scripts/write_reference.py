"""Write the pages of docs/reference that are made from the code. A test compares each with the code."""

from collections.abc import Callable
from pathlib import Path

from warmline.kit import settings

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings.reference,
}


def main() -> None:
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page())


if __name__ == "__main__":
    main()
