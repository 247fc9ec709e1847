"""The floor now: what waits, who is there with what, what to look at; and a supervisor who steps in."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.application import Hire, Person, problem
from tests.routing.floor import Floor, noon
from warmline.interactions import Status
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.routing import accept_offer, requeue_all

SUPERVISES = {"queue.read", "queue.manage", "case.read", "interaction.work", "customer.read"}


@pytest.fixture(name="floor")
def make_floor(db: Database, admin: Person) -> Floor:
    return Floor(db, admin.org_id)


async def wall(who: Person) -> dict[str, Any]:
    answer = await who.get("/wall")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def alerts(who: Person) -> dict[str, dict[str, Any]]:
    answer = await who.get("/alerts")
    assert answer.status_code == 200, answer.text
    return {each["kind"]: each for each in answer.json()}


async def test_needs_the_right_to_see_queues(agent_client: Hire) -> None:
    stranger = await agent_client(permissions={"interaction.work"})
    problem(await stranger.get("/wall"), 403, "forbidden")
    problem(await stranger.get("/wall/occupancy"), 403, "forbidden")


async def test_only_who_sees_every_case_sees_whose_work_it_is(floor: Floor, admin: Person, agent_client: Hire) -> None:
    queue = await floor.queue()
    ada = await floor.agent("Ada")
    await floor.contact(queue, session="chat-1")
    await floor.settle()
    await floor.act(accept_offer, ada, (await floor.offers())[0].id)
    reader = await agent_client(permissions={"queue.read"})
    for who, named in ((admin, True), (reader, False)):
        agents = {each["name"]: each for each in (await wall(who))["agents"]}
        assert (agents["Ada"]["work"][0]["customer_name"] is not None) is named
        assert (agents["Ada"]["work"][0]["subject"] is not None) <= named


async def test_shows_what_waits_and_who_is_there(floor: Floor, admin: Person) -> None:
    with clock.as_if(noon()):
        queue = await floor.queue("main", service_seconds=60)
        ada = await floor.agent("Ada")
        first = await floor.contact(queue, session="chat-1", ago=30)
        await floor.settle()
        await floor.act(accept_offer, ada, (await floor.offers())[0].id)
        await floor.presence(ada, "busy")
        await floor.contact(queue, ago=10)
        await floor.contact(queue, ago=300)
        shown = await wall(admin)
    [now] = shown["queues"]
    assert (now["waiting"], now["within_target"], now["offered"]) == (2, 1, 0)
    assert (now["available"], now["working"], now["at_work"]) == (0, 1, 1)
    assert now["open"]
    assert (now["today"]["contacts_in"], now["today"]["answered"]) == (3, 1)
    # One answered in time; one waits for longer than the target, and one not yet.
    assert (now["today"]["target_met"], now["today"]["target_known"]) == (1, 2)
    assert sum(now["arrivals"]) == 3
    assert shown["total"] == now["today"]
    [person] = [each for each in shown["agents"] if each["name"] == "Ada"]
    assert (person["status"], [each["interaction_id"] for each in person["work"]]) == ("busy", [str(first)])


async def test_occupancy_counts_two_chats_at_once_once(floor: Floor, admin: Person) -> None:
    queue = await floor.queue()
    ada = await floor.agent("Ada", present=False)
    now = noon()
    with clock.as_if(now):
        await floor.presence(ada, "available")
        since = now - timedelta(seconds=1000)
        await floor.sql("update presence set since = $2 where agent_id = $1", ada.id, since)
        for _ in range(2):
            one = await floor.contact(queue)
            await floor.move(one, Status.ACTIVE, owner_id=ada.id, at=now - timedelta(seconds=500))
        rows = (await admin.get("/wall/occupancy")).json()
    [row] = [each for each in rows if each["agent_id"] == str(ada.id)]
    assert row["occupancy"] == pytest.approx(0.5, abs=0.001)
    assert row["at_work_seconds"] == pytest.approx(1000.0, abs=0.001)


async def test_alerts_come_and_go(floor: Floor, admin: Person) -> None:
    assert await alerts(admin) == {}
    queue = await floor.queue("main", service_seconds=60)
    assert set(await alerts(admin)) == {"nobody_at_work"}
    ada = await floor.agent("Ada")
    assert await alerts(admin) == {}
    await floor.presence(ada, "busy")
    waits = await floor.contact(queue, ago=150)
    found = await alerts(admin)
    assert set(found) == {"oldest_waiting"}
    assert found["oldest_waiting"]["severity"] == "warning"
    assert found["oldest_waiting"]["threshold"] == 120
    assert found["oldest_waiting"]["value"] == pytest.approx(150, abs=10)
    await floor.sql('update organization set settings = settings || \'{"alerts": {"oldest_targets": 10}}\'')
    assert await alerts(admin) == {}
    await floor.sql('update organization set settings = settings || \'{"alerts": {"oldest_targets": "ten"}}\'')
    assert set(await alerts(admin)) == {"oldest_waiting"}
    await floor.move(waits, Status.ABANDONED)
    assert await alerts(admin) == {}


async def test_alerts_of_people_and_channels(floor: Floor, admin: Person) -> None:
    queue = await floor.queue()
    ada = await floor.agent("Ada")
    one = await floor.contact(queue, session="chat-1")
    await floor.sql("update presence set status = 'not_responding' where agent_id = $1", ada.id)
    await floor.sql(
        "update channel_account set problem = 'the mailbox refuses our password' where org_id = $1", floor.org_id
    )
    await floor.sql(
        "update message set direction = 'outbound', delivery = 'failed', at = now(), delivery_reason = 'no mailbox'"
        " where interaction_id = $1",
        one,
    )
    found = await alerts(admin)
    assert {"not_responding", "channel_down", "delivery_failed"} <= set(found)
    assert found["not_responding"]["name"] == "Ada"
    assert found["channel_down"]["detail"] == "the mailbox refuses our password"
    assert (found["delivery_failed"]["detail"], found["delivery_failed"]["value"]) == ("no mailbox", 1)


async def test_service_level_alert_needs_enough_contacts(floor: Floor, admin: Person) -> None:
    queue = await floor.queue("main", service_seconds=60)
    ada = await floor.agent("Ada", capacity={"text": 50})
    await floor.presence(ada, "busy")
    with clock.as_if(noon()):
        for n in range(10):
            assert "service_level" not in await alerts(admin)
            late = await floor.contact(queue, ago=100 + n)
            await floor.move(late, Status.ACTIVE, owner_id=ada.id)
        found = (await alerts(admin))["service_level"]
    assert (found["value"], found["threshold"]) == (0, 0.8)


async def test_agents_take_nothing_over(floor: Floor, agent_client: Hire) -> None:
    one = await floor.contact(await floor.queue())
    agent = await agent_client(permissions={"interaction.work", "queue.read", "case.read"})
    problem(await agent.post(f"/interactions/{one}/assign", json={}), 403, "forbidden")


async def test_what_is_over_cannot_be_taken_over(floor: Floor, agent_client: Hire) -> None:
    boss = await agent_client(permissions=SUPERVISES)
    one = await floor.contact(await floor.queue())
    unknown = {"agent_id": "00000000-0000-7000-8000-000000000001"}
    problem(await boss.post(f"/interactions/{one}/assign", json=unknown), 404, "agent_not_found")
    await floor.move(one, Status.ABANDONED)
    problem(await boss.post(f"/interactions/{one}/assign", json={}), 409, "not_transferable")


async def test_a_supervisor_takes_over_and_gives_back(floor: Floor, agent_client: Hire) -> None:
    boss = await agent_client(permissions=SUPERVISES)
    queue = await floor.queue()
    ada = await floor.agent("Ada")
    one = await floor.contact(queue, session="chat-1")
    await floor.settle()
    await floor.act(accept_offer, ada, (await floor.offers())[0].id)
    stale = {"from_id": str(boss.agent_id)}
    problem(await boss.post(f"/interactions/{one}/assign", json=stale), 409, "held_by_another")
    taken = await boss.post(f"/interactions/{one}/assign", json={"from_id": str(ada.id)})
    assert taken.status_code == 200, taken.text
    assert (taken.json()["owner_id"], taken.json()["status"]) == (str(boss.agent_id), "active")
    problem(await boss.post(f"/interactions/{one}/assign", json={}), 422, "invalid")
    back = await boss.post(f"/interactions/{one}/assign", json={"agent_id": str(ada.id)})
    assert (back.json()["owner_id"], back.json()["status"]) == (str(ada.id), "active")
    moved = await floor.sql("select count(*) from event where type = 'work.transferred' and interaction_id = $1", one)
    assert moved == 2


async def test_work_that_is_offered_is_taken_from_the_offer(floor: Floor, agent_client: Hire) -> None:
    boss = await agent_client(permissions=SUPERVISES)
    await floor.agent("Ada")
    one = await floor.contact(await floor.queue())
    await floor.settle()
    assert await floor.status(one) == "offered"
    taken = await boss.post(f"/interactions/{one}/assign", json={})
    assert taken.json()["owner_id"] == str(boss.agent_id)
    assert await floor.offers() == []
    await floor.act(requeue_all, floor.supervisor, UUID(str(boss.agent_id)))
    assert await floor.status(one) == "queued"
