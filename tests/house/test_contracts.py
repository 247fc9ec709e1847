"""The import contracts catch what they are there to catch."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "warmline"
# The engine, the simulator and staffing calculate: they keep nothing, and have no store, actions or routes to order.
PURE = {"engine", "simulation", "staffing"}
NO_SLICES = {"api", "app", "cli", "connectors", "kit", "migrations", "sdk", *PURE}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of our own code, to break."""
    shutil.copytree(PACKAGE, tmp_path / "warmline", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "warmline"


def lint(tree: Path, contract: str) -> tuple[bool, str]:
    """Whether the contract is kept in this tree, and what the linter says."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    options = ["--config", str(ROOT / "pyproject.toml"), "--contract", contract, "--no-cache", "--no-logo"]
    paths = os.pathsep.join([str(tree.parent), str(ROOT)])
    done = subprocess.run(
        [*command, *options],
        cwd=tree.parent,
        env=os.environ | {"PYTHONPATH": paths, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout + done.stderr


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_package_without_a_place_is_refused(tree: Path) -> None:
    write(tree / "telepathy" / "__init__.py", "")
    kept, told = lint(tree, "order")
    assert not kept
    assert "telepathy" in told


def test_an_import_upwards_is_refused(tree: Path) -> None:
    write(tree / "kit" / "upwards.py", "import warmline.accounts\n")
    kept, told = lint(tree, "order")
    assert not kept
    assert "warmline.kit.upwards -> warmline.accounts" in told


def test_siblings_do_not_import_each_other(tree: Path) -> None:
    write(tree / "routing" / "sideways.py", "import warmline.channels\n")
    kept, told = lint(tree, "order")
    assert not kept
    assert "warmline.routing.sideways -> warmline.channels" in told


def test_a_store_does_not_call_an_action(tree: Path) -> None:
    write(tree / "accounts" / "actions.py", "")
    write(tree / "accounts" / "store.py", "import warmline.accounts.actions\n")
    kept, told = lint(tree, "slice")
    assert not kept
    assert "warmline.accounts.store -> warmline.accounts.actions" in told


def test_a_slice_is_imported_through_its_door(tree: Path) -> None:
    write(tree / "accounts" / "wire.py", "")
    write(tree / "routing" / "burglar.py", "import warmline.accounts.wire\n")
    write(tree / "routing" / "guest.py", "import warmline.accounts\n")
    kept, told = lint(tree, "doors")
    assert not kept
    assert "warmline.routing.burglar -> warmline.accounts.wire" in told
    assert "guest" not in told


def test_a_connector_sees_only_the_sdk_and_the_kit(tree: Path) -> None:
    write(tree / "connectors" / "pigeon" / "__init__.py", "import warmline.sdk\nimport warmline.customers\n")
    kept, told = lint(tree, "connectors")
    assert not kept
    assert "warmline.connectors.pigeon -> warmline.customers" in told
    assert "pigeon -> warmline.sdk" not in told


def test_connectors_do_not_see_each_other(tree: Path) -> None:
    write(tree / "connectors" / "pigeon" / "__init__.py", "")
    write(tree / "connectors" / "raven" / "__init__.py", "import warmline.connectors.pigeon\n")
    kept, told = lint(tree, "apart")
    assert not kept
    assert "pigeon" in told


@pytest.mark.parametrize(("contract", "key"), [("slice", "containers"), ("doors", "slices")])
def test_every_slice_is_under_contract(contract: str, key: str) -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    rules: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    listed = next(rule for rule in rules if rule["id"] == contract)[key]
    # A part of a slice may keep the same order inside.
    slices = [each for each in listed if each.count(".") == 1]
    assert sorted(slices) == sorted(f"warmline.{name}" for name in packages - NO_SLICES)
