"""The log as a list, for who cannot hold a socket."""

from tests.application import Hire, Person, problem


async def test_needs_audit_or_the_whole_record(agent_client: Hire) -> None:
    agent = await agent_client(permissions={"case.read_team", "interaction.work"})
    problem(await agent.get("/events"), 403, "forbidden")


async def test_unusable_cursor(admin: Person) -> None:
    problem(await admin.get("/events", params={"after": "yesterday"}), 409, "cursor_unusable")


async def test_pages_hold_everything_once_and_in_order(admin: Person) -> None:
    for n in range(5):
        await admin.made("/teams", code=f"team{n}", name=f"Team {n}")
    events = await admin.items("/events", limit=2)
    created = [event["data"]["after"]["code"] for event in events if event["type"] == "team.created"]
    assert created == [f"team{n}" for n in range(5)]
    places = [tuple(map(int, event["cursor"].split("-"))) for event in events]
    assert places == sorted(set(places))
    last = events[-1]["cursor"]
    await admin.made("/teams", code="late", name="Late")
    (late,) = (await admin.get("/events", params={"after": last})).json()["items"]
    assert (late["type"], late["actor"], late["data"]["after"]["code"]) == (
        "team.created",
        f"agent:{admin.agent_id}",
        "late",
    )


async def test_only_some_types(admin: Person) -> None:
    await admin.made("/teams", code="one", name="One")
    await admin.made("/skills", code="two", name="Two")
    events = await admin.items("/events", type=["team.created", "skill.created"])
    assert [event["type"] for event in events] == ["team.created", "skill.created"]


async def test_accounts_are_for_auditors(admin: Person, agent_client: Hire) -> None:
    reader = await agent_client(permissions={"case.read"})
    queue = await admin.made("/queues", code="main", name="Main")
    assert [event["data"]["queue_id"] for event in await reader.items("/events")] == [queue["id"]]
    auditor = await agent_client(permissions={"audit.read"})
    assert "session.opened" in {event["type"] for event in await auditor.items("/events")}


async def test_another_organisation_is_not_heard(admin: Person, agent_client: Hire) -> None:
    await admin.made("/teams", code="one", name="One")
    assert all(event["cursor"] for event in await admin.items("/events"))
