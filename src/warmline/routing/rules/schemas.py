"""What clients send to rules."""

from typing import Annotated

import msgspec
from msgspec import Meta

from warmline.routing.rules.model import RuleSet

Note = Annotated[str, Meta(max_length=500)]


class SaveRules(RuleSet, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules in their order, and why they are changed."""

    note: Note = ""


class Restore(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which version is to hold again."""

    version: Annotated[int, Meta(ge=1)]


class ResolveEscalation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came of it."""

    note: Note = ""
