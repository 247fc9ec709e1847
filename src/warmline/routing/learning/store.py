"""What learning reads and writes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import setting
from warmline.kit.db import Conn
from warmline.kit.log import logger
from warmline.kit.sql import load
from warmline.routing.learning.model import Kept, PublishedModel, model_name
from warmline.routing.learning.outcomes import Outcome

SQL = load("warmline.routing.learning")
log = logger(__name__)
setting("routing_learning", Kept)


class NewOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome that waits; the fields are the columns."""

    interaction_id: UUID
    agent_id: UUID
    customer_id: UUID
    intent: str
    channel: str
    tier: str
    resolved_at: datetime
    due_at: datetime
    handle_seconds: float | None
    wait_seconds: float | None
    decided_at: datetime | None
    block_at: datetime | None
    learned: bool | None
    model: str | None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome whose time is over, with what it counts and its place."""

    id: UUID
    recontacted_at: datetime | None
    satisfaction: float | None
    value: int
    position: int


async def lock(conn: Conn, org_id: UUID) -> None:
    """Be the only one who counts outcomes and publishes models, until commit."""
    await SQL.lock_learning(conn, org_id=org_id)


async def settings(conn: Conn, org_id: UUID) -> Kept:
    """What the organisation set. What nobody can read counts as switched off: no decision waits for a setting."""
    kept = await SQL.learning_settings(conn, org_id=org_id)
    try:
        return msgspec.convert(kept or {}, Kept)
    except msgspec.ValidationError as error:
        log.warning("routing_learning.settings_unreadable", org_id=str(org_id), problem=str(error))
        return Kept()


async def resolutions(conn: Conn, org_id: UUID, done: Sequence[tuple[UUID, UUID, datetime]]) -> list[Any]:
    """Of (interaction, agent, when it was resolved): what outcomes are made of."""
    ids, agents, times = [list(each) for each in zip(*done, strict=True)]
    found: list[Any] = await SQL.resolutions(conn, org_id=org_id, ids=ids, agent_ids=agents, resolved=times)
    return found


async def insert_outcomes(conn: Conn, org_id: UUID, new: Sequence[NewOutcome]) -> None:
    """Keep outcomes that wait. Those that are there already stay as they are."""
    columns = {
        "interaction_ids": "interaction_id",
        "agent_ids": "agent_id",
        "customer_ids": "customer_id",
        "intents": "intent",
        "channels": "channel",
        "tiers": "tier",
        "resolved": "resolved_at",
        "due": "due_at",
        "handles": "handle_seconds",
        "waits": "wait_seconds",
        "decided": "decided_at",
        "blocks": "block_at",
        "learned": "learned",
        "models": "model",
    }
    values = {name: [getattr(each, field) for each in new] for name, field in columns.items()}
    await SQL.insert_outcomes(conn, org_id=org_id, **values)


async def settle_failures(conn: Conn, org_id: UUID, customer_ids: Iterable[UUID], now: datetime) -> None:
    """Write down which open outcomes of these customers did not hold."""
    await SQL.settle_failures(conn, org_id=org_id, customer_ids=list(customer_ids), now=now)


async def due(conn: Conn, org_id: UUID, now: datetime, most: int) -> list[Any]:
    """Outcomes whose time is over: ``id``, ``recontacted_at``, ``satisfaction``."""
    found: list[Any] = await SQL.due_outcomes(conn, org_id=org_id, now=now, most=most)
    return found


async def last_position(conn: Conn, org_id: UUID) -> int:
    """How many outcomes count."""
    return int(await SQL.last_position(conn, org_id=org_id))


async def count_outcomes(conn: Conn, org_id: UUID, those: Sequence[Due], now: datetime) -> None:
    """Let outcomes count."""
    await SQL.count_outcomes(
        conn,
        org_id=org_id,
        now=now,
        ids=[each.id for each in those],
        recontacted=[each.recontacted_at for each in those],
        satisfactions=[each.satisfaction for each in those],
        values=[each.value for each in those],
        positions=[each.position for each in those],
    )


async def counted(conn: Conn, org_id: UUID, *, after: int, upto: int) -> list[Outcome]:
    """Outcomes in the order in which they count: after a place, up to another."""
    rows = await SQL.counted(conn, org_id=org_id, after=after, upto=upto)
    return [msgspec.convert(dict(row), Outcome) for row in rows]


async def newest_model(conn: Conn, org_id: UUID) -> Any:
    """The model that was published last, with its counts, or None."""
    return await SQL.newest_model(conn, org_id=org_id)


async def model_by_number(conn: Conn, org_id: UUID, number: int) -> Any:
    """One model, or None; only the newest has its counts."""
    return await SQL.model_by_number(conn, org_id=org_id, number=number)


async def models(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[PublishedModel]:
    """Models by id."""
    return [shown(row) for row in await SQL.models(conn, org_id=org_id, ids=list(ids))]


def shown(row: Any) -> PublishedModel:
    """A row of a model, without its counts."""
    values = {name: row[name] for name in PublishedModel.__struct_fields__ if name != "name"}
    return PublishedModel(name=model_name(row["number"]), **values)


async def insert_model(conn: Conn, org_id: UUID, model: PublishedModel, counts: bytes) -> None:
    """Put a model in force."""
    values = {name: getattr(model, name) for name in PublishedModel.__struct_fields__}
    del values["name"]
    await SQL.insert_model(conn, org_id=org_id, at=values.pop("published_at"), counts=counts, **values)
    await SQL.drop_older_counts(conn, org_id=org_id, number=model.number)


async def learned_offers(conn: Conn, org_id: UUID, since: datetime) -> list[Any]:
    """Decisions that the model was part of: ``interaction_id``, ``model`` (its name), ``explore`` (the share)."""
    found: list[Any] = await SQL.learned_offers(conn, org_id=org_id, since=since)
    return found


async def taken_lately(conn: Conn, org_id: UUID, since: datetime) -> dict[UUID, int]:
    """How much work each agent who is here has taken since then."""
    rows = await SQL.taken_lately(conn, org_id=org_id, since=since)
    return {row["agent_id"]: row["taken"] for row in rows}


async def without_worth(conn: Conn, org_id: UUID, since: datetime, most: int) -> list[Any]:
    """Outcomes whose worth is not written down: ``id``, ``agent_id``, ``intent``."""
    found: list[Any] = await SQL.without_worth(conn, org_id=org_id, since=since, most=most)
    return found


async def set_worths(conn: Conn, org_id: UUID, worths: dict[UUID, float]) -> None:
    """Write down what the model expected."""
    await SQL.set_worths(conn, org_id=org_id, ids=list(worths), worths=list(worths.values()))


async def totals(conn: Conn, org_id: UUID) -> Any:
    """``outcomes``, of which ``waiting`` and ``counted``."""
    return await SQL.outcome_totals(conn, org_id=org_id)


async def by_block(conn: Conn, org_id: UUID, since: datetime, settling: timedelta) -> list[Any]:
    """What came of decisions, by block and whether the model was on."""
    found: list[Any] = await SQL.by_block(conn, org_id=org_id, since=since, settling=settling)
    return found


async def by_group(conn: Conn, org_id: UUID, since: datetime, attributes: Sequence[str]) -> list[Any]:
    """The same by group of customers."""
    found: list[Any] = await SQL.by_group(conn, org_id=org_id, since=since, attributes=list(attributes))
    return found


async def by_agent(conn: Conn, org_id: UUID, since: datetime) -> list[Any]:
    """The same by agent."""
    found: list[Any] = await SQL.by_agent(conn, org_id=org_id, since=since)
    return found
