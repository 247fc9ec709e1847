"""How a contact stands to what was before, read from ways of speaking: in the words of several businesses."""

import pytest

from warmline.interactions.stance import LOOKED_AT, Stance, read_stance

NEW_MATTERS = (
    "Hello, my suitcase was damaged on the belt in Lisbon.",
    "Good morning, I would like a second line on the broadband contract.",
    "Hi, I want to dispute a payment of 42 euros on my statement.",
    "Dear team, a tile fell from the roof onto my car.",
    "Hello, can you change the size of the boots in my order?",
)
ASKED_AFTER = (
    "Any news on the suitcase?",
    "I am still waiting for the engineer.",
    "Nobody has called me back about the payment.",
    "As requested, here are the photos of the roof.",
    "I wrote to you last week about the boots and heard nothing.",
)
SOMETHING_ELSE = (
    "This is about another booking, not the one in March.",
    "A different question: do you also sell routers?",
    "Unrelated to that, my card has a crack.",
    "I have a new question about my cover abroad.",
    "A separate matter: the lamp from my other order.",
)
BACK_AGAIN = (
    "You closed this, but the seat is still not refunded.",
    "I was told it was fixed but the line is dead again.",
    "The same problem is back with the card reader.",
    "Please reopen my claim.",
)
THANKED = (
    "Thank you, the bag has arrived.",
    "Thanks a lot!",
    "Perfect, the line works fine.",
    "Great, all sorted. Many thanks.",
)
WANTS_MORE = (
    "Thanks, but the bag is still not here.",
    "Thank you. Can you also send me an invoice?",
    "Thanks, and when will the engineer come?",
)
COMPLAINED = (
    "I want to speak to your manager.",
    "This is unacceptable, I will go to the ombudsman.",
    "Please take this as a formal complaint.",
)


def test_silence_says_nothing() -> None:
    assert read_stance("") == Stance()
    assert read_stance("   \n ", "") == Stance()


@pytest.mark.parametrize("text", NEW_MATTERS)
def test_a_new_matter_refers_to_nothing_before(text: str) -> None:
    stance = read_stance(text)
    assert (stance.back, stance.fresh, stance.returns, stance.thanks, stance.complains) == (0, 0, 0, 0, 0)
    assert stance.greets


@pytest.mark.parametrize("text", WANTS_MORE)
def test_thanks_that_want_more_are_not_only_thanks(text: str) -> None:
    assert read_stance(text).thanks == 0


@pytest.mark.parametrize("text", [*THANKED, *NEW_MATTERS])
def test_the_content_do_not_complain(text: str) -> None:
    stance = read_stance(text)
    assert (stance.complains, stance.returns) == (0, 0)


@pytest.mark.parametrize("text", ASKED_AFTER)
def test_asking_after_something_refers_back(text: str) -> None:
    assert read_stance(text).back > 0


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_something_else_is_said_to_be_so(text: str) -> None:
    assert read_stance(text).fresh == 1


@pytest.mark.parametrize("text", BACK_AGAIN)
def test_what_was_settled_and_is_back(text: str) -> None:
    assert read_stance(text).returns == 1


@pytest.mark.parametrize("text", THANKED)
def test_thanks_alone(text: str) -> None:
    assert read_stance(text).thanks == 1


@pytest.mark.parametrize("text", COMPLAINED)
def test_who_wants_somebody_above_complains(text: str) -> None:
    assert read_stance(text).complains == 1


def test_several_cues_are_stronger_than_one() -> None:
    one = read_stance("Any news?").back
    several = read_stance("Any news? I am still waiting for a reply to my last mail.").back
    assert one > 0
    assert one < several == 1


def test_a_subject_can_refer_back_but_asks_for_nothing() -> None:
    assert read_stance("My seat number is 14C.", "Following up on my booking").back > 0
    assert read_stance("The lamp is broken.", "Help").asks == 0


def test_case_and_marks_do_not_matter() -> None:
    assert read_stance("ANY NEWS?!").back == read_stance("any news").back


def test_only_the_beginning_of_a_long_text_counts() -> None:
    assert read_stance("lamp " * LOOKED_AT + "any news").back == 0
    hostile = "still " * 200_000
    assert read_stance(hostile).back == 1
