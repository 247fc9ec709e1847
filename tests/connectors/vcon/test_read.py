"""vCons of other systems as contacts: who is the customer, which channel, what was said and with which files."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.connectors.contract import envelope
from tests.connectors.vcon.samples import AT, SAMPLES, call, encoded, vcon
from warmline import sdk
from warmline.connectors.vcon import connector, raw

SAMPLE = SAMPLES.account(connector.manifest)
BEGUN = datetime(2026, 3, 3, 9, 5, 7, tzinfo=UTC)


def contact(document: dict[str, Any], **settings: Any) -> sdk.Inbound:
    account = sdk.Account(org_id=SAMPLE.org_id, id=SAMPLE.id, connector="vcon", channel="webchat", name="", address="",
                          settings=connector.manifest.settings(**settings))  # fmt: skip
    [found] = connector.parse(envelope(raw(encoded(document))), account)
    assert isinstance(found, sdk.Inbound)
    return found


def past(document: dict[str, Any]) -> sdk.Past:
    found = contact(document).past
    assert found
    return found


def text(body: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "start": AT, "parties": 0, "body": body, "encoding": "none"} | more


def test_customer_and_agent_are_told_by_their_roles() -> None:
    found = contact(vcon())
    assert found.sender == sdk.Handle("phone", "+12155550183", "Noor Navarro", sdk.Verification.NONE)
    assert [each.text for each in found.messages] == ["I lost my card."]
    assert found.past
    assert [(each.role, each.name) for each in found.past.partakers] == [("agent", "Dee")]
    [said] = found.past.said
    assert (said.by, said.content.text, said.private) == (0, "It is blocked.", False)
    assert said.content.at == datetime(2026, 3, 3, 9, 6, tzinfo=UTC)


def test_without_roles_who_began_is_the_customer_unless_one_of_ours() -> None:
    parties = [{"mailto": "dee@northlight.example"}, {"mailto": "noor@example.com"}]
    assert contact(vcon(parties=parties)).sender.value == "dee@northlight.example"
    assert contact(vcon(parties=parties), own_addresses=("@northlight.example",)).sender.value == "noor@example.com"
    assert contact(vcon(parties=parties), own_addresses=("DEE@northlight.example",)).sender.value == "noor@example.com"


def test_a_party_without_an_address_is_the_same_one_each_time_or_nobody_else() -> None:
    named = vcon(parties=[{"name": "Noor", "role": "customer", "uuid": "customer-7"}, {"role": "agent"}])
    assert contact(named).sender == sdk.Handle("vcon_party", "customer-7", "Noor", sdk.Verification.VERIFIED)
    nameless = [vcon(n, parties=[{"name": "Noor"}, {}]) for n in (1, 2)]
    one, two = (contact(each).sender.value for each in nameless)
    assert one != two


def test_other_addresses_of_the_customer_are_theirs_by_assertion() -> None:
    party = {"tel": "tel:+12155550183", "mailto": "mailto:noor@example.com", "uuid": "u", "role": "customer",
             "validation": "SSN"}  # fmt: skip
    found = contact(vcon(parties=[party, {}], dialog=[text("x", application="email")]))
    assert (found.channel, found.sender.scheme, found.sender.value) == ("email", "email", "noor@example.com")
    assert found.sender.verification == sdk.Verification.ASSERTED
    assert [(each.scheme, each.verification) for each in found.also] == [
        ("phone", "asserted"),
        ("vcon_party", "verified"),
    ]


@pytest.mark.parametrize(
    ("dialog", "parties", "channel"),
    [
        ([text("x", application="WhatsApp")], [{}], "whatsapp"),
        ([text("x", interaction_type="chat")], [{}], "webchat"),
        ([text("x")], [{"mailto": "a@b.example"}], "email"),
        ([text("x")], [{"tel": "+1"}], "sms"),
        ([text("x")], [{}], "webchat"),
        ([{"type": "recording", "start": AT, "mediatype": "video/ogg", "url": "https://a.example/b"}], [{}], "video"),
        ([{"type": "incomplete", "start": AT, "disposition": "busy"}], [{"tel": "+1"}], "voice"),
    ],
)
def test_the_channel_is_told_by_the_dialogs(dialog: Any, parties: Any, channel: str) -> None:
    assert contact(vcon(parties=parties, dialog=dialog)).channel == channel


def test_a_recording_is_a_call_with_its_transcript_and_what_the_contact_centre_adds() -> None:
    found = contact(call())
    [message] = found.messages
    assert (found.channel, found.at, message.text) == ("voice", BEGUN, "My card is gone.")
    [recording] = message.attachments
    # What lies elsewhere is named and never fetched.
    assert (recording.name, recording.content_type, recording.content) == (
        "https://records.example/1.ogg", "audio/ogg", None,
    )  # fmt: skip
    assert found.fields == {"campaign": "spring", "skill": "cards, loss"}
    assert found.past
    assert (found.past.summary, found.past.talk_seconds, found.past.answered_at) == ("A lost card.", 61.5, BEGUN)
    assert found.past.ended_at == datetime(2026, 3, 3, 9, 6, 8, 500_000, tzinfo=UTC)
    assert found.past.partakers[0].joined_at == BEGUN


def test_nobody_answered() -> None:
    missed = {"type": "incomplete", "start": AT, "disposition": "no-answer", "parties": [0, 1]}
    found = past(vcon(dialog=[missed]))
    assert (found.answered_at, found.ended_at, found.said) == (None, BEGUN, ())
    assert contact(vcon(dialog=[missed])).fields == {"vcon_disposition": "no-answer"}


def test_files_arrive_with_what_they_were_sent_with() -> None:
    files = [
        {"start": AT, "party": 0, "dialog": 0, "mediatype": "image/png", "filename": "a.png", "body": "iVBORw",
         "encoding": "base64url"},
        {"start": AT, "party": 1, "dialog": 1, "body": {"a": 1}, "encoding": "json", "mediatype": "application/json"},
        {"start": AT, "party": 1, "dialog": 9, "body": "lost", "encoding": "none"},
    ]  # fmt: skip
    found = contact(vcon(attachments=files))
    [image] = found.messages[0].attachments
    assert (image.name, image.content, image.content_type) == ("a.png", b"\x89PNG", "image/png")
    assert found.past
    assert [each.content for each in found.past.said[0].content.attachments] == [b'{"a":1}']


def test_html_is_made_safe_and_read_as_text() -> None:
    body = "<p>Hello &amp; bye</p><script>alert(1)</script><img src=x onerror=alert(1)>"
    [message] = contact(vcon(dialog=[text(body, mediatype="text/html")])).messages
    assert message.text == "Hello & bye"
    assert message.html
    assert "script" not in message.html
    assert "onerror" not in message.html


def test_text_in_another_charset_is_read_in_it() -> None:
    latin = {"body": "TfxsbA", "encoding": "base64url"}
    [message] = contact(vcon(dialog=[text("", mediatype="text/plain; charset=iso-8859-1") | latin])).messages
    assert message.text == "Müll"
    [guessed] = contact(vcon(dialog=[text("", mediatype="text/plain") | latin])).messages
    assert guessed.text == "M\ufffdll"


def test_a_later_version_is_known_by_the_first() -> None:
    found = contact(vcon(9, redacted={"uuid": vcon(1)["uuid"], "type": "masked"}))
    assert (found.external_id, found.thread.session) == (vcon(1)["uuid"], vcon(9)["uuid"])
