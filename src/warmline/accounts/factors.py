"""The second factor: codes by time (TOTP, RFC 6238: SHA-1, six digits, 30 seconds) and recovery codes. Pure.

SHA-1, because telephones know no other; that it collides does not matter to HMAC.
"""

import hashlib
import hmac
import io
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import pyotp
import segno

STEP = 30  # seconds
# A clock may be wrong by one step to either side.
DRIFT = 1
RECOVERY_CODES = 10
# Letters and digits that nobody takes for another; 32 of them, so a code of 16 has 80 bits.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 4


def new_secret() -> str:
    """160 random bits in Base32, as RFC 4226 advises."""
    return pyotp.random_base32(32)


def uri(secret: str, *, account: str, issuer: str) -> str:
    """The address by which an authenticator takes the secret in (Key URI Format)."""
    # A colon would part the issuer from the account at the wrong place.
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer.replace(":", " "))


def picture(text: str) -> str:
    """A QR code as SVG, with the quiet zone that readers need, dark on white in every colour scheme."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=4, scale=1, omitsize=True, light="#fff", dark="#000", xmldecl=False, nl=False
    )
    return out.getvalue().decode()


def step_of(secret: str, code: str, at: datetime, *, after: int | None) -> int | None:
    """Which step's code this is, of those that count at that time; None for none of them, or one not ``after`` the
    last that was used."""
    generator, present = pyotp.TOTP(secret), int(at.timestamp()) // STEP
    found = None
    # All are computed and compared in the same time, whichever it is.
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(generator.generate_otp(step).encode(), code.encode()) and step > (after or 0):
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Ten codes such as ``k3mn-8xqp-a2cd-u7wz``, each other than the rest."""
    codes: set[str] = set()
    while len(codes) < RECOVERY_CODES:
        codes.add("-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS)))
    return sorted(codes)


def plain(code: str) -> str:
    """A code without what people type around it."""
    return "".join(each for each in code.lower() if each.isalnum())


def digest(org_id: UUID, agent_id: UUID, code: str) -> bytes:
    """What is kept of a recovery code. It has 80 random bits, so one round is enough."""
    return hashlib.sha256(f"{org_id}:{agent_id}:{plain(code)}".encode()).digest()


def digests(org_id: UUID, agent_id: UUID, codes: Iterable[str]) -> list[bytes]:
    """Of several."""
    return [digest(org_id, agent_id, each) for each in codes]


def place(org_id: UUID, agent_id: UUID) -> str:
    """Where a sealed secret is kept; it opens nowhere else."""
    return f"second_factor/{org_id}/{agent_id}"
