"""Replies of ours as mails."""

import re
import uuid
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.connectors.email.mails import ADDRESS, account, inbound
from warmline import sdk
from warmline.connectors.email.compose import compose, subject_of
from warmline.connectors.email.parse import external_id
from warmline.connectors.email.threading import message_id

MESSAGE = uuid.UUID("01900000-0000-7000-8000-000000000001")
OURS = message_id(MESSAGE, "insurer.example")
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def outbound(**fields: Any) -> sdk.Outbound:
    given_: dict[str, Any] = {
        "message_id": MESSAGE,
        "external_id": OURS,
        "to": sdk.Handle("email", "ann@example.com", "Ann Lee"),
        "sender_name": "Bob",
        "at": AT,
        "text": "We will pay.",
        "subject": "Your claim",
    }
    return sdk.Outbound(**(given_ | fields))


def composed(at: sdk.Account | None = None, **fields: Any) -> bytes:
    return compose(outbound(**fields), at or account()).as_bytes()


@pytest.mark.parametrize(
    "to",
    [
        *("", "ann", "@example.com", "ann@", "a nn@example.com", "ann@exa mple.com", "ann@x.example, bob@x.example"),
        *("<ann@x.example>", "jörg@x.example", 'ann"@x.example', "ann@x..\ud800"),
    ],
)
def test_refuses_what_is_no_address(to: str) -> None:
    with pytest.raises(sdk.Rejected, match="address"):
        composed(to=sdk.Handle("email", to))


@pytest.mark.parametrize("value", ["", "x", "<a@b> <c@d>", "<jörg@x.example>"])
def test_refuses_an_unusable_message_id(value: str) -> None:
    with pytest.raises(sdk.Rejected, match="Message-ID"):
        composed(external_id=value)


def test_refuses_a_file_without_content() -> None:
    with pytest.raises(sdk.Rejected, match=r"x\.pdf"):
        composed(attachments=(sdk.Attachment(name="x.pdf", content_type="application/pdf", sha256="0" * 64),))


INJECTION = "x\r\nBcc: victim@example.com\r\n\r\nbody"


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": INJECTION},
        {"sender_name": INJECTION},
        {"to": sdk.Handle("email", "ann@example.com", INJECTION)},
        {"attachments": (sdk.Attachment(name=INJECTION, content_type="text/plain", content=b"x"),)},
        {"attachments": (sdk.Attachment(name="x", content_type=f"text/{INJECTION}", content=b"x"),)},
        {
            "html": "<p>x",
            "attachments": (sdk.Attachment(name="x", content_type="image/png", content=b"x", inline_id=INJECTION),),
        },
        {"replies_to": (f"<a@b>{INJECTION}",)},
        {"meta": {"auto": INJECTION}},
    ],
)
def test_no_value_adds_a_header(fields: dict[str, Any]) -> None:
    mail = message_from_bytes(composed(**fields), policy=default)
    assert mail["bcc"] is None
    assert all("bcc" not in part for part in mail.walk())


def test_headers() -> None:
    mail = message_from_bytes(composed(account(display_name="Insurer")), policy=default)
    assert str(mail["from"]) == f'"Bob, Insurer" <{ADDRESS}>'
    assert str(mail["to"]) == "Ann Lee <ann@example.com>"
    assert mail["message-id"] == f"<{MESSAGE}@insurer.example>"
    assert mail["date"].datetime == AT
    assert [mail["subject"], mail["in-reply-to"], mail["references"], mail["auto-submitted"]] == [
        "Your claim",
        None,
        None,
        None,
    ]


def test_what_no_person_wrote_says_so() -> None:
    raw = composed(meta={"auto": "auto-replied"})
    assert message_from_bytes(raw, policy=default)["auto-submitted"] == "auto-replied"
    assert inbound(raw, account("other@example.com")).automatic
    assert not inbound(composed(), account("other@example.com")).automatic


def test_same_message_same_id() -> None:
    assert external_id(composed()) == external_id(composed(text="again")) == OURS
    assert external_id(composed(external_id=str(MESSAGE))) == OURS
    other = account(domain="mail.insurer.example")
    assert external_id(composed(other, external_id=str(MESSAGE))) == f"<{MESSAGE}@mail.insurer.example>"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Your claim", "Re: Your claim"),
        ("Re: Your claim", "Re: Your claim"),
        ("RE: AW: Your claim", "RE: AW: Your claim"),
        ("AW: Ihr Schaden", "AW: Ihr Schaden"),
        ("Re[2]: x", "Re[2]: x"),
        ("Regarding: x", "Re: Regarding: x"),
        (None, "Re:"),
        ("", "Re:"),
    ],
)
def test_one_re(subject: str | None, expected: str) -> None:
    mail = message_from_bytes(composed(subject=subject, replies_to=("<a@b>",)), policy=default)
    assert mail["subject"] == expected


