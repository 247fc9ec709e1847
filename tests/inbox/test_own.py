"""What is one's own: what is unread, snoozed and followed, and views that one keeps."""

from datetime import timedelta
from typing import Any

import pytest

from tests.application import Hire, Person, problem
from tests.conftest import eventually
from tests.inbox.conftest import House, row_of, shown
from warmline.kit import clock
from warmline.kit.ids import new_id

WORK = {"interaction.work", "case.read", "case.write"}


@pytest.mark.parametrize(
    ("path", "body"), [("read-mark", {}), ("snooze", {"until": None}), ("snooze", {"until": "2030-01-01T00:00:00Z"})]
)
async def test_what_one_does_not_see_is_not_there(agent_client: Hire, house: House, path: str, body: Any) -> None:
    team = await house.floor.team("others")
    found = await house.floor.contact(await house.floor.queue("main", team))
    stranger = await agent_client(permissions={"interaction.work", "case.read_team"})
    answer = await stranger.put(f"/interactions/{found}/{path}", json=body)
    problem(answer, 404, "interaction_not_found")
    problem(await stranger.put(f"/cases/{await house.case_of(found)}/followers/me"), 404, "case_not_found")


async def test_a_program_marks_nothing(key_client: Any, house: House) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    program = await key_client("case.read", "interaction.work")
    problem(await program.put(f"/interactions/{found}/read-mark", json={}), 409, "no_desk")
    problem(await program.put(f"/interactions/{found}/snooze", json={"until": None}), 409, "no_desk")
    problem(await program.put(f"/cases/{await house.case_of(found)}/followers/me"), 409, "no_desk")
    problem(await program.post("/saved-views", json={"name": "x"}), 409, "no_desk")


async def test_reading_is_ones_own_and_ends_with_the_next_message(house: House, agent_client: Hire) -> None:
    queue = await house.floor.queue("main")
    found = await house.floor.contact(queue, who="ada@example.org", session="s")
    agent, other = await agent_client(permissions=WORK), await agent_client(permissions=WORK)
    mark = (await agent.put(f"/interactions/{found}/read-mark", json={})).json()
    assert mark["unread"] is False
    assert (await row_of(agent, found))["unread"] is False
    assert (await row_of(other, found))["unread"] is True
    assert await shown(agent, unread=True) == []
    assert await house.floor.contact(queue, who="ada@example.org", session="s", text="Hello?") == found
    assert await shown(agent, unread=True) == [str(found)]
    # Read up to a message that is not the last.
    await agent.put(f"/interactions/{found}/read-mark", json={"message_id": mark["message_id"]})
    assert (await row_of(agent, found))["unread"] is True
    foreign = await agent.put(f"/interactions/{found}/read-mark", json={"message_id": str(new_id())})
    problem(foreign, 422, "invalid")


async def test_a_channel_that_does_not_ask_hears_nothing(house: House, agent_client: Hire) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    agent = await agent_client(permissions=WORK)
    await house.own(agent, found)
    mark = (await agent.put(f"/interactions/{found}/read-mark", json={})).json()
    assert (await agent.get(f"/messages/{mark['message_id']}")).json()["delivery"] is None


async def test_what_one_says_oneself_is_read_and_a_note_of_another_is_not(house: House, agent_client: Hire) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    agent, other = await agent_client(permissions=WORK), await agent_client(permissions=WORK)
    await agent.put(f"/interactions/{found}/read-mark", json={})
    await other.made(f"/interactions/{found}/notes", text="Mind the dog")
    assert (await row_of(agent, found))["unread"] is True
    assert (await row_of(other, found))["unread"] is False
    await agent.put(f"/interactions/{found}/read-mark", json={"unread": True})
    await agent.made(f"/interactions/{found}/notes", text="Thanks")
    assert (await row_of(agent, found))["unread"] is True, "it was said to be unread"


async def test_what_a_colleague_has_answered_is_not_unread(house: House, agent_client: Hire) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    agent, other = await agent_client(permissions=WORK), await agent_client(permissions=WORK)
    await house.own(other, found)
    assert (await row_of(agent, found))["unread"] is True
    await house.floor.sql(
        "with p as (insert into participant (org_id, interaction_id, role, agent_id, joined_at)"
        " values ($1, $2, 'agent', $3, now()) returning id)"
        " insert into message (org_id, interaction_id, participant_id, direction, text, account_id, delivery, at,"
        " received_at) select $1, $2, p.id, 'outbound', 'On its way', $2, 'sent', now(), now() from p",
        house.admin.org_id,
        found,
        other.agent_id,
    )
    row = await row_of(agent, found)
    assert (row["unread"], row["last_message"]["who"]) == (False, "agent")


