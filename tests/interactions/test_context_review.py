"""Losses of context, the review and its proposals over HTTP; refusals first."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import Desk, mail, visitor
from warmline import sdk
from warmline.accounts import system
from warmline.interactions.actions import correct
from warmline.interactions.carrying.reacting import review_continuity
from warmline.interactions.jobs import REACTIONS
from warmline.kit import clock
from warmline.kit.ids import new_id
from warmline.kit.reactions import Reactor

NUMBER = "My policy number is AU 482 77{:02}. When will the adjuster visit my house?"


@pytest.mark.parametrize("path", ["context-losses", "context-review", "context-proposals", "continuity-policies"])
async def test_needs_sign_in(client: httpx.AsyncClient, path: str) -> None:
    problem(await client.get(f"/api/v1/{path}"), 401, "unauthorized")


async def test_needs_the_permission(agent_client: Hire) -> None:
    nobody = await agent_client(permissions={"interaction.work"})
    problem(await nobody.get("/context-losses"), 403, "forbidden")
    problem(await nobody.get("/context-review"), 403, "forbidden")
    reader = await agent_client(permissions={"case.read"})
    problem(await reader.post("/context-review/proposals"), 403, "forbidden")
    problem(await reader.post(f"/context-proposals/{new_id()}/answer", json={"accept": True}), 403, "forbidden")
    problem(await reader.post(f"/context-losses/{new_id()}/dismiss"), 403, "forbidden")


async def test_what_is_not_there_or_cannot_be_meant_is_refused(admin: Person) -> None:
    problem(await admin.get(f"/context-losses/{new_id()}"), 404, "context_loss_not_found")
    problem(await admin.post(f"/context-losses/{new_id()}/dismiss"), 404, "context_loss_not_found")
    problem(
        await admin.post(f"/context-proposals/{new_id()}/answer", json={"accept": True}),
        404,
        "context_proposal_not_found",
    )
    problem(await admin.get("/context-losses", params={"case_id": str(new_id())}), 404, "case_not_found")
    problem(await admin.get("/context-review", params={"from": "2026-03-02T09:00:00"}), 422, "invalid")
    ends = {"from": "2026-03-02T09:00:00Z", "to": "2026-03-01T09:00:00Z"}
    problem(await admin.get("/context-review", params=ends), 422, "invalid")
    long = {"from": "2020-03-02T09:00:00Z", "to": "2026-03-01T09:00:00Z"}
    problem(await admin.get("/context-review", params=long), 422, "invalid")


async def test_nothing_lost_is_an_empty_review(admin: Person) -> None:
    review = (await admin.get("/context-review")).json()
    assert review["contacts"] == review["hand_offs"] == review["fields"] == review["proposals"] == []
    assert review["answers"] == {"asked": 0, "answered": 0, "median_seconds": None}


async def switched(front: Desk, number: int, *, again: bool) -> UUID:
    """A customer who wrote by chat and goes on by mail, with or without saying the number again."""
    sender = f"customer{number}@example.com"
    also = (sdk.Handle("email", sender, verification=sdk.Verification.VERIFIED),)
    at = clock.now() - timedelta(hours=2)
    token = visitor(f"visitor-{number}-{new_id()}")
    [first] = await front.say(front.contact("webchat", token, NUMBER.format(number), also=also, at=at))
    text = NUMBER.format(number) if again else "Thank you, here are the photographs of the roof."
    [second] = await front.say(front.contact("email", mail(sender), text, at=clock.now()))
    assert first.case_id
    assert second.interaction_id
    if second.case_id != first.case_id:
        boss = system(front.org, "tests")
        await front.act(correct.move, boss, second.interaction_id, first.case_id, reason="the same matter")
    return second.interaction_id


@pytest.fixture
async def lossy(front: Desk) -> Desk:
    """Six customers went from chat to mail, and four of them had to say everything again."""
    for number in range(6):
        await switched(front, number, again=number < 4)
    await Reactor(front.db, REACTIONS).drain(front.org)
    return front


async def test_the_review_counts_contacts_by_pair_of_channels(admin: Person, lossy: Desk) -> None:
    review = (await admin.get("/context-review")).json()
    pairs = {(each["from_channel"], each["to_channel"]): each for each in review["contacts"]}
    pair = pairs["webchat", "email"]
    assert pair["contacts"] == 6
    assert pair["repeated_after_switch"] == {"numerator": 4, "denominator": 6, "rate": 0.6667}
    assert pair["asked_again"] == {"numerator": 0, "denominator": 6, "rate": 0.0}
    assert pairs[None, "webchat"]["contacts"] == 6
    fields = {(each["field"], each["kind"]): each for each in review["fields"]}
    lost = fields["policy", "repeated_after_switch"]
    assert (lost["lost"]["numerator"], lost["lost"]["denominator"], lost["unit"]) == (4, 6, "contacts")
    assert len(lost["loss_ids"]) == 4


async def test_losses_are_listed_by_page_and_filter(admin: Person, lossy: Desk) -> None:
    every = await admin.items("/context-losses", limit=3)
    assert len(every) == len({each["id"] for each in every}) == 8
    assert {each["kind"] for each in every} == {"repeated_after_switch"}
    policies = await admin.items("/context-losses", field="policy")
    assert len(policies) == 4
    assert await admin.items("/context-losses", kind="asked_again") == []
    [one] = await admin.items("/context-losses", interaction_id=policies[0]["interaction_id"], field="policy")
    assert (await admin.get(f"/context-losses/{one['id']}")).json() == one
    assert all("text" not in piece for piece in one["evidence"])
    dismissed = await admin.post(f"/context-losses/{one['id']}/dismiss")
    assert dismissed.json()["dismissed_by"] == f"agent:{admin.agent_id}"
    review = (await admin.get("/context-review")).json()
    fields = {(each["field"], each["kind"]): each for each in review["fields"]}
    assert fields["policy", "repeated_after_switch"]["lost"]["numerator"] == 3


async def proposed(admin: Person) -> dict[str, Any]:
    answer = await admin.post("/context-review/proposals")
    assert answer.status_code == 200, answer.text
    [made] = [each for each in answer.json() if each["field"] == "policy"]
    found: dict[str, Any] = made
    return found


async def test_a_proposal_changes_nothing_by_itself(admin: Person, lossy: Desk) -> None:
    made = await proposed(admin)
    assert (made["switch"], made["from_value"], made["to_value"]) == ("channel", "webchat", "email")
    assert made["text"].startswith("policy was asked again or repeated in 67% (4 of 6) of webchat -> email")
    assert await admin.items("/continuity-policies") == []
    assert (await admin.post("/context-review/proposals")).json() == []
    await review_continuity(lossy.db, lossy.org)
    assert len(await admin.items("/context-proposals", status="proposed")) == 1
    review = (await admin.get("/context-review")).json()
    assert [each["id"] for each in review["proposals"]] == [made["id"]]


async def test_an_accepted_proposal_is_a_policy_and_asks_at_the_next_hand_off(admin: Person, lossy: Desk) -> None:
    made = await proposed(admin)
    accepted = (await admin.post(f"/context-proposals/{made['id']}/answer", json={"accept": True})).json()
    assert accepted["status"] == "accepted"
    [policy] = await admin.items("/continuity-policies")
    assert policy["id"] == accepted["policy_id"]
    assert (policy["switch"], [each["field"] for each in policy["fields"]]) == ("channel", ["policy"])
    again = await admin.post(f"/context-proposals/{made['id']}/answer", json={"accept": False})
    problem(again, 409, "context_proposal_answered_already")
    interaction_id = await switched(lossy, 7, again=False)
    form = (await admin.get(f"/interactions/{interaction_id}/capture", params={"moment": "hand_off"})).json()
    assert "policy" in form["missing"]
    await Reactor(lossy.db, REACTIONS).drain(lossy.org)
    form = (await admin.get(f"/interactions/{interaction_id}/capture", params={"moment": "hand_off"})).json()
    assert form["missing"] == []
    assert {each["field"]: each["value"] for each in form["fields"]}["policy"] == "AU4827707"


async def test_a_declined_proposal_is_not_made_again(admin: Person, lossy: Desk) -> None:
    made = await proposed(admin)
    await admin.post(f"/context-proposals/{made['id']}/answer", json={"accept": False})
    await switched(lossy, 8, again=True)
    await Reactor(lossy.db, REACTIONS).drain(lossy.org)
    assert (await admin.post("/context-review/proposals")).json() == []
    assert await admin.items("/continuity-policies") == []


async def test_a_dry_run_reads_the_latest_messages_and_is_audited(admin: Person, lossy: Desk) -> None:
    pattern = {"kind": "roof", "label": "Roof", "expression": "photographs of the roof"}
    answer = await admin.post("/entity-patterns/try-messages", json={"last": 50, "pattern": pattern})
    assert answer.status_code == 200, answer.text
    found = [each for read in answer.json() for each in read["found"] if each["kind"] == "roof"]
    assert len(found) == 2
    rows = await lossy.rows("select count(*) as n from event where type = 'interaction.viewed'")
    assert rows[0]["n"] == len({read["interaction_id"] for read in answer.json()})
    problem(await admin.post("/entity-patterns/try-messages", json={"last": 9999}), 422, "invalid")
