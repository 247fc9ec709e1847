"""What a contact and a case have in common, as the named numbers that the model weighs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from warmline.interactions.continuity import Asked, Candidate
from warmline.interactions.likeness import Features, features_of
from warmline.interactions.stance import read_stance
from warmline.interactions.terms import terms_of
from warmline.kit.ids import new_id

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ME, HANDLE = new_id(), new_id()
NEAR, BETWEEN, FAR = (np.array(each, dtype="float32") for each in ([1.0, 0.0], [0.6, 0.8], [0.0, 1.0]))


def case(text: str = "", **values: Any) -> Candidate:
    standard: dict[str, Any] = {
        "case_id": new_id(),
        "root_id": ME,
        "status": "open",
        "category": None,
        "terms": terms_of(text),
        "last_contact_at": NOW - timedelta(hours=3),
        "resolved_at": None,
    }
    return Candidate(**{**standard, **values})


def asked(text: str = "", **values: Any) -> Asked:
    standard: dict[str, Any] = {
        "root_id": ME,
        "handle_id": HANDLE,
        "at": NOW,
        "category": None,
        "terms": terms_of(text),
        "stance": read_stance(text),
    }
    return Asked(**{**standard, **values})


def of(contact: Asked, *cases: Candidate) -> Features:
    """The features of the first case, beside the others."""
    return features_of(contact, cases)[0]


def test_no_case_has_no_features() -> None:
    assert features_of(asked("a lost suitcase"), []) == []


def test_there_is_one_set_for_each_case_in_order() -> None:
    found = features_of(asked("my suitcase"), [case("a seat"), case("a suitcase")])
    assert [bool(each.get("words")) for each in found] == [False, True]


def test_numbers_are_between_bounds_and_nothing_is_left_out_as_null() -> None:
    texts = ("the suitcase from Lisbon", "", "x" * 10_000, "again " * 500, "seat 14C " * 300)
    for text in texts:
        for found in features_of(asked(text), [case("the suitcase"), case("seat upgrade")]):
            assert all(value and abs(value) < 20 for value in found.values())


@pytest.mark.parametrize(
    ("contact", "known", "shared", "differs"),
    [
        # A claim's number is an object; of the same letters another number is another object.
        ({"CL4410"}, {"CL4410"}, True, False),
        ({"CL4410"}, {"CL9902"}, False, True),
        ({"CL4410"}, {"CL4410", "CL9902"}, True, False),
        # A booking says nothing about a claim.
        ({"PNR88123"}, {"CL9902"}, False, False),
        (set(), {"CL9902"}, False, False),
        ({"CL4410"}, set(), False, False),
    ],
)
def test_objects(contact: set[str], known: set[str], shared: bool, differs: bool) -> None:
    found = of(asked("the roof", numbers=frozenset(contact)), case("the roof", numbers=frozenset(known)))
    assert (bool(found.get("object_shared")), bool(found.get("object_differs"))) == (shared, differs)


def test_a_number_in_all_cases_tells_nothing() -> None:
    everywhere = frozenset({"10042377"})
    found = of(
        asked("hello", numbers=everywhere), case("a seat", numbers=everywhere), case("a bag", numbers=everywhere)
    )
    assert "number_shared" not in found
    assert "number_new" not in found


def test_a_number_of_another_case_speaks_against_this_one() -> None:
    contact = asked("my order", numbers=frozenset({"ORD77120"}))
    first, other = case("an order"), case("an order", numbers=frozenset({"ORD77120"}))
    assert of(contact, first, other).get("number_elsewhere")
    assert not of(contact, other, first).get("number_elsewhere")


def test_the_case_that_is_ahead_of_the_others() -> None:
    contact = asked("the boots are too small")
    boots, lamp = case("boots, size 41"), case("a broken lamp")
    assert of(contact, boots, lamp)["words"] > of(contact, lamp, boots).get("words", 0)
    assert of(contact, lamp, boots)["no_words_shared"] == 1


def test_categories_agree_or_differ_only_where_both_are_known() -> None:
    travel, bank = frozenset({"baggage"}), frozenset({"card"})
    same = of(asked("it", category="baggage", topics=travel), case("it", category="baggage", topics=travel))
    other = of(asked("it", category="card", topics=bank), case("it", category="baggage", topics=travel))
    unknown = of(asked("it"), case("it", category="baggage", topics=travel))
    assert (same.get("category_same"), same.get("category_differs")) == (1, None)
    assert (other.get("category_same"), other.get("category_differs")) == (None, 1)
    assert (unknown.get("category_same"), unknown.get("category_differs")) == (None, None)


def test_time_and_state() -> None:
    old = case("a seat", last_contact_at=NOW - timedelta(days=30))
    resolved = case("a seat", status="resolved", resolved_at=NOW - timedelta(days=2))
    waiting = case("a seat", status="pending_customer")
    contact = asked("the seat")
    assert of(contact, old)["age"] > of(contact, case("a seat"))["age"]
    assert (of(contact, resolved)["settled"], of(contact, waiting)["waits_for_customer"]) == (1, 1)
    assert of(contact, resolved)["settled_age"] > 0


def test_a_contact_before_the_last_one_is_not_of_negative_age() -> None:
    assert of(asked("the seat"), case("a seat", last_contact_at=NOW + timedelta(days=9))).get("age", 0) == 0


def test_handles_and_channels() -> None:
    known = case("a seat", handle_ids=(HANDLE,), contacts=(("sms", NOW),))
    assert (
        of(asked("it", channel="sms"), known)["same_handle"]
        == of(asked("it", channel="sms"), known)["same_channel"]
        == 1
    )
    withheld = of(asked("it", channel="email", handle_id=None), known)
    assert (withheld.get("same_handle"), withheld.get("same_channel")) == (None, None)


def test_without_vectors_there_is_no_word_of_meaning() -> None:
    for found in (of(asked("a seat"), case("a seat", meanings=(NEAR,))), of(asked("a seat"), case("a seat"))):
        assert not [name for name in found if "mean" in name]


def test_the_nearest_of_a_cases_vectors_counts() -> None:
    contact = asked("where is my luggage", meaning=NEAR)
    found = of(contact, case("a suitcase", meanings=(FAR, NEAR)), case("a seat", meanings=(BETWEEN,)))
    assert (found["meaning"], found["meaning_ahead"], found["meant"]) == (1, 0.4, 1)
    assert of(contact, case("new")).get("meaning", 0) == 0
