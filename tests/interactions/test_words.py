"""References, terms and categories: what is read out of a text."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from warmline.interactions.categories import Categoriser
from warmline.interactions.references import BITS, folded, reference, references_in
from warmline.interactions.terms import MOST_TERMS, merge, similarity, terms_of


@dataclass
class Word:
    code: str
    label: str
    synonyms: list[str] = field(default_factory=list)
    parent: str | None = None


@given(st.lists(st.integers(0, (1 << BITS) - 1), unique=True, max_size=50))
def test_references_are_one_to_one(numbers: list[int]) -> None:
    assert len({reference(each) for each in numbers}) == len(numbers)


def test_neighbouring_references_do_not_look_alike() -> None:
    pairs = zip(reference(41), reference(42), strict=True)
    assert sum(left != right for left, right in pairs) >= 4


@given(st.integers(1, (1 << BITS) - 1))
def test_a_reference_is_found_however_it_is_written(number: int) -> None:
    told = reference(number)
    aloud = told.replace("0", "o").replace("1", "L")
    many = " ".join(f"AB{n}" for n in range(1000, 1040))
    for written in (
        told,
        told.lower(),
        told.replace("-", " "),
        aloud,
        f"Re: your case {told}, please",
        f"{told} 12 May",
        f"{many} {told}",
    ):
        assert folded(told) in references_in(written)


def test_several_ways_to_write_one_number() -> None:
    for written in ("AU 482 7719", "au-4827719", "policy AU4827719."):
        assert "AU4827719" in references_in(written)


@given(st.text(max_size=500), st.text(max_size=500))
def test_similarity_is_a_share_and_symmetric(left: str, right: str) -> None:
    one, two = terms_of(left), terms_of(right)
    assert similarity(one, two) >= 0.0
    assert similarity(one, two) <= 1.0
    assert abs(similarity(one, two) - similarity(two, one)) < 1e-9


def test_a_short_follow_up_is_like_its_long_case() -> None:
    case = terms_of(
        "my car was damaged by hail, the windscreen is broken, I need a garage and a rental car, claim 4471"
    )
    assert similarity(terms_of("the windscreen again"), case) > similarity(terms_of("my card was stolen"), case)


def test_a_bag_of_terms_is_bounded() -> None:
    assert (
        len(merge({}, terms_of(" ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(400)))))
        == MOST_TERMS
    )


def test_a_category_is_known_by_its_longest_words() -> None:
    words = Categoriser(
        [
            Word("claim", "Claim", ["accident", "hail damage"]),
            Word("billing", "Billing", ["invoice", "direct debit"]),
            Word("billing.refund", "Refund", ["money back"], parent="billing"),
        ]
    )
    assert words.best("An accident happened and there is hail damage") == "claim"
    assert words.best("I want my money back") == "billing"
    assert words.best("good morning") is None
