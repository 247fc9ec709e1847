"""The review of continuity: where context is lost, as shares with numerator and denominator, and what to change. Pure.

A share counts contacts or hand-offs with at least one such loss, never losses, so that it is never above 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.interactions.carrying.loss import ASKED, AUTHENTICATED, INCOMPLETE, REPEATED

KINDS = (ASKED, AUTHENTICATED, REPEATED, INCOMPLETE)
# Below these a share says too little to change how people work.
FEWEST_LOST, FEWEST, LEAST_SHARE = 3, 5, 0.1
MOST_IDS = 50


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """``numerator`` of ``denominator``; ``rate`` is null where nothing could be counted."""

    numerator: int
    denominator: int
    rate: float | None


def share(numerator: int, denominator: int) -> Counted:
    """The share, rounded to four places."""
    rate = round(numerator / denominator, 4) if denominator else None
    return Counted(numerator=numerator, denominator=denominator, rate=rate)


class ContactsReviewed(msgspec.Struct, frozen=True, kw_only=True):
    """Contacts of the period on one channel after one on another in the same case (null: the first of its case)."""

    from_channel: str | None
    to_channel: str
    contacts: int
    asked_again: Counted
    authenticated_again: Counted
    repeated_after_switch: Counted


class HandOffsReviewed(msgspec.Struct, frozen=True, kw_only=True):
    """Hand-offs accepted in the period by one kind of switch: channel, team, queue, agent or bot."""

    switch: str
    from_value: str | None
    to_value: str | None
    hand_offs: int
    completeness: float
    asked_again: Counted
    authenticated_again: Counted
    incomplete: Counted


class LostField(msgspec.Struct, frozen=True, kw_only=True):
    """What was lost at one switch: ``unit`` says of what the share is."""

    switch: str
    from_value: str | None
    to_value: str | None
    kind: str
    field: str
    unit: str
    lost: Counted
    loss_ids: list[UUID]
    team_id: UUID | None = None


class AnswersReviewed(msgspec.Struct, frozen=True, kw_only=True):
    """Questions that were asked again: how many were answered, and the median seconds until the customer wrote."""

    asked: int
    answered: int
    median_seconds: float | None


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A change to be proposed: ``require_field`` or ``own_context``."""

    kind: str
    switch: str
    from_value: str | None
    to_value: str | None
    field: str
    team_id: UUID | None
    numerator: int
    denominator: int
    loss_ids: list[UUID]


Key = tuple[str, str | None, str | None]


def contacts(rows: Iterable[Mapping[str, Any]]) -> list[ContactsReviewed]:
    """By pair of channels."""
    return [
        ContactsReviewed(
            from_channel=row["from_channel"],
            to_channel=row["to_channel"],
            contacts=row["contacts"],
            **{kind: share(row[kind], row["contacts"]) for kind in (ASKED, AUTHENTICATED, REPEATED)},
        )
        for row in rows
    ]


def switches_of(row: Mapping[str, Any]) -> list[Key]:
    """The switches that a hand-off was at once."""
    found: list[Key] = []
    if row["from_channel"]:
        found.append(("channel", row["from_channel"], row["to_channel"]))
    if row["from_team"] != row["to_team"]:
        found.append(("team", row["from_team"], row["to_team"]))
    if row["to_queue"]:
        found.append(("queue", None, row["to_queue"]))
    found.append(("bot" if row["from_kind"] == "bot" else "agent", None, None))
    return found


def hand_offs(rows: Sequence[Mapping[str, Any]], lost: Sequence[Mapping[str, Any]]) -> list[HandOffsReviewed]:
    """By kind of switch; a hand-off that is several at once counts for each."""
    totals: dict[Key, dict[str, float]] = {}
    for row in rows:
        for key in switches_of(row):
            each = totals.setdefault(key, {"hand_offs": 0, "complete": 0.0, INCOMPLETE: 0, ASKED: 0, AUTHENTICATED: 0})
            each["hand_offs"] += row["hand_offs"]
            each["complete"] += row["completeness"] * row["hand_offs"]
            each[INCOMPLETE] += row["incomplete"]
    for row in lost:
        if row["every_field"] and row["kind"] in (ASKED, AUTHENTICATED):
            for key in switches_of(row):
                totals[key][row["kind"]] += row["lost"]
    return [_hand_offs(key, each) for key, each in sorted(totals.items(), key=lambda item: str(item[0]))]


def _hand_offs(key: Key, each: Mapping[str, float]) -> HandOffsReviewed:
    count = int(each["hand_offs"])
    return HandOffsReviewed(
        switch=key[0],
        from_value=key[1],
        to_value=key[2],
        hand_offs=count,
        completeness=round(each["complete"] / count, 4),
        asked_again=share(int(each[ASKED]), count),
        authenticated_again=share(int(each[AUTHENTICATED]), count),
        incomplete=share(int(each[INCOMPLETE]), count),
    )


