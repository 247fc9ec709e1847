"""What is known of a customer's attributes, and why: the winner, the losers, and where each comes from."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.hub.model import Claimed
from warmline.customers.hub.survivorship import Standing


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """A value, and who said so: the source (a feed's code, or ``person``), by which of its keys, of which record, and
    when it said so first and last. A ``value`` of null: that there is none."""

    value: Any
    source: str
    external_key: str
    customer_id: UUID
    verified: bool
    observed_at: datetime
    first_observed_at: datetime


class LosingValue(Provenance, frozen=True, kw_only=True):
    """A value that does not count now, and why not."""

    why: str


class AttributeView(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute: the value that survives, why, and all others that any source ever gave. ``winner`` is null where
    no source says anything now."""

    name: str
    value: Any
    winner: Provenance | None
    why: str
    losers: list[LosingValue]


def attribute_view(standing: Standing) -> AttributeView:
    """As it goes over the wire."""
    winner = standing.winner
    return AttributeView(
        name=standing.name,
        value=winner.value if winner else None,
        winner=Provenance(**_values(winner)) if winner else None,
        why=standing.why,
        losers=[LosingValue(**_values(each.claim), why=each.why) for each in standing.losers],
    )


def _values(claim: Claimed) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in Provenance.__struct_fields__}
