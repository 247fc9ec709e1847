"""What can be asked for: new terms and templates, and changes of those that are there."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from warmline.governance.model import (
    CaptureField,
    Code,
    Definition,
    Label,
    Moment,
    Synonyms,
    TermStatus,
    VocabularyCode,
)

Fields = Annotated[list[CaptureField], Meta(min_length=1, max_length=100)]


class NewVocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """A new list of codes."""

    code: VocabularyCode
    label: Label


class VocabularyChange(msgspec.Struct, frozen=True, kw_only=True):
    """Another label."""

    label: Label


class NewTerm(msgspec.Struct, frozen=True, kw_only=True):
    """A new term. ``parent`` is the code of the wider term; ``parent_vocabulary`` where it is another vocabulary's."""

    code: Code
    label: Label
    definition: Definition = ""
    parent: Code | None = None
    parent_vocabulary: VocabularyCode | None = None
    synonyms: Synonyms = msgspec.field(default_factory=list)
    status: TermStatus = TermStatus.ACTIVE


class TermChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays as it is. ``status`` deprecated takes a term out of use; active brings it (back) into use.
    A code never changes, because records have it."""

    label: Label | UnsetType = UNSET
    definition: Definition | UnsetType = UNSET
    parent: Code | UnsetType | None = UNSET
    parent_vocabulary: VocabularyCode | UnsetType | None = UNSET
    synonyms: Synonyms | UnsetType = UNSET
    status: TermStatus | UnsetType = UNSET


class NewTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """Fields to ask for. Without ``channel`` or ``category`` it is for any."""

    moment: Moment
    name: Label
    fields: Fields
    channel: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    category: Code | None = None


class TemplateChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays as it is."""

    name: Label | UnsetType = UNSET
    fields: Fields | UnsetType = UNSET


def given(change: msgspec.Struct) -> dict[str, Any]:
    """The fields of a change that are not left out."""
    return {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
