"""Escalations: who may see and settle them, that each is raised once, and that a supervisor sees it live."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from tests.application import Hire, Person, problem
from tests.conftest import eventually
from tests.routing.rules.conftest import RuledFloor, rule
from warmline.app.slices import SNAPSHOTS
from warmline.interactions import Status
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.realtime import Hub
from warmline.routing.rules.model import Escalate

NEGATIVE = "signals.exists(s, s.kind == 'sentiment' && s.label == 'negative' && s.confidence >= 0.8)"


@pytest.fixture
def desk(db: Database, admin: Person) -> RuledFloor:
    """The administrator's organisation, at work."""
    return RuledFloor(db, admin.org_id)


async def in_hand(floor: RuledFloor, **given: Any) -> UUID:
    agent = await floor.agent("Ada", present=False)
    talks = await floor.contact(await floor.queue(), **given)
    await floor.move(talks, Status.ACTIVE, owner_id=agent.id)
    return talks


async def feels(admin: Person, interaction_id: UUID, confidence: float = 0.9, label: str = "negative") -> None:
    await admin.made(
        f"/interactions/{interaction_id}/signals",
        kind="sentiment",
        label=label,
        confidence=confidence,
        producer="model",
    )


async def test_needs_sign_in_and_sight(client: httpx.AsyncClient, agent_client: Hire, desk: RuledFloor) -> None:
    problem(await client.get("/api/v1/escalations"), 401, "unauthorized")
    await desk.rules(rule("look", escalate=Escalate(reason="look")))
    waits = await desk.contact(await desk.queue())
    await desk.apply(waits)
    id_ = await desk.sql("select id from escalation")
    other = await agent_client(permissions={"queue.read", "case.read", "interaction.work"})
    assert await other.items("/escalations") == []
    problem(await other.get(f"/escalations/{id_}"), 404, "escalation_not_found")
    problem(await other.post(f"/escalations/{id_}/acknowledge"), 404, "escalation_not_found")
    problem(await other.post(f"/escalations/{id_}/resolve", json={}), 404, "escalation_not_found")


async def test_a_team_sees_and_settles_its_own(agent_client: Hire, desk: RuledFloor) -> None:
    leads = await desk.team("leads")
    await desk.rules(
        rule("ours", escalate=Escalate(reason="ours", team="leads")), rule("others", escalate=Escalate(reason="others"))
    )
    await desk.apply(await desk.contact(await desk.queue()))
    lead = await agent_client(permissions={"interaction.work"}, team_ids=[leads])
    (mine,) = await lead.items("/escalations")
    assert mine["reason"] == "ours"
    assert (await lead.post(f"/escalations/{mine['id']}/acknowledge")).json()[
        "acknowledged_by"
    ] == f"agent:{lead.agent_id}"


async def test_acknowledge_and_resolve(admin: Person, desk: RuledFloor) -> None:
    problem(await admin.post(f"/escalations/{new_id()}/acknowledge"), 404, "escalation_not_found")
    await desk.rules(rule("look", escalate=Escalate(reason="look")))
    await desk.apply(await desk.contact(await desk.queue()))
    (found,) = await admin.items("/escalations", open=True)
    assert (found["rule"], found["reason"], found["acknowledged_at"]) == ("look", "look", None)
    seen = (await admin.post(f"/escalations/{found['id']}/acknowledge")).json()
    again = (await admin.post(f"/escalations/{found['id']}/acknowledge")).json()
    assert seen == again
    done = (await admin.post(f"/escalations/{found['id']}/resolve", json={"note": "called"})).json()
    assert (done["note"], done["resolved_by"]) == ("called", f"agent:{admin.agent_id}")
    problem(await admin.post(f"/escalations/{found['id']}/resolve", json={}), 409, "escalation_over")
    assert await admin.items("/escalations", open=True) == []
    assert len(await admin.items("/escalations", open=False)) == 1
    assert await admin.items("/escalations", interaction_id=str(new_id())) == []


