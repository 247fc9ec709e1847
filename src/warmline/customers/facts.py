"""Facts that tell people of one name apart: numbers, dates of birth, addresses, each as short text. Pure, linear.

A number is its digits; a date of birth ``yyyymmdd``; an address its house number with the first word of its street,
``12 alder``, for that much of an address is spoken and written alike.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from warmline.customers.names import Name, fold, read_name

# Somebody who is born later does not write to us; somebody who was born earlier does no more.
YOUNGEST, OLDEST = 14, 115
SHORTEST, LONGEST = 4, 24
MOST = 12
YEAR = r"((?:19|20)\d\d)"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"({'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
ISO = re.compile(rf"(?<![\w/.-]){YEAR}[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?![\w-])")
NUMERIC = re.compile(rf"(?<![\w/.-])(\d{{1,2}})([-/.])(\d{{1,2}})\2{YEAR}(?![\w-])")
DAY_FIRST = re.compile(rf"(?<!\w){DAY}(?: of)?[ ,-]{{1,2}}{MONTH}[ ,-]{{1,2}}{YEAR}(?!\w)", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"(?<!\w){MONTH}[ -]{DAY}[ ,-]{{1,2}}{YEAR}(?!\w)", re.IGNORECASE)
WORD = r"[^\W\d_]{1,30}(?:['’-][^\W\d_]{1,30}){0,2}"
KINDS = (
    r"street|str|st|road|rd|avenue|ave|av|lane|ln|drive|dr|court|ct|close|cl|way|place|pl|crescent|cres|boulevard|blvd"
    r"|terrace|ter|gardens|gdns|grove|gr|square|sq|hill|row|mews|parade|walk|circle|cir|parkway|pkwy|highway|hwy|trail"
)
# The house number, the words of the street, and what kind of street it is.
STREET = re.compile(rf"(?<![\w.-])(\d{{1,5}})[a-z]?,?[ \t]+((?:{WORD}\.?[ \t]+){{1,4}}?)(?:{KINDS})\b", re.IGNORECASE)
NUMBER_FIRST = re.compile(rf"(?<![\w.-])(\d{{1,5}})[a-z]?,?[ \t]+((?:{WORD}\.?[ \t]*){{1,3}})", re.IGNORECASE)
NUMBER_LAST = re.compile(rf"^\W*({WORD})[^\d]{{0,60}}?(\d{{1,5}})[a-z]?\W*$", re.IGNORECASE)
DIRECTIONS = frozenset(
    {"n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west", "the", "old", "new"}
)
# Attributes that hold a number by which the customer is known somewhere.
NUMBERED = re.compile(
    r"(?:.*_)?(?:national_id|(?:policy|claim|account|member|customer|contract|loan|crm)(?:_(?:number|no|id))?)"
)


def births(text: str, at: datetime | None) -> frozenset[str]:
    """Dates, far enough before the contact to be somebody's birth; where day and month can be either way round, both.
    None without the time of the contact."""
    if at is None:
        return frozenset()
    found = {each for each in _dates(text) if _is_birth(each, at.date())}
    return frozenset(each.strftime("%Y%m%d") for each in sorted(found)[:MOST])


def _dates(text: str) -> Iterator[date]:
    for match in ISO.finditer(text):
        yield from _date(*match.groups())
    for match in NUMERIC.finditer(text):
        one, _, two, year = match.groups()
        yield from _date(year, one, two)
        yield from _date(year, two, one)
    for match in DAY_FIRST.finditer(text):
        day, month, year = match.groups()
        yield from _date(year, MONTHS.index(month.lower()) + 1, day)
    for match in MONTH_FIRST.finditer(text):
        month, day, year = match.groups()
        yield from _date(year, MONTHS.index(month.lower()) + 1, day)


def _date(year: str, month: str | int, day: str) -> Iterator[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        # There is no such day: the numbers are something else, or the other way round.
        return


def _is_birth(day: date, today: date) -> bool:
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return YOUNGEST <= age <= OLDEST


def streets(text: str) -> frozenset[str]:
    """Addresses in the words, as people write them in America, Britain and Ireland: ``12 Alder Street``."""
    found = (_street(number, words) for number, words in STREET.findall(text))
    return frozenset(list(dict.fromkeys(each for each in found if each))[:MOST])


def _street(number: str, words: str) -> str | None:
    folded = [fold(each) for each in re.findall(WORD, words)]
    named = [each for each in folded if each not in DIRECTIONS] or folded
    return f"{int(number)} {named[0][:40]}" if named and len(named[0]) > 1 else None


def street_in(field: str) -> str | None:
    """The address in a field that holds nothing else, the number before the street's name or behind it."""
    field = field[:200]
    found = STREET.search(field) or NUMBER_FIRST.search(field)
    if found:
        return _street(found.group(1), found.group(2))
    last = NUMBER_LAST.search(field)
    return _street(last.group(2), last.group(1)) if last else None


def digits(text: str) -> str:
    """The digits of a number: people leave its letters and blanks out."""
    return "".join(each for each in text if each.isdigit() and each.isascii())


def number(text: str) -> frozenset[str]:
    """A number, a key or a reference as a fact; nothing where it has too few digits, or too many, to tell
    anybody apart."""
    found = digits(text)
    return frozenset([found]) if SHORTEST <= len(found) <= LONGEST else frozenset()


def of_reference(text: str) -> frozenset[str]:
    """The facts in a number of another system, as people may quote it: all its digits, or each long run of them."""
    runs = (number(each) for each in re.findall(r"[0-9]+", text[:200]))
    return number(text[:200]).union(*runs)


def independent(shared: Collection[str], births: Collection[str], streets: Collection[str]) -> tuple[str, ...]:
    """Of what kind each different fact is: two readings of one date are one, and people have one home."""
    others = {"birth_date" if each in births else "address" if each in streets else each for each in shared}
    return tuple(sorted(each if each in ("birth_date", "address") else "number" for each in others))


def of_attributes(attributes: Mapping[str, Any]) -> set[str]:
    """What a record's attributes tell of its customer."""
    found: set[str] = set()
    for name, value in attributes.items():
        if not isinstance(value, str | int) or isinstance(value, bool):
            continue
        if name == "date_of_birth":
            found |= number(str(value)[:10]) if ISO.match(str(value)) else frozenset()
        elif name == "street":
            street = street_in(str(value))
            found |= {street} if street else set()
        elif NUMBERED.fullmatch(name):
            found |= number(str(value))
    return found


def names_in(display_name: str | None, attributes: Mapping[str, Any]) -> set[Name]:
    """The full names by which a record calls its customer."""
    given, family = (str(attributes.get(each) or "") for each in ("given_name", "family_name"))
    spelt = [display_name, f"{given} {family}" if given and family else None]
    return {name for name in _read(spelt) if name.full}


def _read(spelt: Iterable[str | None]) -> Iterator[Name]:
    for each in spelt:
        name = read_name(each) if each else None
        if name:
            yield name
