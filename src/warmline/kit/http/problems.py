"""Every error as an RFC 9457 problem: what went wrong, which fields, and the request's name to find it in the log."""

import re
from typing import Any

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from warmline.kit.errors import FieldError, Forbidden, Invalid, NotReady, TooMany, Unauthorized, WarmlineError
from warmline.kit.http.database_errors import Busy, refusal_of
from warmline.kit.http.edge import visit

MEDIA_TYPE = "application/problem+json"
# msgspec says "Expected `int`, got `str` - at `$.messages[0].text`".
NAMED = re.compile(r"^Object (?:missing required|contains unknown) field `(?P<name>[^`]*)`")
PLACE = re.compile(r"^(?P<problem>.*?)(?: - at `(?:key in )?\$(?P<path>[^`]*)`)?$", re.DOTALL)

_Request = Request[Any, Any, Any]
log = structlog.get_logger("warmline.http")


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What went wrong (RFC 9457). Compare ``code``; show ``detail`` to people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldError] = []


class NoSuchAddress(WarmlineError):
    """There is nothing at this address."""

    status = 404


class MethodNotAllowed(WarmlineError):
    """This address does not take that method."""

    status = 405


class BodyTooLarge(WarmlineError):
    """The request is larger than this installation takes."""

    status = 413


class BadRequest(WarmlineError):
    """The request cannot be understood: {problem}"""

    status = 400


class Unexpected(WarmlineError):
    """Something went wrong here. Tell the administrator the request id; the log has the cause under it."""


_BY_STATUS: dict[int, type[WarmlineError]] = {
    401: Unauthorized,
    404: NoSuchAddress,
    405: MethodNotAllowed,
    413: BodyTooLarge,
}


def title(error: type[WarmlineError]) -> str:
    """The code as words: ``Case closed``."""
    return error.code().replace("_", " ").capitalize()


def problem_of(error: WarmlineError, request_id: str) -> Problem:
    """The error as it goes over the wire. Its type is the page of this installation that explains it."""
    kind = type(error)
    return Problem(
        type=f"/docs/problems/{kind.code()}",
        title=title(kind),
        status=kind.status,
        detail=error.message,
        code=kind.code(),
        request_id=request_id,
        errors=error.fields,
    )


def _respond(request: _Request, error: WarmlineError, headers: dict[str, str] | None = None) -> Response[Any]:
    problem = problem_of(error, visit(request.scope).request_id)
    extra = dict(headers or {})
    if error.status == 401:
        extra["WWW-Authenticate"] = 'Bearer realm="warmline"'
    if isinstance(error, TooMany | NotReady | Busy):
        extra["Retry-After"] = str(error.details.get("seconds", 1))
    return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=extra)


def _ours(request: _Request, error: WarmlineError) -> Response[Any]:
    if error.status >= 500 and not isinstance(error, NotReady):
        log.error("request_failed", code=error.code(), exc_info=error)
    return _respond(request, error)


def _litestars(request: _Request, error: HTTPException) -> Response[Any]:
    if error.status_code >= 500:
        return _unexpected(request, error)
    return _respond(request, _translate(request, error), dict(error.headers or {}))


def _translate(request: _Request, error: HTTPException) -> WarmlineError:
    if isinstance(error, ValidationException):
        return validation(request, error)
    if error.status_code in _BY_STATUS:
        return _BY_STATUS[error.status_code]()
    if error.status_code == 403:
        return Forbidden(permission=error.detail)
    if error.status_code == 429:
        return TooMany(seconds=(error.headers or {}).get("Retry-After", 1))
    return BadRequest(problem=error.detail)


def validation(request: _Request, error: ValidationException) -> Invalid:
    """The shape errors that Litestar found, each under the path of its field."""
    found = error.extra if isinstance(error.extra, list) else []
    fields = [_field(_renamed(request, each)) for each in found if isinstance(each, dict)]
    if not fields:
        return Invalid(problem=error.detail)
    return Invalid(problem="; ".join(f"{each.field}: {each.problem}" for each in fields), fields=fields)


def _renamed(request: _Request, found: dict[str, Any]) -> dict[str, Any]:
    # Litestar names a parameter as Python does; the caller knows the name that it sent.
    parameters = request.scope["route_handler"].parsed_fn_signature.parameters
    definition = parameters.get(found.get("key", ""))
    name = getattr(definition and definition.kwarg_definition, "name", None)
    return found | {"key": name} if name else found


def _field(found: dict[str, Any]) -> FieldError:
    match = PLACE.match(str(found.get("message", "")))
    problem, path = (match["problem"], match["path"] or "") if match else (str(found.get("message")), "")
    key = str(found.get("key", ""))
    if found.get("source") == "body" or key == "data" or key.startswith("data."):
        key = key.removeprefix("data").lstrip(".")
    return _name(_path(key, path), problem)


def _name(path: str, problem: str) -> FieldError:
    # msgspec gives the place of the object; the field that it misses is named in the text.
    named = NAMED.match(problem)
    return FieldError(".".join(filter(None, (path, named["name"] if named else ""))) or "body", problem)


def _path(key: str, path: str) -> str:
    # Litestar's key is the start of msgspec's path, or the parameter that holds it.
    inner = path.lstrip(".").removeprefix("data").lstrip(".")
    if key and not (inner == key or inner.startswith((key + ".", key + "["))):
        inner = f"{key}.{inner}" if inner else key
    return inner


def _shape(request: _Request, error: msgspec.ValidationError) -> Response[Any]:
    field = _field({"message": str(error)})
    return _respond(request, Invalid.field(field.field, field.problem))


def _databases(request: _Request, error: asyncpg.PostgresError | asyncpg.InterfaceError) -> Response[Any]:
    refusal = refusal_of(error)
    return _respond(request, refusal) if refusal else _unexpected(request, error)


def _unexpected(request: _Request, error: Exception) -> Response[Any]:
    log.error("request_failed", code="unexpected", exc_info=error)
    return _respond(request, Unexpected())


def failure(error: Exception, request_id: str) -> tuple[dict[str, Any], bytes]:
    """A 500 as bare ASGI messages, for where no handler answers any more."""
    log.error("request_failed", code="unexpected", exc_info=error)
    headers = [(b"content-type", MEDIA_TYPE.encode())]
    start = {"type": "http.response.start", "status": Unexpected.status, "headers": headers}
    return start, msgspec.json.encode(problem_of(Unexpected(), request_id))


EXCEPTION_HANDLERS: dict[Any, Any] = {
    WarmlineError: _ours,
    HTTPException: _litestars,
    msgspec.ValidationError: _shape,
    asyncpg.PostgresError: _databases,
    asyncpg.InterfaceError: _databases,
    Exception: _unexpected,
}
