"""Tokens: what they name, and that nothing but the right one passes."""

import pytest

from warmline.accounts import tokens
from warmline.kit.ids import new_id

ORG = new_id()


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "x" * 32 + "." + "y" * 43,
        ORG.hex + "." + "y" * 42,
        ORG.hex + "." + "y" * 44,
        ORG.hex + "_" + "y" * 43,
        str(ORG) + "." + "y" * 43,
        ORG.hex + "." + "y" * 42 + "\n",
        ORG.hex + "." + "y" * 43 + "\n",
        ORG.hex.upper() + "." + "y" * 43,
    ],
)
def test_malformed_session_names_no_organisation(token: str) -> None:
    assert tokens.organization_of(token, tokens.SESSION) is None


def test_a_key_is_no_session_and_a_session_no_key() -> None:
    assert tokens.organization_of(tokens.new_key(ORG), tokens.SESSION) is None
    assert tokens.organization_of(tokens.new_session(ORG), tokens.KEY) is None


def test_tokens_name_their_organisation_and_never_repeat() -> None:
    sessions = {tokens.new_session(ORG) for _ in range(100)}
    assert {tokens.organization_of(each, tokens.SESSION) for each in sessions} == {ORG}
    assert len({tokens.digest(each) for each in sessions}) == 100
    assert tokens.organization_of(tokens.new_key(ORG), tokens.KEY) == ORG


@pytest.mark.parametrize("sent", [None, "", "é", "0" * 64])
def test_wrong_csrf_token(sent: str | None) -> None:
    assert not tokens.is_csrf_token(sent, tokens.new_session(ORG))


def test_csrf_token_belongs_to_one_session() -> None:
    one, other = tokens.new_session(ORG), tokens.new_session(ORG)
    assert tokens.is_csrf_token(tokens.csrf_token(one), one)
    assert not tokens.is_csrf_token(tokens.csrf_token(other), one)


def test_prefix_tells_keys_apart_and_keeps_their_secret() -> None:
    key = tokens.new_key(ORG)
    shown = tokens.key_prefix(key).removeprefix("wl_…")
    assert len(shown) == tokens.SHOWN
    assert key.split("_", 2)[2].startswith(shown)
