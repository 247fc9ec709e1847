"""How a contact stands to what was before: it asks after it, adds to it, closes it, or begins something new. Pure.

The cues are ways of speaking, not matters: they hold for any business. Each gives a number from 0 to 1.
"""

import re
import tomllib
from importlib import resources
from typing import Any

import msgspec
import re2

LOOKED_AT = 1_500


def _cues() -> dict[str, Any]:
    """One expression for each kind of cue, by RE2: many alternatives cost it no more than one."""
    text = resources.files("warmline.interactions").joinpath("cues.toml").read_text("utf-8")
    return {name: re2.compile(rf"(?i)\b(?:{'|'.join(said)})\b") for name, said in tomllib.loads(text).items()}


CUES = _cues()
GREETS = re.compile(
    r"^\W*(?:hi+|hai+|hello|hey|good (?:morning|afternoon|evening|day)|dear|greetings)\b", re.IGNORECASE
)


class Stance(msgspec.Struct, frozen=True):
    """``back`` refers to what was before, ``fresh`` says that it is something else, ``returns`` that a settled matter
    is back, ``wants`` comes with a matter, ``asks`` for an answer or a deed, ``greets`` begins a talk, ``thanks`` only
    thanks, ``complains`` wants somebody above."""

    back: float = 0.0
    fresh: float = 0.0
    returns: float = 0.0
    wants: float = 0.0
    asks: float = 0.0
    greets: float = 0.0
    thanks: float = 0.0
    complains: float = 0.0


def read_stance(text: str, subject: str = "") -> Stance:
    """The stance of one contact's own words. Its subject only tells whether it refers to something: people write "Help"
    over anything."""
    text = text[:LOOKED_AT]
    headed = f"{subject[:200]}\n{text}"
    back, asks, wants = _strength(CUES["back"], headed), _strength(CUES["asks"], text), _strength(CUES["wants"], text)
    more = asks or wants or back or "?" in text
    return Stance(
        back=back,
        fresh=float(bool(CUES["fresh"].search(headed))),
        returns=float(bool(CUES["returns"].search(headed))),
        wants=wants,
        asks=asks,
        greets=float(bool(GREETS.search(text))),
        complains=float(bool(CUES["complains"].search(text))),
        thanks=float(bool(CUES["thanks"].search(text)) and not more and not CUES["negative"].search(text)),
    )


def _strength(pattern: Any, text: str) -> float:
    """0 for no cue, 0.7 for one, 1 for several."""
    found = 0
    for _ in pattern.finditer(text):
        found += 1
        if found > 1:
            return 1.0
    return 0.7 * found
