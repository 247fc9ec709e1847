"""Who a visitor is, from the token, the site's word and the form."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from warmline import sdk
from warmline.connectors.webchat.errors import IdentityRefused, TokenRefused
from warmline.connectors.webchat.identity import Identity, prove
from warmline.connectors.webchat.inbox import Inbox
from warmline.connectors.webchat.session import begin, session_view
from warmline.connectors.webchat.settings import PreChatField, WebChatSettings
from warmline.connectors.webchat.tokens import Signer, Upload, Visitor
from warmline.connectors.webchat.wire import NewSession
from warmline.kit.errors import Invalid

SECRET = "the site and the chat know this secret"
FORM = (
    PreChatField(name="name", label="Name", required=True),
    PreChatField(name="email", label="E-mail", type="email", required=True),
    PreChatField(name="phone", label="Phone", type="tel"),
    PreChatField(name="other_email", label="Another e-mail", type="email"),
    PreChatField(name="policy", label="Policy"),
)
ANSWERS = {"name": "Kim", "email": "kim@example.com"}


def inbox(**settings: Any) -> Inbox:
    chosen = WebChatSettings(**({"identity_secret": SECRET, "pre_chat": FORM} | settings))
    account = sdk.Account(
        org_id=UUID(int=1),
        id=UUID(int=2),
        connector="webchat",
        channel="webchat",
        name="x",
        address="",
        settings=chosen,
    )
    return Inbox(
        account=account,
        settings=chosen,
        visitors=Signer([b"v" * 32], "wlv", Visitor),
        uploads=Signer([b"u" * 32], "wlf", Upload),
        codes=(b"a key",),
    )


INBOX = inbox()


def identity(user_id: str, **claims: Any) -> Identity:
    unsigned = Identity(user_id=user_id, **claims)
    return msgspec.structs.replace(unsigned, hash=prove(unsigned, SECRET))


def token(visitor: Visitor) -> str:
    return INBOX.visitors.sign(visitor)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"fields.name", "fields.email"}),
        ({"name": "  ", "email": "kim@example.com"}, {"fields.name"}),
        (ANSWERS | {"email": "kim"}, {"fields.email"}),
        (ANSWERS | {"email": "kim@example.com, eve@example.com"}, {"fields.email"}),
        (ANSWERS | {"phone": "call me"}, {"fields.phone"}),
        (ANSWERS | {"shoe_size": "42"}, {"fields.shoe_size"}),
        (ANSWERS | {"policy": "x" * 201}, {"fields.policy"}),
    ],
)
def test_every_wrong_answer_is_named(fields: dict[str, str], wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        begin(INBOX, NewSession(fields=fields))
    assert {each.field for each in refused.value.fields} == wrong


def test_a_token_that_we_did_not_make_is_refused() -> None:
    with pytest.raises(TokenRefused):
        begin(INBOX, NewSession(token="wlv_" + "A" * 100, fields=ANSWERS))


def test_an_identity_without_proof_is_refused() -> None:
    with pytest.raises(IdentityRefused):
        begin(INBOX, NewSession(fields=ANSWERS, identity=Identity(user_id="C-1", hash="0" * 64)))


def test_the_answers_tell_who_it_is() -> None:
    given = ANSWERS | {"phone": "+1 215 555 0183", "policy": "P-1", "other_email": "home@example.org"}
    visitor, resumed = begin(INBOX, NewSession(fields=given))
    claims = visitor.claims
    assert not resumed
    assert (claims.name, claims.email, claims.phone) == ("Kim", "kim@example.com", "+1 215 555 0183")
    assert claims.fields == {"policy": "P-1", "other_email": "home@example.org"}
    assert (claims.user_id, claims.user_email) == (None, None)


def test_a_returning_visitor_is_not_asked_again() -> None:
    first, _ = begin(INBOX, NewSession(fields=ANSWERS))
    again, resumed = begin(INBOX, NewSession(token=token(first)))
    assert resumed
    assert (again.visitor_id, again.session, again.claims) == (first.visitor_id, first.session, first.claims)
    assert again.expires >= first.expires


def test_what_the_site_has_proved_need_not_be_asked() -> None:
    proved = identity("C-1", email="kim@example.com", name="Kim")
    visitor, _ = begin(INBOX, NewSession(identity=proved))
    assert (visitor.claims.user_id, visitor.claims.user_email, visitor.claims.email) == ("C-1", "kim@example.com", None)
    assert session_view(INBOX, visitor, resumed=False).verified


def test_whoever_is_signed_in_is_one_visitor_on_every_device() -> None:
    open_inbox = inbox(pre_chat=())
    one, _ = begin(open_inbox, NewSession(identity=identity("C-1")))
    other, _ = begin(open_inbox, NewSession(identity=identity("C-1")))
    stranger, _ = begin(open_inbox, NewSession(identity=identity("C-2")))
    assert one.visitor_id == other.visitor_id != stranger.visitor_id
    assert one.session != other.session


def test_signing_in_during_a_conversation_keeps_it() -> None:
    first, _ = begin(INBOX, NewSession(fields=ANSWERS))
    signed_in, resumed = begin(INBOX, NewSession(token=token(first), identity=identity("C-1", name="Kim Doe")))
    assert resumed
    assert (signed_in.visitor_id, signed_in.session) == (first.visitor_id, first.session)
    assert (signed_in.claims.user_id, signed_in.claims.name, signed_in.claims.email) == (
        "C-1",
        "Kim Doe",
        "kim@example.com",
    )


@pytest.mark.parametrize("next_one", [None, "C-2"])
def test_the_next_person_at_the_computer_does_not_see_what_was_said(next_one: str | None) -> None:
    first, _ = begin(INBOX, NewSession(identity=identity("C-1", email="kim@example.com", name="Kim")))
    claimed = identity(next_one) if next_one else None
    other, resumed = begin(INBOX, NewSession(token=token(first), fields=ANSWERS, identity=claimed))
    assert not resumed
    assert other.visitor_id != first.visitor_id
    assert other.session != first.session
    assert other.claims.user_email is None


def test_a_short_secret_and_double_names_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 32"):
        WebChatSettings(identity_secret="short")
    with pytest.raises(ValueError, match="one name"):
        WebChatSettings(pre_chat=(PreChatField(name="a", label="A"), PreChatField(name="a", label="B")))


@pytest.mark.parametrize(
    "origin", ["*", "https://*.example.com", "https://example.com/", "example.com", "https://Example.com", "null", ""]
)
def test_only_exact_origins_can_be_set(origin: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"origins": [origin]}, WebChatSettings)
