"""The interface, readable in a browser and without anything from elsewhere: operations, shapes, events and problems."""

from functools import cache
from importlib import resources
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get
from litestar.params import FromPath

from warmline.api.asyncapi import asyncapi
from warmline.api.kinds import kind
from warmline.api.markup import Child, Markup, document, render, table, tag
from warmline.api.openapi import describe
from warmline.kit.errors import NotFound, subclasses
from warmline.kit.http.problems import title

ASSETS = {"warmline.css": "text/css; charset=utf-8", "warmline.svg": "image/svg+xml"}
METHODS = ("get", "post", "put", "patch", "delete")
_Request = Request[Any, Any, Any]


def page(heading: str, *content: Child, current: str = "", aside: Child = None) -> bytes:
    """A page with its way around; ``aside`` is for who reads it."""
    links = [("/", "Desk"), ("/docs", "Interface"), ("/docs/problems", "Problems")]
    menu = [tag("a", text, href=href, aria_current="page" if href == current else None) for href, text in links]
    return document(
        f"{heading} · Warmline",
        tag("a", "Skip to the content", class_="skip", href="#content"),
        tag("header", tag("span", "Warmline", class_="brand"), tag("nav", *menu, aria_label="Main"), aside),
        tag("main", tag("h1", heading), *content, id="content"),
    )


@cache
def _described(app: Litestar) -> dict[str, Any]:
    return describe(app)


@get("/api/v1/openapi.json", include_in_schema=False, media_type="application/json", sync_to_thread=False)
def openapi_json(request: _Request) -> dict[str, Any]:
    """This interface as OpenAPI 3.1."""
    return _described(request.app)


@get("/api/v1/asyncapi.json", include_in_schema=False, media_type="application/json", sync_to_thread=False)
def asyncapi_json() -> dict[str, Any]:
    """The events as AsyncAPI 3.0."""
    return asyncapi()


@get("/docs", include_in_schema=False, media_type=MediaType.HTML, sync_to_thread=False)
def interface_page(request: _Request) -> bytes:
    """Every operation."""
    schema = _described(request.app)
    groups: dict[str, list[Child]] = {}
    for path, item in schema["paths"].items():
        for method in (each for each in METHODS if each in item):
            name = (item[method].get("tags") or ["other"])[0]
            groups.setdefault(name, []).append(_operation(method, path, item[method]))
    shapes = [_shape(name, each) for name, each in schema["components"]["schemas"].items()]
    contents = tag("ul", *(tag("li", tag("a", name, href=f"#{name}")) for name in sorted(groups)), class_="contents")
    return page(
        "Interface",
        *(tag("p", _plain(each)) for each in schema["info"]["description"].split("\n\n")),
        tag(
            "p",
            "For programs: ",
            tag("a", "openapi.json", href="/api/v1/openapi.json"),
            " and ",
            tag("a", "asyncapi.json", href="/api/v1/asyncapi.json"),
            ".",
        ),
        contents,
        *(tag("section", tag("h2", name, id=name), *groups[name]) for name in sorted(groups)),
        tag("section", tag("h2", "Shapes", id="shapes"), *shapes),
        current="/docs",
    )


def _plain(text: str) -> str:
    return text.replace("**", "").replace("`", "").strip()


def _operation(method: str, path: str, operation: dict[str, Any]) -> Markup:
    parameters: list[list[Child]] = [
        [tag("code", each["name"]), each["in"], _kind(each.get("schema", {})), each.get("description", "")]
        for each in operation.get("parameters", [])
    ]
    body = _content(operation.get("requestBody", {}))
    answers = [
        tag("li", tag("code", status), " ", _kind(_content(each)) if _content(each) else each.get("description", ""))
        for status, each in operation["responses"].items()
        if status < "4"
    ]
    verb = tag("b", method.upper(), class_=f"method {method}")
    return tag(
        "details",
        tag("summary", verb, " ", tag("code", path), " ", tag("span", operation.get("summary", ""))),
        tag("p", operation.get("description", "")) if operation.get("description") else None,
        table(["Parameter", "In", "Type", "Meaning"], parameters) if parameters else None,
        tag("p", "Body: ", _kind(body)) if body else None,
        tag("ul", *answers),
        id=operation["operationId"],
    )


def _content(part: Any) -> Any:
    # The first media type is the one that we speak.
    return next((each.get("schema") for each in part.get("content", {}).values()), None)


def _kind(schema: Any) -> Child:
    return kind(schema, lambda name: tag("a", name, href=f"#shape-{name}"), lambda parts: Markup(render(list(parts))))


def _shape(name: str, schema: Any) -> Markup:
    required = schema.get("required", [])
    rows: list[list[Child]] = [
        [
            [tag("code", field), None if field in required else " (optional)"],
            _kind(each),
            each.get("description", ""),
        ]
        for field, each in schema.get("properties", {}).items()
    ]
    inner = table(["Field", "Type", "Meaning"], rows) if rows else tag("p", _kind(schema))
    summary = tag("summary", tag("code", name), " ", schema.get("description", ""))
    return tag("details", summary, inner, id=f"shape-{name}")


@get("/docs/problems", include_in_schema=False, media_type=MediaType.HTML, sync_to_thread=False)
def problems_page() -> bytes:
    """Every problem that the interface can answer with."""
    rows: list[list[Child]] = [
        [
            tag("a", tag("code", each.code()), href=f"/docs/problems/{each.code()}"),
            each.status,
            " ".join((each.__doc__ or "").split()),
        ]
        for each in subclasses()
    ]
    return page("Problems", table(["Code", "Status", "Message"], rows), current="/docs/problems")


@get("/docs/problems/{code:str}", include_in_schema=False, media_type=MediaType.HTML, sync_to_thread=False)
def problem_page(code: FromPath[str]) -> bytes:
    """One problem: where its ``type`` leads."""
    found = next((each for each in subclasses() if each.code() == code), None)
    if found is None:
        raise NotFound(kind="problem", id=code)
    message = " ".join((found.__doc__ or "").split())
    return page(title(found), tag("p", message), tag("p", f"HTTP status {found.status}, code ", tag("code", code), "."))


@get("/assets/{name:str}", include_in_schema=False, sync_to_thread=False)
def asset(name: FromPath[str]) -> Response[bytes]:
    """The few files that our pages need."""
    if name not in ASSETS:
        raise NotFound(kind="file", id=name)
    content = resources.files("warmline.api").joinpath("assets", name).read_bytes()
    # Litestar adds the charset to a text type given in the usual place.
    return Response(content, headers={"Content-Type": ASSETS[name], "Cache-Control": "public, max-age=3600"})


DOCS = [openapi_json, asyncapi_json, interface_page, problems_page, problem_page, asset]
