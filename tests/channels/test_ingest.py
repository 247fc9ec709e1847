"""Envelopes become the record: each once, one sender's in order, and what fails harms nothing else."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.channels.probe import ProbeConnector
from tests.conftest import eventually, logged
from warmline import sdk
from warmline.channels import Ingest, Registry, accept
from warmline.kit.db import Database


@pytest.fixture
def ingest(db: Database, registry: Registry) -> Ingest:
    return Ingest(db, registry, batch=50)


async def _deliver(db: Database, account: sdk.Account, given: Sequence[dict[str, Any]]) -> list[UUID]:
    raws = [sdk.Raw(external_id=each["id"], body=msgspec.json.encode(each), key=each.get("from", "")) for each in given]
    async with db.transaction(account.org_id) as conn:
        return [each.envelope_id for each in await accept(conn, account, raws)]


async def _rows(db: Database, org: UUID, query: str, *values: Any) -> list[Any]:
    async with db.transaction(org) as conn:
        return [dict(row) for row in await conn.fetch(query, *values)]


async def _states(db: Database, org: UUID) -> dict[str, tuple[str, str | None]]:
    rows = await _rows(db, org, "select external_id, status, error from envelope")
    return {row["external_id"]: (row["status"], row["error"]) for row in rows}


async def _events(db: Database, org: UUID, prefix: str) -> list[str]:
    return [each.event.type for each in await logged(db, org) if each.event.type.startswith(prefix)]


def _said(number: int, sender: str = "ana@example.com", **more: Any) -> dict[str, Any]:
    return {"id": f"m{number}", "from": sender, "text": f"text {number}", **more}


async def test_what_cannot_be_read_is_kept_as_failed_and_the_rest_goes_on(
    db: Database, account: sdk.Account, ingest: Ingest
) -> None:
    await _deliver(db, account, [_said(1), {"id": "bad", "kind": "broken"}, {"id": "bug", "kind": "bug"}, _said(2)])
    assert await ingest.drain(account.org_id) == 4
    states = await _states(db, account.org_id)
    assert states["bad"] == ("failed", "the delivery is broken.")
    assert states["bug"][0] == "failed"
    assert "ZeroDivisionError in channels/probe.py" in str(states["bug"][1])
    assert states["m1"] == states["m2"] == ("ingested", None)
    assert await _events(db, account.org_id, "envelope.") == ["envelope.failed", "envelope.failed"]


async def test_an_envelope_that_the_record_refuses_fails_alone(
    db: Database, account: sdk.Account, ingest: Ingest
) -> None:
    """The database refuses a message's year; the parse is fine. Thirty others are in the same batch."""
    poison = _said(100, at="0001-01-01T00:00:00+14:00")
    await _deliver(db, account, [_said(n) for n in range(15)] + [poison] + [_said(n) for n in range(15, 30)])
    await ingest.drain(account.org_id)
    states = await _states(db, account.org_id)
    status, error = states.pop("m100")
    assert status == "failed"
    assert str(error).startswith("It could not be recorded: ")
    assert "ana@" not in str(error)
    assert {status for status, _ in states.values()} == {"ingested"}
    texts = [row["text"] for row in await _rows(db, account.org_id, "select text from message order by id")]
    assert texts == [f"text {n}" for n in range(30)]


async def test_unknown_kinds_are_kept(db: Database, account: sdk.Account, ingest: Ingest) -> None:
    await _deliver(db, account, [{"id": "r", "kind": "reaction"}])
    await ingest.drain(account.org_id)
    assert await _states(db, account.org_id) == {"r": ("unknown", "reaction")}
    assert await _events(db, account.org_id, "envelope.") == ["envelope.not_understood"]


async def test_an_account_whose_connector_is_gone_fails_with_its_name(
    db: Database, account: sdk.Account, registry: Registry
) -> None:
    await _deliver(db, account, [_said(1)])
    del registry.connectors["probe"]
    await Ingest(db, registry).drain(account.org_id)
    assert (await _states(db, account.org_id))["m1"] == (
        "failed",
        "There is no connector probe; installed are: contacts.",
    )


async def test_a_receipt_with_an_unheard_of_status_is_kept(db: Database, account: sdk.Account, ingest: Ingest) -> None:
    await _deliver(db, account, [{"id": "r", "kind": "receipt", "of": "x", "status": "eaten"}])
    await ingest.drain(account.org_id)
    assert (await _states(db, account.org_id))["r"][0] == "failed"


