"""What is sealed opens only with the right key, in the right place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.kit.crypto import SecretUnreadable, Vault

VAULT = Vault([b"present key"])


def test_refuses_to_be_without_a_key() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        Vault([])
    with pytest.raises(ValueError, match="none may be empty"):
        Vault([b"key", b""])


def test_another_key_does_not_open() -> None:
    with pytest.raises(SecretUnreadable):
        Vault([b"another key"]).open(VAULT.seal(b"secret", place="here"), place="here")


def test_another_purpose_does_not_open() -> None:
    with pytest.raises(SecretUnreadable):
        Vault([b"present key"], purpose="else").open(VAULT.seal(b"secret", place="here"), place="here")


def test_another_place_does_not_open() -> None:
    with pytest.raises(SecretUnreadable):
        VAULT.open(VAULT.seal(b"secret", place="here"), place="there")


@given(st.binary(max_size=64), st.data())
def test_a_changed_bit_does_not_open(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(VAULT.seal(plain, place="here"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SecretUnreadable):
        VAULT.open(bytes(sealed), place="here")


@given(st.binary(max_size=64))
def test_garbage_does_not_open(garbage: bytes) -> None:
    with pytest.raises(SecretUnreadable):
        VAULT.open(garbage, place="here")


@given(st.binary(max_size=1000), st.text(max_size=50))
def test_opens_what_it_sealed(plain: bytes, place: str) -> None:
    assert VAULT.open(VAULT.seal(plain, place=place), place=place) == plain


def test_sealing_twice_gives_different_bytes() -> None:
    assert VAULT.seal(b"secret", place="here") != VAULT.seal(b"secret", place="here")


def test_a_replaced_key_opens_and_the_present_one_seals() -> None:
    old, both = Vault([b"old"]), Vault([b"new", b"old"])
    sealed = old.seal(b"secret", place="here")
    assert both.open(sealed, place="here") == b"secret"
    assert not both.is_current(sealed)
    again = both.seal(b"secret", place="here")
    assert both.is_current(again)
    assert Vault([b"new"]).open(again, place="here") == b"secret"


def test_shows_no_key() -> None:
    assert "present" not in repr(VAULT)


def test_derived_keys_differ_by_purpose_and_keep_the_order_of_the_installation_keys() -> None:
    vault = Vault([b"new key", b"old key"])
    assert vault.derive("one")[0] != vault.derive("two")[0]
    assert vault.derive("one")[1] == Vault([b"old key"]).derive("one")[0]
    assert all(len(key) == 32 for key in vault.derive("one"))
