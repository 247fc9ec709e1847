"""A token is made by us, for one account, for one purpose, and for a time; or it is refused."""

import time
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.connectors.webchat.errors import TokenRefused
from warmline.connectors.webchat.tokens import Claims, Signer, Upload, Visitor

SIGNER = Signer([b"k" * 32], "wlv", Visitor)


def visitor(**changes: object) -> Visitor:
    made = Visitor(
        account_id=UUID(int=1),
        visitor_id=UUID(int=2),
        session=UUID(int=3),
        issued=0,
        expires=int(time.time()) + 60,
        claims=Claims(name="Kim", fields={"policy": "P-1"}),
    )
    return msgspec.structs.replace(made, **changes)


@given(st.data())
def test_a_changed_character_is_refused(data: st.DataObject) -> None:
    token = SIGNER.sign(visitor())
    # The last character has bits that Base64 does not use.
    place = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.characters().filter(lambda each: each != token[place]))
    with pytest.raises(TokenRefused):
        SIGNER.read(token[:place] + other + token[place + 1 :])


@given(st.text(max_size=200) | st.from_regex(r"wlv_[A-Za-z0-9_-]{0,200}", fullmatch=True))
def test_whatever_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(TokenRefused):
        SIGNER.read(text)


def test_an_endless_text_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(TokenRefused, match="wrong form"):
        SIGNER.read("wlv_" + "A" * 1_000_000)


def test_the_key_of_another_account_is_refused() -> None:
    with pytest.raises(TokenRefused, match="not made for this chat"):
        Signer([b"o" * 32], "wlv", Visitor).read(SIGNER.sign(visitor()))


def test_a_token_of_another_kind_is_refused() -> None:
    upload = Upload(visitor_id=uuid4(), sha256="0" * 64, name="a", content_type="b/c", size=1, expires=2**40)
    token = Signer([b"k" * 32], "wlf", Upload).sign(upload)
    with pytest.raises(TokenRefused, match="wrong form"):
        SIGNER.read(token)
    with pytest.raises(TokenRefused, match="another version"):
        SIGNER.read("wlv_" + token.removeprefix("wlf_"))


def test_an_expired_token_is_refused() -> None:
    with pytest.raises(TokenRefused, match="has expired"):
        SIGNER.read(SIGNER.sign(visitor(expires=int(time.time()))))


def test_gives_back_what_was_signed() -> None:
    signed = visitor()
    assert SIGNER.read(SIGNER.sign(signed)) == signed


def test_a_token_of_the_key_before_is_read() -> None:
    """The installation's key was replaced: who chats goes on chatting."""
    signed = visitor()
    assert Signer([b"n" * 32, b"k" * 32], "wlv", Visitor).read(SIGNER.sign(signed)) == signed
