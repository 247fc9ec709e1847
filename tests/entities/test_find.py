"""What is found in texts: exactly where it stands, in messy writing, and in time whatever the text."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.entities import NewPattern, Patterns, find, fingerprint, masked
from warmline.entities.finders.numbers import luhn
from warmline.kit.ids import new_id

SAID = date(2026, 3, 10)
OWN = Patterns(
    [NewPattern(kind="policy", label="Policy", expression=r"[a-z]{2} ?[0-9]{3} ?[0-9]{4}", cues=["policy number"])]
)
PIECES = (
    "policy number is", "AU 482 7719", "a u four eight two", "seven seven one nine", "4111 1111 1111 1111", "yesterday",
    "12 High Street, Leeds LS1 4AP", "Toyota Prius 2018", "maria dot okafor at example dot com", "€1.250,50", "3/4/26",
    "ſſ", "Ḧauptstraße 12", "日本", "\x00", "İ", "ﬁ", "‑", "  ", "\n", "double five", "last four of my social:", "3866",
)  # fmt: skip
WRITTEN = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12)
HOSTILE = (
    "1 ", "a", "policy number is ", "one two three ", "a@", "12 a b c d ", "ford ", "4111111111111111 ", "at dot ", "-",
    "é9 ",
)  # fmt: skip


def values(text: str, kind: str, **ways: object) -> list[str]:
    return [each.value for each in find(text, said=SAID, **ways) if each.kind == kind]  # type: ignore[arg-type] # ways


@pytest.mark.parametrize(
    "text",
    [
        "policy from 2019 in force",
        "I have one two things",
        "see you at 10 or at 12",
        "it costs nothing, thank you for calling",
        "on page 4 of 12",
        "",
    ],
)
def test_what_is_no_number_of_anything_is_not_found(text: str) -> None:
    assert find(text, said=SAID) == ()


def test_a_long_number_that_fits_no_card_is_no_card() -> None:
    assert not luhn("4111111111111112")
    assert values("4111111111111112", "card") == []
    assert values("0000 0000 0000 0000", "card") == []


def test_a_relative_day_needs_the_day_on_which_it_was_said() -> None:
    assert [each.kind for each in find("it broke yesterday")] == []
    assert values("it broke yesterday", "date") == ["2026-03-09"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("my policy number is AU-482 7719", "policy", "AU4827719"),
        ("policy number is a u four eight two seven seven one nine", "policy", "AU4827719"),
        ("claim no. CLM-938", "claim", "CLM938"),
        ("account number double five four nine two two", "account", "554922"),
        ("my account ending in 4321", "account", "4321"),
        ("card 4111-1111-1111-1111", "card", "1111"),
        ("the last four of the card 0784", "card", "0784"),
        ("ssn num 7898 credit card num 6679", "national_id", "7898"),
        ("last four digits of my social: 3866", "national_id", "3866"),
        ("ssn 078-05-1120", "national_id", "1120"),
        ("I paid $1,250.50", "amount", "1250.50 USD"),
        ("es waren 1250,50 euro", "amount", "1250.50 EUR"),
        ("about 2k pounds", "amount", "2000.00 GBP"),
        ("transfer 500 to my son", "amount", "500.00"),
        ("on 2026-03-01", "date", "2026-03-01"),
        ("on the 23 rd of june 2025", "date", "2025-06-23"),
        ("june 13 th", "date", "2025-06-13"),
        ("the day before yesterday", "date", "2026-03-08"),
        ("3 days ago", "date", "2026-03-07"),
        ("last friday", "date", "2026-03-06"),
        ("my date of birth is 12 March 1984", "date_of_birth", "1984-03-12"),
        ("it is a honda pilot the 2017 model", "vehicle", "Honda Pilot 2017"),
        ("make ford model ecosport year manufactured 2010", "vehicle", "Ford Ecosport 2010"),
        ("registration AB12 CDE", "vehicle", "AB12CDE"),
        ("52 north washington blvd syracuse ny 13021", "address", "52 NORTH WASHINGTON BLVD SYRACUSE NY 13021"),
        ("12 High Street, Leeds LS1 4AP", "address", "12 HIGH STREET LEEDS LS1 4AP"),
        ("Hauptstraße 12, 80331 München", "address", "HAUPTSTRASSE 12 80331 MÜNCHEN"),
        ("my zip code is 98027", "address", "98027"),
        ("call me on +44 7700 900748", "phone", "+447700900748"),
        ("(212) 555-0143 is my phone", "phone", "2125550143"),
        ("write to Ada.Okafor@Example.com.", "email", "ada.okafor@example.com"),
        ("maria dot okafor at example dot com", "email", "maria.okafor@example.com"),
        ("my name is joel kevin", "name", "Joel Kevin"),
    ],
)
def test_reads_what_people_write(text: str, kind: str, value: str) -> None:
    assert values(text, kind) == [value]


@pytest.mark.parametrize(
    ("answer", "asked", "value"),
    [
        ("5874", "national_id", "5874"),
        ("sure its xkr 215669583", "policy", "XKR215669583"),
        ("raj prasad", "name", "Raj Prasad"),
        ("8138879867", "phone", "8138879867"),
        ("500", "amount", "500.00"),
        ("06252018", "date", "2018-06-25"),
        ("34 cnc college", "address", "34 CNC COLLEGE"),
        ("2017", "vehicle", "2017"),
    ],
)
def test_a_bare_answer_is_read_by_its_question(answer: str, asked: str, value: str) -> None:
    assert value not in values(answer, asked) or asked in ("phone", "date")
    assert value in values(answer, asked, expecting=[asked])


def test_an_organisations_pattern_needs_no_cue_and_yields_to_one() -> None:
    [found] = find("AU 482 7719 please", OWN)
    assert (found.kind, found.value, found.label) == ("policy", "AU4827719", "Policy")
    assert [each.kind for each in find("claim number AU 482 7719", OWN)] == ["claim"]
    assert find("its 482 7719", OWN) == ()


def test_of_a_card_the_last_four_and_a_fingerprint_are_kept() -> None:
    [spelled] = find("card four one one one " + "one " * 12)
    [written] = find("4111 1111 1111 1111")
    org = new_id()
    kept = fingerprint(written, org)
    assert kept.startswith("1111:")
    assert "4111" not in kept
    assert fingerprint(spelled, org) == kept != fingerprint(written, new_id())


def test_cards_are_masked_and_nothing_else_moves() -> None:
    text = "card 4111 1111 1111 1111, policy AU 482 7719"
    assert masked(text) == "card •••• •••• •••• 1111, policy AU 482 7719"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12), st.sampled_from([" ", "", ", "])
)
def test_every_span_is_where_its_text_stands(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    end = 0
    for each in find(text, OWN, said=SAID, expecting=["policy", "name", "date"]):
        assert text[each.start : each.end] == each.text
        assert end <= each.start < each.end
        assert each.value
        assert each.confidence > 0
        assert each.confidence <= 1
        end = each.end


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_of_a_megabyte_is_read_in_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.thread_time()
    found = find(text, OWN, said=SAID, expecting=["policy"])
    masked(text)
    assert time.thread_time() - start < 5
    assert len(found) <= 200
