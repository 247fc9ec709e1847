"""What follows from messages, decisions and hand-offs for what cases carry; the daily review. ``jobs`` lists it."""

from uuid import UUID

from warmline.accounts import system
from warmline.interactions.actions.gather import gather, read
from warmline.interactions.actions.lose import lose
from warmline.interactions.actions.review import propose
from warmline.interactions.carrying.model import NAME
from warmline.interactions.carrying.store import previous_cases
from warmline.interactions.context_events import HandOffAccepted
from warmline.interactions.events import CaseDecided, EntityRefRemoved, MessageReceived, ReplyQueued
from warmline.kit.db import Conn, Database
from warmline.kit.events import Event, Recorded
from warmline.kit.jobs import every
from warmline.kit.reactions import reacts_to

# Decisions on contacts as they come in; their messages are read anyway.
PLACED = frozenset({"new", "attach", "suggest"})


@reacts_to(MessageReceived, ReplyQueued, CaseDecided, EntityRefRemoved, HandOffAccepted, name="interactions.context")
async def carry_context(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Cases carry what was said in them: facts given, questions open; and what was asked again is noted."""
    actor = system(org_id, NAME)
    events = [each.event for each in batch]
    said = [event.message_id for event in events if isinstance(event, MessageReceived | ReplyQueued)]
    accepted = [event.hand_off_id for event in events if isinstance(event, HandOffAccepted)]
    messages = await read(conn, actor, said)
    mentions = await gather(conn, actor, messages, await _changed(conn, org_id, events))
    await lose(conn, actor, messages, mentions, accepted)


async def _changed(conn: Conn, org_id: UUID, events: list[Event]) -> set[UUID]:
    """The cases that contacts moved from and to, and those that lost a reference."""
    decided = [event for event in events if isinstance(event, CaseDecided) and event.kind not in PLACED]
    from_ = await previous_cases(conn, org_id, [event.decision_id for event in decided]) if decided else []
    removed = [event for event in events if isinstance(event, EntityRefRemoved)]
    return {event.case_id for event in (*decided, *removed) if event.case_id}.union(from_)


@every(seconds=86_400, name="interactions.review")
async def review_continuity(db: Database, org_id: UUID) -> None:
    """Propose what the last 30 days suggest; nothing changes until somebody accepts."""
    async with db.transaction(org_id) as conn:
        await propose(conn, system(org_id, NAME))
