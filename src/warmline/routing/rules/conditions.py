"""A condition that runs: compiled once, kept, and never raising anything but ``Failed``."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import cel

from warmline.routing.rules.checking import check
from warmline.routing.rules.grammar import Fault
from warmline.routing.rules.patterns import fits, says
from warmline.routing.rules.vocabulary import sample

# What CEL's own ``matches`` is replaced by: an expression is compiled once instead of for each contact.
FITS = "warmline_fits"
FUNCTIONS: dict[str, Callable[..., Any]] = {FITS: fits, "says": says}


class Failed(Exception):
    """Why a condition had no answer for a contact. Names of fields, and nothing of what they hold."""


class Condition:
    """One condition, ready to run. ``cost`` is its bound of work; ``timed``: its answer changes with time alone."""

    def __init__(self, text: str) -> None:
        checked = check(text)
        self.text, self.cost, self.timed = text, checked.cost, checked.timed
        try:
            self.program = cel.compile(_replaced(text, checked.patterns))
        except BaseException as error:
            if not _is_answer(error):
                raise
            raise Fault(0, "CEL does not take this condition; write it in a simpler way") from error

    def holds(self, facts: "Facts") -> bool:
        """Whether it is so for this contact; raises ``Failed``, as where an attribute is missing."""
        try:
            answer = self.program.execute(facts.context)
        except BaseException as error:
            if not _is_answer(error):
                raise
            raise Failed(self._told(error)) from error
        if not isinstance(answer, bool):
            raise Failed("its value is neither true nor false")
        return answer

    def _told(self, error: BaseException) -> str:
        if isinstance(error, KeyError):
            name = str(error.args[0]).strip("'") if error.args else ""
            # What the rule does not name itself came out of the record, and stays there.
            return f"there is no field {name}" if name and name in self.text else "there is no such field"
        return next((problem for kind, problem in PROBLEMS.items() if isinstance(error, kind)), UNKNOWN)


PROBLEMS: dict[type[BaseException], str] = {
    ArithmeticError: "a number is too large, or divided by zero",
    LookupError: "a list has fewer items",
    RuntimeError: "a function cannot take a value that it was given",
    TypeError: "values of different kinds cannot be compared or joined",
    ValueError: "a value cannot be converted",
}
UNKNOWN = "it could not be worked out"


def _is_answer(error: BaseException) -> bool:
    """What the library says of a condition. A panic of its own is no ``Exception``, and must stop no work either."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _replaced(text: str, places: list[int]) -> str:
    for at in sorted(places, reverse=True):
        text = text[:at] + FITS + text[at + len("matches") :]
    return text


class Facts:
    """What is known of one contact, as conditions see it; made once for all of them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self.context = cel.Context(variables=dict(values), functions=dict(FUNCTIONS))


@lru_cache(maxsize=4_000)
def condition(text: str) -> Condition:
    """The condition, compiled; raises ``Fault``, also where it fails on a contact that has every field."""
    made = Condition(text)
    try:
        made.holds(_sample())
    except Failed as error:
        # Attributes are the organisation's own, so none of them stands in the sample.
        if not _open(text):
            raise Fault(0, f"tried on an example, {error}") from error
    return made


def _open(text: str) -> bool:
    return any(each in text for each in ("attributes", "fields", "[", "/", "%", "int(", "double("))


@lru_cache(maxsize=1)
def _sample() -> Facts:
    return Facts(sample())