async def test_a_mark_writes_no_event(house: House) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    before = await house.floor.sql("select count(*) from event")
    await house.admin.put(f"/interactions/{found}/read-mark", json={})
    assert await house.floor.sql("select count(*) from event") == before


async def test_a_time_that_is_over_is_refused(house: House) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    past = (clock.now() - timedelta(seconds=1)).isoformat()
    problem(await house.admin.put(f"/interactions/{found}/snooze", json={"until": past}), 422, "already_past")
    naive = await house.admin.put(f"/interactions/{found}/snooze", json={"until": "2099-01-01T00:00:00"})
    problem(naive, 422, "invalid")


async def test_what_is_snoozed_comes_back_at_its_time_and_is_unread(house: House) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    await house.own(house.admin, found)
    await house.admin.put(f"/interactions/{found}/read-mark", json={})
    until = (clock.now() + timedelta(hours=1)).isoformat()
    snooze = (await house.admin.put(f"/interactions/{found}/snooze", json={"until": until})).json()
    await house.work()
    assert await shown(house.admin, view="mine") == []
    assert await shown(house.admin, view="snoozed") == [str(found)]
    await house.an_hour_passes(snooze["id"])

    async def back() -> list[str]:
        await house.work()
        return await shown(house.admin, view="mine", unread=True)

    assert await eventually(back) == [str(found)]
    assert await house.floor.sql("select data ->> 'reason' from event where type = 'snooze.removed'") == "time"


async def test_a_customer_who_writes_wakes_it_at_once(house: House, agent_client: Hire) -> None:
    queue = await house.floor.queue("main")
    found = await house.floor.contact(queue, who="ada@example.org", session="s")
    other = await agent_client(permissions=WORK)
    for person in (house.admin, other):
        await person.put(f"/interactions/{found}/snooze", json={"until": "2099-01-01T00:00:00Z"})
    await house.react()
    assert await shown(house.admin, view="snoozed") == [str(found)], "what was said before does not wake it"
    await house.floor.contact(queue, who="ada@example.org", session="s", text="Hello?")
    await house.react()
    assert await shown(house.admin, view="snoozed") == await shown(other, view="snoozed") == []
    assert (await row_of(house.admin, found))["unread"] is True


async def test_what_is_taken_back_is_back_and_read(house: House) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    await house.own(house.admin, found)
    await house.admin.put(f"/interactions/{found}/read-mark", json={})
    await house.admin.put(f"/interactions/{found}/snooze", json={"until": None})
    assert (await house.admin.delete(f"/interactions/{found}/snooze")).status_code == 204
    assert (await house.admin.delete(f"/interactions/{found}/snooze")).status_code == 204
    assert await shown(house.admin, view="mine") == [str(found)]
    assert (await row_of(house.admin, found))["unread"] is False


async def test_followers_have_something_unread_when_another_moves_the_case(house: House, agent_client: Hire) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    case_id = await house.case_of(found)
    agent, other = await agent_client(permissions=WORK), await agent_client(permissions=WORK)
    assert [each["agent_id"] for each in (await agent.put(f"/cases/{case_id}/followers/me")).json()] == [
        str(agent.agent_id)
    ]
    assert len((await agent.put(f"/cases/{case_id}/followers/me")).json()) == 1
    await house.react()
    await agent.put(f"/interactions/{found}/read-mark", json={})
    assert (await row_of(agent, found, view="followed"))["unread"] is False
    await other.patch(f"/cases/{case_id}", json={"priority": 3})
    await house.react()
    row = await row_of(agent, found, view="followed")
    assert (row["unread"], row["followed"]) == (True, True)
    assert await shown(agent, view="followed", unread=True) == [str(found)]
    await agent.put(f"/interactions/{found}/read-mark", json={})
    await agent.patch(f"/cases/{case_id}", json={"priority": 4})
    await house.react()
    assert (await row_of(agent, found, view="followed"))["unread"] is False, "one's own changes are known"
    assert (await agent.delete(f"/cases/{case_id}/followers/me")).status_code == 204
    assert await shown(agent, view="followed") == []


