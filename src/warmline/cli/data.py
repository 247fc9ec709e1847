"""Take data out: `export all` and `export assignments`."""

import typer


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
