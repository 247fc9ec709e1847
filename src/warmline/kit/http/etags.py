"""Entity tags: the version of an entity as HTTP says it, so that nobody overwrites what he has not seen."""

from typing import Any, TypeVar

from litestar import Request, Response

from warmline.kit.errors import Invalid

T = TypeVar("T")
LARGEST = 2**63 - 1


def etag(version: int) -> str:
    """The strong entity tag of a version: ``"7"``, with its quotes."""
    return f'"{version}"'


def expected_version(request: Request[Any, Any, Any]) -> int | None:
    """The version that ``If-Match`` asks for; None where the header is absent or ``*``.

    Pass it to the verb, which raises ``Stale`` when the entity has another. One tag only: a change is based on one
    state.
    """
    given = request.headers.get("if-match")
    if given is None or given.strip() == "*":
        return None
    text = given.strip().removeprefix('"').removesuffix('"')
    if not (text.isascii() and text.isdecimal() and int(text) <= LARGEST):
        raise Invalid.field("If-Match", 'expected one entity tag such as "7", as the ETag header gave it')
    return int(text)


def tagged(entity: T, *, status_code: int = 200, location: str | None = None) -> Response[T]:
    """A response with the entity and its ``ETag``, from its ``version``; ``location`` where it was created."""
    headers = {"ETag": etag(entity.version)}  # type: ignore[attr-defined] # every entity that can change has a version
    if location:
        headers["Location"] = location
    return Response(entity, status_code=status_code, headers=headers)
