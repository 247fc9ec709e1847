"""Cases like one: who may not, what is not shown, why they are alike and how they ended."""

from uuid import UUID

import httpx
import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import Desk
from tests.interactions.test_http_cases import words
from tests.routing.floor import Floor
from warmline.interactions.jobs import REACTIONS
from warmline.interactions.similar.ranking import Told, best, cosine, likeness, telling
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.reactions import Reactor

GLASS = "Hail broke my windscreen and the glass must be replaced by a garage"
OTHER = "Our standing order to the landlord was paid twice this month"


async def indexed(front: Desk) -> None:
    await Reactor(front.db, [each for each in REACTIONS if each.name == "interactions.similar"]).drain(front.org)


async def placed(front: Desk, *texts: str) -> list[UUID]:
    """A case for each text, each of a customer of its own."""
    return [(await front.placed(f"{new_id().hex}@example.com", text))[1] for text in texts]


async def like(person: Person, case_id: UUID) -> list[str]:
    answer = await person.get(f"/cases/{case_id}/similar")
    assert answer.status_code == 200, answer.text
    return [each["case_id"] for each in answer.json()]


async def test_needs_sign_in_and_the_permission(client: httpx.AsyncClient, agent_client: Hire, front: Desk) -> None:
    problem(await client.get(f"/api/v1/cases/{new_id()}/similar"), 401, "unauthorized")
    [case_id] = await placed(front, GLASS)
    problem(await (await agent_client(permissions={"queue.read"})).get(f"/cases/{case_id}/similar"), 403, "forbidden")
    stranger = await agent_client(permissions={"case.read_team"})
    await front.rows("update interaction set queue_id = null")
    problem(await stranger.get(f"/cases/{case_id}/similar"), 404, "case_not_found")


@pytest.mark.parametrize("limit", [0, 11])
async def test_at_most_ten(admin: Person, front: Desk, limit: int) -> None:
    [case_id] = await placed(front, GLASS)
    problem(await admin.get(f"/cases/{case_id}/similar", params={"limit": limit}), 422, "invalid")


async def test_says_why_and_how_it_ended(admin: Person, front: Desk) -> None:
    await words(front)
    asked, alike, unlike = await placed(front, GLASS, "A hail storm, my windscreen broke, replace the glass", OTHER)
    for case_id in (asked, alike):
        await admin.made(f"/cases/{case_id}/references", kind="policy", external_id="AU-482")
        categorised = await admin.patch(f"/cases/{case_id}", json={"category": "claim", "subcategory": "claim.glass"})
        assert categorised.status_code == 200, categorised.text
    ended = await admin.post(f"/cases/{alike}/status", json={"status": "resolved", "outcome": "resolved"})
    assert ended.status_code == 200, ended.text
    await indexed(front)
    [found] = (await admin.get(f"/cases/{asked}/similar")).json()
    assert found["case_id"] == str(alike) != str(unlike)
    assert {"windscreen", "hail", "glass"} <= set(found["words"])
    assert found["objects"] == [{"kind": "policy", "external_id": "AU-482"}]
    assert (found["same_category"], found["same_subcategory"]) == (True, True)
    assert (found["status"], found["outcome"], found["same_customer"]) == ("resolved", "resolved", False)
    assert found["seconds_to_resolve"] >= 0
    assert 0.25 <= found["score"] <= 1


async def test_shows_no_case_out_of_reach(admin: Person, agent_client: Hire, front: Desk) -> None:
    asked, mine, hidden = await placed(front, GLASS, GLASS, GLASS)
    await front.rows("update interaction set queue_id = null")
    worker = await agent_client(permissions={"case.read_team", "interaction.work"})
    for case_id in (asked, mine):
        await front.rows("update case_record set owner_id = $2 where id = $1", case_id, worker.agent_id)
    await indexed(front)
    assert set(await like(admin, asked)) == {str(mine), str(hidden)}
    assert await like(worker, asked) == [str(mine)]


