"""The slice's only door to the database: one typed function per query."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.kit.sql import load
from warmline.routing.model import (
    OfferView,
    PresenceView,
    QueueLoad,
    QueueView,
    RoutingSettings,
    WaitingItem,
    WorkItem,
)
from warmline.routing.scoring import Candidate, QueueRules

SQL = load(__package__)
V = TypeVar("V", bound=msgspec.Struct)


def _shown(rows: Iterable[Any], shape: type[V]) -> list[V]:
    return [shape(**{name: row[name] for name in shape.__struct_fields__}) for row in rows]


async def lock_routing(conn: Conn, org_id: UUID) -> None:
    """Be the only one who makes offers until commit; waits for it."""
    await SQL.lock_routing(conn, org_id=org_id)


async def try_lock_routing(conn: Conn, org_id: UUID) -> bool:
    """The same, or False at once."""
    return bool(await SQL.try_lock_routing(conn, org_id=org_id))


async def settings(conn: Conn, org_id: UUID) -> RoutingSettings:
    """What the organisation set."""
    return msgspec.convert(await SQL.routing_settings(conn, org_id=org_id) or {}, RoutingSettings)


async def queue_rules(conn: Conn, org_id: UUID) -> list[QueueRules]:
    """The queues that are served."""
    return [
        QueueRules(
            id=row["id"],
            priority=row["priority"],
            service_seconds=row["service_seconds"],
            offer_seconds=row["offer_seconds"],
            team_ids=frozenset(row["team_ids"]),
        )
        for row in await SQL.queue_rules(conn, org_id=org_id)
    ]


async def agents_with_room(conn: Conn, org_id: UUID) -> list[Candidate]:
    """Available agents who could take something."""
    return [
        Candidate(
            id=row["agent_id"],
            idle_since=row["idle_since"],
            team_ids=frozenset(row["team_ids"]),
            capacity=row["capacity"],
            load=row["load"],
        )
        for row in await SQL.agents_with_room(conn, org_id=org_id)
    ]


async def others_at_work(
    conn: Conn, org_id: UUID, queue_ids: Sequence[UUID], known: Sequence[UUID]
) -> dict[UUID, list[Any]]:
    """By queue: ``status``, how many ``agents`` and ``several`` of them, who serve it and are not ``known``."""
    found: dict[UUID, list[Any]] = {}
    for row in await SQL.others_at_work(conn, org_id=org_id, queue_ids=list(queue_ids), known=list(known)):
        found.setdefault(row["queue_id"], []).append(row)
    return found


async def load_of_agent(conn: Conn, org_id: UUID, agent_id: UUID, *, beside: UUID) -> dict[str, int]:
    """Units that the agent has in hand or was offered, by medium, without the interaction ``beside``."""
    rows = await SQL.load_of_agent(conn, org_id=org_id, agent_id=agent_id, beside=beside)
    return {row["medium"]: row["units"] for row in rows}


async def waiting_heads(
    conn: Conn, org_id: UUID, queue_ids: Sequence[UUID], media: Sequence[str], size: int
) -> list[Any]:
    """The first tasks of each queue and medium."""
    found: list[Any] = await SQL.waiting_heads(
        conn, org_id=org_id, queue_ids=list(queue_ids), media=list(media), size=size
    )
    return found


async def kept_for(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID], size: int) -> list[Any]:
    """Tasks that wait for one of these agents alone."""
    found: list[Any] = await SQL.kept_for(conn, org_id=org_id, agent_ids=list(agent_ids), size=size)
    return found


async def who_knows(conn: Conn, org_id: UUID, ids: Sequence[UUID], declined_since: datetime) -> dict[UUID, Any]:
    """By task: ``case_owner``, ``last_agent``, ``awaited`` (who it was handed to is at work), ``refused`` (by whom)."""
    rows = await SQL.who_knows(conn, org_id=org_id, ids=list(ids), declined_since=declined_since)
    return {row["id"]: row for row in rows}


async def lock_tasks(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the tasks that still wait, locked; none that somebody else has locked."""
    return {row["id"] for row in await SQL.lock_tasks(conn, org_id=org_id, ids=list(ids))}


