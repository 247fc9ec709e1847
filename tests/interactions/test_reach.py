"""Who may see what of the record with ``case.read_team``: a case whole or not at all, by every door alike."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import START, Desk, visitor
from tests.interactions.screen import Screen
from warmline import sdk
from warmline.accounts import Actor
from warmline.interactions.actions import correct, join
from warmline.interactions.actions.link import link
from warmline.kit.ids import new_id

TEAM = frozenset({"case.read_team", "case.write", "interaction.work", "customer.read", "signal.write"})
ADA = "ada@example.com"


async def team_member(desk: Desk) -> Actor:
    """An agent who sees what is theirs."""
    agent_id = new_id()
    await desk.rows(
        "insert into agent (org_id, id, email, name) values ($1, $2, $3, 'Tea')",
        desk.org,
        agent_id,
        f"{agent_id}@x.test",
    )
    return Actor(org_id=desk.org, kind="agent", id=agent_id, name="Tea", permissions=TEAM)


async def hide_all(desk: Desk) -> None:
    """Nothing waits where everybody may see it."""
    await desk.rows("update interaction set queue_id = null")


async def two_matters(desk: Desk) -> list[tuple[UUID, UUID]]:
    """Two cases of one customer, out of everybody's reach."""
    first = await desk.placed(ADA, "Hail broke my windscreen")
    second = await desk.placed(ADA, "An invoice please", at=START + timedelta(days=40))
    await hide_all(desk)
    return [first, second]


async def own(desk: Desk, agent: Actor, interaction_id: UUID) -> None:
    await desk.rows("update interaction set owner_id = $2 where id = $1", interaction_id, agent.id)


async def test_out_of_reach_nothing_is_seen(desk: Desk) -> None:
    [(one, case_one), (two, _)] = await two_matters(desk)
    await desk.act(link, desk.actor, one, two, kind="repeats", reason="x")
    agent = await team_member(desk)
    screen = Screen(desk, agent)
    assert await screen.refetched() == {}
    await own(desk, agent, two)
    kinds = {kind for kind, _ in await screen.refetched()}
    assert kinds == {"interaction", "case", "message", "decision"}, "the link's other end is out of reach"
    assert ("case", case_one) not in await screen.refetched()


async def test_who_has_one_contact_of_a_case_sees_the_case_whole(desk: Desk) -> None:
    chat = desk.contact(
        "webchat", visitor("v"), "Hail", also=(sdk.Handle("email", ADA),), thread=sdk.Thread(session="s")
    )
    [talked] = await desk.say(chat)
    mailed, case_id = await desk.placed(ADA, "Hail broke my windscreen", at=START + timedelta(hours=1))
    await hide_all(desk)
    assert talked.interaction_id
    if talked.case_id != case_id:
        await desk.act(correct.move, desk.actor, talked.interaction_id, case_id, reason="one matter")
    agent = await team_member(desk)
    await own(desk, agent, mailed)
    seen = await Screen(desk, agent).refetched()
    assert {id_ for kind, id_ in seen if kind == "interaction"} == {mailed, talked.interaction_id}
    assert len([kind for kind, _ in seen if kind == "message"]) == 2


async def test_decisions_say_nothing_of_cases_out_of_reach(desk: Desk) -> None:
    [(_, case_one), (two, case_two)] = await two_matters(desk)
    await desk.act(correct.move, desk.actor, two, case_one, reason="x")
    await desk.act(correct.move, desk.actor, two, case_two, reason="and back")
    agent = await team_member(desk)
    await own(desk, agent, two)
    decisions = [value for (kind, _), value in (await Screen(desk, agent).refetched()).items() if kind == "decision"]
    told = {each.case_id for each in decisions} | {each.previous_case_id for each in decisions}
    candidates = {each["case_id"] for decision in decisions for each in decision.candidates}
    assert told | candidates == {case_two, None}
    assert len(decisions) == 3


async def test_a_joined_case_goes_with_the_one_that_stands_for_it(desk: Desk) -> None:
    [(_, case_one), (two, case_two)] = await two_matters(desk)
    agent = await team_member(desk)
    await own(desk, agent, two)
    seen = await Screen(desk, agent).refetched()
    assert ("case", case_one) not in seen
    await desk.act(join.join, desk.actor, case_one, case_two, reason="one matter")
    seen = await Screen(desk, agent).refetched()
    assert {id_ for kind, id_ in seen if kind == "case"} == {case_one, case_two}


