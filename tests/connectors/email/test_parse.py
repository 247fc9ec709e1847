"""A mail to what the platform understands."""

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.connectors.email.mails import ADDRESS, RECEIVED, account, content, envelope, fixture, inbound, mail
from warmline import sdk
from warmline.connectors.email.parse import NO_SENDER, external_id, parse

BROKEN = "This version cannot read the mail"


def unparsable(raw: bytes, **meta: str) -> str:
    with pytest.raises(sdk.Unparsable) as caught:
        parse(envelope(raw, **meta), account())
    return str(caught.value)


@pytest.mark.parametrize("raw", [b"", b" \r\n\r\n ", b"\n"])
def test_empty(raw: bytes) -> None:
    assert unparsable(raw) == "The mail is empty."


@pytest.mark.parametrize(
    "raw", [b"Hello", b"\x89PNG\r\n\x1a\n\x00", b"Subject: x\r\n\r\nHello", b"From: Ann\r\n\r\nHello"]
)
def test_no_sender(raw: bytes) -> None:
    assert unparsable(raw) == NO_SENDER


def test_unreadable_at_the_server() -> None:
    assert unparsable(b"", unreadable="the IMAP server does not give this message out") == (
        "the IMAP server does not give this message out"
    )


def test_headers_only() -> None:
    """Of a mail that is too large the transport keeps the headers, and says how large it was."""
    found = inbound(mail(b"", Content_Type="multipart/mixed; boundary=b"), too_large="60000000")
    [said] = found.messages
    assert (said.text, said.attachments[0].size, said.attachments[0].content) == ("", 60_000_000, None)


def test_plain_mail() -> None:
    found = inbound(mail("Dear team,\r\n\r\nplease call me.\r\n", Cc="Bob <bob@example.com>, ann@example.com"))
    [said] = found.messages
    assert found.external_id == said.external_id == "<1@example.com>"
    assert (found.sender.scheme, found.sender.value, found.sender.name) == ("email", "ann@example.com", "Ann Lee")
    assert found.sender.verification is sdk.Verification.ASSERTED
    assert [to.value for to in found.to] == [ADDRESS, "bob@example.com", "ann@example.com"]
    assert (found.subject, found.automatic, found.thread) == ("My claim", False, sdk.Thread())
    assert (said.text, said.html, said.elided, said.attachments) == ("Dear team,\n\nplease call me.", None, None, ())


def test_external_id_without_message_id_is_of_all_bytes() -> None:
    raw = mail(Message_ID="")
    assert external_id(raw) == f"sha256:{hashlib.sha256(raw).hexdigest()}"
    assert external_id(raw) != external_id(raw + b"!")
    assert external_id(b"") == external_id(b"")


@pytest.mark.parametrize("value", ["<1@x.example>", " \r\n <1@x.example>", "1@x.example", "<1@x.\r\n example> (x)"])
def test_external_id_is_the_message_id(value: str) -> None:
    assert external_id(mail(Message_ID=value)) == "<1@x.example>"


# Sender


def test_reply_to_is_kept_but_proves_nothing() -> None:
    found = inbound(mail(Reply_To="Victim <victim@example.com>"))
    assert (found.sender.value, found.also) == ("ann@example.com", ())
    assert found.headers["reply-to"] == "Victim <victim@example.com>"


def test_form_of_our_own_site() -> None:
    found = inbound(mail(From=f"Site <{ADDRESS}>", Reply_To="Ann <ann@example.com>"))
    assert found.sender.value == "ann@example.com"


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "", "Sender": "ann@example.com"},
        {"From": "Ann", "Reply-To": "ann@example.com"},
        {"From": "", "Return-Path": "<ann@example.com>"},
        {"From": "ann@example.com, bob@example.com"},
        {"From": '"Lee, Ann (Leeds)" <ann@example.com>'},
        {"From": "=?utf-8?q?Ann_=3Cann=40example=2Ecom=3E?="},
        {"From": "Family: Ann <ann@example.com>, Bob <b@x.example>;"},
        {"From": "<mailto:ann@example.com>"},
        {"From": "Ann@home <ann@example.com>"},
        {"From": "ann@example.com <ann@example.com>"},
    ],
)
def test_sender_wherever_it_stands(headers: dict[str, str]) -> None:
    assert inbound(mail(**headers)).sender.value == "ann@example.com"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("=?iso-8859-1?q?J=F8rn?= <j@x.example>", "Jørn"),
        ('"=?utf-8?b?SsO4cm4=?=" <j@x.example>', "Jørn"),
        ("Jørn <j@x.example>", "Jørn"),
        ("j@x.example (Jørn)", "Jørn"),
        ('"Lee, \\"Ann\\"" <j@x.example>', 'Lee, "Ann'),
        ("=?utf-8?b?w6Q?= =?utf-8?b?w7Y=?= <j@x.example>", "äö"),
        ("j@x.example", None),
        ('"j@x.example" <j@x.example>', None),
    ],
)
def test_name_of_the_sender(field: str, name: str | None) -> None:
    assert inbound(mail(From=field)).sender.name == name


