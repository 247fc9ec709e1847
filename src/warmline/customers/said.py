"""What a contact says of who it is from: names, numbers and addresses in its words. Pure, linear in the text.

A name is taken where people put their own: after "my name is" or "this is", before "here" or "speaking", on the line of
a form, under a letter, or alone on a line. Whether it is anybody's is for ``matching`` to find out.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import msgspec

from warmline.customers.addresses import read_addresses
from warmline.customers.facts import births, streets
from warmline.customers.introductions import CLOSING, SALUTATION, WORD, behalf_names, loose_names, own_names, sole_names
from warmline.customers.names import Name, fold
from warmline.customers.normalise import Identity

LONGEST = 20_000
MOST_NUMBERS, MOST_NAMES = 24, 6
OPENING_WORDS = 10
SHORTEST_CODE = 5
QUOTED = re.compile(
    r"^[ \t]*>.*$|^On [^\n]{4,120} wrote:[ \t]*$|^[-_ ]{3,}.{0,10}(?:original|forwarded).*$",
    re.IGNORECASE | re.MULTILINE,
)
REST = re.compile(
    r"^[-_ ]{3,}.{0,10}(?:original|forwarded) (?:message|mail).*", re.IGNORECASE | re.MULTILINE | re.DOTALL
)
NUMBER = re.compile(r"(?<![\w])([a-z]{1,5}[ #.-]{0,2})?(\d[\d -]{2,}\d)(?!\w)", re.IGNORECASE)
# A code of letters and digits in turn (a booking, say), in one or two pieces.
CODE_PARTS = (
    r"[a-z]{1,3}\d[a-z][a-z\d]{0,6}",
    r"[a-z]{1,3}\d[a-z\d]?[ -][a-z\d]{0,4}\d[a-z\d]{0,4}[a-z]",
    r"\d[a-z]\d[a-z\d]{2,6}",
)
CODE = re.compile(rf"\b(?:{'|'.join(CODE_PARTS)})\b", re.IGNORECASE)
DATE = re.compile(r"(?:19|20)\d\d[ -]\d{1,2}[ -]\d{1,2}|\d{1,2}[ -]\d{1,2}[ -](?:19|20)\d\d")
YEAR = re.compile(r"(?:19|20)\d\d")
# What is said right before a number that is no year.
LABELLED = re.compile(
    r"\b(?:ssn|social|(?:last|final) (?:4|four)|ending|ends in|digits|card|account|acct|pin|number|no|id|passport|code"
    r"|with)\b\W*(?:in|is|are|of|with|:)?\W*$",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"([\n;.!?]+\s*|,\s+)")
# A clause in which somebody wants something says more than its number.
WANTS = re.compile(
    r"\b(?:want|need|like to|help|lost|stolen|missing|change|update|transfer|cancel|order|book|pay|check|know|please"
    r"|can you|could you|status|problem|issue|again|still|about|regarding)\b",
    re.IGNORECASE,
)
# Short words before a number that are no part of it.
NO_MARK = frozenset(
    [
        "a",
        "i",
        "is",
        "no",
        "my",
        "to",
        "in",
        "of",
        "at",
        "on",
        "and",
        "the",
        "ac",
        "acc",
        "ssn",
        "cc",
        "ph",
        "tel",
        "id",
        "nr",
        "num",
        "was",
        "its",
        "it",
        "for",
        "by",
        "or",
        "be",
        "as",
        "ok",
        "so",
        "me",
    ]
)


MOST_CLOSING = 4
# What a form asked for, before what was answered.
LABEL = re.compile(r"(?:^|(?<=, ))[A-Z][\w /'’]{1,24}:[ \t]+", re.MULTILINE)
NEW_HERE = re.compile(
    r"\b(?:new|recently|just|now)\b[\w ,']{0,24}\b(?:number|phone|line|mailbox|address)\b"
    r"|\b(?:number|phone|line|mailbox)\b[\w ,']{0,24}\b(?:new|recently|now|just)\b",
    re.IGNORECASE,
)
NEW_WITHIN = 160


class Said(msgspec.Struct, frozen=True):
    """``own`` are names that the writer gives as their own, surest first; ``sole`` are those that stand alone on a
    line. ``behalf`` is whom they write for. ``numbers`` are folded (``AU4827719``), ``addresses`` normalised."""

    own: tuple[Name, ...] = ()
    sole: tuple[Name, ...] = ()
    behalf: Name | None = None
    numbers: frozenset[str] = frozenset()
    # The same numbers with the letters before them, ``AU4827719``: which object, where letters say of what kind.
    marked: frozenset[str] = frozenset()
    addresses: tuple[Identity, ...] = ()
    # Dates that may be the writer's birth, ``19840303``, and where somebody lives, ``12 alder``.
    births: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    words: str = ""
    # All its own words, without what is quoted.
    text: str = ""
    # What the contact is about: its own words without addresses, and without the clauses that only say who it is.
    rest: str = ""
    # Whether the writer says that the number or address is new to them.
    new_here: bool = False
    # Names without a place of their own, for somebody of whom nothing better is known.
    loose: tuple[Name, ...] = ()

    @property
    def facts(self) -> frozenset[str]:
        """All that tells people of one name apart."""
        return self.numbers | self.births | self.streets

    def beginning(self) -> list[Name]:
        """What could be a name among the first words."""
        words = self.words.split()[:OPENING_WORDS]
        return [Name(one, two) for one, two in pairwise(words)]

    def mentions(self, name: Name) -> bool:
        """Whether the words hold this full name, as it is spelt."""
        return name.full and f" {name.given} {name.family} " in self.words


NOTHING = Said()


def read_said(texts: Sequence[str], *, region: str | None = None, at: datetime | None = None) -> Said:
    """What the messages of one contact say. ``region`` is the country of telephone numbers without a country code,
    ``at`` the time of the contact, without which no date is read as somebody's birth."""
    text = own_words("\n".join(texts)[:LONGEST])
    if not text.strip():
        return NOTHING
    addresses, rest = read_addresses(text, region)
    numbers, marked = read_numbers(rest)
    words: list[str] = [fold(each.removesuffix("'s")) for each in re.findall(WORD, rest)]
    return Said(
        own=tuple(dict.fromkeys(own_names(rest)))[:MOST_NAMES],
        sole=tuple(dict.fromkeys(sole_names(rest)))[:MOST_NAMES],
        behalf=next(behalf_names(rest), None),
        numbers=numbers,
        marked=marked,
        addresses=addresses,
        births=births(rest, at),
        streets=streets(rest),
        words=f" {' '.join(words)} ",
        text=text,
        rest=matter(rest),
        new_here=bool(NEW_HERE.search(text[:NEW_WITHIN])),
        loose=tuple(dict.fromkeys(loose_names(words)))[:MOST_NAMES],
    )