async def test_a_negative_turn_in_a_live_conversation_is_raised_once(admin: Person, desk: RuledFloor) -> None:
    talks = await in_hand(desk)
    await desk.rules(rule("upset", NEGATIVE, escalate=Escalate(reason="A customer is upset"), priority=20))
    await feels(admin, talks, 0.6)
    await desk.settle()
    assert await admin.items("/escalations") == []
    for _ in range(3):
        await feels(admin, talks, 0.95)
        await desk.settle()
    (found,) = await admin.items("/escalations")
    assert found["interaction_id"] == str(talks)
    assert found["agent_id"] == str(await desk.sql("select owner_id from interaction where id = $1", talks))
    # What somebody has in hand keeps its queue and priority.
    assert (await desk.contact_row(talks))["priority"] == 0
    assert (await desk.row("select matched, failed from rule_count"))["failed"] == 0


async def test_it_comes_again_only_with_something_new(admin: Person, desk: RuledFloor) -> None:
    waits = await desk.contact(await desk.queue())
    await desk.rules(rule("upset", NEGATIVE, escalate=Escalate(reason="upset")))
    await feels(admin, waits)
    await desk.settle()
    (first,) = await admin.items("/escalations", open=True)
    await admin.post(f"/escalations/{first['id']}/resolve", json={})
    await desk.sql("update interaction set notes = 'x' where id = $1", waits)
    await desk.apply(waits)
    assert await admin.items("/escalations", open=True) == []
    await feels(admin, waits)
    await desk.settle()
    assert len(await admin.items("/escalations", open=True)) == 1


async def test_complaint_words_in_a_new_message_are_raised(admin: Person, desk: RuledFloor) -> None:
    await desk.rules(rule("words", "interaction.text.says(['complaint'])", escalate=Escalate(reason="complaint")))
    talks = await in_hand(desk, who="ann@example.org", session="s1", text="Hello")
    await desk.settle()
    assert await admin.items("/escalations") == []
    queue = await desk.sql("select queue_id from interaction where id = $1", talks)
    await desk.contact_to(queue, who="ann@example.org", session="s1", text="This is a COMPLAINT.")
    await desk.settle()
    (found,) = await admin.items("/escalations")
    assert found["interaction_id"] == str(talks)


async def test_two_at_once_raise_one(desk: RuledFloor) -> None:
    await desk.rules(rule("look", escalate=Escalate(reason="look")))
    waits = await desk.contact(await desk.queue())
    await asyncio.gather(*(desk.apply(waits) for _ in range(5)))
    assert await desk.sql("select count(*) from escalation") == 1
    assert await desk.sql("select count(*) from event where type = 'escalation.raised'") == 1


@pytest.fixture
async def hub(db: Database) -> AsyncIterator[Hub]:
    made = Hub(db, SNAPSHOTS)
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_supervisor_sees_it_live_and_others_do_not(admin: Person, desk: RuledFloor, hub: Hub) -> None:
    talks = await in_hand(desk)
    await desk.rules(rule("upset", NEGATIVE, escalate=Escalate(reason="upset")))
    agent = await desk.agent("Bo", present=False)
    watching, other = await hub.connect(desk.supervisor, ["org"]), await hub.connect(agent, ["org"])
    await feels(admin, talks)
    await desk.settle()

    async def reached() -> bool:
        async with desk.db.transaction(desk.org_id) as conn:
            last = await conn.fetchrow(
                "select xact::text::bigint as x, seq from event order by xact desc, seq desc limit 1"
            )
        return all(each.cursor >= (last["x"], last["seq"]) for each in (watching, other))

    await eventually(reached)
    for each in (watching, other):
        each.say("end")
    seen = [change async for change in changes(watching)]
    assert [each["value"]["reason"] for each in seen if each["kind"] == "escalation"] == ["upset"]
    assert [
        each for each in [change async for change in changes(other)] if each["kind"] == "escalation" and each["value"]
    ] == []


async def changes(subscriber: Any) -> AsyncIterator[dict[str, Any]]:
    async for frame in subscriber.frames():
        told = msgspec.json.decode(frame, type=dict[str, Any])
        if told["op"] == "end":
            return
        for each in told.get("changes", ()):
            yield each
