"""What our messages ask customers for; what does not ask comes first."""

import time

import pytest

from warmline.entities import NewPattern, Patterns, asks

OWN = Patterns([NewPattern(kind="loan", label="Loan", expression="L[0-9]{6}", cues=["loan number"])])


@pytest.mark.parametrize(
    "text",
    [
        "I have your policy number AU4827719, thank you.",
        "Is your policy number still AU 482 7719?",
        "What is the other driver's policy number?",
        "What will your new address be?",
        "Please keep your policy number ready.",
        "Never share your card number with anyone.",
        "Please quote your claim number in your reply.",
        "Your claim has been paid.",
        "Thank you for your policy number.",
        "How are you?",
        "",
    ],
)
def test_these_ask_for_nothing(text: str) -> None:
    assert asks(text) == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Could you please send us your policy number and date of birth?", ["date_of_birth", "policy"]),
        ("May I have your full name and e-mail address for security?", ["email", "name"]),
        ("To verify you, please confirm the last four digits of your social", ["national_id"]),
        ("what was the make and model of the vehicle", ["vehicle"]),
        ("Thanks. When did the accident happen?", ["date"]),
        ("How much was the charge?", ["amount"]),
        ("What is your post code?", ["address"]),
        ("could you tell me your claim number", ["claim"]),
        ("Please give me your loan number.", ["loan"]),
    ],
)
def test_these_ask(text: str, kinds: list[str]) -> None:
    found = asks(text, OWN)
    assert sorted(each.kind for each in found) == kinds
    for each in found:
        assert each.sentence_start <= each.start < each.end <= each.sentence_end <= len(text)


@pytest.mark.parametrize("piece", ["please your policy number? ", "?", "please ", "a"])
def test_hostile_text_of_a_megabyte_is_read_in_time(piece: str) -> None:
    start = time.thread_time()
    asks(piece * (1_000_000 // len(piece)), OWN)
    assert time.thread_time() - start < 5
