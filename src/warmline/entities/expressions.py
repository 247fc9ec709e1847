"""Expressions that take time in proportion to the text, whatever stands in either: RE2, without look-around."""

from collections.abc import Iterator
from typing import Any

import re2

from warmline.entities.errors import ExpressionInvalid
from warmline.kit.errors import FieldError

# Bytes of memory for one expression; RE2's own limit is eight times that.
MEMORY = 1 << 20
# RE2's instructions. At its slowest it goes through all of them for each character: 300 are some 0.3 s for the longest
# text that is read, and an expression for a number has 20.
LARGEST = 300
LONGEST_PROBLEM = 200


def compiled(expression: str) -> Any:
    """One of our own expressions, for plain text."""
    return re2.compile(expression.encode("ascii"), _options())


def _options() -> Any:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.max_mem = MEMORY
    options.encoding = re2.Options.Encoding.LATIN1
    return options


def checked(expression: str, *, field: str = "expression") -> Any:
    """An organisation's expression, compiled; raises ``ExpressionInvalid``, which says at which character."""
    if not expression.isascii():
        at = next(n for n, each in enumerate(expression) if not each.isascii())
        raise _invalid(field, at, "use ASCII: texts are made plain before they are searched")
    try:
        made = compiled(expression)
    except re2.error as error:
        problem = _told(error)
        what, _, part = problem.partition(": ")
        raise _invalid(field, _place(expression, what, part), problem) from error
    if made.programsize > LARGEST:
        problem = f"it is too large ({made.programsize} steps, at most {LARGEST}); repeat less: [0-9]{{9}}, not {{900}}"
        raise _invalid(field, 0, problem)
    if made.search(b"") is not None:
        raise _invalid(field, 0, "it fits the empty text, so that it would be found everywhere")
    return made


def _told(error: Exception) -> str:
    first = error.args[0] if error.args else ""
    return (first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first))[:LONGEST_PROBLEM]


def _place(expression: str, what: str, part: str) -> int:
    """RE2 names the part that is wrong; what was never closed begins at it, and what should not be there ends it."""
    if part and part != expression:
        return max(0, expression.rfind(part))
    if what.startswith("unexpected )"):
        return _surplus(expression)
    if what.startswith("missing )"):
        return _unclosed(expression)
    return 0


def _surplus(expression: str) -> int:
    depth = 0
    for at, each in _bare(expression):
        depth += {"(": 1, ")": -1}.get(each, 0)
        if depth < 0:
            return at
    return 0


def _unclosed(expression: str) -> int:
    opened: list[int] = []
    for at, each in _bare(expression):
        if each == "(":
            opened.append(at)
        elif each == ")" and opened:
            opened.pop()
    return opened[-1] if opened else 0


def _bare(expression: str) -> Iterator[tuple[int, str]]:
    """The characters that are neither escaped nor in a class."""
    escaped = inside = False
    for at, each in enumerate(expression):
        if escaped:
            escaped = False
        elif each == "\\":
            escaped = True
        elif inside:
            inside = each != "]"
        elif each == "[":
            inside = True
        else:
            yield at, each


def _invalid(field: str, at: int, problem: str) -> ExpressionInvalid:
    return ExpressionInvalid(
        problem=problem, at=at + 1, fields=[FieldError(field, f"at character {at + 1}: {problem}")]
    )
