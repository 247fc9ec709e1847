"""Conversations over HTTP as vCon and mail: who may have them, which they are, and that they are what is recorded."""

import json
from email import message_from_bytes
from email.policy import default
from typing import Any

import httpx
import pytest

from tests.application import Hire, Person, problem
from tests.connectors.vcon.house import faults
from tests.connectors.vcon.samples import VALID, encoded, vcon
from warmline.kit.ids import new_id

AT = "2026-03-03T09:05:07.085Z"
NOBODY = str(new_id())


def _call(external_id: str, **more: Any) -> dict[str, Any]:
    return {
        "at": AT, "channel": "voice", "account": "+12025550112", "external_id": external_id, "direction": "inbound",
        "from": {"scheme": "phone", "value": "+12155550183", "name": "Noor Navarro"},
        "messages": [{"at": AT, "text": "From my bill\na charge is to be removed"}],
    } | more  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/export/vcon", "/export/mbox", f"/interactions/{NOBODY}/vcon", f"/messages/{NOBODY}/eml"]
)
async def test_only_who_may_export_gets_any(client: httpx.AsyncClient, agent_client: Hire, path: str) -> None:
    problem(await client.get(f"/api/v1{path}"), 401, "unauthorized")
    someone = await agent_client(permissions={"case.read", "customer.read"})
    problem(await someone.get(path), 403, "forbidden")


async def test_only_who_may_record_can_bring_any(client: httpx.AsyncClient, agent_client: Hire) -> None:
    headers = {"content-type": "application/json"}
    answer = await client.post("/api/v1/imports/vcon", content=b"{}\n", headers=headers)
    problem(answer, 401, "unauthorized")
    someone = await agent_client(permissions={"case.read"})
    problem(await someone.post("/imports/vcon", content=b"{}\n"), 403, "forbidden")


async def test_what_is_not_there_is_not_found(admin: Person) -> None:
    problem(await admin.get(f"/interactions/{NOBODY}/vcon"), 404, "interaction_not_found")
    problem(await admin.get(f"/messages/{NOBODY}/eml"), 404, "message_not_found")
    assert (await admin.get("/export/vcon", params={"case_id": NOBODY})).text == ""


async def test_bad_vcons_are_named_and_the_rest_is_imported(admin: Person) -> None:
    body = b"\n".join([encoded(vcon(1)), b"{", b"", encoded(vcon(2, uuid="7")), encoded(vcon(3))])
    done = (await admin.post("/imports/vcon", content=body)).json()
    assert (done["recorded"], done["failed"]) == (2, 2)
    assert [each["place"] for each in done["problems"]] == ["line 2", "line 4"]


async def test_a_call_as_a_vcon(admin: Person) -> None:
    made = await admin.made("/interactions", **_call("CA1"))
    answer = await admin.get(f"/interactions/{made['interaction_id']}/vcon")
    assert answer.headers["content-type"] == "application/vcon+json"
    document = answer.json()
    assert faults(document) == []
    assert [each["type"] for each in document["dialog"]] == ["recording", "text"]
    assert document["dialog"][1]["body"] == "From my bill\na charge is to be removed"
    assert document["parties"][0]["tel"] == "tel:+12155550183"


async def test_what_came_as_vcon_goes_out_as_it_came(admin: Person) -> None:
    body = b"\n".join(encoded(each) for each in VALID)
    assert (await admin.post("/imports/vcon", content=body)).json()["recorded"] == len(VALID)
    answer = await admin.get("/export/vcon")
    assert answer.headers["content-type"] == "application/jsonl"
    found = {each["uuid"]: each for each in map(json.loads, answer.text.splitlines())}
    assert found == {each["uuid"]: each for each in VALID}


async def test_only_what_was_asked_for(admin: Person) -> None:
    first = await admin.made("/interactions", **_call("CA1"))
    await admin.made("/interactions", **_call("CA2", at="2026-05-03T09:00:00Z"))
    await admin.made("/interactions", **_call("SM1", channel="sms"))

    async def count(**params: Any) -> int:
        answer = await admin.get("/export/vcon", params=params)
        assert answer.status_code == 200, answer.text
        return len(answer.text.splitlines())

    assert await count() == 3
    assert await count(interaction_id=first["interaction_id"]) == 1
    assert await count(channel="sms") == 1
    assert await count(since="2026-04-01T00:00:00Z") == await count(since="2026-05-03T09:00:00Z") == 1
    assert await count(until="2026-05-03T09:00:00Z") == 2
    problem(await admin.get("/export/vcon", params={"since": "soon"}), 422, "invalid")


async def test_messages_as_mail(admin: Person) -> None:
    made = await admin.made("/interactions", **_call("CA1"))
    [message] = await admin.items(f"/interactions/{made['interaction_id']}/messages")
    answer = await admin.get(f"/messages/{message['id']}/eml")
    mail = message_from_bytes(answer.content, policy=default)
    assert (mail["From"], mail["To"]) == (
        "Noor Navarro <+12155550183@phone.invalid>", "+12025550112 <+12025550112@voice.invalid>",
    )  # fmt: skip
    assert mail.get_content().replace("\r\n", "\n") == "From my bill\na charge is to be removed\n"
    box = await admin.get("/export/mbox")
    assert box.headers["content-type"] == "application/mbox"
    assert box.content.startswith(b"From +12155550183 Tue Mar  3 09:05:07 2026\n")
    assert b"\n>From my bill" in box.content


async def test_that_somebody_took_them_out_is_in_the_trail(admin: Person) -> None:
    await admin.made("/interactions", **_call("CA1"))
    await admin.get("/export/vcon")
    await admin.get("/export/mbox")
    lines = [json.loads(each) for each in (await admin.get("/export")).text.splitlines()]
    told = [each["data"]["what"] for each in lines if each.get("type") == "record.exported"]
    assert told == ["vcon", "mbox"]
