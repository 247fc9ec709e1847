"""What failed is shown in one list, whatever it was, and can be run again."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.channels.views import NoView
from tests.cli.conftest import Installation
from warmline.accounts import system
from warmline.channels import Channels, Registry, account_for
from warmline.connectors.contacts import connector, raw
from warmline.kit import jobs
from warmline.kit.crypto import Vault
from warmline.kit.db import Database
from warmline.kit.events import SQL
from warmline.kit.ids import new_id
from warmline.kit.jobs import Worker, job
from warmline.kit.postgres import EmbeddedPostgres

AT = "2026-03-03T09:05:07Z"


@job("test.cli", attempts=1)
async def choke(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
    """Fails."""
    raise ValueError("cannot do this")


@pytest.fixture
async def db(office: Installation) -> AsyncIterator[Database]:
    """The installation's database, for what no command does."""
    with EmbeddedPostgres.start(office.data_dir) as server:
        db = await Database.open(server.dsn("warmline_app"), size=2)
        yield db
        await db.close()


@pytest.fixture
def org(office: Installation) -> UUID:
    return UUID(office.json("org", "list")[0]["id"])


def test_an_id_that_is_none_is_refused(office: Installation) -> None:
    assert "Name one id, or --all" in office.run("failed", "retry", code=2).stderr
    assert "is no id" in office.run("failed", "retry", "x", code=2).stderr
    assert "There is no dead letter" in office.run("failed", "retry", str(new_id()), code=1).stderr
    assert "There is no failed job" in office.run("failed", "retry", "job-999999999", code=1).stderr


async def test_a_delivery_is_recorded_once_its_cause_is_mended(office: Installation, db: Database, org: UUID) -> None:
    """An operation that came before its contact, as over a webhook."""
    registry = Registry(Vault([b"a key of the tests"]), [connector])
    early = raw(msgspec.json.encode({"op": "resolve", "external_id": "late", "at": AT}), 1)
    contact = raw(msgspec.json.encode(_contact("late")), 2)
    async with db.transaction(org) as conn:
        account = await account_for(conn, system(org, "test"), registry, "contacts", "sms", "+12025550110")
    ingest = Channels(db, registry, NoView()).ingest
    await ingest.take_in(org, [(account.id, early)])
    (failure,) = [each for each in office.json("failed", "list") if each["what"] == early.external_id]
    assert (failure["kind"], failure["attempts"]) == ("delivery", 1)
    assert "failed again" in office.run("failed", "retry", failure["id"], code=1).stdout
    await ingest.take_in(org, [(account.id, contact)])
    assert office.json("failed", "retry", failure["id"]) == {"retried": 1, "failed": 0}
    assert early.external_id not in office.run("failed", "list", "--json").stdout
    assert "only failed and unknown ones" in office.run("failed", "retry", failure["id"], code=1).stderr


def _contact(external_id: str) -> dict[str, Any]:
    return {
        "at": AT,
        "channel": "sms",
        "account": "+12025550110",
        "external_id": external_id,
        "direction": "inbound",
        "from": {"scheme": "phone", "value": "+12155550183"},
        "messages": [{"at": AT, "text": "I lost my card."}],
    }


async def test_a_reaction_is_run_again(office: Installation, db: Database, org: UUID) -> None:
    buried = await _bury(office, db, org, "routing.finished", "channels.deliver")
    letters = {each["id"]: each["what"] for each in buried}
    placed, stuck = sorted(letters, key=lambda id_: letters[id_], reverse=True)
    assert letters[placed] == "routing.finished of organization.created"
    assert office.json("failed", "retry", placed) == {"retried": 1, "failed": 0}
    # Delivering wants a reply, and fails on anything else.
    assert office.json("failed", "retry", stuck, code=1) == {"retried": 1, "failed": 1}
    (left,) = [each for each in office.json("failed", "list") if each["kind"] == "reaction"]
    assert "AssertionError" in left["error"]
    await _forget(db, org)


async def test_a_reaction_that_is_gone_says_so(office: Installation, db: Database, org: UUID) -> None:
    (letter,) = await _bury(office, db, org, "gone.reaction")
    assert (
        "gone.reaction, which this version does not have" in office.run("failed", "retry", letter["id"], code=1).stderr
    )
    await _forget(db, org)


async def _bury(office: Installation, db: Database, org: UUID, *reactions: str) -> list[dict[str, Any]]:
    async with db.transaction(org) as conn:
        event = await conn.fetchrow("select xact::text, seq, type from event order by xact, seq limit 1")
        for each in reactions:
            await SQL.bury(conn, org_id=org, reaction=each, xact=event["xact"], seq=event["seq"], type=event["type"],
                           error="ValueError: it failed", attempts=3)  # fmt: skip
    return [each for each in office.json("failed", "list") if each["kind"] == "reaction"]


async def _forget(db: Database, org: UUID) -> None:
    async with db.transaction(org) as conn:
        await conn.execute("update dead_letter set resolved_at = now()")


async def test_a_job_goes_back_into_the_queue(office: Installation, db: Database, org: UUID) -> None:
    async with db.transaction(org) as conn:
        await jobs.enqueue(conn, org, "test.cli", {"n": 1})
    await Worker(db, [choke]).drain()
    (failure,) = [each for each in office.json("failed", "list") if each["kind"] == "job"]
    assert (failure["what"], failure["attempts"]) == ("test.cli", 1)
    assert "ValueError: cannot do this" in office.run("failed", "list").stdout
    assert office.json("failed", "retry", failure["id"])["retried"] == 1
    assert [each for each in office.json("failed", "list") if each["kind"] == "job"] == []


async def test_everything_is_run_again_at_once(office: Installation, db: Database, org: UUID) -> None:
    await _bury(office, db, org, "routing.finished")
    count = len(office.json("failed", "list"))
    found = office.json("failed", "retry", "--all", code=1 if count > 1 else 0)
    assert found["retried"] == count
    assert [each for each in office.json("failed", "list") if each["kind"] != "delivery"] == []
