"""Write the pages of docs/reference that are made from the code. A test compares each with the code."""

import importlib
import json
import pkgutil
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import warmline
from warmline.accounts import PERMISSIONS
from warmline.accounts.model import BUILT_IN_ROLES
from warmline.analytics import MEASURES
from warmline.api import asyncapi, describe, reference
from warmline.api.export import schema as export_schema
from warmline.app import create_app
from warmline.channels import Registry
from warmline.kit import errors, events, settings
from warmline.kit.crypto import Vault
from warmline.kit.db import Database

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


# What these raise never goes over HTTP.
LOCAL = (
    "warmline.cli.", "warmline.kit.postgres.", "warmline.kit.settings", "warmline.kit.migrate", "warmline.app.",
    "warmline.simulation.", "warmline.staffing.",
)  # fmt: skip


def load_everything() -> None:
    """Import every module, so that no error or event is missing."""
    for module in pkgutil.walk_packages(warmline.__path__, "warmline."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _errors() -> str:
    # A test process has classes of its own.
    ours = [each for each in errors.subclasses() if each.__module__.startswith("warmline.")]
    local = [each for each in ours if each.__module__.startswith(LOCAL)]
    return reference.errors_page([each for each in ours if each not in local], local)


def _events() -> str:
    return reference.events_page(_our_events())


def _our_events() -> dict[str, type[events.Event]]:
    return {type_: cls for type_, cls in events.registry.items() if cls.__module__.startswith("warmline.")}


def _registry() -> Registry:
    return Registry.installed(Vault([b"none is opened here"]))


def _openapi() -> str:
    # The description needs no database, and asks none.
    app = create_app(Database(None, ""), settings.Settings(secret_key="0" * 32))
    return _json(describe(app))


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _commands() -> Iterator[tuple[str, Any]]:
    import typer.main

    (point,) = entry_points(group="console_scripts", name="warmline")
    yield from _walk("warmline", typer.main.get_command(importlib.import_module(point.module).app))


def _walk(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield words, command
        return
    for name in sorted(inner):
        yield from _walk(f"{words} {name}", inner[name])


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings.reference,
    "errors.md": _errors,
    "events.md": _events,
    "measures.md": lambda: reference.measures_page(MEASURES),
    "permissions.md": lambda: reference.permissions_page(PERMISSIONS, BUILT_IN_ROLES),
    "connectors.md": lambda: reference.connectors_page(_registry().connectors),
    "cli.md": lambda: reference.cli_page(_commands()),
    "openapi.json": _openapi,
    "asyncapi.json": lambda: _json(asyncapi(_our_events())),
    "export.schema.json": lambda: _json(export_schema()),
}


def main() -> None:
    load_everything()
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page())


if __name__ == "__main__":
    main()
