"""SLA, audit, roles, capacity behind a paywall (cw#12726, cw#4216): there is one edition, and it has everything. And
who looked at whom is known (cw#12526)."""

import re

from tests.conftest import ROOT
from tests.journeys.house import Office
from warmline.kit.settings import Settings

PAYWALL = re.compile(r"licen[cs]e|edition|premium|enterprise|plan_|seats|subscription|feature_flag")


async def test_a_new_organisation_has_what_others_sell(office: Office) -> None:
    """Roles, teams, skills that work asks for, capacity, business hours, rules, learning, queues with a service level,
    keys, packs and a verified audit trail, with nothing set and nothing asked for."""
    admin = office.admin
    role = await admin.made("/roles", code="reviewer", name="Reviewer", permissions=["case.read", "audit.read"])
    await admin.made("/teams", code="claims", name="Claims")
    await admin.made("/skills", code="hail", name="Hail")
    email = f"{office.address()}"
    agent = await admin.made("/agents", email=email, name="Bo", role_ids=[role["id"]], capacity={"text": 7, "voice": 1})
    assert agent["capacity"] == {"text": 7, "voice": 1}
    hours = {"mon": [["09:00", "12:30"], ["13:15", "17:00"]]}
    calendar = await admin.made("/calendars", code="desk", name="Desk", timezone="Europe/Berlin", weekly=hours)
    asks = {"calendar_id": calendar["id"], "skills": {"hail": 3}, "rings": [{"after_seconds": 60, "lower": 1}]}
    queue = await admin.made("/queues", code="hail", name="Hail", service_level=0.9, service_seconds=20, **asks)
    assert (queue["service_level"], queue["service_seconds"], queue["skills"]) == (0.9, 20, {"hail": 3})
    rules = {"rules": [{"name": "Gold", "when": "customer.tier == 'gold'", "then": {"priority": 10}}]}
    assert (await admin.put("/routing/rules", json=rules)).status_code == 200
    assert (await admin.get("/routing/learning")).status_code == 200
    await admin.made("/keys", name="Reports", scopes=["case.read"])
    assert (await admin.post("/packs/insurance/install")).status_code == 200
    trail = await admin.items("/audit")
    assert {"role.created", "agent.created", "queue.created"} <= {each["type"] for each in trail}
    await office.settle()
    assert (await admin.get("/audit/verify")).json()["intact"] is True


def test_there_is_nothing_to_buy() -> None:
    """No setting opens anything, and the licence is Apache-2.0."""
    assert [each for each in Settings.__struct_fields__ if PAYWALL.search(each)] == []
    assert "Apache License" in (ROOT / "LICENSE").read_text()[:200]


async def test_who_looked_at_a_customer_and_a_case_is_in_the_trail(office: Office) -> None:
    agent, pager = await office.hire(), await office.pager()
    await office.page(pager, office.number(), "Hello")
    await office.settle()
    (interaction,) = await office.interactions()
    for path in ("/customers/{customer_id}", "/cases/{case_id}", "/interactions/{id}/messages"):
        assert (await agent.get(path.format(**interaction))).status_code == 200
    trail = await office.admin.items("/audit", actor=f"agent:{agent.agent_id}")
    assert {"customer.viewed", "case.viewed", "interaction.viewed"} <= {each["type"] for each in trail}
