"""What numbers a question may hold. Every refusal names the parameter."""

import math

from warmline.staffing.errors import ParameterWrong

# Above this the recursions would take seconds; no floor is so large.
MOST_ERLANGS = 100_000.0
MOST_AGENTS = 200_000


def number(name: str, value: float, *, least: float = 0.0, most: float = math.inf, above: bool = False) -> float:
    """The value, where it is finite and in its range; ``above`` leaves out the least itself."""
    if not math.isfinite(value):
        raise ParameterWrong(parameter=name, problem=f"must be a finite number, not {value!r}")
    if value < least or (above and value == least):
        raise ParameterWrong(
            parameter=name, problem=f"must be {'more than' if above else 'at least'} {least:g}, not {value:g}"
        )
    if value > most:
        raise ParameterWrong(parameter=name, problem=f"must be at most {most:g}, not {value:g}")
    return float(value)


def count(name: str, value: int, *, least: int = 0, most: int = MOST_AGENTS) -> int:
    """The value, where it is a whole number in its range."""
    if number(name, value, least=least, most=most) != int(value):
        raise ParameterWrong(parameter=name, problem=f"must be a whole number, not {value!r}")
    return int(value)


def share(name: str, value: float, *, why: str) -> float:
    """The value, where it is between 0 and 1 with neither included; ``why`` says what is wrong with the bounds."""
    number(name, value)
    if not 0 < value < 1:
        raise ParameterWrong(parameter=name, problem=f"must be between 0 and 1, both excluded, not {value:g}; {why}")
    return float(value)
