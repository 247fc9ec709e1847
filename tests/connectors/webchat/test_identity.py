"""Who is signed in on the site is believed if the site has signed exactly that."""

import hashlib
import hmac
import time

import msgspec
import pytest

from warmline.connectors.webchat.errors import IdentityRefused
from warmline.connectors.webchat.identity import Identity, prove, verify

SECRET = "a secret that the site has, too, and nobody else"
KIM = Identity(user_id="C-4711", email="kim@example.com", name="Kim Dœ")


def signed(identity: Identity, secret: str = SECRET) -> Identity:
    return msgspec.structs.replace(identity, hash=prove(identity, secret))


@pytest.mark.parametrize(
    "identity",
    [
        KIM,
        msgspec.structs.replace(KIM, hash="0" * 64),
        msgspec.structs.replace(KIM, hash="é" * 64),
        signed(KIM, "another secret"),
        msgspec.structs.replace(signed(KIM), user_id="C-1"),
        msgspec.structs.replace(signed(KIM), email="eve@example.com"),
        msgspec.structs.replace(signed(KIM), name="Eve"),
        msgspec.structs.replace(signed(KIM), expires=int(time.time()) + 60),
        # The same bytes under another division of the lines.
        msgspec.structs.replace(signed(KIM), user_id="C-4711\nkim@example.com", email="Kim Dœ", name=""),
    ],
)
def test_what_was_not_signed_is_refused(identity: Identity) -> None:
    with pytest.raises(IdentityRefused, match=r"hash does not fit|control character"):
        verify(identity, SECRET)


def test_nobody_is_known_without_a_secret() -> None:
    with pytest.raises(IdentityRefused, match="no identity_secret"):
        verify(signed(KIM, ""), "")


def test_a_line_break_is_refused_even_if_it_is_signed() -> None:
    with pytest.raises(IdentityRefused, match="control character"):
        verify(signed(msgspec.structs.replace(KIM, name="Kim\nDoe")), SECRET)


def test_an_expired_proof_is_refused() -> None:
    with pytest.raises(IdentityRefused, match="expired"):
        verify(signed(msgspec.structs.replace(KIM, expires=int(time.time()) - 1)), SECRET)


def test_believes_what_the_site_has_signed() -> None:
    claims = verify(signed(KIM), SECRET)
    assert (claims.user_id, claims.user_email, claims.name) == ("C-4711", "kim@example.com", "Kim Dœ")
    assert (claims.email, claims.phone) == (None, None)


def test_the_proof_is_made_as_it_is_documented() -> None:
    """As a site would write it, without our code."""
    text = "C-4711\nkim@example.com\n\n1900000000"
    proof = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    identity = Identity(user_id="C-4711", email="kim@example.com", expires=1900000000, hash=proof.upper())
    assert verify(identity, SECRET).user_id == "C-4711"
