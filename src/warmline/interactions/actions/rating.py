"""How content a customer was: what they say of a conversation themselves, kept as a signal like others."""

from datetime import datetime, timedelta
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.signals import NewSignal, record_signal
from warmline.interactions.context_views import SignalView
from warmline.interactions.errors import NothingToRate, RatingClosed
from warmline.interactions.store import context, conversation
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.sdk import Rating

SATISFACTION = "satisfaction"
LEAST, MOST = 1, 5
# After the last word it can be said for a week, and what was said can be changed for a day.
SAYABLE, CHANGEABLE = timedelta(days=7), timedelta(days=1)
LONGEST_COMMENT = 2_000


async def rating(conn: Conn, actor: Actor, account_id: UUID, handle_id: UUID) -> Rating:
    """What the person on a handle said of the latest conversation there that somebody answered."""
    latest = await conversation.latest_on_handle(conn, actor.org_id, account_id, handle_id, answered=True)
    if latest is None:
        return Rating(open=False)
    said = await _said(conn, actor, latest["id"])
    ended = latest["ended_at"] or latest["resolved_at"] or latest["closed_at"]
    return _shown(said, open_=_is_open(said, ended))


async def rate(conn: Conn, actor: Actor, account_id: UUID, handle_id: UUID, *, score: int, comment: str = "") -> Rating:
    """Keep what the person says: 1 to 5, which is 0 to 1 as a value. What they said before gives way.

    Raises ``NothingToRate`` where nobody has answered them, ``RatingClosed`` where it is too late.
    """
    if not LEAST <= score <= MOST:
        raise Invalid.field("score", f"is a number from {LEAST} to {MOST}")
    if len(comment) > LONGEST_COMMENT:
        raise Invalid.field("comment", f"is longer than {LONGEST_COMMENT} characters")
    latest = await conversation.latest_on_handle(conn, actor.org_id, account_id, handle_id, answered=True)
    if latest is None:
        raise NothingToRate()
    said = await _said(conn, actor, latest["id"])
    if not _is_open(said, latest["ended_at"] or latest["resolved_at"] or latest["closed_at"]):
        raise RatingClosed()
    new = NewSignal(
        kind=SATISFACTION,
        value=(score - LEAST) / (MOST - LEAST),
        label=f"{score} of {MOST}",
        evidence=[{"score": score, "of": MOST, "comment": comment.strip()}],
    )
    await record_signal(conn, actor, latest["id"], new)
    return Rating(open=True, score=score, comment=comment.strip())


async def _said(conn: Conn, actor: Actor, interaction_id: UUID) -> list[SignalView]:
    """What the customer has said of it so far, the first first."""
    found = await context.list_signals(conn, actor.org_id, interaction_id, all_of_them=True)
    return [each for each in found if each.kind == SATISFACTION and each.producer == actor.ref]


def _is_open(said: list[SignalView], ended: datetime | None) -> bool:
    now = clock.now()
    if said:
        return now - said[0].at < CHANGEABLE
    return ended is None or now - ended < SAYABLE


def _shown(said: list[SignalView], *, open_: bool) -> Rating:
    if not said:
        return Rating(open=open_)
    evidence = said[-1].evidence[0] if said[-1].evidence else {}
    return Rating(open=open_, score=evidence.get("score"), comment=evidence.get("comment", ""))
