"""What governance announces."""

from datetime import datetime
from uuid import UUID

import msgspec

from warmline.kit.events import Event, announces


@announces("audit.viewed")
class AuditViewed(Event, frozen=True, kw_only=True):
    """Somebody read the audit trail; ``filter`` is what they asked for."""

    filter: dict[str, str] = msgspec.field(default_factory=dict)


@announces("audit.verified")
class AuditVerified(Event, frozen=True, kw_only=True):
    """Somebody verified the audit trail; ``head`` is the newest seal's hash at the time."""

    intact: bool
    position: int
    head: str | None = None


@announces("record.exported")
class RecordExported(Event, frozen=True, kw_only=True):
    """Somebody took a copy of the record out of the system; ``what`` names the export, ``items`` counts by kind."""

    what: str
    items: dict[str, int] = msgspec.field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None


@announces("pack.installed")
class PackInstalled(Event, frozen=True, kw_only=True):
    """An industry pack was installed or brought up to date; ``added`` counts what was new, by kind."""

    pack: str
    pack_version: int
    added: dict[str, int] = msgspec.field(default_factory=dict)


@announces("vocabulary.created", vocabulary="vocabulary_id")
class VocabularyCreated(Event, frozen=True, kw_only=True):
    """There is a new list of codes."""

    vocabulary_id: UUID


@announces("vocabulary.updated", vocabulary="vocabulary_id")
class VocabularyUpdated(Event, frozen=True, kw_only=True):
    """A vocabulary got another label."""

    vocabulary_id: UUID


@announces("term.created", term="term_id", vocabulary="vocabulary_id")
class TermCreated(Event, frozen=True, kw_only=True):
    """A vocabulary has a new term."""

    term_id: UUID
    vocabulary_id: UUID


@announces("term.updated", term="term_id", vocabulary="vocabulary_id")
class TermUpdated(Event, frozen=True, kw_only=True):
    """A term was changed, approved or deprecated."""

    term_id: UUID
    vocabulary_id: UUID


@announces("capture_template.created", capture_template="template_id")
class TemplateCreated(Event, frozen=True, kw_only=True):
    """Further fields are asked for at wrap-up or hand-off."""

    template_id: UUID


@announces("capture_template.updated", capture_template="template_id")
class TemplateUpdated(Event, frozen=True, kw_only=True):
    """A capture template asks for other fields."""

    template_id: UUID


@announces("capture_template.deleted", capture_template="template_id")
class TemplateDeleted(Event, frozen=True, kw_only=True):
    """A capture template asks for nothing any more."""

    template_id: UUID


@announces("continuity_policy.created", continuity_policy="policy_id")
class ContinuityPolicyCreated(Event, frozen=True, kw_only=True):
    """There is a rule for who owns context at a kind of switch, and what must travel along."""

    policy_id: UUID


@announces("continuity_policy.updated", continuity_policy="policy_id")
class ContinuityPolicyUpdated(Event, frozen=True, kw_only=True):
    """A rule of continuity says something else."""

    policy_id: UUID


@announces("continuity_policy.deleted", continuity_policy="policy_id")
class ContinuityPolicyDeleted(Event, frozen=True, kw_only=True):
    """A rule of continuity holds no more."""

    policy_id: UUID
