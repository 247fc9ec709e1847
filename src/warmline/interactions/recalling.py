"""Whether an earlier contact fits what somebody says of it: "I called this morning about the lost card". Pure.

A name alone says little: many share one. With the channel, the time and the matter of an earlier contact it says
enough.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from warmline.interactions.book import CaseState
from warmline.interactions.terms import similarity, topics_in, words_in

# Words that speak of an earlier contact at all.
BACK_SAID = (
    r"follow(?:ing|ed)?[ -]?up|again|earlier|previous(?:ly)?|before|already|still|last (?:time|week|month)",
    r"got in touch|contacted|called|phoned|rang|wrote|written|mailed|e-?mailed|texted|messaged|chatted|spoke|spoken",
    r"talked|visited|reached out|we had|i had|my (?:call|chat|e-?mail|mail|letter|message|text|visit)",
    r"our (?:call|chat|conversation|talk)|yesterday|this morning|on (?:mon|tues|wednes|thurs|fri|satur|sun)day",
)
BACK = re.compile(rf"\b(?:{'|'.join(BACK_SAID)})\b", re.IGNORECASE)
# How people name channels.
SPOKEN_OF = {
    "webchat": r"chat(?:ted|s)?|web ?chat|website|online",
    "email": r"e-?mail(?:ed)?|mail(?:ed)?|wrote|letter",
    "voice": r"call(?:ed)?|phone[d]?|rang|ring|telephone|spoke|spoken|talked|conversation",
    "sms": r"text(?:ed)?(?: message)?|sms",
    "whatsapp": r"whats ?app",
    "telegram": r"telegram",
    "messenger": r"messenger|facebook",
    "in_person": r"visit(?:ed)?|branch|office|in person|came in",
}
CHANNELS = {code: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for code, words in SPOKEN_OF.items()}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOUR, DAY = 1.0, 24.0
# How many hours ago a phrase says that it was, with the slack of people's memory and of time zones.
WHEN = (
    (r"just now|a (?:minute|moment|while) ago|minutes ago|an hour ago|hours ago", 0, 16 * HOUR),
    (r"this (?:morning|afternoon|evening)|today|tonight|earlier(?! (?:this|last) (?:week|month|year))", 0, 30 * HOUR),
    (r"yesterday|last (?:night|evening)", 4 * HOUR, 54 * HOUR),
    (
        r"(?:few|couple of|some|two|three|four|2|3|4) days (?:ago|back)|the other day|recently|lately",
        12 * HOUR,
        9 * DAY,
    ),
    (r"this week|earlier this week", 0, 8 * DAY),
    (r"last week|a week ago", 2 * DAY, 15 * DAY),
    (r"(?:weeks|fortnight) ago|last month|a month ago", 8 * DAY, 62 * DAY),
)
TIMES = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), low, high) for words, low, high in WHEN)
WEEKDAY = re.compile(rf"\b(?:on |last |this )?({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
# Without a word about the time, something of the last days is meant.
LATELY = 10 * DAY
LOOKED_AT = 400
# What each part is worth: the name, that there was a contact lately at all, its channel, its time, its matter.
LATE, ON_CHANNEL, AT_TIME, SAME_MATTER = 0.46, 0.2, 0.2, 0.12


class Earlier(NamedTuple):
    """What is said of an earlier contact: channels, and between how many hours ago. ``weekday`` from 0 for Monday."""

    channels: frozenset[str]
    low: float
    high: float
    timed: bool
    weekday: int | None


def read_earlier(text: str) -> Earlier | None:
    """What the text says of an earlier contact; None where it speaks of none."""
    text = text[:LOOKED_AT]
    if not BACK.search(text):
        return None
    channels = frozenset(code for code, pattern in CHANNELS.items() if pattern.search(text))
    if "sms" in channels or "whatsapp" in channels or "telegram" in channels:
        channels -= {"email"}
    day = WEEKDAY.search(text)
    if day:
        return Earlier(channels, 0, 8 * DAY, True, WEEKDAYS.index(day.group(1).lower()))
    for pattern, low, high in TIMES:
        if pattern.search(text):
            return Earlier(channels, low, high, True, None)
    return Earlier(channels, 0, LATELY, False, None)


def fit(
    earlier: Earlier, at: datetime, cases: Iterable[CaseState], topics: frozenset[str], terms: Mapping[str, int]
) -> float:
    """How well what is said fits the best contact of these cases, 0 to 1; 0 where none was then, or none on such a
    channel."""
    return max((_fit(earlier, at, case, topics, terms) for case in cases), default=0.0)


def _fit(earlier: Earlier, at: datetime, case: CaseState, topics: frozenset[str], terms: Mapping[str, int]) -> float:
    fitting = [each for each in case.contacts if _then(earlier, at, each[1])]
    if earlier.channels:
        fitting = [each for each in fitting if each[0] in earlier.channels]
    if not fitting:
        return 0.0
    score = LATE + ON_CHANNEL * bool(earlier.channels) + AT_TIME * earlier.timed
    if not terms and not topics:
        # A name and a day can be guessed; who was in touch says what about.
        return score - AT_TIME
    alike = min(1.0, 2 * similarity(terms, words_in(case.terms)))
    known = topics_in(case.terms)
    if topics & known:
        alike = 1.0
    elif topics and known and not alike:
        return 0.0
    return score + SAME_MATTER * alike


def _then(earlier: Earlier, at: datetime, contact_at: datetime) -> bool:
    hours = (at - contact_at) / timedelta(hours=1)
    if not earlier.low <= hours <= earlier.high:
        return False
    return earlier.weekday is None or abs(contact_at.weekday() - earlier.weekday) in (0, 1, 6)