async def test_reach_of_many_is_the_reach_of_each(db: Database, org: UUID) -> None:
    floor = Floor(db, org)
    mine, theirs = await floor.team("mine"), await floor.team("theirs")
    ada, bo = await floor.agent("Ada", mine), await floor.agent("Bo", theirs, present=False)
    open_to_all, for_mine, for_theirs = (
        await floor.queue("all"), await floor.queue("a", mine), await floor.queue("b", theirs)
    )  # fmt: skip
    contacts = [await floor.contact(queue) for queue in (open_to_all, for_mine, for_theirs, for_theirs, for_theirs)]
    await floor.sql("update interaction set team_id = $1 where id = $2", mine, contacts[3])
    cases = [await floor.sql("select case_id from interaction where id = $1", each) for each in contacts]
    # What is offered to her, and a conversation into which she was asked.
    offered, asked = await floor.contact(for_theirs), await floor.contact(for_theirs)
    await floor.sql(
        "insert into offer (org_id, interaction_id, agent_id, status, offered_at, expires_at, explanation)"
        " values ($1, $2, $3, 'offered', now(), now() + interval '1 minute', '{}')", org, offered, ada.id,
    )  # fmt: skip
    await floor.sql(
        "insert into invitation (org_id, interaction_id, medium, kind, team_id, invited_by, status, invited_at)"
        " values ($1, $2, 'text', 'consult', $3, $4, 'invited', now())", org, asked, mine, bo.id,
    )  # fmt: skip
    cases += [await floor.sql("select case_id from interaction where id = $1", each) for each in (offered, asked)]
    alone = "select case_within_reach($1, $2, $3, $4)"
    together = "select array_agg(c) from cases_within_reach($1, $2, $3, $4) c"
    for who in (ada, bo):
        teams = list(who.team_ids)
        one_by_one = {each for each in cases if await floor.sql(alone, who.id, teams, org, each)}
        assert set(await floor.sql(together, who.id, teams, org, cases)) == one_by_one
        assert 0 < len(one_by_one) < len(cases)


async def test_names_nobody_to_who_may_not_read_customers(admin: Person, agent_client: Hire, front: Desk) -> None:
    asked, _ = await placed(front, GLASS, GLASS)
    await indexed(front)
    reader = await agent_client(permissions={"case.read"})
    assert [each["customer_name"] for each in (await reader.get(f"/cases/{asked}/similar")).json()] == [""]
    assert [each["customer_name"] for each in (await admin.get(f"/cases/{asked}/similar")).json()] != [""]


async def test_another_organisation_is_never_asked(admin: Person, front: Desk, other_desk: Desk) -> None:
    await placed(other_desk, GLASS)
    await Reactor(front.db, REACTIONS).drain(other_desk.org)
    [asked] = await placed(front, GLASS)
    await indexed(front)
    assert await like(admin, asked) == []


async def test_words_leave_with_their_contact(admin: Person, front: Desk) -> None:
    asked, alike = await placed(front, GLASS, GLASS)
    [contact] = await front.rows("select id from interaction where case_id = $1", alike)
    await indexed(front)
    assert await like(admin, asked) == [str(alike)]
    [elsewhere] = await placed(front, OTHER)
    body = {"case_id": str(elsewhere), "reason": "theirs", "confirm_other_customer": True}
    moved = await admin.post(f"/interactions/{contact['id']}/move", json=body)
    assert moved.status_code == 200, moved.text
    await indexed(front)
    assert await front.rows("select term from case_term where case_id = $1", alike) == []
    assert str(alike) not in await like(admin, asked)


def test_a_case_is_found_by_its_commonest_words_numbers_and_topics() -> None:
    terms = {f"word{n}": 1 for n in range(40)} | {"hail": 3, "#AU482": 1, "@claim": 1}
    found = telling(terms)
    assert found[0] == "hail"
    assert found[-2:] == ["#AU482", "@claim"]
    assert len(found) == 14


def test_what_is_said_twice_counts_less_than_twice() -> None:
    assert cosine({}, {"a": 1}) == 0
    assert cosine({"hail": 2}, {"hail": 9}) == pytest.approx(1)
    assert cosine({"hail": 1, "glass": 1}, {"hail": 1}) == pytest.approx(0.5**0.5)


def test_a_shared_object_or_category_moves_a_case_up() -> None:
    asked = Told({"hail": 1, "glass": 1, "roof": 1}, category="claim", subcategory="claim.glass")
    plain = likeness(asked, Told({"hail": 1, "wind": 1}))
    better = likeness(asked, Told({"hail": 1, "wind": 1}, category="claim", subcategory="claim.glass", objects=1))
    assert better.score == pytest.approx(plain.score + 0.4, abs=0.002)
    assert (better.same_category, better.same_subcategory, better.meaning) == (True, True, None)
    assert best([plain, better, likeness(asked, Told({"bank": 1}))]) == [1, 0]
