"""Who works here: the entities, what may be said of them, and the rules of who may give what. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from warmline.accounts.actor import PERMISSIONS

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Code = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Email = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
Password = Annotated[str, Meta(min_length=12, max_length=256)]
Language = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
TimeZone = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")]
Medium = Literal["voice", "text", "video", "in_person", "device"]
Units = Annotated[int, Meta(ge=0, le=100)]
Level = Annotated[int, Meta(ge=1, le=5)]
Kind = Literal["person", "bot"]

ALL = "*"
# What people may change of themselves.
OWN_FIELDS = frozenset({"name", "locale", "time_zone", "languages"})

# Every organisation begins with these: code, name, permissions.
BUILT_IN_ROLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("administrator", "Administrator", (ALL,)),
    (
        "supervisor",
        "Supervisor",
        (
            "customer.read",
            "customer.write",
            "customer.merge",
            "case.read",
            "case.write",
            "interaction.work",
            "interaction.create",
            "signal.write",
            "queue.read",
            "queue.manage",
            "envelope.read",
            "envelope.retry",
            "export",
        ),
    ),
    (
        "agent",
        "Agent",
        ("customer.read", "customer.write", "case.read_team", "case.write", "interaction.work", "queue.read"),
    ),
    ("auditor", "Auditor", ("customer.read", "case.read", "queue.read", "audit.read", "export")),
    (
        "integration",
        "Integration",
        (
            "customer.read",
            "customer.write",
            "feed.run",
            "case.read",
            "case.write",
            "interaction.create",
            "signal.write",
        ),
    ),
)
ADMINISTRATOR = BUILT_IN_ROLES[0][0]


class Organization(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant."""

    id: UUID
    name: str
    locale: str
    time_zone: str
    data_region: str
    settings: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime


class OrganizationChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of an organisation. Of ``settings`` only the named ones; null takes one away."""

    name: Name | UnsetType = UNSET
    locale: Language | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    settings: dict[str, Any] | UnsetType = UNSET


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works here, or a bot. ``capacity`` is units of work at once by medium; ``skills`` are levels 1 to 5
    by skill; ``second_factor_at`` is since when a code is asked for at sign-in, null where none is."""

    id: UUID
    kind: Kind
    email: str
    name: str
    active: bool
    has_password: bool
    second_factor_at: datetime | None
    locale: str
    time_zone: str
    languages: list[str]
    capacity: dict[str, int]
    role_ids: list[UUID]
    team_ids: list[UUID]
    skills: dict[UUID, int]
    version: int
    created_at: datetime
    updated_at: datetime


class NewAgent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agent to create. Without a password nobody can sign in as them until one is set."""

    email: Email
    name: Name
    kind: Kind = "person"
    password: Password | None = None
    locale: Language = "en"
    time_zone: TimeZone = "UTC"
    languages: list[Language] = msgspec.field(default_factory=lambda: ["en"])
    capacity: dict[Medium, Units] = msgspec.field(default_factory=lambda: {"text": 3, "voice": 1})
    role_ids: list[UUID] = []
    team_ids: list[UUID] = []
    skills: dict[UUID, Level] = {}


class AgentChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of an agent; lists replace what was there."""

    email: Email | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    locale: Language | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    languages: list[Language] | UnsetType = UNSET
    capacity: dict[Medium, Units] | UnsetType = UNSET
    role_ids: list[UUID] | UnsetType = UNSET
    team_ids: list[UUID] | UnsetType = UNSET
    skills: dict[UUID, Level] | UnsetType = UNSET


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """Agents who work together. Its members are agents with its id among their ``team_ids``."""

    id: UUID
    code: str
    name: str
    version: int
    created_at: datetime
    updated_at: datetime


class Skill(msgspec.Struct, frozen=True, kw_only=True):
    """Something that agents can do, at a level."""

    id: UUID
    code: str
    name: str
    version: int
    created_at: datetime
    updated_at: datetime


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of permissions."""

    id: UUID
    code: str
    name: str
    permissions: list[str]
    version: int
    created_at: datetime
    updated_at: datetime


class NewEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A team or a skill to create."""

    code: Code
    name: Name


class EntryChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a team or a skill."""

    code: Code | UnsetType = UNSET
    name: Name | UnsetType = UNSET


class NewRole(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role to create."""

    code: Code
    name: Name
    permissions: list[str]


class RoleChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a role."""

    code: Code | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    permissions: list[str] | UnsetType = UNSET


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key with which a program acts. ``prefix`` is how it begins, to tell keys apart."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_by: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class NewKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An API key to create. It never ends where ``expires_at`` is null."""

    name: Name
    scopes: Annotated[list[str], Meta(min_length=1)]
    expires_at: datetime | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A browser in which an agent is signed in; ``client`` is what it calls itself."""

    id: UUID
    client: str | None
    current: bool
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


class SecondFactor(msgspec.Struct, frozen=True, kw_only=True):
    """One's second factor: since when there is one (null for none), how many recovery codes are left, and whether the
    organisation asks for one."""

    since: datetime | None
    recovery_codes: int
    required: bool


def given(change: msgspec.Struct) -> dict[str, Any]:
    """The fields that a change sets."""
    return {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}


def difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both states, of the fields of ``after`` that differ."""
    changed = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def unknown(permissions: Iterable[str]) -> list[str]:
    """The permissions that do not exist."""
    return sorted({each for each in permissions if each != ALL and each not in PERMISSIONS})


def beyond(wanted: Iterable[str], held: Collection[str]) -> list[str]:
    """Of the wanted permissions, those that somebody who holds ``held`` cannot give away."""
    return [] if ALL in held else sorted({each for each in wanted if each not in held})
