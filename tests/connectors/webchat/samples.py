"""What visitors do, as deliveries."""

from uuid import UUID

import msgspec

from tests.connectors.contract import Samples
from warmline import sdk
from warmline.connectors.webchat import deliveries
from warmline.connectors.webchat.tokens import Claims, Visitor

KNOWN = Claims(
    name="Kim Doe",
    email="kim@example.com",
    phone="+12155550183",
    user_id="C-4711",
    user_email="kim.doe@example.com",
    fields={"policy": "P-77"},
)


def visitor(number: int = 1, claims: Claims = KNOWN) -> Visitor:
    """A visitor with a session."""
    return Visitor(
        account_id=UUID(int=2),
        visitor_id=UUID(int=number),
        session=UUID(int=100 + number),
        issued=0,
        expires=2_000_000_000,
        claims=claims,
    )


def raw(external_id: str, body: bytes) -> sdk.Raw:
    """A delivery with any body."""
    return sdk.Raw(external_id=external_id, body=body)


SAMPLES = Samples(
    channel="webchat",
    address="www.northlight.test",
    settings={"origins": ["https://www.northlight.test"], "identity_secret": "s" * 32},
    deliveries=(
        deliveries.saying(visitor(), "m1", "My claim C-1", []),
        deliveries.saying(visitor(), "m2", "write to kim.home@example.org please", []),
        deliveries.saying(visitor(2, Claims()), "m1", "Grüße 👋 \u0000 مرحبا", []),
        deliveries.noticing(visitor(), UUID(int=7), "delivered"),
        deliveries.noticing(visitor(), UUID(int=7), "read"),
        deliveries.leaving(visitor()),
    ),
    unknown=(raw("r1", b'{"kind":"reaction","message_id":"x"}'),),
    broken=(
        raw("b1", b"{"),
        raw("b2", b"\xff\x00"),
        raw("b3", b'{"kind":"message"}'),
        raw("b4", b'{"kind":7}'),
        raw("b5", msgspec.json.encode({"kind": "receipt", "visitor": str(UUID(int=1)), "message_id": "no"})),
    ),
)
