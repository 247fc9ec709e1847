"""The build hook: a wheel, and an editable installation, have the web clients in them."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _build_web(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_web", root / "scripts" / "build_web.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("scripts/build_web.py is missing beside hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class WebClients(BuildHookInterface[Any]):
    """Builds the web clients before the files of the wheel are collected."""

    def dependencies(self) -> list[str]:
        """Node.js as a package, where the machine has none."""
        web = _build_web(Path(self.root))
        return [] if web.node_of_machine() else [web.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build. Fails with what npm said."""
        _build_web(Path(self.root)).build(Path(self.root))
