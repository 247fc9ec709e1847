"""Proposals that two are one: what is refused, the queue, both side by side, answers, and two who answer at once."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.customers.desk import ASSERTED, Desk, claim, cookie, crm, mail
from tests.customers.queue import BECAUSE, SOMEBODY, enter, find, follow, proposed, queue
from warmline.customers import merge, undo
from warmline.customers.duplicates.actions.answering import accept, decline
from warmline.customers.duplicates.errors import ProposalAnswered
from warmline.sdk import Handle


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/identity/proposals", None),
        ("GET", f"/identity/proposals/{SOMEBODY}", None),
        ("GET", "/identity/deduplications", None),
        ("GET", f"/identity/deduplications/{SOMEBODY}", None),
    ],
)
async def test_looking_needs_permission(web: httpx.AsyncClient, method: str, path: str, body: Any) -> None:
    answer = await web.request(method, path, json=body, headers={"X-May": "queue.read"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"/identity/proposals/{SOMEBODY}/accept", BECAUSE),
        (f"/identity/proposals/{SOMEBODY}/decline", BECAUSE),
        (f"/identity/proposals/{SOMEBODY}/reopen", None),
        ("/identity/deduplications", {}),
    ],
)
async def test_deciding_needs_permission_to_merge(web: httpx.AsyncClient, path: str, body: Any) -> None:
    answer = await web.post(path, json=body, headers={"X-May": "customer.read customer.write"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"/identity/proposals/{SOMEBODY}", None),
        ("POST", f"/identity/proposals/{SOMEBODY}/accept", BECAUSE),
        ("POST", f"/identity/proposals/{SOMEBODY}/decline", BECAUSE),
        ("POST", f"/identity/proposals/{SOMEBODY}/reopen", None),
        ("GET", f"/identity/deduplications/{SOMEBODY}", None),
    ],
)
async def test_missing_is_not_found(web: httpx.AsyncClient, method: str, path: str, body: Any) -> None:
    answer = await web.request(method, path, json=body)
    assert answer.status_code == 404
    assert answer.json()["code"].endswith("_not_found")


async def test_another_organisation_sees_nothing(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID], other_org: UUID
) -> None:
    proposal = await proposed(desk, web)
    desk.org = other_org
    assert await queue(web) == []
    assert (await web.get(f"/identity/proposals/{proposal['id']}")).status_code == 404


async def test_an_answer_says_why_and_keeps_one_of_the_two(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    path = f"/identity/proposals/{proposal['id']}"
    for body in ({}, {"reason": " "}, {"reason": "x", "keep": SOMEBODY}, {"reason": "x", "more": 1}):
        assert (await web.post(f"{path}/accept", json=body)).status_code in (400, 422), body
    assert (await queue(web))[0]["proposal"]["state"] == "open"


async def test_proposals_come_likeliest_first_page_by_page(desk: Desk, web: httpx.AsyncClient) -> None:
    for number in range(3):
        who = {"given_name": "Grace", "family_name": f"Hopper{'x' * number}", "date_of_birth": f"19{number}6-12-09"}
        await enter(desk, f"a{number}@example.com", **who)
        await enter(desk, f"b{number}@example.org", **who | ({"city": "Arlington"} if number else {}))
    await find(desk)
    everything = await queue(web)
    scores = [each["proposal"]["score"] for each in everything]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) >= 3
    seen: list[Any] = []
    after = None
    while True:
        params = {"limit": 2} | ({"after": after} if after else {})
        page = (await web.get("/identity/proposals", params=params)).json()
        seen += page["items"]
        after = page["next"]
        if after is None:
            break
    assert seen == everything
    assert await queue(web, min_score=1.0) == [each for each in everything if each["proposal"]["score"] >= 1.0]
    assert await queue(web, state="declined") == []


async def test_a_screen_asks_for_the_proposals_of_its_customer(desk: Desk, web: httpx.AsyncClient) -> None:
    for name in ("Hopper", "Lovelace"):
        who = {"given_name": "Grace", "family_name": name, "date_of_birth": "1906-12-09"}
        await enter(desk, f"{name}@example.com", **who)
        await enter(desk, f"{name}@example.org", **who)
    await find(desk)
    for each in await queue(web):
        for side in ("customer_id", "other_customer_id"):
            about = each["proposal"][side]
            shown = await queue(web, customer_id=about)
            assert each in shown
            assert all(about in (one["proposal"]["customer_id"], one["proposal"]["other_customer_id"]) for one in shown)
    assert await queue(web, customer_id="00000000-0000-7000-8000-000000000007") == []


async def test_both_are_shown_side_by_side_and_that_is_audited(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    shown = (await web.get(f"/identity/proposals/{proposal['id']}")).json()
    assert shown["proposal"] == proposal
    assert [each["id"] for each in shown["customers"]] == [str(each) for each in sorted(pair)]
    fields = {each["field"]: each for each in shown["differences"]}
    assert fields["date_of_birth"]["same"] is True
    assert (fields["given_name"]["left"], fields["given_name"]["right"]) == ("Ada", "Adda")
    assert (fields["given_name"]["same"], fields["given_name"]["level"]) == (False, "nearly the same")
    assert fields["email"]["left"] == ["ada@example.com"]
    assert shown["cases"] == [{"cases": 0, "open_cases": 0}] * 2
    viewed = await desk.events("customer.viewed")
    assert {each["customer_id"] for each in viewed} == set(pair)
    reader = {"X-May": "customer.read"}
    assert (await web.get(f"/identity/proposals/{proposal['id']}", headers=reader)).json()["cases"] is None


async def test_accepting_merges_into_the_older_or_the_chosen_and_can_be_undone(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    path = f"/identity/proposals/{proposal['id']}"
    accepted = (await web.post(f"{path}/accept", json=BECAUSE)).json()
    assert (accepted["state"], accepted["reason"]) == ("accepted", BECAUSE["reason"])
    one, other = sorted(pair)
    assert (await web.get(f"/customers/{other}")).json()["root_id"] == str(one)
    await follow(desk)
    assert [each["proposal"]["id"] for each in await queue(web, state="accepted")] == [proposal["id"]]
    await web.post(f"/identity-decisions/{accepted['merge_id']}/undo", json=BECAUSE)
    await follow(desk)
    assert [each["proposal"]["id"] for each in await queue(web)] == [proposal["id"]]
    kept = (await web.post(f"{path}/accept", json=BECAUSE | {"keep": str(other)})).json()
    assert kept["state"] == "accepted"
    assert (await web.get(f"/customers/{one}")).json()["root_id"] == str(other)


async def test_two_reviewers_at_once_one_wins_and_the_other_is_told(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    second = Desk(desk.db, desk.org)
    second.actor = type(desk.actor)(org_id=desk.org, kind="agent", id=pair[0], permissions=frozenset({"*"}))
    id_ = UUID(proposal["id"])
    ended = await asyncio.gather(
        desk.do(accept, id_, reason="same"), second.do(decline, id_, reason="not"), return_exceptions=True
    )
    lost = [each for each in ended if isinstance(each, BaseException)]
    assert [type(each) for each in lost] == [ProposalAnswered]
    won = next(each for each in ended if not isinstance(each, BaseException))
    assert str(won.decided_by) in str(lost[0])
    assert len(await desk.events("customer.merged")) == (won.state == "accepted")


async def test_the_same_answer_again_changes_nothing(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    path = f"/identity/proposals/{proposal['id']}"
    first, second = [await web.post(f"{path}/accept", json=BECAUSE) for _ in range(2)]
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert len(await desk.events("identity_proposal.accepted")) == 1
    declined = await web.post(f"{path}/decline", json=BECAUSE)
    assert (declined.status_code, declined.json()["code"]) == (409, "proposal_answered")


async def test_what_was_declined_is_not_proposed_again_until_evidence_grows(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    path = f"/identity/proposals/{proposal['id']}"
    assert (await web.post(f"{path}/decline", json={"reason": "Mother and child."})).json()["state"] == "declined"
    run = await find(desk)
    assert (run.counts.declined, run.counts.new, run.counts.reopened) == (1, 0, 0)
    assert await queue(web) == []
    for each in pair:
        await web.patch(f"/customers/{each}", json={"attributes": {"national_id": "QQ 12 34 56"}})
    assert (await find(desk)).counts.reopened == 1
    (again,) = await queue(web)
    assert (again["proposal"]["id"], again["proposal"]["reason"]) == (proposal["id"], "Mother and child.")


async def test_what_was_accepted_is_not_taken_back_as_if_it_were_declined(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    path = f"/identity/proposals/{proposal['id']}"
    assert (await web.post(f"{path}/accept", json=BECAUSE)).json()["state"] == "accepted"
    answer = await web.post(f"{path}/reopen")
    assert (answer.status_code, answer.json()["code"]) == (409, "proposal_answered")


async def test_a_decline_is_taken_back_and_answered_otherwise(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    path = f"/identity/proposals/{proposal['id']}"
    await web.post(f"{path}/decline", json=BECAUSE)
    first, second = [await web.post(f"{path}/reopen") for _ in range(2)]
    assert (first.json()["state"], second.json()) == ("open", first.json())
    assert first.json()["reason"] is None
    assert [each["proposal"]["id"] for each in await queue(web)] == [proposal["id"]]
    (told,) = await desk.events("identity_proposal.reopened")
    assert told["data"]["why"] == "taken_back"
    assert (await web.post(f"{path}/accept", json=BECAUSE)).json()["state"] == "accepted"


async def test_a_merge_elsewhere_settles_and_its_undoing_opens_again(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    decision = await desk.do(merge, pair[1], into_id=pair[0], reason="by hand")
    # Nobody has told the proposal yet, and still it is not merged twice.
    late = await web.post(f"/identity/proposals/{proposal['id']}/accept", json=BECAUSE)
    assert (late.status_code, late.json()["code"]) == (409, "proposal_settled")
    await follow(desk)
    assert [each["proposal"]["id"] for each in await queue(web, state="settled")] == [proposal["id"]]
    await desk.do(undo, decision.id, reason="wrong")
    await follow(desk)
    assert [each["proposal"]["id"] for each in await queue(web)] == [proposal["id"]]


async def test_what_contacts_suggest_stands_in_the_same_queue(desk: Desk, web: httpx.AsyncClient) -> None:
    await desk.one(mail("ada@example.com", "Ada"))
    await desk.one(cookie(), crm("7"))
    await desk.resolve(claim(Handle("web_visitor", "v2"), crm("7"), mail("ada@example.com", None, ASSERTED)))
    suggested = await desk.fetch("select * from identity_decision where kind = 'suggest'")
    assert len(suggested) == 1
    await follow(desk)
    (item,) = await queue(web)
    assert (item["proposal"]["origin"], item["proposal"]["suggestion_id"]) == ("contact", str(suggested[0]["id"]))
    assert item["proposal"]["evidence"]
    declined = await web.post(f"/identity/proposals/{item['proposal']['id']}/decline", json=BECAUSE)
    assert declined.json()["state"] == "declined"
    dismissed = (await web.get(f"/identity-decisions/{suggested[0]['id']}")).json()
    assert dismissed["undone_at"] is not None


async def test_dismissing_a_suggestion_declines_its_proposal(desk: Desk, web: httpx.AsyncClient) -> None:
    await desk.one(mail("ada@example.com", "Ada"))
    await desk.one(cookie(), crm("7"))
    await desk.resolve(claim(Handle("web_visitor", "v2"), crm("7"), mail("ada@example.com", None, ASSERTED)))
    await follow(desk)
    (item,) = await queue(web)
    await desk.do(undo, UUID(item["proposal"]["suggestion_id"]), reason="a shared browser")
    await follow(desk)
    (declined,) = await queue(web, state="declined")
    assert declined["proposal"]["reason"] == "a shared browser"
