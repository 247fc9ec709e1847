"""How proposals that two customers are one come, change and go, and how searches for them run."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from tests.realtime.stage import Stage, scenario
from warmline.customers import begin_deduplication, deduplicate
from warmline.customers.duplicates.jobs import REACTIONS
from warmline.kit.reactions import Reactor

Play = AsyncGenerator[None, None]
ADA = {"given_name": "Ada", "family_name": "Lovelace", "date_of_birth": "1815-12-10"}


async def two(stage: Stage) -> list[str]:
    """Two records of one person."""
    return [
        (await stage.make("/customers", display_name="Ada Lovelace", attributes=ADA | {"city": city}))["id"]
        for city in ("London", "Marylebone")
    ]


async def search(stage: Stage) -> None:
    async with stage.db.transaction(stage.org_id) as conn:
        run = await begin_deduplication(conn, stage.floor.system)
    await deduplicate(stage.db, stage.org_id, run.id)


async def follow(stage: Stage) -> None:
    await Reactor(stage.db, REACTIONS).drain(stage.org_id)


async def proposal(stage: Stage) -> dict[str, Any]:
    (item,) = (await stage.call("GET", "/identity/proposals"))["items"]
    return dict(item["proposal"])


@scenario("deduplication.started", "deduplication.progressed", "deduplication.finished", "identity_proposal.made")
async def base_is_searched(stage: Stage) -> Play:
    await two(stage)
    yield
    await search(stage)


@scenario("identity_proposal.updated")
async def evidence_changes(stage: Stage) -> Play:
    ids = await two(stage)
    await search(stage)
    yield
    await stage.call("PATCH", f"/customers/{ids[1]}", attributes={"city": "London"})
    await search(stage)


@scenario("identity_proposal.accepted")
async def reviewer_says_yes(stage: Stage) -> Play:
    await two(stage)
    await search(stage)
    yield
    await stage.call("POST", f"/identity/proposals/{(await proposal(stage))['id']}/accept", reason="I asked her.")


@scenario("identity_proposal.declined")
async def reviewer_says_no(stage: Stage) -> Play:
    await two(stage)
    await search(stage)
    yield
    await stage.call("POST", f"/identity/proposals/{(await proposal(stage))['id']}/decline", reason="Twins.")


@scenario("identity_proposal.settled", "identity_proposal.reopened")
async def customers_merge_and_part_elsewhere(stage: Stage) -> Play:
    one, other = await two(stage)
    await search(stage)
    yield
    merged = await stage.call("POST", f"/customers/{other}/merge", into=one, reason="By hand.")
    await follow(stage)
    await stage.call("POST", f"/identity-decisions/{UUID(merged['id'])}/undo", reason="No.")
    await follow(stage)
