"""Wire shapes that are not entities."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.accounts.model import Agent, ApiKey, Level, Password

# What is typed at sign-in is compared and never stored, so it has no rules but a bound.
Typed = Annotated[str, Meta(min_length=1, max_length=1024)]
TypedCode = Annotated[str, Meta(min_length=1, max_length=64)]


class SignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address and its password; the organisation where the address belongs to several; and where there is a second
    factor, a code of the authenticator or a recovery code. Without one the answer is then `second_factor_needed`."""

    email: Typed
    password: Typed
    code: TypedCode | None = None
    organization_id: UUID | None = None


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asking. ``agent`` and ``csrf_token`` are null for an API key. A page sends the token in ``X-CSRF-Token``
    with every request that changes something. With ``enrol_first`` all else is refused (`second_factor_first`) until a
    second factor is set up."""

    organization_id: UUID
    kind: str
    id: UUID | None
    name: str
    permissions: list[str]
    agent: Agent | None = None
    csrf_token: str | None = None
    enrol_first: bool = False


class PasswordChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One's present password and the new one."""

    present: Typed
    new: Password


class NewPassword(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A password for an agent, at least 12 characters."""

    password: Password


class SkillLevel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How well an agent has a skill, from 1 to 5."""

    level: Level


class IssuedPassword(msgspec.Struct, frozen=True, kw_only=True):
    """A random password, shown this once."""

    password: str


class IssuedKeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A new API key. ``secret`` is shown this once; send it as ``Authorization: Bearer <secret>``."""

    key: ApiKey
    secret: str


class Permission(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a role or key can allow."""

    code: str
    description: str


class OwnPassword(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One's password, to prove that one is there."""

    password: Typed


class OwnCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code of the authenticator."""

    code: TypedCode


class OwnPasswordAndCode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One's password, and a code of the authenticator or a recovery code."""

    password: Typed
    code: TypedCode


class BegunSecondFactor(msgspec.Struct, frozen=True, kw_only=True):
    """What the authenticator takes in, shown this once: ``secret`` to type, ``uri`` to open, ``picture`` to scan (a QR
    code as SVG)."""

    secret: str
    uri: str
    picture: str


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Codes for whoever lost the authenticator, shown this once. Each works once."""

    codes: list[str]


class ResetRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose password is to be set anew."""

    email: Typed


class ResetByLink(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The token of the link that came by mail, and the new password."""

    token: Typed
    password: Password
