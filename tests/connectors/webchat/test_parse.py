"""Deliveries as contacts and receipts; purity and hostile bytes are the contract suite's."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from tests.connectors.webchat.samples import SAMPLES, visitor
from warmline import sdk
from warmline.connectors.webchat import connector, deliveries
from warmline.connectors.webchat.tokens import Claims

ACCOUNT = SAMPLES.account(connector.manifest)
AT = datetime(2026, 3, 3, tzinfo=UTC)


def parsed(raw: sdk.Raw) -> sdk.Parsed:
    envelope = sdk.Envelope(
        id=UUID(int=3), external_id=raw.external_id, body=raw.body, content_type="", meta={}, received_at=AT
    )
    (found,) = connector.parse(envelope, ACCOUNT)
    return found


def said(text: str, claims: Claims | None = None) -> sdk.Inbound:
    found = parsed(deliveries.saying(visitor(claims=claims or Claims()), "m1", text, []))
    assert isinstance(found, sdk.Inbound)
    return found


def test_an_error_does_not_quote_what_was_said() -> None:
    raw = sdk.Raw(external_id="x", body=b'{"kind":"message","text":"my secret","visitor":"my secret"}')
    with pytest.raises(sdk.Unparsable) as refused:
        parsed(raw)
    assert "secret" not in str(refused.value)


def test_what_the_site_proves_is_verified_and_what_the_visitor_says_is_asserted() -> None:
    claims = Claims(name="Kim", email="home@example.org", phone="+12155550183", user_id="C-1", user_email="k@x.example")
    contact = said("Hello", claims)
    assert contact.sender == sdk.Handle("web_visitor", str(UUID(int=1)), "Kim", sdk.Verification.VERIFIED)
    assert [(each.scheme, each.value, each.verification) for each in contact.also] == [
        ("crm_id", "C-1", "verified"),
        ("email", "k@x.example", "verified"),
        ("email", "home@example.org", "asserted"),
        ("phone", "+12155550183", "asserted"),
    ]


def test_a_proved_address_is_not_said_twice() -> None:
    contact = said("It is K@example.com", Claims(email="k@Example.com", user_email="k@example.com"))
    assert [(each.value, each.verification) for each in contact.also] == [("k@example.com", "verified")]


def test_an_address_in_the_text_is_asserted_with_that_message() -> None:
    assert [(each.scheme, each.value, each.verification) for each in said("I am kim@example.com").also] == [
        ("email", "kim@example.com", "asserted")
    ]
    assert said("a@example.com and b@example.com").also == ()
    assert said("claims@northlight.test told me").also == ()


def test_the_form_is_kept_with_the_contact() -> None:
    claims = Claims(name="Kim", email="k@example.com", fields={"policy": "P-1"})
    assert said("Hello", claims).fields == {"name": "Kim", "email": "k@example.com", "policy": "P-1"}


def test_a_session_and_its_order_are_kept() -> None:
    first, second = deliveries.saying(visitor(), "m1", "a", []), deliveries.saying(visitor(), "m2", "b", [])
    assert first.key == second.key == str(visitor().session)
    assert first.external_id != second.external_id
    assert said("a").thread.session == str(visitor().session)


def test_two_visitors_may_use_one_client_id() -> None:
    one, other = (deliveries.saying(visitor(n), "m1", "a", []) for n in (1, 2))
    assert one.external_id != other.external_id


def test_a_message_is_known_as_its_visitors_own() -> None:
    raw = deliveries.saying(visitor(), "m-1", "a", [])
    assert deliveries.client_id_of(visitor().visitor_id, raw.external_id) == "m-1"
    assert deliveries.client_id_of(visitor(2).visitor_id, raw.external_id) is None
    assert deliveries.client_id_of(visitor().visitor_id, None) is None


def test_leaving_ends_the_session_and_says_nothing() -> None:
    contact = parsed(deliveries.leaving(visitor()))
    assert isinstance(contact, sdk.Inbound)
    assert (contact.ends, contact.messages, contact.thread.session) == (True, (), str(visitor().session))


@pytest.mark.parametrize("status", ["delivered", "read"])
def test_a_receipt_names_our_message_as_it_was_sent(status: str) -> None:
    message_id = UUID(int=7)
    raw = deliveries.noticing(visitor(), message_id, "read" if status == "read" else "delivered")
    assert parsed(raw) == sdk.Receipt(external_id=connector.external_id(message_id, ACCOUNT), status=status, at=AT)


def test_files_are_named_by_their_content() -> None:
    file = deliveries.File(name="a.png", content_type="image/png", sha256="0" * 64, size=3)
    contact = parsed(deliveries.saying(visitor(), "m1", "", [file]))
    assert isinstance(contact, sdk.Inbound)
    assert contact.messages[0].attachments == (
        sdk.Attachment(name="a.png", content_type="image/png", sha256="0" * 64, size=3),
    )


def test_the_body_is_plain_json() -> None:
    body = msgspec.json.decode(deliveries.saying(visitor(), "m1", "Hello", []).body)
    assert (body["kind"], body["text"], body["claims"]["user_id"]) == ("message", "Hello", "C-4711")
