"""The OpenAPI 3.1 description: what Litestar knows of the handlers, and the refusals that every operation shares."""

import re
from importlib.metadata import version
from typing import Any

from litestar import Litestar
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from warmline.kit.http.holding import WRITES
from warmline.kit.http.problems import MEDIA_TYPE

SENTENCE = re.compile(r"(?<=[.;:]) ")
INTRODUCTION = """\
Everything that Warmline can do, it can do here.

**Sign in** with a session cookie (`POST /api/v1/session`), and send the `X-CSRF-Token` with what changes something; \
or send `Authorization: Bearer <key>`.

**Lists** come in pages: pass `next` as `after`, unchanged, until it is null.

**Changes** of an entity take `If-Match` with its `ETag`, and are refused with 412 when somebody else was faster.

**Writes** take an `Idempotency-Key`; sent again within 24 hours, they are answered again and not done again.

**Refusals** are RFC 9457 problems: compare `code`, show `detail`; `errors` names the fields that are wrong.

Every response has an `X-Request-ID`, under which the audit trail and the log know the request.
"""

REFUSALS: dict[str, str] = {
    "400": "The request cannot be understood.",
    "401": "Nobody is signed in, and there is no valid API key.",
    "403": "The actor lacks the permission.",
    "404": "There is no such thing that the actor may see.",
    "409": "The request does not fit the present state.",
    "412": "The entity was changed in the meantime.",
    "413": "The request is too large.",
    "422": "The request has the wrong shape; `errors` names the fields.",
    "429": "Too many requests; `Retry-After` says when to come again.",
    "500": "Something went wrong here.",
    "503": "Not ready; try again shortly.",
}
KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A word of your own for this write. Sent again, the write is answered again and not done again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
MATCH_HEADER = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that the change is based on.",
    "schema": {"type": "string", "examples": ['"3"']},
}


def openapi_config() -> OpenAPIConfig:
    """How the description begins. The raw form is served beside the documentation only for Litestar's own plugins."""
    return OpenAPIConfig(
        title="Warmline",
        version=version("warmline"),
        description=INTRODUCTION,
        path="/api/v1/docs",
        render_plugins=[_Described(path="/openapi.json")],
        use_handler_docstrings=True,
        components=Components(
            security_schemes={
                "api_key": SecurityScheme(type="http", scheme="bearer", description="An API key."),
                "session": SecurityScheme(
                    type="apiKey",
                    name="warmline_session",
                    security_scheme_in="cookie",
                    description="A signed-in person.",
                ),
            }
        ),
        security=[{"api_key": []}, {"session": []}],
    )


class _Described(JsonRenderPlugin):
    """Litestar's own address for the description gives the same as ours."""

    def render(self, request: Any, openapi_schema: dict[str, Any]) -> bytes:
        return self.render_json(request, complete(openapi_schema))


def describe(app: Litestar) -> dict[str, Any]:
    """The whole description of an application, as JSON values."""
    return complete(app.openapi_schema.to_schema())


def complete(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with problems, and with the headers that every write takes."""
    components = dict(schema.get("components", {}))
    components["schemas"] = dict(sorted((components.get("schemas", {}) | PROBLEM_SCHEMAS).items()))
    components["responses"] = {f"Problem{status}": _refusal(text) for status, text in REFUSALS.items()}
    paths = {
        path: {method: _operation(method, each) for method, each in item.items()}
        for path, item in sorted(schema.get("paths", {}).items())
    }
    return {**schema, "paths": paths, "components": components}


PROBLEM_SCHEMAS: dict[str, Any] = {
    "FieldError": {
        "type": "object",
        "title": "FieldError",
        "description": "What is wrong with one field.",
        "properties": {
            "field": {"type": "string", "description": "A path such as `messages[0].text`."},
            "problem": {"type": "string"},
        },
        "required": ["field", "problem"],
    },
    "ProblemDetails": {
        "type": "object",
        "title": "ProblemDetails",
        "description": "What went wrong (RFC 9457).",
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "description": "The page that explains the code."},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "For people."},
            "code": {"type": "string", "description": "For programs; it does not change."},
            "request_id": {"type": "string"},
            "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
        },
        "required": ["type", "title", "status", "detail", "code", "request_id"],
    },
}


def _refusal(text: str) -> dict[str, Any]:
    return {"description": text, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}}


def _operation(method: str, operation: Any) -> Any:
    if not isinstance(operation, dict) or "responses" not in operation:
        return operation
    writes = method.upper() in WRITES
    # Litestar announces a 400 of its own for wrong shapes; ours are 422 problems.
    responses = {status: each for status, each in operation["responses"].items() if status != "400"}
    refusals = set(REFUSALS) - (set() if writes else {"412"})
    for status in sorted(refusals):
        responses.setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
    parameters = list(operation.get("parameters", []))
    if writes:
        parameters.append(KEY_HEADER)
    if method in ("patch", "put", "delete"):
        parameters.append(MATCH_HEADER)
    return {
        **operation,
        "summary": _first_sentence(operation.get("description") or operation.get("summary", "")),
        "parameters": parameters,
        "responses": dict(sorted(responses.items())),
    }


def _first_sentence(text: str) -> str:
    return SENTENCE.split(" ".join(text.split()), maxsplit=1)[0].rstrip(".;:")
