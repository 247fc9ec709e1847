"""Equal addresses become equal text, whatever a channel sends."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SHARED
from warmline.customers.normalise import clean_name, label_of, normalise, siblings

SCHEMES = st.sampled_from(["email", "phone", "whatsapp", "sms", "web_visitor", "crm_id", "X-Scheme!"]) | st.text()


@pytest.mark.parametrize(
    "caller",
    ["", " ", "anonymous", "Unknown", "RESTRICTED", "+266696687", "sip:anonymous@anonymous.invalid", "\x00"],
)
def test_withheld_caller_is_nobody(caller: str) -> None:
    assert normalise("phone", caller) is None


def test_empty_address_is_nobody() -> None:
    assert normalise("email", " <> ") is None
    assert normalise("web_visitor", "\x00 \n") is None


@pytest.mark.parametrize(
    ("given_value", "stored"),
    [
        ("+12155550183", "+12155550183"),
        ("tel:+1-215-555-0183", "+12155550183"),
        ("(215) 555-0183", "+12155550183"),
        ("0012155550183", "0012155550183"),
        ("sip:+12155550183@gateway.example.net;user=phone", "+12155550183"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("+4407700900123", "+447700900123"),
        ("+390612345678", "+390612345678"),
        ("12345", "12345"),
        ("Northlight", "Northlight"),
    ],
)
def test_telephone_number(given_value: str, stored: str) -> None:
    assert normalise("phone", given_value, "US") == ("phone", stored)


def test_national_number_needs_a_region() -> None:
    assert normalise("phone", "(215) 555-0183") == ("phone", "2155550183")
    assert normalise("phone", "07700 900123", "GB") == ("phone", "+447700900123")


@pytest.mark.parametrize(
    ("given_value", "stored"),
    [
        (" Ada.Lovelace+News@Example.COM ", "ada.lovelace+news@example.com"),
        ("mailto:ada%40example.com?subject=Hello", "ada@example.com"),
        ('"Ada, Countess" <ADA@example.com>', "ada@example.com"),
        ("ada@BÜCHER.example.", "ada@xn--bcher-kva.example"),
        ("MAILER-DAEMON", "mailer-daemon"),
    ],
)
def test_mail_address(given_value: str, stored: str) -> None:
    assert normalise("email", given_value) == ("email", stored)


def test_dots_and_plus_parts_are_kept() -> None:
    assert normalise("email", "a.b@example.com") != normalise("email", "ab@example.com")
    assert normalise("email", "a+x@example.com") != normalise("email", "a@example.com")


def test_other_schemes_keep_their_case() -> None:
    assert normalise("crm_id", " N243496 ") == ("crm_id", "N243496")


def test_long_values_stay_different() -> None:
    one, two = normalise("web_visitor", "v" * 600 + "1"), normalise("web_visitor", "v" * 600 + "2")
    assert one is not None
    assert two is not None
    assert one != two
    assert len(one[1]) == 512


def test_siblings_are_other_schemes_of_the_same_number() -> None:
    assert siblings(("phone", "+12155550183")) == [("sms", "+12155550183"), ("whatsapp", "+12155550183")]
    assert siblings(("phone", "12345")) == []
    assert siblings(("email", "ada@example.com")) == []


@given(SCHEMES, st.text(), st.sampled_from([None, "US", "GB", "IT"]))
def test_never_raises_and_repeats_itself(scheme: str, value: str, region: str | None) -> None:
    found = normalise(scheme, value, region)
    if found is None:
        return
    assert found[1].encode()
    assert len(found[1]) in range(1, 513)
    assert "\x00" not in found[1]
    assert found[0].isidentifier()
    assert normalise(*found, region) == found


@given(st.text())
def test_a_name_is_one_short_line(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned is None or cleaned.splitlines() == [cleaned]
    assert cleaned is None or 0 < len(cleaned.encode("utf-8")) <= 800


def test_every_handle_of_the_continuity_set_is_kept_as_it_is() -> None:
    lines = (SHARED / "data/continuity/contacts.jsonl").read_text("utf-8").splitlines()
    handles = {(row["from"]["scheme"], row["from"]["value"]) for row in map(json.loads, lines) if "from" in row}
    named = {each for each in handles if each[1] != "anonymous"}
    assert {normalise(*each) for each in named} == named


def test_nobody_is_called_by_a_cookie() -> None:
    assert label_of(("browser", "3b883116-dbc6-4447-b3b3-d1db8d93a731")) == "Visitor 3b883116"
    assert label_of(("email", "kim@example.com")) == "kim@example.com"
    assert len(label_of(("crm_id", "7" * 500))) == 200
