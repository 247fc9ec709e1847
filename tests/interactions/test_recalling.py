"""What people say of an earlier contact, and whether one fits it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from warmline.interactions.book import CaseState
from warmline.interactions.recalling import LOOKED_AT, fit, read_earlier
from warmline.interactions.terms import terms_of
from warmline.kit.ids import new_id

# A Thursday.
NOW = datetime(2026, 5, 7, 15, 0, tzinfo=UTC)
NOBODY: frozenset[str] = frozenset()


def case(channel: str, ago: timedelta, text: str = "", **values: Any) -> CaseState:
    at = NOW - ago
    standard: dict[str, Any] = {"status": "open", "category": None, "resolved_at": None}
    return CaseState(
        id=new_id(),
        customer_id=new_id(),
        root_id=new_id(),
        terms=terms_of(text, topics=values.pop("topics", ())),
        last_contact_at=at,
        contacts=((channel, at),),
        **{**standard, **values},
    )


def fits(text: str, *cases: CaseState, topics: frozenset[str] = NOBODY) -> float:
    earlier = read_earlier(text)
    assert earlier is not None
    return fit(earlier, NOW, cases, topics, terms_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello, my name is Ines Duarte and my bag is missing.",
        "I would like a new router.",
        "Please cancel seat 14C.",
        "x " * LOOKED_AT + "I called yesterday",
    ],
)
def test_who_speaks_of_nothing_before(text: str) -> None:
    assert read_earlier(text) is None


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("I called this morning about the router", {"voice"}),
        ("We chatted yesterday", {"webchat"}),
        ("I wrote you an e-mail last week", {"email"}),
        ("my text message from Monday", {"sms"}),
        ("I was at your branch, we had a talk in person", {"in_person"}),
        ("I already told you", set()),
    ],
)
def test_channels_as_people_name_them(text: str, channels: set[str]) -> None:
    earlier = read_earlier(text)
    assert earlier is not None
    assert earlier.channels == channels


@pytest.mark.parametrize(
    ("text", "channel", "ago"),
    [
        # Another channel than the one that is named.
        ("I called this morning", "email", timedelta(hours=4)),
        # Another time.
        ("I called this morning", "voice", timedelta(days=6)),
        ("I called last week", "voice", timedelta(hours=3)),
        ("We spoke on Monday", "voice", timedelta(days=0, hours=1)),
        # Longer ago than anybody means who names no time.
        ("I already called", "voice", timedelta(days=40)),
    ],
)
def test_what_does_not_fit(text: str, channel: str, ago: timedelta) -> None:
    assert fits(text, case(channel, ago)) == 0


def test_nobody_fits_where_there_is_no_case() -> None:
    assert fits("I called this morning") == 0


@pytest.mark.parametrize(
    ("text", "channel", "ago"),
    [
        ("I called this morning", "voice", timedelta(hours=5)),
        ("We chatted yesterday", "webchat", timedelta(hours=26)),
        ("I sent an email last week", "email", timedelta(days=6)),
        ("We spoke on Monday", "voice", timedelta(days=3)),
        ("I already called", "voice", timedelta(days=2)),
        ("I got in touch two weeks ago", "sms", timedelta(days=13)),
    ],
)
def test_what_fits(text: str, channel: str, ago: timedelta) -> None:
    assert fits(text, case(channel, ago)) > 0.3


def test_each_thing_that_is_said_and_fits_counts() -> None:
    bare = fits("I called already", case("voice", timedelta(hours=5)))
    timed = fits("I called this morning", case("voice", timedelta(hours=5)))
    about = fits("I called this morning about the router", case("voice", timedelta(hours=5), "a router that is dead"))
    assert bare > 0
    assert bare < timed < about <= 1


def test_another_matter_does_not_fit() -> None:
    router = case("voice", timedelta(hours=5), "dead", topics=("internet",))
    assert fits("I called this morning", router, topics=frozenset({"billing"})) == 0
    assert fits("I called this morning", router, topics=frozenset({"internet"})) > 0.9


def test_the_best_of_several_cases_counts() -> None:
    old, recent = case("voice", timedelta(days=30)), case("voice", timedelta(hours=5))
    assert fits("I called this morning", old, recent) == fits("I called this morning", recent)
