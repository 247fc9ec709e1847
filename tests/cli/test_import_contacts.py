"""Lines of contacts: wrong ones are named, nothing comes twice, and a batch comes to the same as line by line."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.channels.views import NoView
from tests.cli.conftest import Installation
from tests.conftest import SHARED, make_organization
from warmline.accounts import system
from warmline.api.imports import ContactImport, Imported
from warmline.channels import Channels, Registry
from warmline.connectors.contacts import connector
from warmline.governance import install_pack
from warmline.kit.crypto import Vault
from warmline.kit.db import Database
from warmline.kit.postgres import EmbeddedPostgres

CONTACTS = SHARED / "data" / "continuity" / "contacts.jsonl"
AT = "2026-03-03T09:05:07Z"


def _line(external_id: str, **more: Any) -> dict[str, Any]:
    return {
        "at": AT,
        "channel": "sms",
        "account": "+12025550110",
        "external_id": external_id,
        "direction": "inbound",
        "from": {"scheme": "phone", "value": "+12155550183"},
        "messages": [{"at": AT, "text": "I lost my card."}],
    } | more


def _file(path: Path, *lines: dict[str, Any] | str) -> str:
    path.write_text("".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in lines))
    return str(path)


def test_a_file_that_is_not_there_is_named(office: Installation) -> None:
    done = office.run("import", "contacts", "nowhere.jsonl", code=1)
    assert "nowhere.jsonl cannot be read" in done.stderr


def test_wrong_lines_are_named_by_number_and_field_and_the_rest_is_in(office: Installation, tmp_path: Path) -> None:
    file = _file(
        tmp_path / "lines.jsonl",
        _line("a1"),
        "{",
        _line("a2", at="soon"),
        "",
        {"op": "resolve", "external_id": "never", "at": AT},
        {"op": "dance", "external_id": "a1", "at": AT},
        _line("a3", channel="fax"),
        {"op": "resolve", "external_id": "a1", "at": AT},
    )
    done = office.run("import", "contacts", file, code=1)
    for said in ("line 2: the line is no JSON", "line 3: at:", "line 5: external_id: no contact never", "line 6: "):
        assert said in done.stdout
    found = office.json("import", "contacts", file, code=1)
    assert (found["contacts"], found["repeated"], found["refused"], found["failed"]) == (0, 2, 5, 0)
    mended = _file(tmp_path / "mended.jsonl", _line("a1"), _line("a2"))
    assert office.json("import", "contacts", mended)["contacts"] == 1


def test_an_empty_directory_is_begun_and_standard_input_is_read(fresh: Installation) -> None:
    done = fresh.run("import", "contacts", "-", "--json", said=json.dumps(_line("a1")) + "\n")
    assert json.loads(done.stdout)["contacts"] == 1
    assert "Sign in as admin@localhost, password " in done.stderr
    assert [each["name"] for each in fresh.json("org", "list")] == ["Default"]
    assert fresh.json("audit", "verify")["intact"]


async def test_the_trail_of_an_import_is_intact_until_somebody_tampers(office: Installation, tmp_path: Path) -> None:
    office.run("import", "contacts", _file(tmp_path / "lines.jsonl", _line("t1"), _line("t2")))
    report = office.json("audit", "verify")
    assert report["intact"]
    assert report["events"] > 0
    with EmbeddedPostgres.start(office.data_dir) as server:
        conn = await asyncpg.connect(server.dsn())
        await conn.execute("alter table event disable trigger only_grows")
        changed = "update event set actor = 'agent:nobody' where seq = (select min(seq) from event)"
        await conn.execute(changed)
        done = office.run("audit", "verify", code=1)
        assert "event_altered" in done.stdout
        assert "TAMPERED WITH" in done.stdout
        assert office.run("audit", "verify", "--anchor", "00", code=1).stdout.count("anchor_unknown") == 1
        await conn.execute(changed.replace("'agent:nobody'", "'system:setup'"))
        await conn.execute("alter table event enable trigger only_grows")
        await conn.close()
    assert office.json("audit", "verify", "--anchor", report["head"])["intact"]


@pytest.fixture
def registry() -> Registry:
    return Registry(Vault([b"a key of the tests"]), [connector])


async def _import(db: Database, org: UUID, registry: Registry, lines: list[bytes], batch: int) -> Imported:
    channels = Channels(db, registry, NoView())
    taken = ContactImport(db, registry, channels.ingest, system(org, "cli"), batch=batch)
    for number, line in enumerate(lines, start=1):
        await taken.add(number, line)
    return await taken.finish()


async def _placed(db: Database, org: UUID) -> list[Any]:
    """What a contact's case and customer look like, without their ids: the first contact in each stands for it."""
    query = """
        select m.external_id, first_value(m.external_id) over (partition by i.case_id order by m.id) as case,
          first_value(m.external_id) over (partition by c.root_id order by m.id) as customer,
          k.status, k.resolved_at, k.last_contact_at, k.resolution_attempts, k.category, i.status as interaction,
          i.resolved_at as ended,
          array(select r.external_id from entity_ref r where r.org_id = $1 and r.case_id = k.id order by 1) as told,
          (select string_agg(d.rule, ',' order by d.id) from case_decision d where d.org_id = $1
             and d.interaction_id = i.id) as rules
        from message m join interaction i on i.org_id = $1 and i.id = m.interaction_id
        join customer c on c.org_id = $1 and c.id = i.customer_id
        left join case_record k on k.org_id = $1 and k.id = i.case_id
        where m.org_id = $1 and m.external_id is not null order by m.external_id
    """
    async with db.transaction(org) as conn:
        return [tuple(row) for row in await conn.fetch(query, org)]


