"""Learning over HTTP: who may, what is refused, the switch, the effect and the bias report."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.application import Hire, Person, problem
from tests.routing.learning.office import Office
from warmline.kit import clock
from warmline.kit.db import Database

READS = ("/routing/learning", "/routing/learning/effect", "/routing/learning/bias")


async def at_work(db: Database, admin: Person) -> Office:
    """The administrator's organisation."""
    return await Office.open(db, admin.org_id)


@pytest.mark.parametrize("path", READS)
async def test_needs_sign_in(client: httpx.AsyncClient, path: str) -> None:
    problem(await client.get(f"/api/v1{path}"), 401, "unauthorized")


async def test_only_who_may_sees_and_changes(agent_client: Hire) -> None:
    nobody = await agent_client(permissions={"interaction.work", "queue.read"})
    for path in READS:
        problem(await nobody.get(path), 403, "forbidden")
    lead = await agent_client(permissions={"queue.manage"})
    assert (await lead.get("/routing/learning")).status_code == 200
    assert (await lead.get("/routing/learning/effect")).status_code == 200
    problem(await lead.get("/routing/learning/bias"), 403, "forbidden")
    problem(await lead.post("/routing/learning/switch", json={"on": True}), 403, "forbidden")
    problem(await lead.put("/routing/learning/settings", json={}), 403, "forbidden")


@pytest.mark.parametrize(
    "body",
    [
        {"points": -1},
        {"explore": 0.3},
        {"block_minutes": 45},
        {"fair_factor": 0.5},
        {"monitor": ["A B"]},
        {"gender": 1},
    ],
)
async def test_settings_out_of_range_are_refused(admin: Person, body: dict[str, Any]) -> None:
    problem(await admin.put("/routing/learning/settings", json=body), 422, "invalid")


async def test_a_block_must_leave_something_to_measure(admin: Person) -> None:
    body = {"block_minutes": 10, "settling_minutes": 10}
    problem(await admin.put("/routing/learning/settings", json=body), 422, "block_uneven")


async def test_days_have_limits(admin: Person) -> None:
    for path in READS[1:]:
        problem(await admin.get(path, params={"days": 0}), 422, "invalid")


async def test_a_stale_change_is_refused(admin: Person) -> None:
    shown = await admin.get("/routing/learning")
    assert (await admin.put("/routing/learning/settings", json={"points": 20})).status_code == 200
    headers = {"If-Match": shown.headers["etag"]}
    problem(await admin.put("/routing/learning/settings", json={}, headers=headers), 412, "stale")


async def test_it_is_off_until_somebody_switches_it_on(db: Database, admin: Person) -> None:
    office = await at_work(db, admin)
    await office.past({"Ada": (30, 25), "Bo": (30, 15)})
    before = (await admin.get("/routing/learning")).json()
    assert (before["on"], before["active"], before["model"], before["counted"]) == (False, False, None, 60)
    assert before["reason"] == "Learning is switched off. Outcomes are kept all the same."
    on = (await admin.post("/routing/learning/switch", json={"on": True})).json()
    assert on["reason"] == "60 outcomes count so far; it takes 200 before there is any effect."
    settings = on["settings"] | {"minimum": 50, "measure": False}
    working = (await admin.put("/routing/learning/settings", json=settings)).json()
    assert (working["active"], working["reason"]) == (True, "Decisions use the model now.")
    assert working["model"]["name"] == "resolution-1"
    off = (await admin.post("/routing/learning/switch", json={"on": False, "reason": "A complaint."})).json()
    assert (off["active"], off["settings"]["minimum"], off["model"]["name"]) == (False, 50, "resolution-1")
    trail = await admin.items("/audit", type="routing_learning.switched")
    assert {"A complaint.", ""} == {each["data"].get("reason", "") for each in trail}