# Verification


RESULTS = "mx.insurer.example; dkim=pass header.d=example.com; dmarc=pass header.from=example.com"


def verification(trusted: str = "mx.insurer.example", **headers: str) -> sdk.Verification:
    return inbound(mail(**headers), account(trusted_authserv_id=trusted)).sender.verification


@pytest.mark.parametrize(
    ("trusted", "results"),
    [
        ("", RESULTS),
        ("mx.other.example", RESULTS),
        ("mx.insurer.example", "mx.insurer.example; dmarc=fail header.from=example.com"),
        ("mx.insurer.example", "mx.insurer.example; none"),
        ("mx.insurer.example", "mx.insurer.example; dkim=pass header.d=evil.example"),
        ("mx.insurer.example", "mx.insurer.example; dkim=pass header.d=evilexample.com"),
        ("mx.insurer.example", "mx.insurer.example; dkim=pass header.d=sub.example.com"),
        ("mx.insurer.example", "mx.insurer.example; dkim=pass header.d=com"),
        ("mx.insurer.example", "mx.insurer.example; spf=pass smtp.mailfrom=example.com"),
        ("mx.insurer.example", "mx.insurer.example; dmarc=pass header.from=evil.example"),
        ("mx.insurer.example", "mx.insurer.example (dmarc=pass); dmarc=none"),
        ("mx.insurer.example", "mx.insurer.example.evil.example; dmarc=pass header.from=example.com"),
        ("mx.insurer.example", "mx.insurer.example; dkim=fail (x; dmarc=pass) header.d=example.com"),
    ],
)
def test_not_proven(trusted: str, results: str) -> None:
    assert verification(trusted, Authentication_Results=results) is sdk.Verification.ASSERTED


def test_result_of_the_sender_below_ours_proves_nothing() -> None:
    ours = "mx.insurer.example; dmarc=fail header.from=example.com"
    forged = f"{ours}\r\nAuthentication-Results: {RESULTS}"
    assert verification(Authentication_Results=forged) is sdk.Verification.ASSERTED


def test_two_authors_are_not_proven() -> None:
    headers = {"From": "ann@example.com, bob@evil.example"}
    assert verification(Authentication_Results=RESULTS, **headers) is sdk.Verification.ASSERTED
    twice = {"From": "ann@example.com\r\nFrom: bob@evil.example"}
    assert verification(Authentication_Results=RESULTS, **twice) is sdk.Verification.ASSERTED


@pytest.mark.parametrize(
    "results",
    [
        RESULTS,
        "mx.insurer.example 1; dmarc=pass (p=none) header.from=EXAMPLE.com",
        "MX.insurer.example;\r\n dkim=fail header.d=x.example;\r\n dkim=pass (ok) header.i=@example.com",
        "x.example; none\r\nAuthentication-Results: mx.insurer.example; dmarc=pass header.from=example.com",
    ],
)
def test_proven(results: str) -> None:
    assert verification(Authentication_Results=results) is sdk.Verification.VERIFIED


def test_proven_by_a_domain_above() -> None:
    results = "mx.insurer.example; dkim=pass header.d=example.com"
    assert verification(Authentication_Results=results, From="ann@mail.example.com") is sdk.Verification.VERIFIED


# Time


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "Wed, 15 Dec 2010    59:10 -0500",
        format_datetime(RECEIVED + timedelta(hours=1)),
        format_datetime(RECEIVED - timedelta(days=8)),
        "Mon, 99 Foo 99999 99:99:99 +9999",
        "Fri, 31 Dec 9999 23:59:59 -2359",
    ],
)
def test_date_that_cannot_be(date: str) -> None:
    assert inbound(mail(Date=date)).at == RECEIVED


