"""Encryption at rest: AES-256-GCM under keys derived from the installation's secret key.

A sealed value is ``version (1) | key id (4) | nonce (12) | ciphertext and tag``. It is bound to its place, so that a
value moved to another row does not open. The first key seals, every key opens: that is how a key is replaced.
"""

import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from warmline.kit.errors import WarmlineError

VERSION = b"\x01"
KEY_ID = slice(1, 5)
NONCE = slice(5, 17)
CIPHERTEXT = slice(17, None)


class SecretUnreadable(WarmlineError):
    """A stored secret cannot be decrypted with this installation's key; restore the key it was made with, or enter the
    secret again."""


class Vault:
    """Seals and opens small secrets. ``keys`` are installation keys, the present one first, then those it replaced."""

    def __init__(self, keys: Sequence[bytes], *, purpose: str = "channel secrets") -> None:
        if not keys or not all(keys):
            raise ValueError("A vault needs at least one key, and none may be empty.")
        self._keys = tuple(keys)
        derived = [_derive(key, purpose) for key in keys]
        self._present = _key_id(derived[0])
        self._ciphers = {_key_id(key): AESGCM(key) for key in derived}

    def __repr__(self) -> str:
        return f"Vault({len(self._ciphers)} keys)"

    def seal(self, plain: bytes, *, place: str) -> bytes:
        """Encrypt under the present key. ``place`` names where the value is kept; it opens nowhere else."""
        nonce = os.urandom(12)
        sealed = self._ciphers[self._present].encrypt(nonce, plain, _context(self._present, place))
        return VERSION + self._present + nonce + sealed

    def open(self, sealed: bytes, *, place: str) -> bytes:
        """Decrypt what any of the keys sealed for this place; raises ``SecretUnreadable``."""
        key_id = sealed[KEY_ID]
        cipher = self._ciphers.get(key_id) if sealed[:1] == VERSION else None
        if cipher is None:
            raise SecretUnreadable
        try:
            return cipher.decrypt(sealed[NONCE], sealed[CIPHERTEXT], _context(key_id, place))
        except (InvalidTag, ValueError) as error:
            raise SecretUnreadable from error

    def derive(self, purpose: str) -> list[bytes]:
        """32-byte keys for another use, from the same installation keys in the same order: make with the first, accept
        what any of them made."""
        return [_derive(key, purpose) for key in self._keys]

    def is_current(self, sealed: bytes) -> bool:
        """Whether the present key sealed it; otherwise it is to be sealed again before the old key is dropped."""
        return sealed[:1] == VERSION and sealed[KEY_ID] == self._present


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"warmline {purpose}".encode()).derive(key)


def _key_id(derived: bytes) -> bytes:
    return hashlib.sha256(b"key id" + derived).digest()[:4]


def _context(key_id: bytes, place: str) -> bytes:
    return VERSION + key_id + place.encode()
