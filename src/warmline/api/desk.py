"""The desk: the built web client, as files that are named by what is in them and one page that loads them."""

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from warmline.api.docs import page
from warmline.api.markup import tag
from warmline.kit.errors import NotFound

BUILT = Path(str(resources.files("warmline.api") / "desk"))
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
# Where the desk's own pages begin; what each shows is the desk's to know.
PAGES = ("desk", "cases", "customers", "wall", "alerts", "search", "reports", "admin", "me")
DOORS = ("sign-in", "reset-password", "setup")
# A file is named by what is in it, so it never changes.
FOREVER = "public, max-age=31536000, immutable"
# Its styles are made while it runs. Nothing comes from elsewhere; pictures in mails would tell who reads them.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; frame-src 'self' blob:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
COMPRESSED = {"br": ".br", "gzip": ".gz"}
_Request = Request[Any, Any, Any]


class DeskFileNotFound(NotFound):
    """There is no file {name} of the desk. If Warmline was updated, reload the page."""


def _folder(request: _Request) -> Path:
    folder: Path = request.app.state.settings.desk_dir or BUILT
    return folder


@cache
def _kept(path: Path) -> bytes:
    """What is in a piece of the desk. A piece never changes, and all are a few megabytes."""
    return path.read_bytes()


def _bytes(path: Path) -> bytes | None:
    """The same; None where there is none. That is not kept: anybody may ask for any number of names."""
    try:
        return _kept(path)
    except (OSError, ValueError):
        return None


def _file(request: _Request, name: str, *, caching: str) -> Response[bytes]:
    """A built file, as small as the browser takes it."""
    path = _folder(request) / name
    kind = TYPES.get(path.suffix)
    content = _bytes(path) if kind else None
    if kind is None or content is None:
        raise DeskFileNotFound(name=name)
    headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"}
    taken = request.headers.get("accept-encoding", "")
    for encoding, suffix in COMPRESSED.items():
        smaller = _bytes(path.with_name(path.name + suffix)) if encoding in taken else None
        if smaller is not None:
            return Response(smaller, media_type=kind, headers=headers | {"Content-Encoding": encoding})
    return Response(content, media_type=kind, headers=headers)


@get("/files/{name:str}", include_in_schema=False, sync_to_thread=False)
def desk_asset(request: _Request, name: FromPath[str]) -> Response[bytes]:
    """A piece of the desk; a path parameter holds no slash, so nothing outside the folder can be named."""
    return _file(request, f"files/{name}", caching=FOREVER)


@get("/favicon.svg", include_in_schema=False, sync_to_thread=False)
def desk_icon(request: _Request) -> Response[bytes]:
    """The sign in the browser's tab."""
    return _file(request, "favicon.svg", caching="public, max-age=86400")


@get(
    [
        "/",
        *(f"/{name}" for name in (*DOORS, *PAGES)),
        *(f"/{name}/{{rest:path}}" for name in PAGES),
    ],
    include_in_schema=False,
    sync_to_thread=False,
)
def desk_page(request: _Request) -> Response[bytes]:
    """The page of the desk, at each of its addresses. Whoever is not signed in is sent to the sign-in by the desk."""
    built = _folder(request) / "index.html"
    if not built.is_file():
        content = page("The desk is not built", tag("p", "Run `make run`, or `python scripts/build_web.py`."))
        return Response(content, status_code=503, media_type="text/html")
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return Response(built.read_bytes(), media_type="text/html; charset=utf-8", headers=headers)


DESK = [desk_asset, desk_icon, desk_page]