def test_date_of_the_sender() -> None:
    said = RECEIVED - timedelta(hours=3)
    assert inbound(mail(Date=format_datetime(said))).at == said
    assert inbound(mail(Date="Mon, 2 Mar 2026 11:00:00 -0000")).at == datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_date_of_the_mailbox_after_an_outage() -> None:
    raw = mail(Date="Sun, 1 Feb 2026 11:00:00 +0000")
    assert inbound(raw).at == RECEIVED
    assert inbound(raw, internal_date="01-Feb-2026 12:00:30 +0100").at == datetime(2026, 2, 1, 11, tzinfo=UTC)
    assert inbound(mail(), internal_date="01-Feb-2026 12:00:30 +0100").at == datetime(2026, 2, 1, 11, 0, 30, tzinfo=UTC)
    assert inbound(mail(), internal_date="01-Feb-2126 12:00:30 +0100").at == RECEIVED


# Text


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("=?utf-8?q?Sch=C3=A4den?=", "Schäden"),
        ("=?UTF-8?B?U2Now6Q=?=\r\n =?UTF-8?B?ZGVu?=", "Schäden"),
        ("=?utf-8?b?U2Noww==?= =?utf-8?b?pGRlbg==?=", "Schäden"),
        ("=?iso-8859-1*de?Q?Sch=E4den?= now", "Schäden now"),
        ("=?iso-2022-jp?B?GyRCRnxLXDhsGyhC?=", "日本語"),
        ("=?windows-1252?Q?=80_300?=", "€ 300"),
        ("=?none?B?VEVTVA==?=", "TEST"),
        ("=?utf-8?B?VEVTVA=?=", "TEST"),
        ("=?utf-8?Q?a b?=", "a b"),
        ("Schäden", "Schäden"),
        ("a\x00b\ud800c", "abc"),
        ("=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        ("=?utf-8?q?=00x?=", "x"),
        ("", None),
        ("two\r\n lines", "two lines"),
    ],
)
def test_subject(subject: str, expected: str | None) -> None:
    raw = mail(Subject=subject.replace("\ud800", ""))
    assert inbound(raw).subject == expected


def test_raw_subject_is_read_with_the_charset_of_the_body() -> None:
    raw = mail("x", Content_Type="text/plain; charset=koi8-r").replace(b"My claim", "Привет всем".encode("koi8-r"))
    assert inbound(raw).subject == "Привет всем"


@pytest.mark.parametrize(
    ("body", "content_type", "encoding", "expected"),
    [
        ("Schäden".encode(), "text/plain; charset=utf-8", "8bit", "Schäden"),
        ("Schäden".encode(), "text/plain; charset=iso-8859-1", "8bit", "Schäden"),
        ("Schäden".encode("latin-1"), "text/plain", "8bit", "Schäden"),
        (b"\x80 300 \x93x\x94", "text/plain; charset=iso-8859-1", "", "€ 300 “x”"),
        ("Schäden".encode("latin-1"), "text/plain; charset=utf-8", "8bit", "Schäden"),
        ("Schäden".encode() + b" \xe4", "text/plain; charset=utf-8", "8bit", "Schäden \ufffd"),
        ("日本語".encode("iso2022_jp"), "text/plain; charset=ISO-2022-JP", "7bit", "日本語"),
        ("日本語".encode("cp932"), 'text/plain; charset="Shift_JIS"', "8bit", "日本語"),
        ("漢字".encode("gb18030"), "text/plain; charset=gb2312", "8bit", "漢字"),
        ("한국어".encode("cp949"), "text/plain; charset=ks_c_5601-1987", "8bit", "한국어"),
        (b"\xff\xfea\x00b\x00", "text/plain", "binary", "ab"),
        (b"Sch=C3=A4=\r\nden", "text/plain; charset=utf-8", "Quoted-Printable", "Schäden"),
        (b"U2Now6RkZW4", "text/plain; charset=utf-8", "base64", "Schäden"),
        (b"U2Now6Rk\r\nZW4=\r\n-- \r\n", "text/plain; charset=utf-8", "base64;", "Schäden"),
        (b"begin 644 x\r\n#0V%T\r\n`\r\nend\r\n", "text/plain", "x-uuencode", "Cat"),
        (b"plain", "text/plain; charset=unicode_escape", "8bit", "plain"),
        (b"pl\x00ain", "text/plain; charset=hex", "nonsense", "plain"),
        (b"plain", "text", "", "plain"),
        (b"plain", "nonsense", "", "plain"),
        (b"a b \r\nc\r\n", "text/plain; format=flowed", "", "a b c"),
        (b"a b \r\nc\r\n", "text/plain; format=flowed; delsp=yes", "", "a bc"),
    ],
)
def test_text_of_any_charset(body: bytes, content_type: str, encoding: str, expected: str) -> None:
    assert content(mail(body, Content_Type=content_type, Content_Transfer_Encoding=encoding)).text == expected


