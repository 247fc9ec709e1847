"""Notes that call upon colleagues: only upon those who may see the case; refusals first."""

from tests.application import Hire, Person, problem
from tests.interactions.desk import Desk
from warmline.accounts import NewEntry, create_team
from warmline.kit.ids import new_id

ADA = "ada@example.com"
WORK = {"case.read_team", "interaction.work"}


async def test_a_mention_opens_the_record_to_nobody(agent_client: Hire, admin: Person, front: Desk) -> None:
    interaction_id, _ = await front.placed(ADA, "Hail broke my windscreen")
    await front.rows("update interaction set queue_id = null")
    stranger = await agent_client(permissions=WORK)
    body = {"text": "@Ada look", "mentions": [str(stranger.agent_id)]}
    answer = problem(await admin.post(f"/interactions/{interaction_id}/notes", json=body), 422, "cannot_see")
    assert (answer["errors"][0]["field"], "Ada" in answer["detail"]) == ("mentions", True)
    nobody = {"text": "look", "mentions": [str(new_id())]}
    problem(await admin.post(f"/interactions/{interaction_id}/notes", json=nobody), 422, "cannot_see")
    problem(await stranger.get(f"/interactions/{interaction_id}/mentionable"), 404, "interaction_not_found")
    assert await admin.items(f"/interactions/{interaction_id}/messages") != []
    assert [each["id"] for each in (await admin.get(f"/interactions/{interaction_id}/mentionable")).json()] == []


async def test_a_note_calls_upon_agents_and_teams_who_see_it(agent_client: Hire, admin: Person, front: Desk) -> None:
    interaction_id, _ = await front.placed(ADA, "Hail broke my windscreen")
    team = await front.act(create_team, front.actor, new=NewEntry(code="glass", name="Glass claims"))
    colleague = await agent_client(permissions={"case.read"}, team_ids=[team.id])
    found = (await admin.get(f"/interactions/{interaction_id}/mentionable", params={"q": "a"})).json()
    assert [(each["id"], each["kind"]) for each in found] == [(str(colleague.agent_id), "agent")]
    found = (await admin.get(f"/interactions/{interaction_id}/mentionable", params={"q": "claims"})).json()
    assert [(each["id"], each["name"]) for each in found] == [(str(team.id), "Glass claims")]
    mentions = sorted([str(team.id), str(colleague.agent_id)])
    note = await admin.made(f"/interactions/{interaction_id}/notes", text="@Ada", mentions=mentions, language="de")
    assert (note["mentions"], note["language"], note["visibility"]) == (mentions, "de", "private")
