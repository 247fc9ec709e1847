"""Errors that a caller can understand: a class is the code, its docstring is the message, HTTP shows it as RFC 9457."""

import re
from typing import Any, ClassVar

import msgspec

CODE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class FieldError(msgspec.Struct, frozen=True):
    """What is wrong with one field. ``field`` is a path such as ``messages[0].text``."""

    field: str
    problem: str


class WarmlineError(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 500

    def __init__(self, **details: Any) -> None:
        self.details = details
        self.fields: list[FieldError] = details.pop("fields", [])
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The docstring of the class, with the details filled in."""
        text = " ".join((type(self).__doc__ or "").split())
        return text.format(**self.details)

    @classmethod
    def code(cls) -> str:
        """The stable name that programs compare: ``CaseClosed`` is ``case_closed``."""
        return CODE.sub("_", cls.__name__).lower()


class Unauthorized(WarmlineError):
    """Sign in, or send an API key."""

    status = 401


class Forbidden(WarmlineError):
    """You need the permission {permission} for this; an administrator can give it to your role."""

    status = 403


class NotFound(WarmlineError):
    """There is no {kind} {id} that you may see."""

    status = 404


class Conflict(WarmlineError):
    """The request does not fit the present state."""

    status = 409


class Stale(WarmlineError):
    """The {kind} was changed in the meantime; fetch it again and repeat the change on what you then see."""

    status = 412


class TooLarge(WarmlineError):
    """{what} is {size} bytes; the limit is {limit}."""

    status = 413


class Invalid(WarmlineError):
    """The request cannot be read: {problem}"""

    status = 422

    @classmethod
    def field(cls, field: str, problem: str) -> "Invalid":
        """An error that names the one field that is wrong."""
        return cls(problem=f"{field}: {problem}", fields=[FieldError(field, problem)])


class TooMany(WarmlineError):
    """Too many requests; try again in {seconds} seconds."""

    status = 429


class NotReady(WarmlineError):
    """{what} is not ready; try again shortly."""

    status = 503


def subclasses(of: type[WarmlineError] = WarmlineError) -> list[type[WarmlineError]]:
    """Every error class that has been imported, by code. The reference and its test are made from it."""
    found = {of}
    for child in of.__subclasses__():
        found.update(subclasses(child))
    return sorted(found, key=lambda each: each.code())