def arms(blocks: int, share: dict[bool, float], each: int = 20) -> dict[str, Any]:
    """Columns of outcomes that were decided in so many blocks, by turns with the model and without it."""
    start = (clock.now() - timedelta(days=12)).replace(minute=0, second=0, microsecond=0)

    def learned(n: int) -> bool:
        return (n // each) % 2 == 0

    def held(n: int) -> bool:
        return (n % each) < round(share[learned(n)] * each)

    return {
        "learned": learned,
        "block_at": lambda n: start + timedelta(hours=n // each),
        "decided_at": lambda n: start + timedelta(hours=n // each, minutes=10),
        "model": "resolution-1",
        "worth": lambda n: 3.0 if learned(n) else -3.0 + 6 * (n % 2),
        "resolved": held,
        "value": lambda n: 1000 * held(n),
        "wait_seconds": lambda n: 30.0 + n % 7,
        "handle_seconds": lambda n: 200.0 + n % 11 - (20 if learned(n) else 0),
    }


async def test_too_little_is_not_called_an_effect(db: Database, admin: Person) -> None:
    nothing = (await admin.get("/routing/learning/effect")).json()
    assert {each["verdict"] for each in nothing["effects"]} == {"not_yet_enough_to_tell"}
    office = await at_work(db, admin)
    await office.past({"Ada": (200, 0)}, **arms(10, {True: 0.9, False: 0.5}))
    found = (await admin.get("/routing/learning/effect")).json()["effects"][0]
    assert (found["verdict"], found["difference"]["value"]) == ("not_yet_enough_to_tell", None)
    assert found["reason"] == "5 blocks with the model; it takes 10 on each side."
    assert (found["on"], found["off"], found["on_count"]) == (0.9, 0.5, 100)


async def test_a_difference_has_its_interval(db: Database, admin: Person) -> None:
    office = await at_work(db, admin)
    await office.past({"Ada": (400, 0), "Bo": (400, 0)}, **arms(40, {True: 0.75, False: 0.65}))
    resolution, handle, wait = (await admin.get("/routing/learning/effect")).json()["effects"]
    assert (resolution["verdict"], resolution["on_blocks"], resolution["off_blocks"]) == ("better", 20, 20)
    assert resolution["difference"]["low"] <= 0.1 <= resolution["difference"]["high"] + 1e-9
    # Less handle time is better, and the wait does not differ.
    assert handle["verdict"] == "better"
    assert handle["difference"]["high"] < 0
    assert wait["verdict"] == "not_yet_enough_to_tell"
    assert wait["reason"] == "The difference may be chance. Go on measuring."


async def test_the_first_minutes_of_a_block_are_left_out(db: Database, admin: Person) -> None:
    office = await at_work(db, admin)
    await office.past({"Ada": (40, 0)}, **arms(2, {True: 1, False: 0}))
    assert (await admin.get("/routing/learning/effect")).json()["effects"][0]["on_count"] == 20
    await admin.put("/routing/learning/settings", json={"settling_minutes": 11})
    assert (await admin.get("/routing/learning/effect")).json()["effects"][0]["on_count"] == 0


async def test_who_gets_less_is_flagged(db: Database, admin: Person) -> None:
    """Gold customers' matters are resolved more often; a monitored attribute is compared, and never learned from."""
    office = await at_work(db, admin)
    await admin.put("/routing/learning/settings", json={"monitor": ["segment_code"]})
    for tier, share in (("gold", 0.95), ("basic", 0.6)):
        given = arms(10, {True: share, False: share})
        if tier == "basic":
            worth = given["worth"]
            given["worth"] = lambda n, worth=worth: worth(n) if n % 2 else -1.0
        await office.past({f"Ada {tier}": (200, 0)}, **given)
        await office.floor.sql(
            "update customer set tier = $1, attributes = $2 where id ="
            " (select customer_id from routing_outcome order by position desc limit 1)",
            tier,
            {"segment_code": f"s-{tier}"},
        )
    found = (await admin.get("/routing/learning/bias")).json()
    groups = {(each["dimension"], each["name"]): each["measures"] for each in found["groups"]}
    assert {("tier", "basic"), ("tier", "gold"), ("attribute:segment_code", "s-gold")} <= groups.keys()
    assert not any(dimension == "channel" for dimension, _ in groups)
    basic = {(each["measure"], each["learned"]): each for each in groups["tier", "basic"]}
    assert basic["resolved", True]["flagged"]
    assert basic["resolved", True]["ratio"]["value"] == pytest.approx(0.6 / 0.95)
    assert basic["matched", True]["flagged"]
    assert not basic["wait_seconds", True]["flagged"]
    assert found["flagged"] >= 4
    assert [(each["on_count"], each["off_count"]) for each in found["agents"]] == [(100, 100), (100, 100)]
    assert found["gini_on"] == 0.0
