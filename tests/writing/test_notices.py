"""Notifications: only one's own, once for each event, and nothing of cases out of reach; refusals first."""

from typing import Any

import httpx
import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import Desk
from warmline.accounts import NewEntry, create_team
from warmline.desk.notices.jobs import REACTIONS
from warmline.kit.db import Database
from warmline.kit.reactions import Reactor

ADA = "ada@example.com"
WORK = {"interaction.work", "case.read", "case.write"}


async def settle(db: Database, front: Desk) -> None:
    """All that follows from what was announced."""
    await Reactor(db, REACTIONS).drain()


async def told(person: Person, **params: Any) -> list[dict[str, Any]]:
    return await person.items("/me/notifications", **params)


async def test_needs_sign_in_and_a_person(client: httpx.AsyncClient, key_client: Any) -> None:
    problem(await client.get("/api/v1/me/notifications"), 401, "unauthorized")
    program = await key_client("case.read")
    problem(await program.get("/me/notifications"), 422, "invalid")


async def test_a_mention_tells_who_is_named_and_nobody_else(
    db: Database, agent_client: Hire, admin: Person, front: Desk
) -> None:
    interaction_id, case_id = await front.placed(ADA, "Hail broke my windscreen")
    team = await front.act(create_team, front.actor, new=NewEntry(code="glass", name="Glass"))
    ana, bo = await agent_client(permissions=WORK), await agent_client(permissions=WORK, team_ids=[team.id])
    mentions = [str(ana.agent_id), str(team.id), str(admin.agent_id)]
    note = await admin.made(f"/interactions/{interaction_id}/notes", text="Look", mentions=mentions)
    await settle(db, front)
    await settle(db, front)
    for colleague in (ana, bo):
        (notice,) = await told(colleague)
        assert (notice["kind"], notice["case_id"], notice["message_id"]) == ("mention", str(case_id), note["id"])
        assert notice["case_reference"]
        assert notice["actor"] == f"agent:{admin.agent_id}"
    assert await told(admin) == [], "who mentions themselves knows already"


async def test_a_case_that_is_given_to_somebody_is_told_to_them(
    db: Database, agent_client: Hire, admin: Person, front: Desk
) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    ana = await agent_client(permissions=WORK)
    assert (await admin.patch(f"/cases/{case_id}", json={"owner_id": str(ana.agent_id)})).is_success
    assert (await ana.patch(f"/cases/{case_id}", json={"priority": 5})).is_success
    await settle(db, front)
    assert [each["kind"] for each in await told(ana)] == ["assigned"]


async def test_who_hands_over_or_asks_in_learns_that_a_colleague_declined(
    db: Database, agent_client: Hire, admin: Person, front: Desk
) -> None:
    interaction_id, case_id = await front.placed(ADA, "Hail broke my windscreen")
    assert (await admin.post(f"/interactions/{interaction_id}/take")).is_success
    bo = await agent_client(permissions=WORK)
    invited = await admin.made(
        f"/interactions/{interaction_id}/invitations", agent_id=str(bo.agent_id), kind="consult", wait=True
    )
    assert (await bo.post(f"/invitations/{invited['id']}/decline", json={"reason": "at lunch"})).is_success
    body = {"to_kind": "agent", "to_id": str(bo.agent_id), "reason": "knows better"}
    for who in (bo, admin):
        handed = await admin.made(f"/interactions/{interaction_id}/hand-offs", **body)
        assert (await who.post(f"/hand-offs/{handed['id']}/decline", json={"reason": "at lunch"})).is_success
    await settle(db, front)
    notices = await told(admin)
    assert [(each["kind"], each["actor"]) for each in notices] == [("declined", f"agent:{bo.agent_id}")] * 2
    assert {each["case_id"] for each in notices} == {str(case_id)}
    assert [each["kind"] for each in await told(bo)] == ["hand_off"] * 2


async def test_reading_is_ones_own(db: Database, agent_client: Hire, admin: Person, front: Desk) -> None:
    interaction_id, _ = await front.placed(ADA, "Hail broke my windscreen")
    ana, bo = await agent_client(permissions=WORK), await agent_client(permissions=WORK)
    for _ in range(3):
        body = {"text": "Look", "mentions": [str(ana.agent_id)]}
        assert (await admin.post(f"/interactions/{interaction_id}/notes", json=body)).is_success
    await settle(db, front)
    ids = [each["id"] for each in await told(ana, limit=2)]
    assert len(ids) == 3
    assert (await bo.post("/me/notifications/read", json={"ids": ids})).json() == {"unread": 0}
    assert (await ana.get("/me/notifications/unread")).json() == {"unread": 3}
    assert (await ana.post("/me/notifications/read", json={"ids": ids[:1]})).json() == {"unread": 2}
    assert [each["id"] for each in await told(ana, unread=True)] == ids[1:]
    assert (await ana.post("/me/notifications/read", json={})).json() == {"unread": 0}
    assert (await ana.post("/me/notifications/read", json={"ids": ids[1:2], "read": False})).json() == {"unread": 1}


@pytest.mark.parametrize("lost", ["permission", "sight"])
async def test_of_a_case_out_of_reach_nothing_is_shown(
    db: Database, agent_client: Hire, admin: Person, front: Desk, lost: str
) -> None:
    interaction_id, case_id = await front.placed(ADA, "Hail broke my windscreen")
    ana = await agent_client(permissions={"interaction.work", "case.read_team"})
    body = {"text": "Look", "mentions": [str(ana.agent_id)]}
    assert (await admin.post(f"/interactions/{interaction_id}/notes", json=body)).is_success
    await settle(db, front)
    if lost == "sight":
        await front.rows("update interaction set queue_id = null where id = $1", interaction_id)
    else:
        await front.rows("delete from agent_role where agent_id = $1", ana.agent_id)
    (notice,) = await told(ana)
    assert (notice["case_reference"], notice["case_title"]) == (None, None)
    assert notice["case_id"] == str(case_id)
