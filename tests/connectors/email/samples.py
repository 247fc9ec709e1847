"""Mails as they arrive: a letter, a reply, a forward, files, a bounce, an out-of-office; and what cannot be read."""

from tests.connectors.contract import Samples
from warmline import sdk
from warmline.connectors.email.parse import external_id

SERVICE = "service@northlight.example"


def mail(body: str, **headers: str) -> bytes:
    """A mail to us; headers by name, with underscores for dashes."""
    given = {
        "From": "Ada Okafor <ada@example.com>",
        "To": SERVICE,
        "Subject": "My windscreen",
        "Message-ID": "<a@mail.example>",
        "Date": "Tue, 03 Mar 2026 09:05:07 +0000",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"{head}\r\n{body}".encode()


def raw(content: bytes, **meta: str) -> sdk.Raw:
    """As a transport hands it in."""
    return sdk.Raw(external_id=external_id(content), body=content, content_type="message/rfc822", meta=meta)


BOUNCE = mail(
    "--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n"
    "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
    "Final-Recipient: rfc822; gone@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <ours@northlight.example>\r\n--b--\r\n",
    From="MAILER-DAEMON@mx.example",
    Subject="Undelivered",
    Message_ID="<bounce@mx.example>",
    Content_Type="multipart/report; report-type=delivery-status; boundary=b",
)
FILES = mail(
    "--b\r\nContent-Type: text/plain\r\n\r\nSee the picture.\r\n"
    '--b\r\nContent-Type: image/png; name="car.png"\r\nContent-Disposition: attachment; filename="car.png"\r\n'
    "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n",
    Message_ID="<files@mail.example>",
    Content_Type="multipart/mixed; boundary=b",
)

SAMPLES = Samples(
    channel="email",
    address=SERVICE,
    settings={"domain": "northlight.example"},
    deliveries=(
        raw(mail("Hail broke my windscreen.\r\n")),
        raw(
            mail(
                "Thank you.\r\n\r\nOn Monday Northlight wrote:\r\n> Friday is fine.\r\n",
                Subject="Re: My windscreen",
                Message_ID="<b@mail.example>",
                In_Reply_To="<ours@northlight.example>",
                References="<a@mail.example> <ours@northlight.example>",
            )
        ),
        raw(FILES),
        raw(BOUNCE, mail_from=""),
        raw(
            mail("I am away.", Subject="Out of office", Message_ID="<away@mail.example>", Auto_Submitted="auto-replied")
        ),
        raw(mail("<p>Hello <b>there</b></p>", Message_ID="<html@mail.example>", Content_Type="text/html")),
    ),
    broken=(raw(b""), raw(b"no header, no sender\r\n\r\nnothing")),
)
