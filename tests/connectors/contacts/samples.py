"""Lines as they arrive: one of each channel, and what the format leaves to be refused."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import msgspec

from tests.connectors.contract import Samples, Webhook
from warmline.connectors.contacts.connector import raw

AT = "2026-03-03T09:05:07.085Z"


def line(**more: Any) -> bytes:
    """A line that says something by SMS; ``more`` replaces fields, and None leaves one out."""
    given = {
        "at": AT,
        "channel": "sms",
        "account": "+12025550110",
        "external_id": "SM1",
        "direction": "inbound",
        "from": {"scheme": "phone", "value": "+12155550183", "verification": "verified"},
        "messages": [{"at": AT, "text": "I lost my card."}],
    } | more
    return msgspec.json.encode({name: value for name, value in given.items() if value is not None})


LINES = (
    line(),
    line(
        channel="email",
        external_id="<b@mail.example>",
        to="service@northlight.example",
        subject="Re: Card",
        headers={
            "Message-ID": "<b@mail.example>",
            "In-Reply-To": "<ours@northlight.example>",
            "References": "<a@mail.example> <ours@northlight.example>",
        },
        **{"from": {"scheme": "email", "value": "Noor@Example.com", "name": "Noor Navarro"}},
    ),
    line(
        channel="webchat",
        external_id="wc_1",
        thread={"session": "st_1"},
        also=[{"scheme": "crm_id", "value": "C-1", "verification": "verified"}],
        **{"from": {"scheme": "web_visitor", "value": "v1"}},
    ),
    line(channel="voice", external_id="CA1", **{"from": {"scheme": "phone", "value": "anonymous"}}),
    line(
        channel="whatsapp",
        external_id="wamid.1",
        thread={"reply_to": "wamid.0"},
        messages=[{"at": AT, "text": "see", "attachments": [{"type": "image/jpeg", "name": "car.jpg"}]}],
        **{"from": {"scheme": "whatsapp", "value": "+12155550183", "name": "Noor"}},
    ),
    line(channel="telegram", external_id="tg-1", **{"from": {"scheme": "telegram", "value": "990087749509"}}),
)


def sign(body: bytes, settings: Mapping[str, Any]) -> dict[str, str]:
    """The header that proves a body."""
    proof = hmac.new(settings["signing_secret"].encode(), body, hashlib.sha256).hexdigest()
    return {"X-Warmline-Signature": f"sha256={proof}"}


SAMPLES = Samples(
    channel="sms",
    address="+12025550110",
    settings={"signing_secret": "a secret of the samples"},
    deliveries=tuple(raw(each, number) for number, each in enumerate(LINES, start=1)),
    unknown=(
        raw(msgspec.json.encode({"op": "escalate", "external_id": "SM1", "at": AT}), 1),
        raw(line(channel="fax", external_id="F1"), 2),
        raw(line(direction="outbound", external_id="O1"), 3),
    ),
    broken=(raw(b"{", 1), raw(b"\xff\x00", 2), raw(line(messages=[]), 3), raw(line(at="yesterday"), 4)),
    webhook=Webhook(b"\n".join(LINES) + b"\n", sign),
)
