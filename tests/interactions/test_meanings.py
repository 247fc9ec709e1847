"""Placing by meaning: with the encoder, with another one, and without."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from tests.interactions.desk import START, Desk
from tests.interactions.test_places import come, decision_on, wrote
from warmline.interactions.actions import correct
from warmline.interactions.meanings import (
    LEAST,
    LONGEST,
    encoder_name,
    meanings_of,
    packed,
    sentence,
    unpacked,
    with_meaning,
)
from warmline.kit import encoder
from warmline.kit.encoder import load_encoder

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LUGGAGE = "Hello, my suitcase was not on the carousel when I landed in Porto"
SAME_IN_OTHER_WORDS = "Has anybody traced the missing luggage yet?"


async def stored(desk: Desk) -> list[Any]:
    return await desk.rows("select meanings, meaning_by from case_record order by id")


@pytest.fixture
def none() -> Iterator[None]:
    """An installation without an encoder."""
    encoder.choose("off")
    yield
    encoder.choose("off")


def test_too_little_is_no_sentence() -> None:
    assert sentence("") == sentence("ok") == sentence("x" * (LEAST - 1)) == ""
    assert sentence("Ines Duarte", without={"ines", "duarte"}) == ""


def test_a_sentence_is_short_and_without_names() -> None:
    assert sentence("I am Ines,\n my bag is lost", without={"ines"}) == "I am my bag is lost"
    assert len(sentence("word " * 10_000)) == LONGEST


async def test_without_an_encoder_there_are_no_vectors(none: None) -> None:
    assert encoder_name() is None
    assert await meanings_of({}) == {}
    assert packed(()) is None
    assert unpacked(b"\0" * 768, "any 1") == ()


async def test_without_an_encoder_everything_works_on_terms(desk: Desk, none: None) -> None:
    [first] = await come(desk, wrote(desk, LUGGAGE))
    [again] = await come(desk, wrote(desk, "Any news on the suitcase that was not on the carousel?", DAY))
    assert again.case_id == first.case_id
    assert [tuple(row) for row in await stored(desk)] == [(None, None)]
    decision = await decision_on(desk, again)
    assert "meaning" not in {each["kind"] for each in decision["evidence"]}


def test_the_first_stays_and_the_mean_follows() -> None:
    one, two = (np.array(each, dtype="float32") for each in ([1.0, 0.0], [0.0, 1.0]))
    assert with_meaning((), one) == (one,)
    first, mean = with_meaning((one,), two)
    assert first is one
    assert float(mean @ mean) == pytest.approx(1.0)
    assert float(mean @ one) > float(mean @ two) > 0
    assert len(with_meaning((first, mean), two)) == 2


def test_vectors_come_back_as_they_were_kept(encoding: None) -> None:
    model = load_encoder()
    assert model
    [vector] = model.encode([LUGGAGE])
    [back] = unpacked(packed((vector,)), encoder_name())
    assert float(back @ vector) == pytest.approx(1.0, abs=1e-3)
    # Those of another encoder cannot be compared.
    assert unpacked(packed((vector,)), "another 2.0") == ()
    assert unpacked(packed((vector,)), None) == ()


async def test_the_same_matter_in_other_words_is_attached(desk: Desk, encoding: None) -> None:
    [bag] = await come(desk, wrote(desk, LUGGAGE))
    [card] = await come(desk, wrote(desk, "Hello, I need a second credit card for my husband", HOUR))
    assert card.case_id != bag.case_id
    [again] = await come(desk, wrote(desk, SAME_IN_OTHER_WORDS, DAY))
    assert again.case_id == bag.case_id
    decision = await decision_on(desk, again)
    assert "meaning" in {each["kind"] for each in decision["evidence"]}


async def test_vectors_are_stored_with_who_made_them(desk: Desk, encoding: None) -> None:
    await come(desk, wrote(desk, LUGGAGE))
    [row] = await stored(desk)
    model = load_encoder()
    assert model
    assert row["meaning_by"] == encoder_name()
    [kept] = unpacked(row["meanings"], row["meaning_by"])
    assert kept.shape == (model.dimensions,)


async def test_another_encoders_vectors_are_ignored_and_replaced(desk: Desk, encoding: None) -> None:
    [first] = await come(desk, wrote(desk, LUGGAGE))
    await desk.rows("update case_record set meaning_by = 'another 2.0'")
    [again] = await come(desk, wrote(desk, "Any news on the suitcase that was not on the carousel?", DAY))
    assert again.case_id == first.case_id
    [row] = await stored(desk)
    assert row["meaning_by"] == encoder_name()
    assert len(unpacked(row["meanings"], row["meaning_by"])) == 1


async def test_vectors_stay_where_the_encoder_is_switched_off_for_a_time(desk: Desk, encoding: None) -> None:
    await come(desk, wrote(desk, LUGGAGE))
    before = await stored(desk)
    encoder.choose("off")
    await come(desk, wrote(desk, "The suitcase is a blue one, it was not on the carousel", HOUR))
    assert await stored(desk) == before


async def test_a_vector_goes_with_its_contact(desk: Desk, encoding: None) -> None:
    await desk.tune(attach=1, suggest=1)
    _, bag = await desk.placed("ada@example.com", LUGGAGE)
    other, _ = await desk.placed("ada@example.com", "A second credit card for my husband", at=START + DAY)
    before = await stored(desk)
    await desk.act(correct.move, desk.actor, other, bag, reason="one matter")
    [of_bag, of_card] = await stored(desk)
    assert len(unpacked(of_bag["meanings"], of_bag["meaning_by"])) == 2
    assert (of_card["meanings"], of_card["meaning_by"]) == (None, None)
    [row] = await desk.rows("select id from case_decision where kind = 'move'")
    await desk.act(correct.undo, desk.actor, row["id"], reason="it was not")
    assert [each["meaning_by"] for each in await stored(desk)] == [each["meaning_by"] for each in before]
