"""Which address in a text is the visitor's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.connectors.webchat.addresses import typed_address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no address here @ all",
        "kim@localhost",
        "kim@example",
        "me: a@example.com, my wife: b@example.com",
        "https://kim@example.com/path",
        "mailto:kim@example.com",
        "x=kim@example.com",
        "kim..doe@example.com",
        ".kim@example.com",
        "kim@example.com.Thanks for your help",
        "kim@-example.com",
        "kim@example.com@example.org",
        "noreply@example.com wrote to me",
        "I have mailed support@other.example already",
        "<script>kim@example.c</script>",
        "a" * 100 + "@example.com",
    ],
)
def test_what_is_not_plainly_one_address_is_left_alone(text: str) -> None:
    assert typed_address(text) is None


@pytest.mark.parametrize("address", ["claims@northlight.test", "kim@mail.northlight.test", "a@www.northlight.test"])
def test_an_address_of_the_site_itself_is_not_the_visitors(address: str) -> None:
    assert typed_address(f"I wrote to {address}", ["https://www.northlight.test", "http://localhost:3000"]) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("kim@example.com", "kim@example.com"),
        ("Write to kim.doe+claims@mail.example.co.uk.", "kim.doe+claims@mail.example.co.uk"),
        ("(kim_doe@example.com)", "kim_doe@example.com"),
        ("E-Mail:\nKIM@EXAMPLE.COM!", "KIM@EXAMPLE.COM"),
        ("kim@example.com or, as I said, Kim@Example.com?", "kim@example.com"),
        ("«kim@example.com»", "kim@example.com"),
        ("我的邮箱是 kim@example.com。", "kim@example.com"),
        ("info about me: kim@info.example", "kim@info.example"),
    ],
)
def test_finds_the_one_address(text: str, address: str) -> None:
    assert typed_address(text, ["https://www.northlight.test"]) == address


@given(st.text(st.sampled_from("ab@.-+ _"), max_size=400))
def test_any_text_is_looked_through(text: str) -> None:
    found = typed_address(text)
    assert found is None or found in text