async def test_a_batch_comes_to_the_same_as_line_by_line(db: Database, owner_dsn: str, registry: Registry) -> None:
    """Some three hundred lines of the real set, from its middle, where operations and returning customers are dense."""
    lines = CONTACTS.read_bytes().splitlines()
    people = [json.loads(line)["from"]["value"] for line in lines[2000:2040] if b'"from"' in line]
    wanted = [line for line in lines if b'"op"' not in line and json.loads(line)["from"]["value"] in people]
    known = {json.loads(line)["external_id"] for line in wanted}
    sample = [line for line in lines if json.loads(line)["external_id"] in known]
    assert sum(b'"op"' in line for line in sample) > 20
    found = []
    for batch in (1, 500, 7):
        org = await make_organization(owner_dsn, f"Batch of {batch}")
        async with db.transaction(org) as conn:
            await install_pack(conn, system(org, "test"), "insurance")
        done = await _import(db, org, registry, sample, batch)
        assert (done.refused, done.failed) == (0, 0)
        found.append(await _placed(db, org))
    assert found[0] == found[1] == found[2]
    assert any(row[3] == "resolved" for row in found[0])


async def test_a_second_run_writes_nothing_new(db: Database, org: UUID, registry: Registry) -> None:
    lines = CONTACTS.read_bytes().splitlines()[:200]
    first = await _import(db, org, registry, lines, 50)
    before = await _counts(db, org)
    again = await _import(db, org, registry, lines, 500)
    assert (again.contacts, again.operations, again.repeated) == (0, 0, len(lines))
    assert first.contacts + first.operations + first.repeated == len(lines)
    assert await _counts(db, org) == before


async def _counts(db: Database, org: UUID) -> dict[str, int]:
    tables = ("envelope", "interaction", "message", "case_record", "customer", "handle", "entity_ref", "event")
    async with db.transaction(org) as conn:
        return {name: await conn.fetchval(f"select count(*) from {name}") for name in tables}


async def test_times_are_those_of_the_lines(db: Database, org: UUID, registry: Registry) -> None:
    at, later = "2025-01-02T03:04:05Z", "2025-01-03T00:00:00Z"
    lines = [
        _line("a1", at=at, messages=[{"at": at, "text": "I lost my card."}]),
        {"op": "resolve", "external_id": "a1", "at": later},
    ]
    await _import(db, org, registry, [json.dumps(each).encode() for each in lines], 500)
    query = "select opened_at::text, last_contact_at::text, resolved_at::text, status from case_record"
    async with db.transaction(org) as conn:
        row = tuple(await conn.fetchrow(query))
    assert row == ("2025-01-02 03:04:05+00", "2025-01-02 03:04:05+00", "2025-01-03 00:00:00+00", "resolved")
