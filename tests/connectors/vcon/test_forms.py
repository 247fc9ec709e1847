"""The signed form: verified where there is a key, unwrapped with a word about it where there is none."""

import base64
import gzip
import json
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from tests.connectors.contract import envelope
from tests.connectors.vcon.samples import SAMPLES, encoded, public_key, signed, vcon
from warmline import sdk
from warmline.connectors.vcon import connector, raw, unwrapped


def _parse(body: bytes, **settings: Any) -> list[sdk.Parsed]:
    samples = SAMPLES.account(connector.manifest)
    account = sdk.Account(
        org_id=samples.org_id, id=samples.id, connector="vcon", channel="webchat", name="", address="",
        settings=connector.manifest.settings(**settings),
    )  # fmt: skip
    return connector.parse(envelope(raw(body)), account)


def _fields(body: bytes, **settings: Any) -> dict[str, str]:
    [found] = _parse(body, **settings)
    assert isinstance(found, sdk.Inbound)
    return found.fields


def _tampered(body: bytes) -> bytes:
    document = json.loads(body)
    payload = encoded(vcon(subject="Pay everything out"))
    return json.dumps(document | {"payload": base64.urlsafe_b64encode(payload).rstrip(b"=").decode()}).encode()


@pytest.mark.parametrize("change", ["payload", "key", "none"])
def test_a_wrong_signature_is_refused(change: str) -> None:
    body, keys = signed(vcon()), public_key()
    if change == "payload":
        body = _tampered(body)
    elif change == "key":
        keys = json.dumps({"keys": [RSAKey.generate_key(2048).as_dict(private=False)]})
    else:
        document = json.loads(body)
        body = json.dumps(
            {"payload": document["payload"], "signatures": [{"protected": "eyJhbGciOiJub25lIn0", "signature": ""}]}
        ).encode()
    with pytest.raises(sdk.Unparsable, match="signature"):
        _parse(body, signing_keys=keys)


def test_what_is_not_signed_is_refused_where_signatures_are_required() -> None:
    for body in (encoded(vcon()), signed(vcon())):
        with pytest.raises(sdk.Unparsable, match="require_signature"):
            _parse(body, require_signature=True)
    with pytest.raises(sdk.Unparsable, match="require_signature"):
        _parse(encoded(vcon()), require_signature=True, signing_keys=public_key())
    assert _parse(signed(vcon()), require_signature=True, signing_keys=public_key())


def test_keys_that_are_none_say_so() -> None:
    for keys in ("{", "{}", '{"keys": 7}', '{"kty": "oct", "k": "AA"'):
        with pytest.raises(sdk.Unparsable, match="signing_keys are no JWK"):
            _parse(signed(vcon()), signing_keys=keys)


def test_a_right_signature_is_noted_and_so_is_one_that_nobody_verified() -> None:
    assert _fields(signed(vcon()), signing_keys=public_key())["vcon_signature"] == "verified"
    assert _fields(signed(vcon()))["vcon_signature"].startswith("not verified")
    assert "vcon_signature" not in _fields(encoded(vcon()))


def test_a_signed_one_is_the_same_conversation() -> None:
    assert raw(signed(vcon())).external_id == raw(encoded(vcon())).external_id == vcon()["uuid"]
    assert unwrapped(signed(vcon())).document == vcon()


def test_signed_twice_and_packed() -> None:
    inner = json.loads(signed(vcon()))
    assert unwrapped(signed(inner), public_key()).document == vcon()
    packed = base64.urlsafe_b64encode(gzip.compress(encoded(vcon()))).rstrip(b"=").decode()
    assert unwrapped(json.dumps({"payload": packed, "signatures": []}).encode()).document == vcon()


def test_signed_without_end_and_packed_beyond_measure_are_refused() -> None:
    body = encoded(vcon())
    for _ in range(6):
        body = json.dumps({"payload": base64.urlsafe_b64encode(body).decode(), "signatures": []}).encode()
    with pytest.raises(sdk.Unparsable, match="times over"):
        unwrapped(body)
    bomb = base64.urlsafe_b64encode(gzip.compress(bytes(300 * 1024 * 1024), 9)).decode()
    with pytest.raises(sdk.Unparsable, match="too large"):
        unwrapped(json.dumps({"payload": bomb, "signatures": []}).encode())
