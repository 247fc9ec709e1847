"""The shapes of what an organisation is: its people, its words, and where contacts come in."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line


class OrganizationLine(Line, frozen=True, kw_only=True, tag="organization"):
    """The organisation itself. All other lines belong to it."""

    table: ClassVar[str] = "organization"
    order: ClassVar[str] = "t.org_id"
    columns: ClassVar[dict[str, str]] = {"id": "t.org_id"}

    id: UUID
    name: str
    locale: str
    time_zone: str
    data_region: str
    settings: Json
    version: int
    created_at: datetime
    updated_at: datetime


class TeamLine(Line, frozen=True, kw_only=True, tag="team"):
    """A team. Its members name it."""

    table: ClassVar[str] = "team"

    id: UUID
    code: str
    name: str
    version: int
    created_at: datetime
    updated_at: datetime


class RoleLine(Line, frozen=True, kw_only=True, tag="role"):
    """A role; `*` is every permission."""

    table: ClassVar[str] = "role"

    id: UUID
    code: str
    name: str
    permissions: list[str]
    version: int
    created_at: datetime
    updated_at: datetime


class SkillLine(Line, frozen=True, kw_only=True, tag="skill"):
    """Something that agents can do."""

    table: ClassVar[str] = "skill"

    id: UUID
    code: str
    name: str
    version: int
    created_at: datetime
    updated_at: datetime


class AgentLine(Line, frozen=True, kw_only=True, tag="agent"):
    """Somebody who works here, or a bot; without the password's hash. `skills` are levels by skill id."""

    table: ClassVar[str] = "agent"
    columns: ClassVar[dict[str, str]] = {
        "role_ids": "array(select r.role_id from agent_role r where r.org_id = $1 and r.agent_id = t.id order by 1)",
        "team_ids": "array(select m.team_id from team_member m where m.org_id = $1 and m.agent_id = t.id order by 1)",
        "skills": "coalesce((select jsonb_object_agg(s.skill_id, s.level) from agent_skill s "
        "where s.org_id = $1 and s.agent_id = t.id), '{}')",
    }

    id: UUID
    kind: str
    email: str
    name: str
    active: bool
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


class ApiKeyLine(Line, frozen=True, kw_only=True, tag="api_key"):
    """An API key, without its hash."""

    table: ClassVar[str] = "api_key"

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


class VocabularyLine(Line, frozen=True, kw_only=True, tag="vocabulary"):
    """A list of codes."""

    table: ClassVar[str] = "vocabulary"

    id: UUID
    code: str
    label: str
    pack: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class TermLine(Line, frozen=True, kw_only=True, tag="term"):
    """A code and what it means."""

    table: ClassVar[str] = "term"

    id: UUID
    vocabulary: str
    code: str
    label: str
    definition: str
    parent_vocabulary: str | None
    parent: str | None
    synonyms: list[str]
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


class CaptureTemplateLine(Line, frozen=True, kw_only=True, tag="capture_template"):
    """The fields that are asked for at wrap-up or hand-off."""

    table: ClassVar[str] = "capture_template"

    id: UUID
    moment: str
    channel: str | None
    category: str | None
    name: str
    fields: list[Json]
    version: int
    created_at: datetime
    updated_at: datetime


class QueueLine(Line, frozen=True, kw_only=True, tag="queue"):
    """A queue, and the teams that serve it; where there are none, everybody does. `skills` are least levels by code."""

    table: ClassVar[str] = "queue"
    columns: ClassVar[dict[str, str]] = {
        "team_ids": "array(select q.team_id from queue_team q where q.org_id = $1 and q.queue_id = t.id order by 1)",
    }

    id: UUID
    code: str
    name: str
    priority: int
    service_seconds: int
    service_level: float
    offer_seconds: int
    active: bool
    team_ids: list[UUID]
    media: list[str]
    calendar_id: UUID | None
    skills: dict[str, int]
    rings: list[Json]
    overflow_queue_id: UUID | None
    overflow_seconds: int | None
    offer_to: int
    sticky_seconds: int | None
    wrap_up_seconds: int | None
    version: int
    created_at: datetime
    updated_at: datetime


class CalendarLine(Line, frozen=True, kw_only=True, tag="calendar"):
    """Business hours: the shifts of the week, whose holidays are kept, and days that are otherwise."""

    table: ClassVar[str] = "calendar"

    id: UUID
    code: str
    name: str
    timezone: str
    weekly: Json
    holidays: Json
    exceptions: list[Json]
    version: int
    created_at: datetime
    updated_at: datetime


class PresenceReasonLine(Line, frozen=True, kw_only=True, tag="presence_reason"):
    """A word for why somebody is not available."""

    table: ClassVar[str] = "presence_reason"

    id: UUID
    code: str
    name: str
    status: str
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class AgentRoutingLine(Line, frozen=True, kw_only=True, tag="agent_routing"):
    """How an agent is routed to beside teams, skills and capacity."""

    table: ClassVar[str] = "agent_routing"
    order: ClassVar[str] = "t.agent_id"

    agent_id: UUID
    interruptible: list[str]
    version: int
    updated_at: datetime


class PresenceLine(Line, frozen=True, kw_only=True, tag="presence"):
    """Whether an agent could be offered work at the time of the export."""

    table: ClassVar[str] = "presence"
    order: ClassVar[str] = "t.agent_id"

    agent_id: UUID
    status: str
    reason: str | None
    since: datetime
    idle_since: datetime
    version: int
    updated_at: datetime


class ChannelAccountLine(Line, frozen=True, kw_only=True, tag="channel_account"):
    """An inbox. Of its secret settings only the names are here."""

    table: ClassVar[str] = "channel_account"
    columns: ClassVar[dict[str, str]] = {"secrets": "array(select jsonb_object_keys(t.secrets) order by 1)"}

    id: UUID
    connector: str
    channel: str
    name: str
    address: str
    settings: Json
    secrets: list[str]
    queue_id: UUID | None
    active: bool
    problem: str | None
    checked_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class ConnectorStateLine(Line, frozen=True, kw_only=True, tag="connector_state"):
    """What a connector remembers of an account, such as how far a mailbox was read."""

    table: ClassVar[str] = "connector_state"
    order: ClassVar[str] = "t.account_id, t.key"

    account_id: UUID
    key: str
    value: Any
    updated_at: datetime


PEOPLE: tuple[type[Line], ...] = (
    OrganizationLine,
    TeamLine,
    RoleLine,
    SkillLine,
    AgentLine,
    ApiKeyLine,
    VocabularyLine,
    TermLine,
    CaptureTemplateLine,
    CalendarLine,
    QueueLine,
    PresenceReasonLine,
    AgentRoutingLine,
    PresenceLine,
    ChannelAccountLine,
    ConnectorStateLine,
)
