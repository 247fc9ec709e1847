"""What a canned response is, and what may be said of one."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta


class Scope(StrEnum):
    """Who uses it: its author, a team, or everybody."""

    PERSONAL = "personal"
    TEAM = "team"
    EVERYBODY = "everybody"


Code = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}(?!\n)$", description="What one types after the slash.")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Body = Annotated[str, Meta(min_length=1, max_length=20_000)]
Folder = Annotated[str, Meta(max_length=100)]
Language = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}(?!\n)$")]
Channels = Annotated[list[Annotated[str, Meta(min_length=1, max_length=63)]], Meta(max_length=20)]


class NewCanned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to keep. ``channels`` are those that it suits, all where none is given; ``team_id`` goes with a team's."""

    code: Code
    name: Name
    body: Body
    folder: Folder = ""
    language: Language | None = None
    channels: Channels = []
    scope: Scope = Scope.PERSONAL
    team_id: UUID | None = None


class CannedChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields to change; those left out stay. Whose it is does not change: make another."""

    code: Code | msgspec.UnsetType = msgspec.UNSET
    name: Name | msgspec.UnsetType = msgspec.UNSET
    body: Body | msgspec.UnsetType = msgspec.UNSET
    folder: Folder | msgspec.UnsetType = msgspec.UNSET
    language: Language | msgspec.UnsetType | None = msgspec.UNSET
    channels: Channels | msgspec.UnsetType = msgspec.UNSET


class CannedResponse(msgspec.Struct, frozen=True, kw_only=True):
    """A text that is kept. ``uses`` is how often it was rendered."""

    id: UUID
    code: str
    name: str
    body: str
    folder: str
    language: str | None
    channels: list[str]
    scope: Scope
    agent_id: UUID | None
    team_id: UUID | None
    uses: int
    used_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """The text for one contact. ``missing`` are the variables without a value; they stand in the text as they were."""

    text: str
    language: str | None
    missing: list[str]


class Variable(msgspec.Struct, frozen=True, kw_only=True):
    """A variable that a text may use."""

    name: str
    meaning: str
