"""Where context was lost: what we ask again, what customers repeat, what a hand-off lacked. Pure.

Precision comes first: a finding accuses somebody's work. What is read back, somebody else's number, and a kind of which
the case knows several values so that asking which is meant is fair, do not count.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from warmline.entities import Asked, Kind
from warmline.interactions.capture import filled
from warmline.interactions.carrying.model import Loss, Mention, Question, place
from warmline.interactions.carrying.questions import alike

ASKED, AUTHENTICATED, REPEATED, INCOMPLETE = (
    "asked_again", "authenticated_again", "repeated_after_switch", "incomplete_hand_off",
)  # fmt: skip
# By what people prove who they are.
IDENTITY = frozenset(
    {Kind.NAME, Kind.DATE_OF_BIRTH, Kind.NATIONAL_ID, Kind.ADDRESS, Kind.PHONE, Kind.EMAIL, Kind.CARD, Kind.ACCOUNT}
)
# A matter has many days and sums; to ask for one is no loss where more than one is known.
MANY = frozenset({Kind.DATE, Kind.AMOUNT, Kind.VEHICLE})
# To say one's name or number again on another channel is to introduce oneself.
INTRODUCING = frozenset({Kind.NAME, Kind.EMAIL, Kind.PHONE})
WEAK = frozenset({Kind.DATE, Kind.AMOUNT})
SURE = 0.6
SWITCH_WINDOW = timedelta(days=7)
MOST_EVIDENCE = 10


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A message of ours, and in whose hands the case was: ``handed_at`` is when it last changed hands before."""

    id: UUID
    interaction_id: UUID
    at: datetime
    agent_id: UUID | None
    hand_off_id: UUID | None = None
    hand_off_at: datetime | None = None
    other_agent_at: datetime | None = None


def asked_again(reply: Reply, asked: Sequence[Asked], mentions: Iterable[Mention]) -> list[Loss]:
    """What the reply asks for although the case has it: as a second authentication where it changed hands since."""
    earlier = [each for each in mentions if each.at < reply.at and each.confidence >= SURE]
    losses = []
    for each in asked:
        given = [mention for mention in earlier if mention.kind == each.kind]
        values = {mention.value for mention in given}
        if not given or (each.kind in MANY and len(values) > 1):
            continue
        first, last = given[0], given[-1]
        handed = reply.hand_off_at is not None and first.at <= reply.hand_off_at
        changed = handed or (reply.other_agent_at is not None and first.at <= reply.other_agent_at)
        losses.append(
            Loss(
                kind=AUTHENTICATED if changed and each.kind in IDENTITY else ASKED,
                interaction_id=reply.interaction_id,
                field=each.kind,
                at=reply.at,
                message_id=reply.id,
                hand_off_id=reply.hand_off_id if handed else None,
                agent_id=reply.agent_id,
                evidence=[
                    place("asked", reply.id, each.start, each.end),
                    place("given", first.message_id, first.start, first.end),
                    *([place("given", last.message_id, last.start, last.end)] if last is not first else []),
                ],
            )
        )
    return losses


def repeated_after_switch(
    interaction_id: UUID, mentions: Sequence[Mention], questions: Sequence[Question]
) -> list[Loss]:
    """What the customer had to say again in this contact after saying it on another channel within SWITCH_WINDOW. Days
    and sums alone may be coincidence, so that one of them is not enough."""
    pairs = _said_again(interaction_id, mentions)
    strong = [kind for kind in pairs if kind not in WEAK]
    asked = _asked_again_by_customer(interaction_id, questions)
    if not strong and len(pairs) < 2 and not asked:
        return []
    losses = [
        Loss(
            kind=REPEATED,
            interaction_id=interaction_id,
            field=kind,
            at=again.at,
            evidence=[
                place("said", before.message_id, before.start, before.end),
                place("said_again", again.message_id, again.start, again.end),
            ],
        )
        for kind, (before, again) in pairs.items()
    ]
    return losses + asked


def _said_again(interaction_id: UUID, mentions: Sequence[Mention]) -> dict[str, tuple[Mention, Mention]]:
    pairs: dict[str, tuple[Mention, Mention]] = {}
    here = [each for each in mentions if each.interaction_id == interaction_id and each.confidence >= SURE]
    elsewhere = [each for each in mentions if each.interaction_id != interaction_id and each.confidence >= SURE]
    for again in here:
        if again.kind in INTRODUCING or again.kind in pairs:
            continue
        for before in elsewhere:
            same = (before.kind, before.value) == (again.kind, again.value)
            if same and before.channel != again.channel and timedelta() < again.at - before.at <= SWITCH_WINDOW:
                pairs[again.kind] = (before, again)
                break
    return pairs


def _asked_again_by_customer(interaction_id: UUID, questions: Sequence[Question]) -> list[Loss]:
    for again in (each for each in questions if each.interaction_id == interaction_id):
        for before in questions:
            apart = timedelta() < again.at - before.at <= SWITCH_WINDOW
            switched = before.interaction_id != interaction_id and before.channel != again.channel
            if switched and apart and alike(before.text, again.text):
                return [_question_repeated(interaction_id, before, again)]
    return []


def _question_repeated(interaction_id: UUID, before: Question, again: Question) -> Loss:
    return Loss(
        kind=REPEATED,
        interaction_id=interaction_id,
        field="question",
        at=again.at,
        evidence=[
            place("asked", before.message_id, before.start, before.end),
            place("asked_again", again.message_id, again.start, again.end),
        ],
    )


def incomplete_hand_off(hand_off: Mapping[str, Any], answers: Mapping[str, Any]) -> list[Loss]:
    """The required fields that were empty when somebody took the work over."""
    return [
        Loss(
            kind=INCOMPLETE,
            interaction_id=hand_off["interaction_id"],
            field=name,
            at=hand_off["accepted_at"],
            hand_off_id=hand_off["id"],
            agent_id=hand_off["accepted_by"],
            evidence=[{"role": "missing", "hand_off_id": str(hand_off["id"]), "field": name}],
        )
        for name in hand_off["required"][:MOST_EVIDENCE]
        if not filled(answers.get(name))
    ]