def own_words(text: str) -> str:
    """The text without what it quotes or forwards."""
    return QUOTED.sub("", REST.sub("", text)) if (">" in text or "---" in text or " wrote:" in text) else text


def read_numbers(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Numbers that can tell somebody or something apart: four digits or more, no round sum, and a year only where it is
    said to be something else. As digits, and with the letters before them; codes of letters and digits are of both."""
    found: dict[str, str] = {}
    for match in NUMBER.finditer(text):
        digits = "".join(each for each in match.group(2) if each.isdigit())
        if not 4 <= len(digits) <= 24 or digits.endswith("000") or DATE.fullmatch(match.group(2).strip()):
            continue
        if YEAR.fullmatch(digits) and not LABELLED.search(text[max(0, match.start() - 30) : match.start()]):
            continue
        letters = "".join(each for each in match.group(1) or "" if each.isalpha()).upper()
        found.setdefault(digits, letters if len(letters) <= 3 and letters.lower() not in NO_MARK else "")
        if len(found) == MOST_NUMBERS:
            break
    marked = {mark + digits for digits, mark in found.items()}
    codes = {each.group().replace(" ", "").replace("-", "").upper() for each in CODE.finditer(text)}
    codes = {each for each in codes if len(each) >= SHORTEST_CODE}
    return frozenset(found), frozenset(marked | {f"CODE{each}" for each in sorted(codes)[:MOST_NUMBERS]})


def matter(text: str) -> str:
    """The text without its salutation and closing, without the labels of a form, and without clauses that only give a
    number: they say who somebody is, not what they want."""
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    # A subject may stand before the salutation.
    lines = [each for n, each in enumerate(lines) if n > 1 or not SALUTATION.fullmatch(each)]
    for back in (2, 1, 3):
        if len(lines) > back and CLOSING.match(lines[-back]) and len(lines[-back].split()) <= MOST_CLOSING:
            lines = lines[:-back]
            break
    text = LABEL.sub("", "\n".join(lines))
    if not NUMBER.search(text):
        return text
    pieces = CLAUSE.split(text)
    clauses = zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    return "".join(each + end for each, end in clauses if not NUMBER.search(each) or WANTS.search(each))
