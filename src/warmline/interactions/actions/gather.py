"""Read what was said: entities become references, and each case carries its facts and open questions.

Everything is made anew from the messages of a case, so that reading again changes nothing, and a contact that moves
takes what it said along.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.entities import Found, Kind, Patterns, asks, compiled_patterns, find, fingerprint
from warmline.interactions.carrying import store
from warmline.interactions.carrying.facts import facts
from warmline.interactions.carrying.model import Mention, Question
from warmline.interactions.carrying.questions import addresses, questions
from warmline.interactions.context_events import ContextGathered
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.ids import new_id

# Of one message, so many entities are kept, and so many card numbers: their fingerprints are slow on purpose.
MOST, MOST_CARDS = 50, 3
MOST_OPEN = 20
LONGEST_QUESTION = 300
# What marks an open question as found, beside those that people wrote down.
FOUND = "message"


class Read(msgspec.Struct, frozen=True):
    """Messages that were read: the customers' and ours, with the organisation's patterns."""

    said: list[Any]
    replied: list[Any]
    patterns: Patterns

    @classmethod
    def nothing(cls) -> "Read":
        """No messages: only bring cases up to date."""
        return cls([], [], Patterns())


async def read(conn: Conn, actor: Actor, message_ids: Sequence[UUID]) -> Read:
    """The messages of people; what machines wrote is nobody's context."""
    rows = await store.messages_to_read(conn, actor.org_id, message_ids) if message_ids else []
    return Read(
        [row for row in rows if row["direction"] == "inbound"],
        [row for row in rows if row["direction"] == "outbound"],
        await compiled_patterns(conn, actor.org_id),
    )


async def gather(conn: Conn, actor: Actor, messages: Read, moved: Iterable[UUID] = ()) -> dict[UUID, list[Mention]]:
    """Keep what the messages say, and bring their cases up to date, with those that contacts ``moved`` from or to.
    Returns all that was said in these cases."""
    new = await _keep(conn, actor, messages)
    affected = {row["case_id"] for row in (*messages.said, *messages.replied)} | set(moved)
    case_ids = sorted(each for each in affected if each)
    if not case_ids:
        return {}
    carried = await store.lock_carried(conn, actor.org_id, case_ids)
    await _answer(conn, actor, messages.replied)
    mentions = await store.mentions(conn, actor.org_id, case_ids)
    asked = await store.questions(conn, actor.org_id, case_ids)
    changed, events = [], []
    for row in carried:
        case_id = row["id"]
        found = facts(mentions[case_id], row["facts"])
        open_ = _open([question for question, still in asked[case_id] if still], row["open_questions"])
        differs = found != row["facts"] or open_ != row["open_questions"]
        if differs:
            changed.append((case_id, found, open_))
        if differs or new.get(case_id):
            events.append(_event(row, new.get(case_id, []), found, open_))
    if changed:
        await store.set_carried(conn, actor.org_id, changed)
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
    return mentions


async def _keep(conn: Conn, actor: Actor, messages: Read) -> dict[UUID, list[Any]]:
    """Write down what was found and asked; the references that are new, by case."""
    refs, asked = [], []
    for row in messages.said:
        expecting = [each.kind for each in asks(row["before"], messages.patterns)] if row["before"] else []
        found = find(row["text"], messages.patterns, said=row["at"], expecting=expecting)
        refs += _refs(actor.org_id, row, found)
        asked += [(row["interaction_id"], row["id"], *span, row["at"]) for span in questions(row["text"])]
    if asked:
        await store.insert_questions(conn, actor.org_id, asked)
    rows = await store.insert_found(conn, actor.org_id, refs) if refs else []
    case_of = {row["interaction_id"]: row["case_id"] for row in messages.said}
    new: dict[UUID, list[Any]] = {}
    for row in rows:
        new.setdefault(case_of[row["interaction_id"]], []).append(row)
    return new


def _refs(org_id: UUID, row: Any, found: Sequence[Found]) -> list[store.FoundRef]:
    surest = sorted(found, key=lambda each: -each.confidence)[:MOST]
    cards = [each for each in surest if each.kind == Kind.CARD][MOST_CARDS:]
    return [
        store.FoundRef(
            id=new_id(),
            kind=each.kind,
            external_id=(fingerprint(each, org_id) if each not in cards else each.value)[:255],
            label=each.label,
            interaction_id=row["interaction_id"],
            message_id=row["id"],
            start=each.start,
            end=each.end,
            confidence=each.confidence,
        )
        for each in surest
    ]


async def _answer(conn: Conn, actor: Actor, replied: Sequence[Any]) -> None:
    """Close the questions that replies take up. One that is not taken up stays open, until a person closes it."""
    case_ids = sorted({row["case_id"] for row in replied if row["case_id"]})
    if not case_ids:
        return
    asked = await store.questions(conn, actor.org_id, case_ids)
    answered: dict[UUID, tuple[UUID, UUID, datetime]] = {}
    for row in replied:
        for question, still in asked.get(row["case_id"], []):
            earlier = still and question.id not in answered and question.at <= row["at"]
            if earlier and addresses(question.text, row["text"]):
                answered[question.id] = (question.id, row["id"], row["at"])
    if answered:
        await store.answer_questions(conn, actor.org_id, list(answered.values()))


def _open(asked: Sequence[Question], written: Sequence[Any]) -> list[Any]:
    """What people wrote down stays, then what is open, the oldest first."""
    kept = [each for each in written if not (isinstance(each, dict) and each.get("source") == FOUND)]
    found = [
        {
            "id": each.id,
            "question": each.text[:LONGEST_QUESTION],
            "message_id": each.message_id,
            "interaction_id": each.interaction_id,
            "at": each.at,
            "source": FOUND,
        }
        for each in asked[:MOST_OPEN]
    ]
    built: list[Any] = msgspec.to_builtins(found)
    return [*kept, *built]


def _event(case: Any, new: Sequence[Any], found: Sequence[Any], open_: Sequence[Any]) -> ContextGathered:
    return ContextGathered(
        case_id=case["id"],
        customer_id=case["customer_id"],
        ref_ids=tuple(row["id"] for row in new),
        kinds=dict(Counter(row["kind"] for row in new)),
        facts=len(found),
        open_questions=len(open_),
    )