def test_long_text_without_a_charset_is_guessed() -> None:
    words = "Здравствуйте, я хотел бы сообщить о повреждении моего автомобиля вчера вечером на стоянке у дома. "
    assert content(mail((words * 3).encode("cp1251"))).text == (words * 3)


def test_history_is_kept_apart() -> None:
    found = content(mail("On Monday.\r\n\r\nOn Mon, 2 Mar 2026 at 10:00, Bob <b@x.example> wrote:\r\n> When?\r\n"))
    assert found.text == "On Monday."
    assert found.elided == "On Mon, 2 Mar 2026 at 10:00, Bob <b@x.example> wrote:\n> When?"


def test_kept_headers_are_bounded() -> None:
    found = inbound(mail(X_Mailer="x" * 5000, X_Secret="no", References="<a@x> " * 900))
    assert set(found.headers) == {"message-id", "references", "x-mailer"}
    assert max(map(len, found.headers.values())) == 1000


# Any bytes


GRAMMAR = st.sampled_from(
    [
        *(b"From: a@b.c\r\n", b"From: =?x?b?====?= <@>,;\r\n", b"To: a:b@c,;(\r\n", b"Subject: =?utf-8?q?x?=\r\n"),
        *(b"Date: 1\r\n", b"References: <>\r\n", b"Return-Path: <>\r\n", b"Action: failed\r\n", b": ", b" "),
        *(b"\r\n", b"\n", b"\r", b"=?", b"?=", b"\x00", b"\xff\xfe", b"<div>", b"> x\n", b"(", b'"', b"<"),
        *(b"--b\r\n", b"--b--\r\n", b"+AP8-", b"=3D", b"begin 644 x\n"),
        b"Authentication-Results: mx; dmarc=pass\r\n",
        b"Content-Disposition: attachment; filename*0*=utf-8''%ff; filename*1=x\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: uue\r\n",
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: text/html; charset=x\r\n",
        b"Content-Type: text/plain; charset=utf-7; format=flowed\r\n",
    ]
)


def _storable(value: object) -> bool:
    return not isinstance(value, str) or ("\x00" not in value and value == value.encode("utf-8", "replace").decode())


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.lists(st.one_of(GRAMMAR, st.binary(max_size=6)), max_size=40).map(b"".join))
)
def test_any_bytes(raw: bytes) -> None:
    """Nothing but ``Unparsable``, and that only for a reason; the same twice; all text can be stored."""
    given_ = envelope(b"From: a@b.c\r\n" + raw)
    [found] = parse(given_, account(trusted_authserv_id="mx"))
    assert parse(given_, account(trusted_authserv_id="mx")) == [found]
    if isinstance(found, sdk.Inbound):
        [said] = found.messages
        texts = [found.subject, found.sender.value, found.sender.name, said.text, said.html, said.elided]
        texts += [*found.headers.values(), *found.thread.replies_to, found.external_id]
        texts += [name for file in said.attachments for name in (file.name, file.content_type, file.inline_id)]
        assert all(map(_storable, texts))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_that_are_no_mail(raw: bytes) -> None:
    assert BROKEN not in reason_against(raw)


def reason_against(raw: bytes) -> str:
    """Why it cannot be parsed, or nothing where it can."""
    try:
        parse(envelope(raw), account())
    except sdk.Unparsable as error:
        return str(error)
    return ""


def test_two_senders_in_a_real_mail() -> None:
    assert inbound(fixture("mikel_mail/spec/fixtures/emails/mime_emails/two_from_in_message.eml")).sender.value
