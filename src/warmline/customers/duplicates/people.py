"""What the linkage compares of a person, spelled so that equal things are equal text. Pure; never raises on a value."""

import re
import unicodedata
from typing import Any

import msgspec

TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "sir",
        "dame",
        "herr",
        "frau",
        "monsieur",
        "madame",
        "mme",
        "mlle",
        "sig",
        "sra",
    ]
)
NOT_WORD = re.compile(r"[^\w]+|_+")
NOT_CODE = re.compile(r"[^0-9a-z]+")
ISO_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?", re.ASCII)
# What does not decompose into a letter and its mark.
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "oe", "ı": "i"})
# A record with more addresses than that is a switchboard or a test; comparing all of them would cost the square.
MOST_HANDLES = 8
LONGEST = 200


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One record as its source has it. All but ``id`` may be missing; ``date_of_birth`` is an ISO date, ``country`` ISO
    3166-1 alpha-2, ``other`` what else an organisation keeps, by name."""

    id: str
    given_name: str | None = None
    family_name: str | None = None
    full_name: str | None = None
    date_of_birth: str | None = None
    national_id: str | None = None
    street: str | None = None
    city: str | None = None
    postcode: str | None = None
    country: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    other: dict[str, Any] = {}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the linkage compares it."""

    id: str
    given: str | None
    family: str | None
    born: str | None
    number: str | None
    street: str | None
    city: str | None
    postcode: str | None
    country: str | None
    emails: tuple[str, ...] | None
    phones: tuple[str, ...] | None


def row(person: Person) -> Row:
    """The person, folded: small letters without marks, dates and numbers without punctuation."""
    given, family = names(person)
    return Row(
        id=person.id,
        given=given,
        family=family,
        born=born(person.date_of_birth),
        number=code(person.national_id),
        street=words(person.street),
        city=words(person.city),
        postcode=code(person.postcode),
        country=code(person.country),
        emails=_some(each.strip().lower() for each in person.emails if "@" in each),
        phones=_some(digits(each) for each in person.phones),
    )


def names(person: Person) -> tuple[str | None, str | None]:
    """Given and family name. Where only a full name is there, its last word is the family name, or what stands before a
    comma; a single word is a given name."""
    given, family = words(person.given_name), words(person.family_name)
    if given or family or not person.full_name or "@" in person.full_name:
        return given, family
    before, comma, after = person.full_name.partition(",")
    if comma:
        return _untitled(after), words(before)
    parts = (_untitled(before) or "").split()
    return " ".join(parts[:-1]) or (parts[0] if parts else None), parts[-1] if len(parts) > 1 else None


def words(text: str | None) -> str | None:
    """Words in small letters without marks, one space between them; None where nothing is left."""
    decomposed = unicodedata.normalize("NFKD", (text or "")[:LONGEST].casefold().translate(LETTERS))
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(NOT_WORD.sub(" ", bare).split()) or None


def code(text: str | None) -> str | None:
    """Letters and digits only, as personal numbers and postcodes are compared."""
    return NOT_CODE.sub("", (text or "")[:LONGEST].lower()) or None


def born(text: str | None) -> str | None:
    """YYYYMMDD. A date that the calendar does not have is kept, for it may be one slip from a right one."""
    found = ISO_DATE.fullmatch((text or "").strip())
    return "".join(found.groups()) if found else None


def digits(text: str) -> str | None:
    """The digits of a telephone number; None for what is no number of at least six."""
    found = "".join(each for each in text if each.isascii() and each.isdigit())
    return found if len(found) >= 6 else None


def _untitled(text: str) -> str | None:
    parts = (words(text) or "").split()
    return " ".join(each for each in parts if each not in TITLES) or None


def _some(values: Any) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(each for each in values if each))[:MOST_HANDLES] or None