async def test_by_every_door_what_is_forbidden_looks_like_what_is_not_there(
    admin: Person, agent_client: Hire, front: Desk
) -> None:
    [(one, case_one), (two, _)] = await two_matters(front)
    made: dict[str, Any] = {
        "links": await front.act(link, front.actor, one, two, kind="repeats", reason="x"),
    }
    ref = await admin.made(f"/cases/{case_one}/references", kind="policy", external_id="1")
    item = await admin.made(f"/cases/{case_one}/action-items", text="Call back")
    [decision] = await front.rows("select id from case_decision where interaction_id = $1", one)
    assert (await admin.post(f"/interactions/{one}/take")).status_code == 200
    handing = {"to_kind": "queue", "to_id": str(front.queue), "reason": "x", "allow_incomplete": True}
    hand_off = await admin.made(f"/interactions/{one}/hand-offs", **handing)
    [message] = await front.rows("select id from message where interaction_id = $1", one)
    await hide_all(front)
    agent = await agent_client(permissions=set(TEAM))
    for wanted, method, path, code in (
        (message["id"], "GET", "/messages/{}", "message_not_found"),
        (case_one, "GET", "/cases/{}/history", "case_not_found"),
        (case_one, "GET", "/cases/{}/messages", "case_not_found"),
        (case_one, "GET", "/cases/{}/interactions", "case_not_found"),
        (case_one, "GET", "/cases/{}/references", "case_not_found"),
        (case_one, "POST", "/cases/{}/unjoin", "case_not_found"),
        (one, "GET", "/interactions/{}", "interaction_not_found"),
        (one, "GET", "/interactions/{}/decisions", "interaction_not_found"),
        (one, "GET", "/interactions/{}/links", "interaction_not_found"),
        (one, "GET", "/interactions/{}/signals", "interaction_not_found"),
        (one, "GET", "/interactions/{}/participants", "interaction_not_found"),
        (one, "GET", "/interactions/{}/hand-offs", "interaction_not_found"),
        (one, "GET", "/interactions/{}/capture?moment=wrap_up", "interaction_not_found"),
        (one, "POST", "/interactions/{}/split", "interaction_not_found"),
        (one, "POST", "/interactions/{}/hold", "interaction_not_found"),
        (one, "POST", "/interactions/{}/reopen", "interaction_not_found"),
        (decision["id"], "POST", "/case-decisions/{}/undo", "case_decision_not_found"),
        (made["links"].id, "DELETE", "/links/{}", "link_not_found"),
        (UUID(ref["id"]), "DELETE", "/references/{}", "ref_not_found"),
        (UUID(item["id"]), "PATCH", "/action-items/{}", "action_item_not_found"),
        (UUID(hand_off["id"]), "POST", "/hand-offs/{}/decline", "hand_off_not_found"),
    ):
        body = {"reason": "x"} if method == "POST" and ("undo" in path or "split" in path or "unjoin" in path) else None
        body = {"text": "x"} if method == "PATCH" else body
        for id_ in (wanted, new_id()):
            problem(await agent.request(method, path.format(id_), json=body), 404, code)
    assert await agent.items("/cases") == []
    assert await agent.items("/interactions") == []
    assert await agent.items("/action-items") == []
    assert await agent.items("/suggestions") == []


@pytest.mark.parametrize("scopes", [("case.read_team",), ("case.read_team", "interaction.work")])
async def test_a_program_without_a_team_sees_no_promise(
    admin: Person, front: Desk, key_client: Any, scopes: tuple[str, ...]
) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    await admin.made(f"/cases/{case_id}/action-items", text="Call back")
    await hide_all(front)
    program = await key_client(*scopes)
    assert await program.items("/action-items") == []


async def test_who_is_to_keep_a_promise_sees_it_and_keeps_it(admin: Person, agent_client: Hire, front: Desk) -> None:
    _, case_id = await front.placed(ADA, "Hail broke my windscreen")
    await hide_all(front)
    agent = await agent_client(permissions=set(TEAM))
    item = await admin.made(f"/cases/{case_id}/action-items", text="Call back", assignee_id=str(agent.agent_id))
    await admin.made(f"/cases/{case_id}/action-items", text="Not theirs")
    assert [each["id"] for each in await agent.items("/action-items")] == [item["id"]]
    problem(await agent.get(f"/cases/{case_id}"), 404, "case_not_found")
    done = await agent.patch(f"/action-items/{item['id']}", json={"status": "done"})
    assert done.json()["status"] == "done"


async def test_notes_are_for_colleagues_alone(admin: Person, front: Desk) -> None:
    interaction_id, _ = await front.placed(ADA, "Hail broke my windscreen")
    note = await admin.made(f"/interactions/{interaction_id}/notes", text="Knows the director")
    assert (note["visibility"], note["direction"]) == ("private", "internal")
    problem(await admin.post(f"/interactions/{interaction_id}/notes", json={"text": "  "}), 422, "invalid")
    [event] = await front.rows("select data from event where type = 'note.added'")
    assert "director" not in str(event["data"])
