"""The model's reckoning in words that people can check."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from warmline.interactions.continuity import Asked, Candidate
from warmline.interactions.learning import ContinuityModel, shipped
from warmline.interactions.learning.model import Thresholds
from warmline.interactions.likeness import features_of
from warmline.interactions.reasons import LEAST, MOST, WORDED, Evidence, evidence_json, reasons
from warmline.interactions.terms import terms_of
from warmline.kit.ids import new_id

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def model(**weights: float) -> ContinuityModel:
    limits = Thresholds(attach=0.9, suggest=0.5)
    return ContinuityModel(name="plain", version=0, intercept=0.0, weights=weights, thresholds=limits)


def case(text: str = "", **values: Any) -> Candidate:
    standard: dict[str, Any] = {
        "case_id": new_id(),
        "root_id": new_id(),
        "status": "open",
        "category": None,
        "terms": terms_of(text),
        "last_contact_at": NOW - timedelta(hours=3),
        "resolved_at": None,
    }
    return Candidate(**{**standard, **values})


def asked(text: str = "", **values: Any) -> Asked:
    standard: dict[str, Any] = {"root_id": new_id(), "handle_id": None, "at": NOW, "category": None}
    return Asked(terms=terms_of(text), **{**standard, **values})


def said(features: dict[str, float], contact: Asked, of: Candidate, **weights: float) -> list[Evidence]:
    return reasons(features, model(**weights), contact, of)


def test_what_the_model_does_not_weigh_is_no_reason() -> None:
    assert said({"words": 1.0, "unheard_of": 1.0}, asked("a seat"), case("a seat")) == []


def test_what_changes_next_to_nothing_is_no_reason() -> None:
    assert said({"words": 1.0}, asked("a seat"), case("a seat"), words=LEAST / 2) == []


def test_what_cancels_out_is_no_reason() -> None:
    features = {"words": 1.0, "words_ahead": 1.0}
    assert said(features, asked("a seat"), case("a seat"), words=2.0, words_ahead=-2.0) == []


def test_the_weightiest_come_first_and_no_more_than_a_screen_shows() -> None:
    names = [names[0] for names, _ in WORDED.values()]
    weights = {name: (-1.0) ** n * (n + 1) for n, name in enumerate(names)}
    found = said(dict.fromkeys(names, 1.0), asked("a seat"), case("a seat"), **weights)
    sizes = [abs(each.weight) for each in found]
    assert sizes == sorted(sizes, reverse=True)
    assert len(found) == MOST


@pytest.mark.parametrize(
    ("features", "contact", "known", "kind", "words"),
    [
        ({"words": 0.6}, asked("my seat upgrade"), case("seat upgrade to business"), "words", "seat"),
        ({"no_words_shared": 1.0}, asked("a lost card"), case("seat upgrade"), "words", "shares no word"),
        (
            {"category_same": 1.0},
            asked("it", category="baggage"),
            case("it", category="baggage"),
            "category",
            "both are about baggage",
        ),
        (
            {"category_differs": 1.0},
            asked("it", category="card"),
            case("it", category="baggage"),
            "category",
            "card, where the case is baggage",
        ),
        ({"age": 1.0}, asked("it"), case("it"), "time", "3 hours after"),
        (
            {"age": 1.0},
            asked("it"),
            case("it", last_contact_at=NOW - timedelta(days=12)),
            "time",
            "12.0 days after",
        ),
        ({"object_differs": 1.0}, asked("it"), case("it"), "other_number", "does not have"),
        ({"settled": 1.0}, asked("it"), case("it"), "resolved", "is resolved"),
    ],
)
def test_words(features: dict[str, float], contact: Asked, known: Candidate, kind: str, words: str) -> None:
    [name] = features
    [found] = said(features, contact, known, **{name: 1.5})
    assert (found.kind, found.weight) == (kind, round(1.5 * features[name], 3))
    assert words in found.text


def test_meaning_is_told_with_how_near_it_is() -> None:
    vector = np.array([0.8, 0.6], dtype="float32")
    contact = asked("where is my luggage", meaning=np.array([1.0, 0.0], dtype="float32"))
    [found] = said({"meaning": 0.8}, contact, case("a suitcase", meanings=(vector,)), meaning=2.0)
    assert found.text == "means much the same (0.80)"
    [without] = said({"meaning": 0.8}, asked("luggage"), case("a suitcase", meanings=(vector,)), meaning=2.0)
    assert "hardly" in without.text


def test_every_feature_that_the_shipped_model_weighs_can_be_told() -> None:
    told = {name for names, _ in WORDED.values() for name in names}
    assert {name.removesuffix("_meant") for name in shipped().weights} <= told


def test_the_reasons_are_the_whole_sum() -> None:
    contact = asked("the boots are too small", channel="sms", meaning=np.array([1.0, 0.0], dtype="float32"))
    known = case("boots, size 41", meanings=(np.array([0.6, 0.8], dtype="float32"),))
    [features] = features_of(contact, [known])
    every = dict.fromkeys(features, 1.0)
    told = reasons(features, model(**every), contact, known)
    rest = [name for names, _ in WORDED.values() for name in names]
    assert {name.removesuffix("_meant") for name in features} <= set(rest)
    assert sum(each.weight for each in told) == pytest.approx(model(**every).logit(features), abs=len(features) * LEAST)


def test_a_real_reckoning_is_told_without_raising() -> None:
    contact, known = asked("the boots are too small", channel="sms"), case("boots, size 41")
    [features] = features_of(contact, [known])
    found = reasons(features, shipped(), contact, known)
    assert found
    assert all(each.text and "{" not in each.text for each in found)


def test_evidence_is_kept_as_json() -> None:
    assert evidence_json([Evidence("words", "shares the words seat", 1.23456)]) == [
        {"kind": "words", "text": "shares the words seat", "weight": 1.235}
    ]
