"""The log as a list, for who cannot hold a socket."""

from typing import Any
from uuid import UUID

from tests.application import Hire, Person, problem
from tests.conftest import logged
from warmline.accounts.events import TeamCreated
from warmline.kit.db import Database
from warmline.kit.events import publish
from warmline.kit.ids import new_id


async def heard(db: Database, person: Person, **params: Any) -> list[dict[str, Any]]:
    """The whole list, once nothing under way anywhere can hold back what was logged."""
    await logged(db, person.org_id)
    return await person.items("/events", **params)


async def test_needs_audit_or_the_whole_record(agent_client: Hire) -> None:
    agent = await agent_client(permissions={"case.read_team", "interaction.work"})
    problem(await agent.get("/events"), 403, "forbidden")


async def test_unusable_cursor(admin: Person) -> None:
    problem(await admin.get("/events", params={"after": "yesterday"}), 409, "cursor_unusable")


async def test_pages_hold_everything_once_and_in_order(admin: Person, db: Database) -> None:
    for n in range(5):
        await admin.made("/teams", code=f"team{n}", name=f"Team {n}")
    events = await heard(db, admin, limit=2)
    created = [event["data"]["after"]["code"] for event in events if event["type"] == "team.created"]
    assert created == [f"team{n}" for n in range(5)]
    places = [tuple(map(int, event["cursor"].split("-"))) for event in events]
    assert places == sorted(set(places))
    last = events[-1]["cursor"]
    await admin.made("/teams", code="late", name="Late")
    (late,) = await heard(db, admin, after=last)
    assert (late["type"], late["actor"], late["data"]["after"]["code"]) == (
        "team.created",
        f"agent:{admin.agent_id}",
        "late",
    )


async def test_only_some_types(admin: Person, db: Database) -> None:
    await admin.made("/teams", code="one", name="One")
    await admin.made("/skills", code="two", name="Two")
    events = await heard(db, admin, type=["team.created", "skill.created"])
    assert [event["type"] for event in events] == ["team.created", "skill.created"]


async def test_accounts_are_for_auditors(admin: Person, db: Database, agent_client: Hire) -> None:
    reader = await agent_client(permissions={"case.read"})
    queue = await admin.made("/queues", code="main", name="Main")
    assert [event["data"]["queue_id"] for event in await heard(db, reader)] == [queue["id"]]
    auditor = await agent_client(permissions={"audit.read"})
    assert "session.opened" in {event["type"] for event in await heard(db, auditor)}


async def test_another_organisation_is_not_heard(admin: Person, db: Database, other_org: UUID) -> None:
    async with db.transaction(other_org) as conn:
        await publish(conn, other_org, "system:test", [TeamCreated(team_id=new_id())])
    ours = await admin.made("/teams", code="one", name="One")
    assert [event["data"]["team_id"] for event in await heard(db, admin, type="team.created")] == [ours["id"]]
