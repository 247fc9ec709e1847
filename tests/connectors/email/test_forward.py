"""Answers and forwards."""

import pytest

from tests.connectors.email.mails import content, fixture, inbound, mail
from warmline import sdk

GMAIL = (
    "Please see below.\n\n---------- Forwarded message ---------\n"
    "From: Bob <bob@example.com>\nSubject: Offer\n\nTen pounds."
)
ENCLOSED = (
    "--b\r\nContent-Type: text/plain\r\n\r\nSee the letter.\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <inner@example.com>\r\nSubject: Offer\r\n\r\nTen\r\n"
    "--b--\r\n"
)


@pytest.mark.parametrize(
    "headers",
    [
        {"Subject": "Fwd: Offer", "_body": "I forward you my best wishes."},
        {"Subject": "Re: Fwd: Offer", "In-Reply-To": "<9@x.example>"},
        {"Subject": "Offer"},
        {"Subject": "I: the undersigned", "_body": "Hello"},
    ],
)
def test_not_a_forward(headers: dict[str, str]) -> None:
    body = headers.pop("_body", GMAIL)
    assert not inbound(mail(body, **headers)).thread.forwarded


@pytest.mark.parametrize(
    "subject",
    ["Fwd: Offer", "FW: Offer", "WG: Angebot", "TR : Offre", "RV: Oferta", "I: Offerta", "VB: Offert", "转发: 报价"],
)
def test_forward_of_text(subject: str) -> None:
    raw = mail(GMAIL, Subject=subject, References="<0@x.example> <9@x.example>", In_Reply_To="<9@x.example>")
    found = inbound(raw)
    assert found.thread.forwarded
    assert found.thread.replies_to == ("<9@x.example>", "<0@x.example>")


def test_what_a_forward_passes_on_is_its_text() -> None:
    found = content(mail(GMAIL, Subject="Fwd: Offer"))
    assert (found.text, found.elided) == (GMAIL, None)


def test_forward_as_a_file() -> None:
    found = inbound(mail(ENCLOSED, Content_Type="multipart/mixed; boundary=b"))
    assert found.thread.forwarded
    assert found.thread.replies_to == ("<inner@example.com>",)
    [message] = found.messages
    assert [(file.name, file.content_type) for file in message.attachments] == [("Offer.eml", "message/rfc822")]


def test_answer_with_a_message_as_a_file() -> None:
    raw = mail(ENCLOSED, Content_Type="multipart/mixed; boundary=b", Subject="Re: Offer", In_Reply_To="<9@x.example>")
    assert inbound(raw).thread == sdk.Thread(replies_to=("<9@x.example>",))


def test_named_forward() -> None:
    found = inbound(mail("See below", X_Forwarded_Message_Id="<9@x.example>"))
    assert found.thread.forwarded
    assert found.thread.replies_to == ("<9@x.example>",)


def test_answer_nearest_first() -> None:
    raw = mail(In_Reply_To="<c@x>", References="<a@x>\r\n <b@x> <a@x> <c@x>")
    assert inbound(raw).thread.replies_to == ("<c@x>", "<a@x>", "<b@x>")


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        ("<a@\r\n x>", ("<a@x>",)),
        ("a@x, b@x", ("<b@x>", "<a@x>")),
        ("<>", ()),
        ("Your mail of Monday", ()),
        (" ".join(f"<{n}@x>" for n in range(200)), tuple(f"<{n}@x>" for n in range(199, 149, -1))),
        ("<" + "a" * 3000 + "@x> <b@x>", ("<b@x>",)),
    ],
)
def test_references_as_they_come(references: str, expected: tuple[str, ...]) -> None:
    assert inbound(mail(References=references)).thread.replies_to == expected


def test_real_forward() -> None:
    found = inbound(fixture("nodemailer_mailparser/test/fixtures/decoderended.eml"))
    assert found.thread.forwarded
