"""What requests about the record hold. Texts are bounded; a misspelt field is refused rather than passed over."""

from typing import Annotated, Any
from uuid import UUID

import msgspec

from warmline.interactions.actions.link import Kind
from warmline.interactions.model import CaseStatus

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=100_000)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=127)]
Title = Annotated[str, msgspec.Meta(max_length=500)]
Long = Annotated[str, msgspec.Meta(max_length=20_000)]
Priority = Annotated[int, msgspec.Meta(ge=-100, le=100, description="One point is one minute of waiting.")]
Language = Annotated[
    str, msgspec.Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}(?!\n)$", description="As `de` or `pt-BR`")
]
Entries = Annotated[list[Any], msgspec.Meta(max_length=100)]


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of request bodies."""


class CaseBody(Body, frozen=True, kw_only=True):
    """A case to open."""

    customer_id: UUID
    title: Title = ""
    category: Code | None = None
    subcategory: Code | None = None


class CaseChange(Body, frozen=True, kw_only=True):
    """Fields of a case to change; those left out stay. Null takes owner, team, category and subcategory off."""

    title: Title | msgspec.UnsetType = msgspec.UNSET
    category: Code | msgspec.UnsetType | None = msgspec.UNSET
    subcategory: Code | msgspec.UnsetType | None = msgspec.UNSET
    owner_id: UUID | msgspec.UnsetType | None = msgspec.UNSET
    team_id: UUID | msgspec.UnsetType | None = msgspec.UNSET
    priority: Priority | msgspec.UnsetType = msgspec.UNSET
    summary: Long | msgspec.UnsetType = msgspec.UNSET
    open_questions: Entries | msgspec.UnsetType = msgspec.UNSET
    facts: Entries | msgspec.UnsetType = msgspec.UNSET


class InteractionChange(Body, frozen=True, kw_only=True):
    """Fields of an interaction to change; those left out stay. Null takes category, subcategory and language off."""

    category: Code | msgspec.UnsetType | None = msgspec.UNSET
    subcategory: Code | msgspec.UnsetType | None = msgspec.UNSET
    priority: Priority | msgspec.UnsetType = msgspec.UNSET
    language: Language | msgspec.UnsetType | None = msgspec.UNSET
    notes: Long | msgspec.UnsetType = msgspec.UNSET
    summary: Long | msgspec.UnsetType = msgspec.UNSET


class StatusBody(Body, frozen=True, kw_only=True):
    """A case's new status. ``outcome`` goes with resolved."""

    status: CaseStatus
    outcome: Code | None = None


class JoinBody(Body, frozen=True, kw_only=True):
    """Which case this one is joined into, and why."""

    into_id: UUID
    reason: Reason
    confirm_other_customer: bool = False


class ReasonBody(Body, frozen=True, kw_only=True):
    """Why."""

    reason: Reason


class AttachBody(Body, frozen=True, kw_only=True):
    """Which case the interaction belongs to, and why. Without a case: the latest suggestion is right."""

    case_id: UUID | None = None
    reason: Reason
    confirm_other_customer: bool = False


class MoveBody(Body, frozen=True, kw_only=True):
    """Which case the interaction goes to, and why."""

    case_id: UUID
    reason: Reason
    confirm_other_customer: bool = False


class NoteBody(Body, frozen=True, kw_only=True):
    """A private note, and the agents and teams whom it calls upon."""

    text: Text
    mentions: Annotated[list[UUID], msgspec.Meta(max_length=50)] = []
    language: Language | None = None


class LinkBody(Body, frozen=True, kw_only=True):
    """How this interaction is related to another, and why."""

    kind: Kind
    to_id: UUID
    reason: Reason


class QuestionBody(Body, frozen=True, kw_only=True):
    """What the customer was asked again."""

    question: Reason


class DeclineBody(Body, frozen=True, kw_only=True):
    """Why work is not taken over."""

    reason: Reason | None = None


class AnswerBody(Body, frozen=True, kw_only=True):
    """Whether a suggestion is taken."""

    accept: bool


class WrapUpBody(Body, frozen=True, kw_only=True):
    """What came of an interaction; codes are terms of their vocabularies."""

    outcome: Code | None = None
    disposition: Code | None = None
    category: Code | None = None
    subcategory: Code | None = None
    notes: Long | None = None
    summary: Long | None = None
    fields: dict[str, Any] = {}
    resolve_case: bool = False


class FieldsBody(Body, frozen=True, kw_only=True):
    """Answers to the hand-off template's questions."""

    fields: dict[str, Any] = {}