async def lock_available(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the agents who are still available, locked; none whom somebody else has locked."""
    rows = await SQL.lock_available(conn, org_id=org_id, agent_ids=list(agent_ids))
    return {row["agent_id"] for row in rows}


async def insert_offers(conn: Conn, org_id: UUID, offers: Sequence[OfferView], at: datetime) -> None:
    """Write offers."""
    await SQL.insert_offers(
        conn,
        org_id=org_id,
        at=at,
        ids=[each.id for each in offers],
        interaction_ids=[each.interaction_id for each in offers],
        agent_ids=[each.agent_id for each in offers],
        queue_ids=[each.queue_id for each in offers],
        expire=[each.expires_at for each in offers],
        explanations=[each.explanation for each in offers],
    )


async def offers(conn: Conn, actor: Actor, ids: Sequence[UUID], *, all_of_them: bool) -> list[OfferView]:
    """These offers: all, or the actor's own."""
    rows = await SQL.offers_by_id(conn, org_id=actor.org_id, ids=list(ids), all=all_of_them, agent_id=actor.agent_id)
    return _shown(rows, OfferView)


async def list_offers(
    conn: Conn,
    actor: Actor,
    *,
    all_of_them: bool,
    before: UUID | None,
    agent_id: UUID | None,
    interaction_id: UUID | None,
    status: str | None,
    size: int,
) -> list[OfferView]:
    """A page of offers, the newest first."""
    rows = await SQL.list_offers(
        conn,
        org_id=actor.org_id,
        all=all_of_them,
        reader=actor.agent_id,
        before=before,
        agent_id=agent_id,
        interaction_id=interaction_id,
        status=status,
        size=size,
    )
    return _shown(rows, OfferView)


async def answer_offer(
    conn: Conn, org_id: UUID, offer_id: UUID, agent_id: UUID, *, status: str, at: datetime, reason: str | None = None
) -> Any:
    """Answer an open offer of the agent; None where it is not open any more."""
    return await SQL.answer_offer(
        conn, org_id=org_id, id=offer_id, agent_id=agent_id, status=status, at=at, reason=reason
    )


async def open_offer_of(conn: Conn, org_id: UUID, interaction_id: UUID) -> Any:
    """The open offer of an interaction, or None."""
    return await SQL.open_offer_of(conn, org_id=org_id, interaction_id=interaction_id)


async def expire_offers(conn: Conn, org_id: UUID, at: datetime) -> list[Any]:
    """End the offers whose time has run out; their agents' presence is locked first."""
    if not await SQL.agents_with_due_offers(conn, org_id=org_id, at=at):
        return []
    found: list[Any] = await SQL.expire_offers(conn, org_id=org_id, at=at)
    return found


async def rescind_orphans(conn: Conn, org_id: UUID, at: datetime) -> list[Any]:
    """Take back open offers of work that is not there any more."""
    found: list[Any] = await SQL.rescind_orphans(conn, org_id=org_id, at=at)
    return found


async def rescind_offer_of(conn: Conn, org_id: UUID, interaction_id: UUID, *, at: datetime, reason: str) -> Any:
    """Take back the open offer of an interaction; None where there is none."""
    return await SQL.rescind_offer_of(conn, org_id=org_id, interaction_id=interaction_id, at=at, reason=reason)


async def cancel_offers_of(conn: Conn, org_id: UUID, agent_id: UUID, *, at: datetime, reason: str) -> list[Any]:
    """Take back all open offers of an agent."""
    found: list[Any] = await SQL.cancel_offers_of(conn, org_id=org_id, agent_id=agent_id, at=at, reason=reason)
    return found


async def stranded(conn: Conn, org_id: UUID) -> list[UUID]:
    """Interactions that say they are offered, and are not."""
    return [row["id"] for row in await SQL.stranded(conn, org_id=org_id)]


async def lock_presence(conn: Conn, org_id: UUID, agent_id: UUID) -> Any:
    """The agent's presence, locked until commit and made where there was none; None where there is no such agent."""
    found = await SQL.lock_presence(conn, org_id=org_id, agent_id=agent_id)
    if found is None:
        await SQL.make_presence(conn, org_id=org_id, agent_id=agent_id)
        found = await SQL.lock_presence(conn, org_id=org_id, agent_id=agent_id)
    return found


async def change_presence(
    conn: Conn,
    org_id: UUID,
    agent_id: UUID,
    *,
    status: str,
    reason: str | None,
    since: datetime,
    idle_since: datetime | None,
) -> None:
    """Set an agent's presence; None leaves ``idle_since`` as it is."""
    await SQL.change_presence(
        conn, org_id=org_id, agent_id=agent_id, status=status, reason=reason, since=since, idle_since=idle_since
    )


async def stop_responding(conn: Conn, org_id: UUID, agent_ids: Sequence[UUID], at: datetime) -> list[Any]:
    """Mark agents who missed an offer; returns what their presence was."""
    found: list[Any] = await SQL.stop_responding(conn, org_id=org_id, agent_ids=list(agent_ids), at=at)
    return found


async def finish_work(conn: Conn, org_id: UUID, finished: Sequence[tuple[UUID, datetime]]) -> list[Any]:
    """Note when agents finished a piece of work; returns ``before`` and ``after`` of those for whom it is news."""
    agent_ids, at = zip(*finished, strict=True)
    found: list[Any] = await SQL.finish_work(conn, org_id=org_id, agent_ids=list(agent_ids), at=list(at))
    return found


async def presences(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[PresenceView]:
    """The presence of these agents."""
    return _shown(await SQL.presences_by_id(conn, org_id=org_id, ids=list(ids)), PresenceView)


async def list_presences(
    conn: Conn, org_id: UUID, *, after: UUID | None, status: str | None, size: int
) -> list[PresenceView]:
    """A page of the presence of all who work here."""
    return _shown(await SQL.list_presences(conn, org_id=org_id, after=after, status=status, size=size), PresenceView)


async def insert_queue(conn: Conn, org_id: UUID, **values: Any) -> None:
    """A new queue; raises asyncpg's UniqueViolationError where its code is taken."""
    await SQL.insert_queue(conn, org_id=org_id, **values)


async def lock_queue(conn: Conn, org_id: UUID, queue_id: UUID) -> Any:
    """A queue with its ``team_ids``, locked until commit; None where there is none."""
    return await SQL.lock_queue(conn, org_id=org_id, id=queue_id)


async def change_queue(conn: Conn, org_id: UUID, queue_id: UUID, **values: Any) -> None:
    """Set a queue's fields."""
    await SQL.change_queue(conn, org_id=org_id, id=queue_id, **values)


async def set_queue_teams(conn: Conn, org_id: UUID, queue_id: UUID, team_ids: Sequence[UUID]) -> None:
    """Set who serves a queue."""
    await SQL.set_queue_teams(conn, org_id=org_id, queue_id=queue_id, team_ids=list(team_ids))


async def unknown_teams(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[UUID]:
    """Those of the ids that are no team's."""
    return [row["id"] for row in await SQL.unknown_teams(conn, org_id=org_id, ids=list(ids))]


async def queues(conn: Conn, actor: Actor, ids: Sequence[UUID], *, all_of_them: bool) -> list[QueueView]:
    """These queues: all, or those that the actor's teams serve."""
    rows = await SQL.queues_by_id(
        conn, org_id=actor.org_id, ids=list(ids), all=all_of_them, team_ids=list(actor.team_ids)
    )
    return _shown(rows, QueueView)


async def list_queues(conn: Conn, actor: Actor, *, all_of_them: bool, after: str | None, size: int) -> list[QueueView]:
    """A page of queues by code."""
    rows = await SQL.list_queues(
        conn, org_id=actor.org_id, all=all_of_them, team_ids=list(actor.team_ids), after=after, size=size
    )
    return _shown(rows, QueueView)


async def count_waiting(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[QueueLoad]:
    """How much waits in these queues."""
    return _shown(await SQL.count_waiting(conn, org_id=org_id, ids=list(ids)), QueueLoad)


async def waiting_in_queue(
    conn: Conn, org_id: UUID, queue_id: UUID, *, after: tuple[float, UUID] | None, size: int
) -> list[Any]:
    """A page of waiting work in its order, with each one's ``key`` in that order."""
    key, id_ = after or (None, None)
    found: list[Any] = await SQL.waiting_in_queue(
        conn, org_id=org_id, queue_id=queue_id, after_key=key, after_id=id_, size=size
    )
    return found


async def standing(conn: Conn, interaction_id: UUID) -> Any:
    """Status, queue and agent of an interaction, and how many are served before it; None where there is none."""
    return await SQL.standing(conn, id=interaction_id)


async def pace_of_queue(conn: Conn, queue_id: UUID, at: datetime) -> Any:
    """How fast a queue is served: ``answers`` in the last half hour, ``handle_seconds``, ``agents``."""
    return await SQL.pace_of_queue(conn, queue_id=queue_id, at=at)


async def lock_work(conn: Conn, org_id: UUID, interaction_id: UUID) -> Any:
    """An interaction as routing needs it, locked until commit; None where there is none."""
    return await SQL.lock_work(conn, org_id=org_id, id=interaction_id)


async def work_of(conn: Conn, org_id: UUID, agent_id: UUID, size: int) -> list[WorkItem]:
    """What an agent has."""
    return _shown(await SQL.work_of(conn, org_id=org_id, agent_id=agent_id, size=size), WorkItem)


async def movable_of(conn: Conn, org_id: UUID, agent_id: UUID) -> list[Any]:
    """What an agent has and somebody else can take over, locked until commit."""
    found: list[Any] = await SQL.movable_of(conn, org_id=org_id, agent_id=agent_id)
    return found


async def agent_profile(conn: Conn, org_id: UUID, agent_id: UUID) -> Any:
    """``capacity`` and ``team_ids`` of an agent who works here; None where there is none."""
    return await SQL.agent_profile(conn, org_id=org_id, agent_id=agent_id)


async def queue_teams(conn: Conn, org_id: UUID, queue_id: UUID) -> frozenset[UUID]:
    """Who serves a queue; empty where everybody does."""
    return frozenset(await SQL.queue_teams(conn, org_id=org_id, queue_id=queue_id))


def waiting_item(row: Any, score: dict[str, float]) -> WaitingItem:
    """A row of ``waiting_in_queue`` as it is shown."""
    shown = {name: row[name] for name in WaitingItem.__struct_fields__ if name != "score"}
    return WaitingItem(**shown, score=score)


async def whose_work(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> dict[UUID, dict[str, UUID | None]]:
    """By interaction, the case and the customer that what happens to it is about."""
    rows = await SQL.whose_work(conn, org_id=org_id, ids=list(ids))
    return {row["id"]: {"case_id": row["case_id"], "customer_id": row["customer_id"]} for row in rows}
