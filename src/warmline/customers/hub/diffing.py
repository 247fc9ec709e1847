"""What a row would change, for people to look at before it does. Pure."""

from typing import Any, Literal
from uuid import UUID

import msgspec

from warmline.customers.hub.book import Taken
from warmline.customers.hub.model import Claimed, RowProblem
from warmline.customers.hub.survivorship import Belief, Standing, reason, standings

Action = Literal["created", "changed", "unchanged"]


class AttributeDiff(msgspec.Struct, frozen=True, kw_only=True):
    """What the row says of an attribute. ``shown_before`` and ``shown_after`` is what survives; ``wins``: what the row
    says does."""

    name: str
    given: Any
    shown_before: Any
    shown_after: Any
    wins: bool
    why: str


class CustomerDiff(msgspec.Struct, frozen=True, kw_only=True):
    """What a row would do. ``customer_id`` is null where the customer would be new. Of handles only the schemes are
    named; ``conflicts`` are handles that others have."""

    row: int
    key: str
    customer_id: UUID | None
    action: Action
    attributes: list[AttributeDiff]
    handles: list[str]
    references: int
    relationships: int
    conflicts: list[str]


class FeedResult(msgspec.Struct, kw_only=True):
    """What became of the rows, or with ``dry_run`` what would. Of ``problems`` and ``diff`` the first thousand are
    listed; ``ignored_columns`` have no meaning by the mapping or by their name."""

    run_id: UUID | None = None
    dry_run: bool = False
    read_rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    partly: int = 0
    refused: int = 0
    ignored_columns: list[str] = []
    problems: list[RowProblem] = []
    diff: list[CustomerDiff] = []

    @property
    def clean(self) -> bool:
        return not self.refused and not self.partly


def diff(taken: Taken, belief: Belief) -> CustomerDiff:
    """What the row does, beside what was there before."""
    before, after = standings(taken.claims_before, belief), standings(taken.holder.claims, belief)
    return CustomerDiff(
        row=taken.record.number,
        key=taken.record.key,
        customer_id=None if taken.holder.new else taken.holder.id,
        action="created" if taken.new else "changed" if taken.changes else "unchanged",
        attributes=[_attribute(taken, name, before.get(name), after[name], belief) for name in sorted(taken.names)],
        handles=[each.identity[0] for each in taken.handles],
        references=taken.references,
        relationships=taken.relations,
        conflicts=taken.conflicts,
    )


def _attribute(taken: Taken, name: str, before: Standing | None, after: Standing, belief: Belief) -> AttributeDiff:
    given = taken.record.attributes.get(name)
    had = before.winner if before else None
    won = after.winner
    wins = (
        won is not None and had != won and won.external_key == taken.record.key and won in taken.holder.fresh.values()
    )
    return AttributeDiff(
        name=name,
        given=given.value if given else None,
        shown_before=had.value if had else None,
        shown_after=won.value if won else None,
        wins=wins,
        why=_why(name, had, after, belief, wins=wins),
    )


def _why(name: str, had: Claimed | None, after: Standing, belief: Belief, *, wins: bool) -> str:
    if after.winner is None:
        return "No source says anything then."
    if had is None:
        return "Nobody said anything before."
    if wins:
        if (had.source, had.external_key) == (after.winner.source, after.winner.external_key):
            return "The source says something else now."
        return reason(name, after.winner, had, belief)
    beaten = next((each for each in after.losers if each.claim.source != after.winner.source), None)
    return beaten.why if beaten else after.losers[0].why if after.losers else after.why
