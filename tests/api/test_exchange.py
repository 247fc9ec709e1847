"""Data in and out over HTTP: who may, what is refused, and that what is exported is all there is."""

import json
from base64 import b64decode
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import jsonschema_rs
import pytest

from tests.application import Hire, Person, problem
from warmline.accounts import system
from warmline.api.export import Export, schema
from warmline.api.export.stream import HIDDEN, LEFT_OUT, shapes
from warmline.governance import chain, seal_all
from warmline.kit.db import Database

AT = "2026-03-03T09:05:07.085Z"
GROWING = ("header", "event", "seal")


def _line(external_id: str = "CA1", **more: Any) -> dict[str, Any]:
    return {
        "at": AT,
        "channel": "voice",
        "account": "+12025550112",
        "external_id": external_id,
        "direction": "inbound",
        "from": {"scheme": "phone", "value": "+12155550183", "name": "Noor Navarro"},
        "messages": [
            {"at": AT, "text": "a bill charge is to be removed", "attachments": [{"type": "a/b", "name": "c"}]}
        ],
    } | more


def _lines(*lines: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in lines)


async def _export(person: Person, **params: Any) -> list[dict[str, Any]]:
    answer = await person.get("/export", params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/jsonl"
    return [json.loads(each) for each in answer.text.splitlines()]


@pytest.mark.parametrize("path", ["/export", "/export/assignments"])
async def test_only_who_may_export_gets_anything(client: httpx.AsyncClient, agent_client: Hire, path: str) -> None:
    problem(await client.get(f"/api/v1{path}"), 401, "unauthorized")
    someone = await agent_client(permissions={"case.read", "customer.read"})
    problem(await someone.get(path), 403, "forbidden")


@pytest.mark.parametrize(("path", "body"), [("/imports/contacts", b"{}\n"), ("/interactions", _lines(_line()))])
async def test_only_who_may_record_can(client: httpx.AsyncClient, agent_client: Hire, path: str, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    problem(await client.post(f"/api/v1{path}", content=body, headers=headers), 401, "unauthorized")
    someone = await agent_client(permissions={"case.read"})
    problem(await someone.post(path, content=body, headers=headers), 403, "forbidden")


async def test_a_new_inbox_needs_who_may_set_one_up(agent_client: Hire, admin: Person) -> None:
    program = await agent_client(permissions={"interaction.create"})
    body = problem(await program.post("/interactions", json=_line()), 422, "invalid")
    assert "channel.manage" in body["detail"]
    await admin.made("/interactions", **_line("CA0"))
    assert (await program.post("/interactions", json=_line())).status_code == 201


async def test_a_wrong_contact_is_refused_by_field(admin: Person) -> None:
    body = problem(await admin.post("/interactions", json=_line(messages=[])), 422, "invalid")
    assert body["errors"][0]["field"] == "messages"
    body = problem(await admin.post("/interactions", json=_line(channel="fax")), 422, "invalid")
    assert "fax" in body["detail"]
    assert await admin.items("/interactions") == []


async def test_a_telephone_call_is_recorded_once(admin: Person) -> None:
    made = await admin.made("/interactions", **_line())
    again = await admin.post("/interactions", json=_line())
    assert (again.status_code, again.json()) == (200, made | {"new": False})
    (interaction,) = await admin.items("/interactions")
    assert (interaction["id"], interaction["status"], interaction["medium"]) == (
        made["interaction_id"], "received", "voice",
    )  # fmt: skip
    assert interaction["started_at"] == AT.replace("085Z", "085000Z")


async def test_a_visit_is_a_contact_too(admin: Person) -> None:
    visit = _line("visit-1", channel="in_person", account="Branch 12", **{"from": {"scheme": "crm_id", "value": "C-7"}})
    await admin.made("/interactions", **visit)
    assert [each["medium"] for each in await admin.items("/interactions")] == ["in_person"]


async def test_a_recording_that_was_sent_twice_is_answered_twice(admin: Person) -> None:
    headers = {"Idempotency-Key": "call-1"}
    first = await admin.post("/interactions", json=_line(), headers=headers)
    again = await admin.post("/interactions", json=_line(), headers=headers)
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"


async def test_wrong_lines_are_named_and_the_rest_is_imported(admin: Person) -> None:
    body = _lines(_line("CA1"), _line("CA2", at="soon"), {"op": "resolve", "external_id": "CA9", "at": AT})
    body += b"no json\n\n" + _lines({"op": "resolve", "external_id": "CA1", "at": AT})
    answer = await admin.post("/imports/contacts", content=body)
    done = answer.json()
    assert answer.status_code == 200
    assert {name: done[name] for name in ("lines", "contacts", "operations", "refused", "failed")} == {
        "lines": 5, "contacts": 1, "operations": 1, "refused": 3, "failed": 0,
    }  # fmt: skip
    assert [(each["line"], each["problem"].split(":")[0]) for each in done["problems"]] == [
        (2, "at"), (3, "external_id"), (4, "the line is no JSON"),
    ]  # fmt: skip
    again = (await admin.post("/imports/contacts", content=body)).json()
    assert (again["contacts"], again["operations"], again["repeated"], again["refused"]) == (0, 0, 2, 3)


async def test_an_export_of_everything_is_no_list_of_contacts(admin: Person) -> None:
    exported = (await admin.get("/export")).content
    done = (await admin.post("/imports/contacts", content=exported)).json()
    assert done["refused"] == done["lines"] == len(exported.splitlines())
    assert "export vcon" in done["problems"][0]["problem"]


async def test_every_line_is_valid_and_counted(admin: Person) -> None:
    await admin.made("/interactions", **_line())
    header, *lines = await _export(admin, deliveries=True)
    validator = jsonschema_rs.validator_for(schema(), validate_formats=True)
    for each in (header, *lines):
        validator.validate(each)
    counted = {name: sum(each["record"] == name for each in lines) for name in header["counts"]}
    assert counted == header["counts"]
    assert header["counts"]["message"] == header["counts"]["attachment"] == header["counts"]["envelope"] == 1


async def test_no_secret_is_exported(admin: Person) -> None:
    key = await admin.made("/keys", name="A program", scopes=["export"])
    text = json.dumps(await _export(admin, deliveries=True))
    assert key["secret"] not in text
    assert "argon2" not in text
    assert "hash" not in {name for each in await _export(admin) if each["record"] != "seal" for name in each}


async def test_another_organisations_rows_are_not_in_it(admin: Person, db: Database, other_org: Any) -> None:
    await admin.made("/interactions", **_line())
    lines = [json.loads(line) async for line in _of(Export(db, system(other_org, "test")))]
    assert lines[0]["counts"]["organization"] == 1
    assert {each["record"] for each in lines[1:]} <= {"organization", "event"}


async def _of(export: Export) -> AsyncIterator[bytes]:
    async for _, chunk in export.lines():
        for line in chunk.splitlines():
            yield line


async def test_the_exported_trail_can_be_verified_anywhere(admin: Person, db: Database) -> None:
    await admin.made("/interactions", **_line())
    await seal_all(db, admin.org_id)
    header, *lines = await _export(admin)
    events = [each for each in lines if each["record"] == "event"]
    (seal,) = (each for each in lines if each["record"] == "seal")
    places = [(each["xact"], each["seq"]) for each in events]
    assert places == sorted(places)
    sealed = [each for each in events if (each["xact"], each["seq"]) <= (seal["last_xact"], seal["last_seq"])]
    assert len(sealed) == seal["events"]
    assert b"".join(_digest(header["organization_id"], each) for each in sealed) == b64decode(seal["digests"])


def _digest(org_id: str, event: dict[str, Any]) -> bytes:
    at = datetime.fromisoformat(event["at"]) - datetime(1970, 1, 1, tzinfo=UTC)
    micros = (at.days * 86_400 + at.seconds) * 1_000_000 + at.microseconds
    ids = [event[name] for name in ("case_id", "interaction_id", "customer_id")]
    data = json.dumps(event["data"], ensure_ascii=False)
    place = (str(event["xact"]), str(event["seq"]), str(micros))
    return chain.digest([org_id, *place, event["actor"], event["request_id"], event["type"], *ids, data])


async def test_an_export_is_the_same_each_time_but_for_the_trail(admin: Person) -> None:
    await admin.made("/interactions", **_line())
    exports = [await _export(admin), await _export(admin)]
    first, second = ([each for each in export if each["record"] not in GROWING] for export in exports)
    assert first == second


async def test_that_somebody_exported_is_in_the_trail(admin: Person) -> None:
    await _export(admin)
    await admin.get("/export/assignments")
    told = [each for each in await _export(admin) if each["record"] == "event" and each["type"] == "record.exported"]
    assert [each["data"]["what"] for each in told] == ["all", "assignments"]
    assert told[0]["actor"] == f"agent:{admin.agent_id}"


async def test_assignments_name_case_and_customer(admin: Person) -> None:
    automatic = _line("A1", channel="email", account="a@b.example", headers={"Auto-Submitted": "auto-replied"})
    automatic["from"] = {"scheme": "email", "value": "noor@example.com"}
    body = _lines(_line("CA1"), automatic)
    assert (await admin.post("/imports/contacts", content=body)).json()["contacts"] == 2
    answer = await admin.get("/export/assignments")
    call, reply = [json.loads(line) for line in answer.text.splitlines()]
    (interaction,) = [each for each in await admin.items("/interactions") if not each["automatic"]]
    assert call == {"external_id": "CA1", "case": interaction["case_id"], "customer": interaction["customer_id"]}
    assert (reply["external_id"], reply["case"]) == ("A1", None)


async def test_every_column_is_exported_or_left_out_for_a_reason(db: Database) -> None:
    query = """
        select c.relname as table, a.attname as column
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname !~ '^_pogo'
    """
    async with db.pool.acquire() as conn:
        columns = {(row["table"], row["column"]) for row in await conn.fetch(query)}
    exported = set()
    for shape in shapes(deliveries=True):
        text = " ".join([*shape.columns.values(), *(f"t.{name}" for name in shape.__struct_fields__)])
        exported |= {(table, column) for table, column in columns if table == shape.table and f"t.{column}" in text}
    missing = columns - exported - set(HIDDEN)
    assert {(table, column) for table, column in missing if table not in LEFT_OUT and column != "org_id"} == set()
