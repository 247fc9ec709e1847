"""What failed in the background, over HTTP."""

from uuid import UUID

import asyncpg

from tests.application import Hire, Person
from warmline.kit.ids import new_id


async def letter(owner_dsn: str, org: UUID) -> UUID:
    """A dead letter, as a reaction that gave up would leave it."""
    conn = await asyncpg.connect(owner_dsn)
    insert = (
        "insert into dead_letter (org_id, reaction, xact, seq, type, error, attempts)"
        " values ($1, 'gone.reaction', '7', 1, 'x.y', 'ValueError', 3) returning id"
    )
    made: UUID = await conn.fetchval(insert, org)
    await conn.close()
    return made


async def test_needs_the_permission(agent_client: Hire) -> None:
    nobody = await agent_client(permissions={"case.read"})
    for path in ("/dead-letters", "/failed-jobs", "/failures"):
        assert (await nobody.get(path)).status_code == 403


async def test_who_only_looks_runs_nothing_again(agent_client: Hire) -> None:
    reader = await agent_client(permissions={"envelope.read"})
    assert (await reader.get("/failures")).status_code == 200
    for what in (f"dead-letters/{new_id()}", "failed-jobs/1", f"envelopes/{new_id()}"):
        answer = await reader.post(f"/{what}/retry")
        assert answer.status_code == 403
        assert "envelope.retry" in answer.json()["detail"]
    assert (await reader.post("/envelopes/retry", json={})).status_code == 403
    operator = await agent_client(permissions={"envelope.read", "envelope.retry"})
    assert (await operator.post(f"/dead-letters/{new_id()}/retry")).status_code == 404


async def test_what_is_not_there_cannot_be_retried(admin: Person) -> None:
    assert (await admin.post(f"/dead-letters/{new_id()}/retry")).status_code == 404
    assert (await admin.post("/failed-jobs/987654321/retry")).status_code == 404


async def test_dead_letters_are_shown_to_their_organisation(admin: Person, owner_dsn: str) -> None:
    made = await letter(owner_dsn, admin.org_id)
    [shown] = await admin.items("/dead-letters")
    assert (shown["id"], shown["reaction"], shown["attempts"]) == (str(made), "gone.reaction", 3)
    assert await admin.items("/failed-jobs") == []
    failures = (await admin.get("/failures")).json()
    assert (failures["letters"], failures["more_letters"], failures["jobs"]) == (1, False, 0)
    assert (failures["envelopes"], failures["reasons"], failures["unsent"]) == ([], [], 0)