async def test_who_follows_a_joined_case_follows_the_one_that_stands_for_it(house: House) -> None:
    queue = await house.floor.queue("main")
    one, two = await house.floor.contact(queue, who="a@example.org"), await house.floor.contact(queue, who="b@b.test")
    gone, stays = await house.case_of(one), await house.case_of(two)
    await house.admin.put(f"/cases/{gone}/followers/me")
    answer = await house.admin.post(f"/cases/{gone}/join", json={"into_id": stays, "reason": "the same"})
    if not answer.is_success:
        await house.floor.sql("update case_record set joined_into = $2 where id = $1", gone, stays)
    assert str(two) in await shown(house.admin, view="followed")
    assert (await house.admin.delete(f"/cases/{stays}/followers/me")).status_code == 204
    assert await shown(house.admin, view="followed") == []


async def test_views_are_checked_and_what_is_unknown_is_named(admin: Person, agent_client: Hire) -> None:
    wrong = {"channels": ["fax"], "categories": ["nonsense"], "queue_ids": [str(new_id())]}
    body = problem(await admin.post("/saved-views", json={"name": "x", "filters": wrong}), 422, "unknown_in_filters")
    assert "channel fax" in body["detail"]
    assert {each["field"] for each in body["errors"]} == {"filters.channel", "filters.category", "filters.queue"}
    for bad in ({"filters": {"nope": 1}}, {"filters": {"statuses": ["lost"]}}, {"sort": "x"}, {"icon": "No!"}):
        assert (await admin.post("/saved-views", json={"name": "x", **bad})).status_code in (400, 422), bad
    problem(await admin.post("/saved-views", json={"name": "x", "shared": "team"}), 422, "invalid")
    agent = await agent_client(permissions=WORK)
    problem(await agent.post("/saved-views", json={"name": "x", "shared": "everybody"}), 403, "forbidden")


async def test_views_are_ones_own_until_they_are_shared(admin: Person, agent_client: Hire) -> None:
    agent = await agent_client(permissions=WORK)
    made = await admin.made("/saved-views", name="Late chats", filters={"view": "queue", "risk": "breached"})
    path = f"/saved-views/{made['id']}"
    problem(await agent.get(path), 404, "saved_view_not_found")
    await admin.patch(path, json={"shared": "everybody"})
    seen = (await agent.get(path)).json()
    assert (seen["mine"], seen["filters"]) == (False, {"view": "queue", "risk": "breached"})
    problem(await agent.patch(path, json={"name": "y"}), 409, "not_your_view")
    problem(await agent.delete(path), 409, "not_your_view")
    stale = await admin.patch(path, json={"name": "z"}, headers={"If-Match": '"1"'})
    problem(stale, 412, "stale")
    counts = await agent.get("/inbox/counts", params={"views": f"saved:{made['id']}"})
    assert counts.json()[0]["count"] == 0
    assert (await admin.delete(path)).status_code == 204
    problem(await agent.get(path), 404, "saved_view_not_found")


async def test_somebody_elses_view_is_not_hidden_from_oneself(admin: Person, agent_client: Hire, house: House) -> None:
    sharing = await agent_client(permissions=WORK | {"queue.manage"})
    path = f"/saved-views/{(await sharing.made('/saved-views', name='Late', shared='everybody'))['id']}"
    foreign = {"shared": "team", "team_id": str(await house.floor.team("foreign"))}
    for change in ({"shared": "nobody"}, foreign):
        problem(await admin.patch(path, json=change), 409, "not_yours_to_hide")
    assert (await admin.patch(path, json={"name": "Later"})).json()["shared"] == "everybody"
    assert (await sharing.patch(path, json={"shared": "nobody"})).json()["shared"] == "nobody"
    problem(await admin.get(path), 404, "saved_view_not_found")


async def test_each_has_their_own_order_of_views(admin: Person, agent_client: Hire) -> None:
    agent = await agent_client(permissions=WORK)
    ids = [(await admin.made("/saved-views", name=name, shared="everybody"))["id"] for name in "abc"]
    turned = ids[::-1]
    assert (await agent.put("/saved-views/order", json={"view_ids": turned[:2]})).json()["view_ids"] == turned[:2]
    assert [each["id"] for each in (await agent.get("/saved-views")).json()] == turned
    assert [each["id"] for each in (await admin.get("/saved-views")).json()] == ids
    problem(await agent.put("/saved-views/order", json={"view_ids": [str(new_id())]}), 404, "saved_view_not_found")
    problem(await agent.put("/saved-views/order", json={"view_ids": [ids[0], ids[0]]}), 422, "invalid")
    endless = await agent.put("/saved-views/order", json={"view_ids": [str(new_id()) for _ in range(201)]})
    assert endless.status_code in (400, 422), endless.text
