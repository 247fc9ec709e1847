"""One view of a customer: whole for who may see all of it, and no more than they may for others."""

from typing import Any

import httpx

from tests.application import Hire, Person, problem
from warmline.kit.ids import new_id

AT = "2026-03-03T09:05:07Z"


async def _customer(admin: Person) -> dict[str, Any]:
    """Ann, whom a feed tells of, with a household, a broker, a policy, and a call that is in a case."""
    feed = await admin.made("/feeds", code="crm", name="CRM")
    rows = [
        {
            "key": "C1", "phone": "+12155550183", "given_name": "Ann", "family_name": "Able", "household": "H1",
            "do_not_contact": True, "references": [{"kind": "policy", "id": "P-1", "label": "Motor"}],
        },
        {"key": "C2", "household": "H1", "given_name": "Abe"},
        {"key": "B1", "given_name": "Bo", "relationships": [{"kind": "broker_of", "key": "C1"}]},
    ]  # fmt: skip
    done = await admin.post(f"/feeds/{feed['id']}/rows", json=rows)
    assert done.json()["problems"] == []
    call = {
        "at": AT, "channel": "voice", "account": "+12025550112", "external_id": "CA1", "direction": "inbound",
        "from": {"scheme": "phone", "value": "+12155550183"},
        "messages": [{"at": AT, "text": "My claim about the windscreen is open."}],
    }  # fmt: skip
    made = await admin.made("/interactions", **call)
    case_id = made["case_id"]
    await admin.made(f"/cases/{case_id}/action-items", text="Call back", due_at="2026-03-04T09:00:00Z")
    await admin.made(f"/cases/{case_id}/references", kind="claim", external_id="CL-9")
    signal = {"kind": "sentiment", "value": -0.5, "confidence": 0.9, "producer": "test", "producer_version": "1"}
    await admin.made(f"/interactions/{made['interaction_id']}/signals", **signal)
    (found,) = await admin.items("/customers", handle="+12155550183", scheme="phone")
    return found | {"case_id": case_id, "interaction_id": made["interaction_id"]}


async def test_only_who_may_see_customers_sees_one(
    client: httpx.AsyncClient, admin: Person, agent_client: Hire
) -> None:
    ann = await _customer(admin)
    problem(await client.get(f"/api/v1/customers/{ann['id']}/overview"), 401, "unauthorized")
    someone = await agent_client(permissions={"case.read"})
    problem(await someone.get(f"/customers/{ann['id']}/overview"), 403, "forbidden")
    problem(await admin.get(f"/customers/{new_id()}/overview"), 404, "customer_not_found")


async def test_the_view_is_whole_and_reading_it_is_noted(admin: Person) -> None:
    ann = await _customer(admin)
    shown = (await admin.get(f"/customers/{ann['id']}/overview")).json()
    assert shown["preferred_agent"] is None
    wanted = {"agent_id": str(admin.agent_id), "until": None}
    await admin.put(f"/customers/{ann['id']}/preferred-agent", json=wanted)
    shown = (await admin.get(f"/customers/{ann['id']}/overview")).json()
    assert shown["preferred_agent"] == wanted | {"customer_id": ann["id"]}
    assert shown["profile"] | {"given_name": "Ann", "do_not_contact": True} == shown["profile"]
    assert {each["scheme"] for each in shown["handles"]} == {"crm_id", "phone"}
    assert [each["other_kind"] for each in shown["household"]] == ["household"]
    (broker,) = shown["relationships"]
    assert (broker["relationship"]["kind"], broker["outgoing"], broker["other_name"]) == ("broker_of", False, "Bo")
    assert [(each["kind"], each["external_id"]) for each in shown["references"]] == [("policy", "P-1")]
    assert (shown["consent"]["do_not_contact"], shown["consent"]["said_by"]) == (True, ["crm"])
    record = shown["record"]
    assert [each["id"] for each in record["cases"]] == [ann["case_id"]]
    assert [each["id"] for each in record["timeline"]["items"]] == [ann["interaction_id"]]
    assert "CL-9" in {each["external_id"] for each in record["references"]}
    assert [each["text"] for each in record["promises"]] == ["Call back"]
    assert "sentiment" in {each["kind"] for each in record["signals"]}
    assert shown["hidden"] == []
    (given,) = [each for each in shown["attributes"] if each["name"] == "given_name"]
    assert (given["winner"]["source"], given["why"]) == ("crm", "Only this source says anything.")
    views = [each["data"]["view"] for each in await admin.items("/audit", type="customer.viewed")]
    assert "overview" in views


async def test_what_a_role_does_not_show_is_left_out_and_named(admin: Person, agent_client: Hire) -> None:
    ann = await _customer(admin)
    clerk = await agent_client(permissions={"customer.read"})
    shown = (await clerk.get(f"/customers/{ann['id']}/overview")).json()
    assert (shown["record"]["cases"], shown["record"]["timeline"]["items"], shown["hidden"]) == ([], [], ["record"])
    stranger = await agent_client(permissions={"customer.read", "case.read_team"})
    shown = (await stranger.get(f"/customers/{ann['id']}/overview")).json()
    assert shown["hidden"] == []
    assert all(not shown["record"][each] for each in ("cases", "promises", "references", "signals"))
    assert shown["record"]["timeline"]["items"] == []


async def test_all_records_that_count_as_one_are_shown(admin: Person) -> None:
    ann = await _customer(admin)
    other = await admin.made("/customers", display_name="A. Able", attributes={"shoe": "39"})
    body = {"into": other["id"], "reason": "the same person"}
    assert (await admin.post(f"/customers/{ann['id']}/merge", json=body)).status_code == 200
    shown = (await admin.get(f"/customers/{other['id']}/overview")).json()
    assert (shown["profile"]["shoe"], shown["profile"]["given_name"]) == ("39", "Ann")
    assert [each["id"] for each in shown["record"]["cases"]] == [ann["case_id"]]
    assert [each["external_id"] for each in shown["references"]] == ["P-1"]
    await admin.post(f"/customers/{ann['id']}/unmerge", json={"reason": "not the same"})
    shown = (await admin.get(f"/customers/{other['id']}/overview")).json()
    assert (shown["profile"], shown["record"]["cases"], shown["references"]) == (
        {"display_name": "A. Able", "shoe": "39"}, [], [],
    )  # fmt: skip
