"""Decisions become offers: checked against what is true now, and committed as a group."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import system
from warmline.engine import Agent, Decision, Queue, full
from warmline.interactions import offered_in_line
from warmline.kit.db import Conn
from warmline.kit.ids import new_id
from warmline.routing.events import OfferMade
from warmline.routing.model import OfferStatus, OfferView
from warmline.routing.shard import store
from warmline.routing.shard.explaining import explain
from warmline.routing.shard.reading import NO_QUEUE


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What became of decisions: the offers; work and agents of those that did not hold, to be looked at afresh; and
    work and agents with whom somebody else is busy, to be looked at a little later."""

    offers: list[OfferView]
    tasks: set[UUID]
    agents: set[UUID]
    busy_tasks: set[UUID]
    busy_agents: set[UUID]


async def make_offers(
    conn: Conn,
    org_id: UUID,
    decisions: Sequence[Decision],
    agents: Mapping[UUID, Agent],
    queues: Mapping[UUID, Queue],
    at: datetime,
) -> Made:
    """Offer what was decided, in a few statements however much it is. A decision holds where the work still waits, and
    the agent is available and has room; both are locked, and stay so until commit. Somebody who is busy with either of
    them is not waited for: the decision is void."""
    loads, about = await store.lock_for_offers(conn, org_id, _asked(decisions), [each.task.id for each in decisions])
    fitting = _fitting(decisions, loads, agents)
    offers = [
        _offer(decision, agent_id, loads.get(agent_id, {}), queues[decision.task.queue_id], at)
        for decision in decisions
        if decision.task.id in about
        for agent_id in fitting.get(decision.task.id, ())
    ]
    if offers:
        offered = {each.interaction_id for each in offers}
        changes = offered_in_line([row for row in about.values() if row["id"] in offered], at)
        events = [*(_event(each, about) for each in offers), *changes]
        await store.write_offers(conn, org_id, system(org_id, "routing").ref, offers, events, at)
    return _made(offers, decisions, set(loads), fitting)


def _made(
    offers: list[OfferView], decisions: Sequence[Decision], there: set[UUID], fitting: Mapping[UUID, list[UUID]]
) -> Made:
    done = {(each.interaction_id, each.agent_id) for each in offers}
    served = {each.interaction_id for each in offers}
    void = {each.task.id for each in decisions} - served
    agents = {who for each in decisions for who in each.agent_ids if (each.task.id, who) not in done}
    return Made(
        offers=offers,
        tasks=void - fitting.keys(),
        agents=agents & there,
        busy_tasks=void & fitting.keys(),
        busy_agents=agents - there,
    )


def _asked(decisions: Iterable[Decision]) -> list[UUID]:
    return list({agent_id for each in decisions for agent_id in each.agent_ids})


def _fitting(
    decisions: Sequence[Decision],
    loads: Mapping[UUID, Mapping[str, int]],
    agents: Mapping[UUID, Agent],
) -> dict[UUID, list[UUID]]:
    """By task, the agents who have room for it beside what this batch gives them before it."""
    given = {agent_id: dict(load) for agent_id, load in loads.items()}
    found: dict[UUID, list[UUID]] = {}
    for decision in decisions:
        medium = decision.task.medium
        for agent_id in decision.agent_ids:
            agent, load = agents.get(agent_id), given.get(agent_id)
            if agent is None or load is None or full(agent.capacity, load, medium, agent.interruptible):
                continue
            load[medium] = load.get(medium, 0) + 1
            found.setdefault(decision.task.id, []).append(agent_id)
    return found


def _offer(decision: Decision, agent_id: UUID, in_hand: Mapping[str, int], queue: Queue, at: datetime) -> OfferView:
    return OfferView(
        id=new_id(),
        interaction_id=decision.task.id,
        agent_id=agent_id,
        queue_id=None if decision.task.queue_id == NO_QUEUE else decision.task.queue_id,
        status=OfferStatus.OFFERED.value,
        offered_at=at,
        expires_at=at + timedelta(seconds=queue.offer_seconds),
        answered_at=None,
        reason=None,
        explanation=explain(decision, agent_id, in_hand),
        version=1,
    )


def _event(offer: OfferView, about: Mapping[UUID, Any]) -> OfferMade:
    row = about[offer.interaction_id]
    return OfferMade(
        case_id=row["case_id"],
        customer_id=row["customer_id"],
        interaction_id=offer.interaction_id,
        offer_id=offer.id,
        agent_id=offer.agent_id,
        queue_id=offer.queue_id,
    )
