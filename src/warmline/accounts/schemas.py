"""Wire shapes that are not entities."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.accounts.model import Agent, ApiKey, Level, Password

# What is typed at sign-in is compared and never stored, so it has no rules but a bound.
Typed = Annotated[str, Meta(min_length=1, max_length=1024)]


class SignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address and its password; the organisation where the address belongs to several."""

    email: Typed
    password: Typed
    organization_id: UUID | None = None


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asking. ``agent`` and ``csrf_token`` are null for an API key. A page sends the token in ``X-CSRF-Token``
    with every request that changes something."""

    organization_id: UUID
    kind: str
    id: UUID | None
    name: str
    permissions: list[str]
    agent: Agent | None = None
    csrf_token: str | None = None


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