async def test_messages_of_one_sender_are_one_interaction_in_order(
    db: Database, account: sdk.Account, ingest: Ingest
) -> None:
    await _deliver(db, account, [_said(n) for n in range(3)])
    await ingest.drain(account.org_id)
    rows = await _rows(db, account.org_id, "select interaction_id, text from message order by id")
    assert [row["text"] for row in rows] == ["text 0", "text 1", "text 2"]
    assert len({row["interaction_id"] for row in rows}) == 1


async def test_nul_and_surrogates_are_no_trouble(db: Database, account: sdk.Account, ingest: Ingest) -> None:
    await _deliver(db, account, [_said(1, subject="a\x00b", files={"\x00.txt": "x"}) | {"text": "nul \x00 here"}])
    await ingest.drain(account.org_id)
    assert await _rows(db, account.org_id, "select text, subject from message") == [
        {"text": "nul \ufffd here", "subject": "a\ufffdb"}
    ]


async def test_the_same_file_is_kept_once_and_a_large_one_is_only_named(
    db: Database, account: sdk.Account, registry: Registry
) -> None:
    files = {"a.txt": "same", "b.txt": "same", "c.txt": "too large to keep"}
    await _deliver(db, account, [_said(1, files=files), _said(2, files={"d.txt": "same"})])
    await Ingest(db, registry, max_attachment=10).drain(account.org_id)
    blobs = await _rows(db, account.org_id, "select size, content from blob")
    assert [(row["size"], row["content"]) for row in blobs] == [(4, b"same")]
    kept = await _rows(
        db, account.org_id, "select name, size, sha256 is not null as kept from attachment order by name"
    )
    assert [(row["name"], row["size"], row["kept"]) for row in kept] == [
        ("a.txt", 4, True), ("b.txt", 4, True), ("c.txt", 17, False), ("d.txt", 4, True),
    ]  # fmt: skip


async def test_a_batch_is_bounded_in_bytes(db: Database, account: sdk.Account, registry: Registry) -> None:
    """Each envelope is larger than the bound, so that each is a batch of its own, and none is left."""
    await _deliver(db, account, [_said(n, text="x" * 2000) for n in range(5)])
    assert await Ingest(db, registry, batch_bytes=1000).drain(account.org_id) == 5


async def test_two_workers_at_once_record_each_envelope_once(
    db: Database, account: sdk.Account, registry: Registry
) -> None:
    senders = [f"s{n}@example.com" for n in range(20)]
    await _deliver(db, account, [_said(n, senders[n % 20]) for n in range(600)])
    workers = [Ingest(db, registry, batch=20, groups=4) for _ in range(3)]
    assert sum(await asyncio.gather(*(each.drain(account.org_id) for each in workers))) == 600
    rows = await _rows(
        db, account.org_id,
        "select h.value, m.text from message m join interaction i on i.org_id = m.org_id and i.id = m.interaction_id "
        "join handle h on h.org_id = i.org_id and h.id = i.handle_id order by m.id",
    )  # fmt: skip
    assert len(rows) == 600
    for number, sender in enumerate(senders):
        assert [row["text"] for row in rows if row["value"] == sender] == [f"text {n}" for n in range(number, 600, 20)]


async def test_a_failed_envelope_that_waits_again_is_announced_when_it_is_recorded(
    db: Database, account: sdk.Account, ingest: Ingest, probe: ProbeConnector
) -> None:
    (envelope,) = await _deliver(db, account, [{"id": "x", "from": "a@example.com", "kind": "broken"}])
    await ingest.drain(account.org_id)
    async with db.transaction(account.org_id) as conn:
        body = msgspec.json.encode({"id": "x", "from": "a@example.com"})
        await conn.execute("update envelope set status = 'accepted', body = $2 where id = $1", envelope, body)
    await ingest.drain(account.org_id)
    assert await _events(db, account.org_id, "envelope.") == ["envelope.failed", "envelope.recovered"]


async def test_runs_until_cancelled_and_hears_of_what_others_accepted(
    db: Database, account: sdk.Account, ingest: Ingest
) -> None:
    running = asyncio.create_task(ingest.run())
    try:
        await _deliver(db, account, [_said(1)])

        async def ingested() -> bool:
            return (await _states(db, account.org_id))["m1"][0] == "ingested"

        assert await eventually(ingested)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert running.cancelled()
