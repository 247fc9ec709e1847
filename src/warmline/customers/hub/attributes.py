"""The attributes that have a meaning here, and the shape of the others. Pure.

``given`` turns what a source wrote into a value, or says in words what is wrong with it, without repeating it: problems
are kept, and what is wrong with them may be somebody's personal data.
"""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

import phonenumbers

from warmline.kit import clock

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST, LONGEST_NAME, MOST_VALUES = 2_000, 200, 50
LARGEST_NUMBER = 2**53
OLDEST = 1850
# ISO 3166-1 alpha-2: those with telephone numbers, and those where nobody has one.
COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS) | {"AQ", "BV", "GS", "HM", "PN", "TF", "UM"}
YES, NO = frozenset({"true", "yes", "y", "1", "t"}), frozenset({"false", "no", "n", "0", "f"})


class WrongValue(Exception):
    """What is wrong with a value, in words that end a sentence about its field."""


def _text(value: Any, longest: int = LONGEST) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise WrongValue("expected text")
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise WrongValue("the number is too large; send it as text")
    text = str(value)
    if len(text) > longest:
        raise WrongValue(f"is {len(text)} characters long; at most {longest} are taken")
    if CONTROL.search(text):
        raise WrongValue("has a control character such as NUL; remove it")
    return " ".join(text.split())


def _name(value: Any) -> str:
    return _text(value, LONGEST_NAME)


def _number(value: Any) -> str:
    return _text(value, 64)


def _date(value: Any) -> str:
    text = _text(value, 64)
    try:
        found = date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text).date()
    except ValueError:
        raise WrongValue("expected a date such as 1970-12-31; name another way in the mapping's format") from None
    if found.year < OLDEST or found > clock.now().date():
        raise WrongValue(f"expected a day from {OLDEST} until today")
    return found.isoformat()


def _country(value: Any) -> str:
    text = _text(value, 64).upper()
    if text not in COUNTRIES:
        raise WrongValue(
            "expected an ISO 3166-1 code of two letters, such as GB; translate others by the mapping's values"
        )
    return text


def _code(value: Any) -> str:
    text = _text(value, 200)
    if not CODE.fullmatch(text):
        raise WrongValue("expected a code of at most 64 letters, digits, dots, dashes and underscores")
    return text


def _language(value: Any) -> str:
    text = _text(value, 64)
    if not LANGUAGE.fullmatch(text) or len(text) > 35:
        raise WrongValue("expected a language code such as en or pt-BR")
    return text


def _time_zone(value: Any) -> str:
    text = _text(value, 64)
    if text not in available_timezones():
        raise WrongValue("expected a name of the IANA time zone database, such as Europe/Paris")
    return text


def _yes(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = _text(value, 64).lower()
    if text not in YES | NO:
        raise WrongValue("expected true or false")
    return text in YES


def _codes(value: Any) -> list[str]:
    values = value if isinstance(value, list) else re.split(r"[;,|]", _text(value))
    if len(values) > MOST_VALUES:
        raise WrongValue(f"has {len(values)} values; at most {MOST_VALUES} are taken")
    return sorted({_code(each) for each in values if each not in ("", None)})


def _free(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
            raise WrongValue("the number is too large; send it as text")
        return value
    if isinstance(value, int):
        _text(value)
        return value
    if isinstance(value, list):
        if len(value) > MOST_VALUES:
            raise WrongValue(f"has {len(value)} values; at most {MOST_VALUES} are taken")
        return [_text(each) for each in value]
    return _text(value)


STANDARD: dict[str, Callable[[Any], Any]] = {
    "given_name": _name,
    "family_name": _name,
    "display_name": _name,
    "date_of_birth": _date,
    "national_id": _number,
    "street": _name,
    "city": _name,
    "postcode": _number,
    "country": _country,
    "tier": _code,
    "segments": _codes,
    "language": _language,
    "time_zone": _time_zone,
    "preferred_channel": _code,
    "lifecycle_stage": _code,
    "do_not_contact": _yes,
}
# Those that are columns of a customer; all others are in its ``attributes``.
COLUMNS = ("tier", "segments", "language", "time_zone", "preferred_channel", "lifecycle_stage", "do_not_contact")
EMPTY: dict[str, Any] = {"segments": [], "do_not_contact": False}


def given(name: str, value: Any) -> Any:
    """The value as it is kept, None where the source says that there is none; raises ``WrongValue``."""
    if value is None or (isinstance(value, str) and not value.strip() and "\0" not in value):
        return None
    kept = STANDARD.get(name, _free)(value)
    return None if kept in ("", []) else kept