def hand_off_fields(totals: Sequence[HandOffsReviewed], lost: Sequence[Mapping[str, Any]]) -> list[LostField]:
    """What was asked again or missing at each switch of hand-offs."""
    count = {(each.switch, each.from_value, each.to_value): each.hand_offs for each in totals}
    sums: dict[tuple[Key, str, str], tuple[int, list[UUID]]] = {}
    for row in lost:
        if row["every_field"]:
            continue
        for key in switches_of(row):
            number, ids = sums.get((key, row["kind"], row["field"]), (0, []))
            sums[key, row["kind"], row["field"]] = (number + row["lost"], [*ids, *row["loss_ids"]][:MOST_IDS])
    return [
        _field(key, kind, field, "hand-offs", share(number, count[key]), ids)
        for (key, kind, field), (number, ids) in sorted(sums.items(), key=lambda item: str(item[0]))
    ]


def contact_fields(totals: Sequence[ContactsReviewed], lost: Sequence[Mapping[str, Any]]) -> list[LostField]:
    """What was asked again or repeated in contacts that followed one on another channel."""
    count = {(each.from_channel, each.to_channel): each.contacts for each in totals}
    return [
        _field(
            ("channel", row["from_channel"], row["to_channel"]),
            row["kind"],
            row["field"],
            "contacts",
            share(row["lost"], count[row["from_channel"], row["to_channel"]]),
            list(row["loss_ids"]),
            row["team_id"],
        )
        for row in lost
        if row["kind"] != INCOMPLETE
    ]


def _field(
    key: Key, kind: str, field: str, unit: str, lost: Counted, ids: list[UUID], team_id: UUID | None = None
) -> LostField:
    return LostField(
        switch=key[0],
        from_value=key[1],
        to_value=key[2],
        kind=kind,
        field=field,
        unit=unit,
        lost=lost,
        loss_ids=ids,
        team_id=team_id,
    )


def proposals(fields: Iterable[LostField]) -> list[Proposed]:
    """What to require, and which team is to own the context: where enough was lost, and often enough. What is required
    already and was missing all the same is no matter of templates."""
    made: dict[tuple[str, Key, str], Proposed] = {}
    for each in fields:
        if each.kind == INCOMPLETE or not _weighty(each.lost):
            continue
        key = (each.switch, each.from_value, each.to_value)
        if each.field != "question":
            _take(made, ("require_field", key, each.field), each, None)
        if each.kind == REPEATED and each.team_id:
            _take(made, ("own_context", key, ""), each, each.team_id)
    return [made[key] for key in sorted(made, key=str)]


def _take(
    made: dict[tuple[str, Key, str], Proposed], key: tuple[str, Key, str], field: LostField, team_id: UUID | None
) -> None:
    """Of several reasons for the same change, the one with the most cases stands."""
    if key in made and made[key].numerator >= field.lost.numerator:
        return
    made[key] = Proposed(
        kind=key[0],
        switch=field.switch,
        from_value=field.from_value,
        to_value=field.to_value,
        field=key[2],
        team_id=team_id,
        numerator=field.lost.numerator,
        denominator=field.lost.denominator,
        loss_ids=field.loss_ids[:MOST_IDS],
    )


def _weighty(lost: Counted) -> bool:
    enough = lost.numerator >= FEWEST_LOST and lost.denominator >= FEWEST
    return enough and lost.rate is not None and lost.rate >= LEAST_SHARE


class ContextProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A proposed change with its evidence: lost in ``numerator`` of ``denominator`` between ``period_from`` and
    ``period_to``; ``text`` says it in a sentence. It takes effect by a continuity policy once somebody accepts it."""

    id: UUID
    kind: str
    switch: str
    from_value: str | None
    to_value: str | None
    field: str
    team_id: UUID | None
    numerator: int
    denominator: int
    rate: float
    text: str
    loss_ids: list[UUID]
    period_from: datetime
    period_to: datetime
    status: str
    policy_id: UUID | None
    decided_by: str | None
    decided_at: datetime | None
    version: int


def sentence(row: Mapping[str, Any]) -> str:
    """The proposal in words."""
    figures = f"{row['numerator'] / row['denominator']:.0%} ({row['numerator']} of {row['denominator']})"
    ends = f"{row['from_value'] or 'any'} -> {row['to_value'] or 'any'}"
    where = f"{ends} switches of {row['switch']}" if row["switch"] in ("channel", "team", "queue") else row["switch"]
    if row["kind"] == "require_field":
        return f"{row['field']} was asked again or repeated in {figures} of {where}: require it there."
    return f"Customers repeated themselves in {figures} of {where}: let the team that had the case keep its context."


class ContextReview(msgspec.Struct, frozen=True, kw_only=True):
    """Where context was lost from ``since`` until ``until``, what of, and which changes are open."""

    since: datetime
    until: datetime
    contacts: list[ContactsReviewed]
    hand_offs: list[HandOffsReviewed]
    fields: list[LostField]
    answers: AnswersReviewed
    proposals: list[ContextProposal]
