"""Demo."""

from typing import Any


def show_demo(*a: Any, **k: Any) -> None: ...
