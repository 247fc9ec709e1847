"""What the words say: nothing that is not in them, whatever they are."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warmline.customers import read_said
from warmline.customers.facts import births, names_in, of_attributes, of_reference, street_in, streets
from warmline.customers.names import Name, fold

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = "Maria Okafor o'Néill policy 1984-03-03 12 Alder Street for > @ a@b.example ß wrote: at dot 29/02/1980 . ,"
PHRASES = ("this is", "my name is", "AU 482 7719", "on behalf of", "Kind regards,", "+1 215 555 0183", "--- original")
PIECES = [*WORDS.split(" "), *PHRASES, "\n", "\0", "🦊", "3 March", "99/99/1999"]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))


@given(st.lists(TEXTS, max_size=3))
@example(["this is \ud800 \udfff"])
@example(["my name is " + "İ" * 20])
@example(["\u24ea\u24ea \u24ea\u24ea", "my name is Maria \u2167\u2167"])
def test_reading_never_fails_and_every_name_stands_in_the_text(texts: list[str]) -> None:
    said = read_said(texts, region="US", at=NOW)
    words = {fold(each) for text in texts for each in _words(text)}
    for name in (*said.own, *said.sole):
        assert name.given in words
        assert not name.family or name.family in words
    assert all(fact and len(fact) <= 60 for fact in said.facts)


def _words(text: str) -> list[str]:
    """Whatever stands between what is no letter, in all the ways in which it can be taken apart."""
    joined = "".join(each if each.isalpha() or each in "'’-" else " " for each in text)
    apart = "".join(each if each.isalpha() or each in "'’" else " " for each in text)
    bare = "".join(each if each.isalpha() else " " for each in text)
    return [*joined.split(), *apart.split(), *bare.split()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I was born on 1984-03-04", {"19840304"}),
        ("03/04/1984", {"19840304", "19840403"}),
        ("25/12/1984", {"19841225"}),
        ("4 March 1984", {"19840304"}),
        ("the 4th of March 1984", {"19840304"}),
        ("March 4th, 1984", {"19840304"}),
        ("on 2026-02-27 the hail came", set()),
        ("3 March 2012", set()),
        ("2 March 2012", {"20120302"}),
        ("31/02/1984", set()),
        ("policy 1984-03-04-77", set()),
        ("1850-01-01", set()),
    ],
)
def test_dates_of_birth(text: str, found: set[str]) -> None:
    assert births(text, NOW) == found
    assert births(text, None) == frozenset()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I live at 12 Alder Street.", {"12 alder"}),
        ("Flat 3, 12 alder rd", {"12 alder"}),
        ("1204 N Oak Ave, Springfield", {"1204 oak"}),
        ("12a St. Mary's Close", {"12 st"}),
        ("I waited 12 days on the street", {"12 days"}),
        ("12 windows are broken", set()),
    ],
)
def test_addresses(text: str, found: set[str]) -> None:
    assert streets(text) == found


@pytest.mark.parametrize(
    ("field", "fact"), [("12 Alder Street", "12 alder"), ("Ahornweg 7", "7 ahornweg"), ("?", None)]
)
def test_an_address_in_a_field_of_its_own(field: str, fact: str | None) -> None:
    assert street_in(field) == fact


def test_what_a_record_tells() -> None:
    attributes = {"date_of_birth": "1984-03-03", "street": "12 Alder Street", "policy_number": "AU 482 7719",
                  "national_id": 123456789, "shoe_size": "4711", "loan_id": True}  # fmt: skip
    assert of_attributes(attributes) == {"19840303", "12 alder", "4827719", "123456789"}
    assert of_reference("P12-AB-3456") == {"123456", "3456"}
    assert names_in("Okafor, Maria", {"given_name": "Mary", "family_name": "Jones"}) == {
        Name("maria", "okafor"), Name("mary", "jones"),
    }  # fmt: skip
    assert names_in("Acme Ltd", {"given_name": "Mary"}) == set()
