"""Models come into force, and into the memory of whoever decides."""

import asyncio
import zlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from warmline.accounts import system
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.ids import new_id
from warmline.kit.log import logger
from warmline.routing.learning import store
from warmline.routing.learning.actions.capture import HOLDS, cycle_of
from warmline.routing.learning.actions.counting import counts_up_to
from warmline.routing.learning.cycling import lot
from warmline.routing.learning.errors import RoutingModelNotFound
from warmline.routing.learning.events import RoutingModelPublished
from warmline.routing.learning.model import Kept, PublishedModel, model_name, model_number
from warmline.routing.learning.outcomes import Counts

if TYPE_CHECKING:
    from warmline.routing.learning.resolution import Learned, ResolutionModel

HOUR = timedelta(hours=1)
# Who has taken fewer in an hour is not overloaded, whatever the others did.
LEAST_TAKEN = 5
# Of fewer decisions in a day no share is told.
LEAST_DECIDED = 20
# Outcomes whose worth is written down in one go.
MOST = 5_000
log = logger(__name__)


async def publish_model(conn: Conn, org_id: UUID) -> PublishedModel | None:
    """Put a model in force that knows all outcomes that count by now. None where learning is off, there are too few of
    them, or nothing has changed."""
    kept = await store.settings(conn, org_id)
    if not kept.on:
        return None
    await store.lock(conn, org_id)
    last, now = await store.newest_model(conn, org_id), clock.now()
    position = await store.last_position(conn, org_id)
    if position < kept.minimum:
        return None
    day, decided, explored = await _exploration(conn, org_id, last, now)
    worths = worths_of(kept, decided=decided, explored=explored)
    overloaded = await _overloaded(conn, org_id, kept, now)
    if last and (last["position"], last["worths"], last["overloaded"]) == (position, worths, overloaded):
        return None
    before = await _counts(conn, org_id, last)
    await _write_worths(conn, org_id, last, before, now)
    counts = await counts_up_to(conn, org_id, position, counts=before, after=last["position"] if last and before else 0)
    number = last["number"] + 1 if last else 1
    model = PublishedModel(
        id=new_id(),
        name=model_name(number),
        number=number,
        position=position,
        outcomes=counts.outcomes,
        worths=worths,
        overloaded=overloaded,
        day=day,
        decided=decided,
        explored=explored,
        published_at=now,
    )
    await store.insert_model(conn, org_id, model, counts.dump())
    event = RoutingModelPublished(
        model_id=model.id,
        number=number,
        outcomes=model.outcomes,
        before={"model": model_name(last["number"]) if last else None},
        after={"model": model.name},
    )
    await publish(conn, org_id, system(org_id, "routing").ref, [event])
    return model


async def publish_when_due(conn: Conn, org_id: UUID) -> PublishedModel | None:
    """The same, where the last one is old enough."""
    kept, last = await store.settings(conn, org_id), await store.newest_model(conn, org_id)
    if last and clock.now() < last["published_at"] + timedelta(minutes=kept.publish_minutes):
        return None
    return await publish_model(conn, org_id)


async def load_model(conn: Conn, org_id: UUID) -> "ResolutionModel | None":
    """The model for decisions from now on; None while learning is off, or too little is known.

    Ask again after each event of ``MODEL_EVENTS``. What follows from the counts is computed in a thread.
    """
    kept = await store.settings(conn, org_id)
    last = await store.newest_model(conn, org_id) if kept.on else None
    if last is None or last["outcomes"] < kept.minimum:
        return None
    counts = await _counts(conn, org_id, last) or await counts_up_to(conn, org_id, last["position"])
    return await _made(org_id, last, counts, kept)


async def load_version(conn: Conn, org_id: UUID, name: str) -> "ResolutionModel":
    """A model as it was, by the name in a decision: made again of the outcomes that it knew. Raises
    ``RoutingModelNotFound``."""
    number = model_number(name)
    row = None if number is None else await store.model_by_number(conn, org_id, number)
    if row is None:
        raise RoutingModelNotFound(name=name)
    counts = await counts_up_to(conn, org_id, row["position"])
    return await _made(org_id, row, counts, await store.settings(conn, org_id))


async def _made(org_id: UUID, row: Any, counts: Counts, kept: Kept) -> "ResolutionModel":
    from warmline.routing.learning.resolution import ResolutionModel, Worths

    return ResolutionModel(
        await _learned(counts),
        version=model_name(row["number"]),
        cycle=cycle_of(org_id, kept),
        worths=msgspec.convert(row["worths"], Worths),
        overloaded=frozenset(row["overloaded"]),
    )


async def _learned(counts: Counts) -> "Learned":
    from warmline.routing.learning.resolution import Learned

    return await asyncio.to_thread(Learned, counts)


async def _counts(conn: Conn, org_id: UUID, row: Any) -> Counts | None:
    """The counts that the model keeps; None where there are none, or another version wrote them."""
    if row is None or row["counts"] is None:
        return None
    try:
        return Counts.read(row["counts"])
    except (msgspec.MsgspecError, zlib.error) as error:
        log.warning("routing_model.counted_anew", org_id=str(org_id), problem=str(error))
        return None


def worths_of(kept: Kept, *, decided: int, explored: int) -> dict[str, Any]:
    """How expectations become points. Where a day's decisions have explored enough, no more do."""
    enough = decided >= LEAST_DECIDED and explored > kept.explore_most * decided
    return {
        "points": kept.points,
        "per_minute": kept.minute_cost,
        "limit": kept.limit,
        "explore": 0.0 if enough else min(kept.explore, kept.explore_most),
        "least": kept.agent_minimum,
    }


async def _exploration(conn: Conn, org_id: UUID, last: Any, now: datetime) -> tuple[datetime, int, int]:
    """The day, its decisions so far, and those of them in which agents were drawn."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if last is None:
        return day, 0, 0
    same = last["day"] == day
    rows = await store.learned_offers(conn, org_id, last["published_at"] if same else day)
    explored = sum(lot(row["model"].encode(), row["interaction_id"].bytes) < row["explore"] * 2**64 for row in rows)
    if same:
        return day, last["decided"] + len(rows), last["explored"] + explored
    return day, len(rows), explored


async def _overloaded(conn: Conn, org_id: UUID, kept: Kept, now: datetime) -> list[UUID]:
    """Agents who have taken more than their part of the last hour."""
    taken = await store.taken_lately(conn, org_id, now - HOUR)
    mean = sum(taken.values()) / len(taken) if taken else 0.0
    most = max(kept.fair_factor * mean, LEAST_TAKEN - 1)
    return sorted(agent_id for agent_id, count in taken.items() if count > most)


async def _write_worths(conn: Conn, org_id: UUID, last: Any, counts: Counts | None, now: datetime) -> None:
    """What the model before expected, for reports: it has not seen how these ended."""
    rows = await store.without_worth(conn, org_id, now - HOLDS, MOST) if counts else []
    if not rows or counts is None:
        return
    from warmline.routing.learning.resolution import ResolutionModel, Worths

    model = ResolutionModel(
        await _learned(counts),
        version=model_name(last["number"]),
        cycle=cycle_of(org_id, Kept()),
        worths=msgspec.convert(last["worths"], Worths),
    )
    worths = {row["id"]: model.expected_worth(row["agent_id"], row["intent"]) for row in rows}
    await store.set_worths(conn, org_id, worths)
