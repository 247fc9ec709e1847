"""vCons as other systems write them, valid against the published schemas; and what must be refused."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.connectors.contract import Samples, Webhook
from warmline.connectors.vcon import raw

AT = "2026-03-03T09:05:07Z"
UUID = "0195592a-0000-8000-8000-0000000000{:02x}"


def vcon(number: int = 1, **more: Any) -> dict[str, Any]:
    """A chat of two; ``more`` replaces what is there, and None leaves it out."""
    given = {
        "uuid": UUID.format(number),
        "created_at": AT,
        "subject": "Lost card",
        "parties": [
            {"tel": "tel:+12155550183", "name": "Noor Navarro", "role": "customer"},
            {"mailto": "dee@northlight.example", "name": "Dee", "role": "agent"},
        ],
        "dialog": [
            {"type": "text", "start": AT, "parties": [0, 1], "mediatype": "text/plain", "encoding": "none",
             "body": "I lost my card."},
            {"type": "text", "start": "2026-03-03T10:06:00+01:00", "parties": [1, 0], "mediatype": "text/plain",
             "encoding": "none", "body": "It is blocked."},
        ],
    } | more  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def call(number: int = 2, **more: Any) -> dict[str, Any]:
    """A recorded call, whose recording lies elsewhere."""
    recording = {
        "type": "recording", "start": AT, "duration": 61.5, "parties": [0, 1], "mediatype": "audio/ogg",
        "url": "https://records.example/1.ogg", "content_hash": "sha512-AAAA", "application": "phone",
        "interaction_type": "inbound", "interaction_id": "77", "campaign": "spring", "skill": ["cards", "loss"],
        "session_id": {"local": "a", "remote": "b"},
        "party_history": [{"party": 1, "time": AT, "event": "join"}],
    }  # fmt: skip
    analysis = [
        {"type": "transcript", "dialog": 0, "vendor": "Hear", "body": "My card is gone.", "encoding": "none"},
        {"type": "summary", "dialog": [0], "vendor": "Sum", "body": "A lost card.", "encoding": "none"},
        {"type": "sentiment", "dialog": 0, "vendor": "Feel", "body": {"score": -0.4}, "encoding": "json"},
    ]
    return vcon(number, **{"dialog": [recording], "analysis": analysis, "subject": None} | more)


def encoded(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document).encode()


@cache
def key() -> Any:
    """A private key, which only this run of the tests knows."""
    from joserfc.jwk import RSAKey

    return RSAKey.generate_key(2048)


def public_key() -> str:
    return json.dumps(key().as_dict(private=False))


def signed(document: Mapping[str, Any]) -> bytes:
    """The signed form, as the draft has it: JWS in its general JSON serialisation."""
    from joserfc import jws

    return json.dumps(jws.serialize_json([{"protected": {"alg": "RS256"}}], encoded(document), key())).encode()


def proof(body: bytes, settings: Mapping[str, Any]) -> dict[str, str]:
    """The header that proves a body."""
    found = hmac.new(settings["signing_secret"].encode(), body, hashlib.sha256).hexdigest()
    return {"X-Warmline-Signature": f"sha256={found}"}


VALID = (
    vcon(),
    call(),
    vcon(3, parties=[{}, {"name": "somebody"}], dialog=[]),
    vcon(4, dialog=[{"type": "incomplete", "start": AT, "disposition": "no-answer", "parties": [1, 0]}]),
    vcon(5, attachments=[{"start": AT, "party": 0, "dialog": 0, "mediatype": "image/png", "filename": "card.png",
                          "body": "iVBORw0KGgo", "encoding": "base64url"}]),
    vcon(6, unheard_of={"of": ["us"]}, extensions=["CC", "other"]),
)  # fmt: skip

SAMPLES = Samples(
    channel="webchat",
    address="archive",
    settings={"signing_secret": "a secret of the samples"},
    deliveries=tuple(raw(encoded(each)) for each in VALID),
    unknown=(raw(encoded(vcon(20, critical=["hologram"]))),),
    broken=(
        raw(b"{"),
        raw(b"\xff\x00"),
        raw(encoded(vcon(21, uuid="7"))),
        raw(encoded(vcon(22, created_at="yesterday"))),
        raw(encoded(vcon(23, dialog=[{"type": "text", "parties": 0}]))),
        raw(b'{"protected": "e30", "recipients": [], "iv": "AA", "ciphertext": "AA", "tag": "AA"}'),
        raw(b'{"payload": "!", "signatures": []}'),
    ),
    webhook=Webhook(encoded(vcon()), proof),
)
