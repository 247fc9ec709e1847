"""Lines become contacts; what is wrong with one is said by line and field."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from tests.conftest import SHARED
from tests.connectors.contacts.samples import AT, SAMPLES, line, sign
from tests.connectors.contract import envelope
from warmline import sdk
from warmline.connectors.contacts import connector
from warmline.connectors.contacts.connector import raw

ACCOUNT = SAMPLES.account(connector.manifest)


def _parse(given: bytes, number: int = 12) -> sdk.Parsed:
    (parsed,) = connector.parse(envelope(raw(given, number)), ACCOUNT)
    return parsed


def _contact(**more: Any) -> sdk.Inbound:
    parsed = _parse(line(**more))
    assert isinstance(parsed, sdk.Inbound)
    return parsed


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (b'{"at"', "line 12: the line is no JSON: "),
        (b"[]", "line 12: the line: Expected `object`, got `array`"),
        (b"[" * 100_000, "line 12: the line"),
        (line(messages=[]), "line 12: messages: Expected `array` of length >= 1"),
        (line(messages=[{"at": "soon", "text": ""}]), "line 12: messages[0].at: Invalid RFC3339 encoded datetime"),
        (line(at="2026-03-03T09:05:07"), "line 12: at: Expected `datetime` with a timezone component"),
        (line(external_id=""), "line 12: external_id: Expected `str` of length >= 1"),
        (line(**{"from": {"scheme": "phone"}}), "line 12: from: Object missing required field `value`"),
        (line(**{"from": {"scheme": "Telephone!", "value": "1"}}), "line 12: from.scheme: Expected `str` matching"),
        (
            line(also=[{"scheme": "email", "value": "a@b.example", "verification": "yes"}]),
            "line 12: also[0].verification",
        ),
        (line(account=None), "line 12: the line: Object missing required field `account`"),
        (line(thread="st_1"), "line 12: thread: Expected `object`, got `str`"),
        (b'{"op": "resolve", "external_id": "x"}', "line 12: the line: Object missing required field `at`"),
        (
            b'{"op": "case_reference", "external_id": "x", "at": "2026-03-03T09:05:07Z", "reference": ""}',
            "line 12: reference: Expected `str` of length >= 1",
        ),
    ],
)
def test_names_the_line_and_the_field(given: bytes, problem: str) -> None:
    with pytest.raises(sdk.Unparsable) as caught:
        _parse(given)
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (b'{"op": "escalate", "external_id": "x"}', "operation escalate"),
        (line(channel="fax"), "channel fax"),
        (line(direction="outbound"), "direction outbound"),
    ],
)
def test_keeps_what_it_does_not_know(given: bytes, kind: str) -> None:
    assert _parse(given) == sdk.Unknown(kind=kind)


def test_an_operation_is_about_an_earlier_contact() -> None:
    at = datetime(2026, 3, 3, 9, 5, 7, 85_000, tzinfo=UTC)
    resolve = msgspec.json.encode({"op": "resolve", "external_id": "SM1", "at": AT})
    assert _parse(resolve) == sdk.Settled(external_id="SM1", at=at)
    told = msgspec.json.encode({"op": "case_reference", "external_id": "SM1", "at": AT, "reference": "CASE-U3NA9"})
    assert _parse(told) == sdk.Told(external_id="SM1", at=at, reference="CASE-U3NA9")


def test_an_operation_written_otherwise_is_the_same_operation() -> None:
    one = raw(b'{"op":"resolve","external_id":"SM1","at":"2026-03-03T09:05:07Z"}', 1)
    other = raw(b'{"external_id": "SM1", "at": "2026-03-03T10:05:07+01:00", "op": "resolve"}', 9)
    later = raw(b'{"op":"resolve","external_id":"SM1","at":"2026-03-04T09:05:07Z"}', 1)
    assert one.external_id == other.external_id != later.external_id


def test_takes_only_what_is_signed_with_the_accounts_secret() -> None:
    body = line()
    connector.verify(body, {"x-warmline-signature": sign(body, SAMPLES.settings)["X-Warmline-Signature"]}, ACCOUNT)
    with pytest.raises(sdk.BadSignature, match="does not fit"):
        connector.verify(body + b" ", {"x-warmline-signature": "sha256=\udcff"}, ACCOUNT)


def test_an_account_without_a_secret_takes_no_webhooks() -> None:
    shut = msgspec.structs.replace(ACCOUNT, settings=msgspec.convert({}, connector.manifest.settings))
    with pytest.raises(sdk.BadSignature, match="shut"):
        connector.verify(line(), sign(line(), {"signing_secret": ""}), shut)


async def test_cannot_send() -> None:
    message = sdk.Outbound(
        message_id=ACCOUNT.id, external_id="1", to=sdk.Handle("phone", "+1"), sender_name="", at=_contact().at, text=""
    )
    with pytest.raises(sdk.Rejected):
        await connector.send(message, ACCOUNT)


def test_a_webhook_has_a_line_each_and_blank_ones_do_not_count() -> None:
    raws = connector.raws(line() + b"\r\n\n" + line(external_id="SM2"), {}, ACCOUNT)
    assert [(each.external_id, each.meta["line"]) for each in raws] == [("SM1", "1"), ("SM2", "3")]


def test_one_senders_lines_keep_their_order() -> None:
    assert raw(line(), 1).key == raw(line(external_id="SM2"), 2).key == "phone:+12155550183"


def test_a_line_without_an_id_is_kept_once() -> None:
    first, again, other = raw(b"{", 1), raw(b"{", 2), raw(b"[", 3)
    assert first.external_id == again.external_id != other.external_id


def test_a_mail_names_what_it_answers_nearest_first() -> None:
    contact = _contact(
        channel="email", headers={"In-Reply-To": "<c@x>", "References": "<a@x> <b@x>\r\n <c@x>", "Message-ID": "<d@x>"}
    )
    assert contact.thread.replies_to == ("<c@x>", "<b@x>", "<a@x>")
    assert contact.headers["Message-ID"] == "<d@x>"


def test_a_message_names_what_it_answers_or_its_session() -> None:
    assert _contact(channel="whatsapp", thread={"reply_to": "w0"}).thread.replies_to == ("w0",)
    assert _contact(channel="webchat", thread={"session": "st"}).thread.session == "st"


@pytest.mark.parametrize(
    ("subject", "forwarded"), [("Fwd: Request", True), ("WG: Anfrage", True), ("Re: Fwd: x", False), ("Forward", False)]
)
def test_a_forwarded_mail_says_so(subject: str, forwarded: bool) -> None:
    assert _contact(channel="email", subject=subject).thread.forwarded is forwarded
    assert not _contact(channel="sms", subject=subject).thread.forwarded


@pytest.mark.parametrize(("value", "automatic"), [("auto-replied", True), ("Auto-Generated", True), ("no", False)])
def test_what_a_machine_wrote_is_marked(value: str, automatic: bool) -> None:
    assert _contact(channel="email", headers={"Auto-Submitted": value}).automatic is automatic
    assert not _contact().automatic


def test_files_are_only_named() -> None:
    files = [{"type": "image/jpeg", "name": "car.jpg"}]
    (message,) = _contact(messages=[{"at": AT, "text": "", "attachments": files}]).messages
    assert message.attachments == (sdk.Attachment(name="car.jpg", content_type="image/jpeg"),)


def test_reads_every_line_of_the_real_set() -> None:
    kinds = {"Inbound": 0, "Settled": 0, "Told": 0}
    with (SHARED / "data/continuity/contacts.jsonl").open("rb") as lines:
        for number, each in enumerate(lines, start=1):
            kinds[type(_parse(each, number)).__name__] += 1
    assert kinds == {"Inbound": 3032, "Settled": 1131, "Told": 614}
