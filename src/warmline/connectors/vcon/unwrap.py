"""The three forms of a vCon: unsigned JSON, signed (JWS), encrypted (JWE)."""

import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from warmline.connectors.vcon.words import from_base64url
from warmline.sdk import Unparsable

MEDIA_TYPE = "application/vcon+json"
# Asymmetric ones: who can verify cannot sign.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
# A signed vCon may have been signed again; and a payload may be packed.
LAYERS, LARGEST = 4, 256 * 1024 * 1024
VERIFIED, UNVERIFIED = "verified", "not verified: the account has no key for it"


class Unwrapped(NamedTuple):
    """The unsigned form. ``signature`` says what is known of one; None where there was none."""

    document: dict[str, Any]
    signature: str | None


def unwrapped(body: bytes, keys: str = "", *, signed: bool = False) -> Unwrapped:
    """``keys`` is a JWK or a JWK set as JSON. With it every signature is verified; ``signed`` refuses what has none.

    Raises ``Unparsable``.
    """
    document, signature = decoded(body), None
    for _ in range(LAYERS):
        if "payload" not in document and "ciphertext" not in document:
            break
        document, signature = _opened(document, keys)
    if "ciphertext" in document or "payload" in document:
        raise Unparsable(f"the vCon was signed more than {LAYERS} times over")
    if signed and signature != VERIFIED:
        raise Unparsable("the vCon is not signed, and this account takes signed ones only (require_signature)")
    return Unwrapped(document, signature)


def decoded(body: bytes) -> dict[str, Any]:
    """A JSON object; raises ``Unparsable`` for anything else."""
    try:
        found = msgspec.json.decode(body)
    except UnicodeDecodeError as error:
        raise Unparsable("the vCon is no UTF-8: save it in that encoding") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unparsable(f"the vCon is no JSON: {_place(error)}") from error
    if not isinstance(found, dict):
        raise Unparsable("the vCon is no JSON object")
    return found


def _place(error: Exception) -> str:
    text = str(error)
    return "it is nested too deeply" if isinstance(error, RecursionError) or "recursion" in text else text


def _opened(document: Mapping[str, Any], keys: str) -> tuple[dict[str, Any], str]:
    if "ciphertext" in document:
        raise Unparsable("the vCon is encrypted (JWE), which this version does not open: export it unencrypted")
    payload = document.get("payload")
    if isinstance(payload, dict):
        raise Unparsable("payload: the signed form has it in base64url")
    content = from_base64url(payload, "payload")
    if keys:
        _verify(document, keys)
    return decoded(_unpacked(content)), VERIFIED if keys else UNVERIFIED


def _verify(document: Mapping[str, Any], keys: str) -> None:
    from joserfc import jws
    from joserfc.errors import JoseError

    signed: Any = {name: document[name] for name in ("payload", "signatures", "protected", "header", "signature")
                   if name in document}  # fmt: skip
    try:
        jws.deserialize_json(signed, key_set(keys), algorithms=ALGORITHMS)
    except JoseError as error:
        raise Unparsable(f"the signature fits none of the account's signing_keys ({error.error})") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unparsable("the signature cannot be read") from error


@lru_cache(maxsize=64)
def key_set(keys: str) -> Any:
    """The keys of an account; raises ``Unparsable`` where they are none."""
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet, import_key

    try:
        given = msgspec.json.decode(keys)
        return KeySet.import_key_set(given) if "keys" in given else KeySet([import_key(given)])
    except (msgspec.DecodeError, JoseError, ValueError, TypeError, KeyError) as error:
        raise Unparsable("the account's signing_keys are no JWK or JWK set: mend its settings") from error


def _unpacked(content: bytes) -> bytes:
    """The draft lets a payload be packed with gzip; what would grow beyond all measure is refused."""
    if content[:2] != b"\x1f\x8b":
        return content
    unpack = zlib.decompressobj(wbits=31)
    try:
        found = unpack.decompress(content, LARGEST)
    except zlib.error as error:
        raise Unparsable("payload: it is packed, and cannot be unpacked") from error
    if unpack.unconsumed_tail:
        raise Unparsable("payload: unpacked it is too large")
    return found