def test_threading_headers() -> None:
    mail = message_from_bytes(composed(replies_to=("<a@x>", "<b@x>")), policy=default)
    assert (mail["in-reply-to"], mail["references"]) == ("<b@x>", "<a@x> <b@x>")


def test_endless_thread_keeps_its_first_and_its_last() -> None:
    chain = tuple(f"<{number:03}{'x' * 100}@x.example>" for number in range(100))
    raw = composed(replies_to=chain)
    assert inbound(raw).thread.replies_to == (*reversed(chain[-20:]), chain[0])
    # Long ids must not be encoded or torn apart, and no line may be too long for a server.
    head = raw.partition(b"\r\n\r\n")[0]
    assert b"=?" not in head
    assert max(len(line) for line in head.split(b"\r\n")) <= 998


def test_signature() -> None:
    found = inbound(composed(account(signature="Insurer plc\nLeeds <&>"), html="<p>We will pay.</p>"))
    [said] = found.messages
    assert (said.text, said.elided) == ("We will pay.", "-- \nInsurer plc\nLeeds <&>")
    assert said.html == "<p>We will pay.</p><div>-- <br>Insurer plc<br>Leeds &lt;&amp;&gt;</div>\n"


def test_image_inside_the_text() -> None:
    logo = sdk.Attachment(name="logo.png", content_type="image/png", content=b"png", inline_id="logo")
    [said] = inbound(composed(html='<img src="cid:logo">', attachments=(logo,))).messages
    assert said.html == '<img src="cid:logo">\n'
    assert [(one.name, one.inline_id, one.content) for one in said.attachments] == [("logo.png", "logo", b"png")]


def test_domain_in_another_script() -> None:
    mail = message_from_bytes(composed(to=sdk.Handle("email", "ann@bücher.example", "Jörg")), policy=default)
    assert mail["to"].addresses[0].addr_spec == "ann@xn--bcher-kva.example"
    assert mail["to"].addresses[0].display_name == "Jörg"


def test_every_line_is_fit_for_any_server() -> None:
    raw = composed(text="Jö " * 5000, subject="ö" * 600, html="<p>" + "x" * 5000)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=200).filter(lambda text: "=?" not in text)
NAMES = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=40)
FILES = st.builds(
    sdk.Attachment,
    name=NAMES.map(lambda name: f"{name}.bin"),
    content_type=st.sampled_from(["application/pdf", "image/png", "text/csv", "message/rfc822", "nonsense"]),
    content=st.binary(max_size=300),
)
IDS = st.lists(st.integers(0, 10**9).map(lambda number: f"<{number}@x.example>"), unique=True, max_size=20)


@settings(deadline=None)
@given(
    text=st.lists(WORDS.map(str.strip), max_size=10).map("\n".join),
    subject=WORDS,
    name=NAMES,
    files=st.lists(FILES, max_size=3),
    chain=IDS,
    html=st.one_of(st.none(), NAMES.map("<p>{}</p>".format)),
)
@example(text="From me\n.\n..\n=20", subject="x", name="a", files=[], chain=[], html=None)
def test_round_trip(
    text: str, subject: str, name: str, files: list[sdk.Attachment], chain: list[str], html: str | None
) -> None:
    """What we send is read back as it was: text, subject, ids, names and files."""
    raw = composed(
        text=text, subject=subject, sender_name=name, attachments=tuple(files), replies_to=tuple(chain), html=html
    )
    found = inbound(raw, account("ann@example.com"))
    [said] = found.messages
    words = (text.split() or re.sub("</?p>", " ", html or "").split()) if html else text.split()
    assert sorted(f"{said.text} {said.elided or ''}".split()) == sorted(words)
    assert (found.sender.name, found.external_id, found.at) == (name, OURS, AT)
    assert found.thread.replies_to == tuple(reversed(chain))
    assert (found.subject or "").split() == subject_of(outbound(subject=subject, replies_to=tuple(chain))).split()
    assert [(one.name, one.content) for one in said.attachments] == [(one.name, one.content) for one in files]
