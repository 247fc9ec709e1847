"""Case references: what a customer is told, and how one is found again in what a customer writes."""

import re

# Crockford's base 32: no I, L, O or U, which are misread and misheard.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 35
# Odd, so that multiplying modulo 2**35 meets every number once: neighbours do not look alike, and none repeats.
FACTOR = 22_695_477_377
PREFIX = "WL"

# A few letters and then something with a digit, or a long number: written with dashes, blanks or neither.
WRITTEN = re.compile(r"\b([A-Za-z]{2,5})[- #]{0,2}([A-Za-z0-9]*\d[A-Za-z0-9]*(?:[ -]\d{2,})*)\b")
# Ours: one in fourteen has no digit, and a date may follow it. O, I and L stand for the digits that they look like.
OURS = re.compile(rf"\b{PREFIX}[- #]{{0,2}}([0-9A-TV-Z]{{7}})\b", re.IGNORECASE)
MISREAD = str.maketrans("OIL", "011")
MOST = 20


def reference(number: int) -> str:
    """The reference of a case number: ``WL-7K3QF0M``. One to one for numbers below 2**35."""
    mixed = (number * FACTOR) % (1 << BITS)
    return PREFIX + "-" + "".join(ALPHABET[(mixed >> shift) & 31] for shift in range(BITS - 5, -1, -5))


def folded(written: str) -> str:
    """Letters and digits alone, in capitals: ``case-j4nu5`` and ``CASE J4NU5`` are the same reference."""
    return "".join(each for each in written if each.isalnum()).upper()


def references_in(text: str) -> list[str]:
    """What could be a reference in the text, folded, without repeats; at most MOST."""
    text = text[:20_000]
    found = {PREFIX + match.group(1).upper().translate(MISREAD): None for match in OURS.finditer(text)}
    for match in WRITTEN.finditer(text):
        found[folded(match.group(1) + match.group(2))] = None
        # "case J4NU5" may be a reference with or without its word.
        found[folded(match.group(2))] = None
    return [each for each in found if 5 <= len(each) <= 40][:MOST]
