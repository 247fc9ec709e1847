"""What can be found in a text, and how an organisation says what its own numbers look like. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType


class Kind(StrEnum):
    """What is looked for everywhere; organisations add kinds of their own by patterns."""

    POLICY = "policy"
    CLAIM = "claim"
    ACCOUNT = "account"
    CARD = "card"
    AMOUNT = "amount"
    DATE = "date"
    DATE_OF_BIRTH = "date_of_birth"
    VEHICLE = "vehicle"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    NATIONAL_ID = "national_id"
    NAME = "name"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One entity. ``text`` is what stands at ``start``:``end`` in the text; ``value`` is how it is written down: a
    number in capitals without blanks, a date as ISO 8601, an amount as ``1250.00 USD``, without currency where none was
    said.

    Of a payment card and of a national id, ``value`` is the last four alone. ``confidence`` is 0 to 1; ``label`` says
    more where there is more to say (``registration``, ``postcode``, an organisation's own label).
    """

    kind: str
    value: str
    text: str
    start: int
    end: int
    confidence: float
    label: str = ""
    pattern_id: UUID | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a message asks the reader for: the words that name it, and the sentence that they stand in."""

    kind: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int


KindCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,62}(?!\n)$", description="Small letters, digits and `_`")]
PatternLabel = Annotated[str, Meta(min_length=1, max_length=200)]
Expression = Annotated[str, Meta(min_length=1, max_length=500, description="RE2 syntax; case does not count.")]
Cue = Annotated[str, Meta(min_length=2, max_length=60, description="Words before the value, as customers say them.")]
Cues = Annotated[list[Cue], Meta(max_length=50)]
Certainty = Annotated[float, Meta(ge=0.05, le=1)]


class NewPattern(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a number of ours looks like. ``cues`` name it (``policy number``); where ``needs_cue``, it counts only after
    one of them, or as the answer to a question for it."""

    kind: KindCode
    label: PatternLabel
    expression: Expression
    cues: Cues = msgspec.field(default_factory=list)
    needs_cue: bool = False
    confidence: Certainty = 0.9
    active: bool = True


class PatternChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    label: PatternLabel | UnsetType = UNSET
    expression: Expression | UnsetType = UNSET
    cues: Cues | UnsetType = UNSET
    needs_cue: bool | UnsetType = UNSET
    confidence: Certainty | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class EntityPattern(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation's pattern, as it is kept."""

    id: UUID
    kind: str
    label: str
    expression: str
    cues: list[str]
    needs_cue: bool
    confidence: float
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime
