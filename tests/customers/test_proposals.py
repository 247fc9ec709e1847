"""Proposals that two are one: what is refused, the queue, both side by side, answers, and two who answer at once."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.customers.desk import ASSERTED, Desk, claim, cookie, crm, mail
from warmline.customers import CustomerChange, RelationshipKind, create, merge, relate, undo
from warmline.customers.duplicates.actions.answering import accept, decline
from warmline.customers.duplicates.actions.searching import begin, search
from warmline.customers.duplicates.errors import DeduplicationUnderWay, ProposalAnswered
from warmline.customers.duplicates.jobs import JOBS, REACTIONS, deduplicate_nightly
from warmline.customers.duplicates.model import Counts, Deduplication, RunState
from warmline.kit.jobs import Worker
from warmline.kit.reactions import Reactor
from warmline.sdk import Handle, Verification

SOMEBODY = "00000000-0000-7000-8000-000000000000"
BECAUSE = {"reason": "I asked her."}
ADA = {"given_name": "Ada", "family_name": "Lovelace", "date_of_birth": "1815-12-10", "city": "London"}


async def enter(desk: Desk, address: str, **attributes: str) -> UUID:
    name = " ".join(attributes.get(each, "") for each in ("given_name", "family_name")).strip() or address
    change = CustomerChange(display_name=name, attributes=dict(attributes))
    return (await desk.do(create, fields=change, handles=[mail(address)])).id


async def set_policy(desk: Desk, **policy: Any) -> None:
    await desk.fetch("update organization set settings = jsonb_build_object('identity', $1::jsonb) returning 1", policy)


async def follow(desk: Desk) -> None:
    """Let what happened take its effect on proposals."""
    await Reactor(desk.db, REACTIONS).drain(desk.org)


async def find(desk: Desk, *, dry_run: bool = False) -> Deduplication:
    """A search from its beginning to its end."""
    run = await desk.do(begin, dry_run=dry_run)
    done = await search(desk.db, desk.org, run.id)
    await follow(desk)
    assert done.state == RunState.DONE
    return done


async def queue(web: httpx.AsyncClient, **params: Any) -> list[dict[str, Any]]:
    answer = await web.get("/identity/proposals", params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.fixture
async def pair(desk: Desk) -> tuple[UUID, UUID]:
    """Two records of one person, who write nearly the same."""
    one = await enter(desk, "ada@example.com", **ADA)
    other = await enter(desk, "countess@example.org", **ADA | {"given_name": "Adda"})
    return one, other


async def proposed(desk: Desk, web: httpx.AsyncClient) -> dict[str, Any]:
    """The one proposal that a search makes."""
    await find(desk)
    (item,) = await queue(web)
    return dict(item["proposal"])


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


async def test_settings_that_cannot_be_read_are_named(desk: Desk, web: httpx.AsyncClient) -> None:
    await set_policy(desk, suggest=7)
    answer = await web.post("/identity/deduplications", json={})
    assert answer.status_code == 422
    assert "settings.identity" in answer.text


async def test_one_search_at_a_time(desk: Desk, web: httpx.AsyncClient) -> None:
    first = await web.post("/identity/deduplications", json={})
    assert first.status_code == 202
    second = await web.post("/identity/deduplications", json={})
    assert (second.status_code, second.json()["code"]) == (409, "deduplication_under_way")
    assert first.json()["id"] in second.json()["detail"]


async def test_a_search_whose_process_died_does_not_stand_in_the_way(desk: Desk, web: httpx.AsyncClient) -> None:
    run = await desk.do(begin)
    async with desk.db.transaction(desk.org) as conn:
        # The version trigger sets the time of the change, so the row is put back as it would be hours later.
        await conn.execute("delete from deduplication where id = $1", run.id)
        await conn.execute(
            "insert into deduplication (org_id, id, state, started_by, updated_at) "
            "values ($1, $2, 'running', 'system:cli', now() - interval '3 hours')",
            desk.org,
            run.id,
        )
    again = await desk.do(begin)
    assert again.id != run.id
    lost = (await web.get(f"/identity/deduplications/{run.id}")).json()
    assert (lost["state"], lost["problem"]) == ("failed", "The process that searched has ended without a word.")


async def test_a_dry_run_counts_and_writes_nothing(desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]) -> None:
    run = await find(desk, dry_run=True)
    assert (run.counts.people, run.counts.pairs, run.counts.new) == (2, 1, 1)
    assert await queue(web) == []
    await set_policy(desk, merge_automatically_from=0.9)
    assert (await find(desk, dry_run=True)).counts.merged == 1
    assert await desk.events("customer.merged") == []


async def test_a_household_is_not_proposed(desk: Desk, web: httpx.AsyncClient) -> None:
    home = {"family_name": "Lovelace", "street": "12 St James Square", "postcode": "SW1Y 4JH", "city": "London"}
    await enter(desk, "ada@example.com", given_name="Ada", **home)
    await enter(desk, "ralph@example.com", given_name="Ralph", **home)
    run = await find(desk)
    assert (run.counts.pairs, run.counts.households) == (0, 1)
    assert await queue(web) == []


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


async def test_searching_again_proposes_nothing_twice(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    run = await find(desk)
    assert (run.counts.new, run.counts.unchanged) == (0, 1)
    assert [each["proposal"] for each in await queue(web)] == [proposal]


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


async def test_nothing_is_merged_without_a_person_unless_that_is_wanted(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    run = await find(desk)
    assert (run.counts.new, run.counts.merged) == (1, 0)
    await set_policy(desk, merge_automatically_from=0.99)
    run = await find(desk)
    assert run.counts.merged == 1
    (item,) = await queue(web, state="accepted")
    assert item["proposal"]["decided_by"] == "system:deduplication"
    assert "nothing stands against it" in item["proposal"]["reason"]
    # Who takes it back has said no for good.
    await web.post(f"/identity-decisions/{item['proposal']['merge_id']}/undo", json=BECAUSE)
    await follow(desk)
    assert (await find(desk)).counts.merged == 0
    assert len(await queue(web)) == 1


@pytest.mark.parametrize(
    ("more", "conflict"),
    [
        ({"date_of_birth": "1815-12-11"}, "date_of_birth"),
        ({"national_id": "B"}, "national_id"),
        ({"given_name": "Annabella"}, "given_name"),
    ],
)
async def test_what_conflicts_is_left_to_people(
    desk: Desk, web: httpx.AsyncClient, more: dict[str, str], conflict: str
) -> None:
    await set_policy(desk, merge_automatically_from=0.01, suggest=0.01)
    sure = ADA | {"national_id": "A", "street": "12 St James Square", "postcode": "SW1Y 4JH"}
    await enter(desk, "ada@example.com", **sure)
    await enter(desk, "countess@example.org", **sure | more)
    run = await find(desk)
    assert (run.counts.merged, run.counts.new) == (0, 1)
    assert conflict in (await queue(web))[0]["proposal"]["conflicts"]


async def test_customer_numbers_and_relationships_stand_against_a_merge(desk: Desk, web: httpx.AsyncClient) -> None:
    await set_policy(desk, merge_automatically_from=0.5)
    change = CustomerChange(display_name="Ada Lovelace", attributes=dict(ADA))
    for number in ("7", "8"):
        await desk.do(create, fields=change, handles=[Handle("crm_id", number, None, Verification.VERIFIED)])
    assert (await find(desk)).counts.merged == 0
    assert (await queue(web))[0]["proposal"]["conflicts"] == ["crm_id"]
    one = await enter(desk, "grace@example.com", given_name="Grace", family_name="Hopper", date_of_birth="1906-12-09")
    two = await enter(desk, "hopper@example.org", given_name="Grace", family_name="Hopper", date_of_birth="1906-12-09")
    await desk.do(relate, one, other_id=two, kind=RelationshipKind.AUTHORISED_REPRESENTATIVE)
    assert (await find(desk)).counts.merged == 0
    found = {tuple(each["proposal"]["conflicts"]) for each in await queue(web)}
    assert found == {("crm_id",), ("kept_apart",)}


async def test_three_records_of_one_person_are_merged_into_one(desk: Desk, web: httpx.AsyncClient) -> None:
    await set_policy(desk, merge_automatically_from=0.9)
    ids = [await enter(desk, f"ada{n}@example.com", **ADA) for n in range(3)]
    run = await find(desk)
    assert (run.counts.merged, run.counts.settled) == (2, 1)
    roots = {(await web.get(f"/customers/{each}")).json()["root_id"] for each in ids}
    assert len(roots) == 1
    # What merged records hold is compared with them.
    await enter(desk, "other@example.com", **ADA | {"date_of_birth": "1815-12-11"})
    assert (await find(desk)).counts.merged == 0


async def test_a_search_in_the_background_keeps_its_record(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    waiting = (await web.post("/identity/deduplications", json={"dry_run": False})).json()
    assert (waiting["state"], waiting["phase"]) == ("waiting", None)
    await Worker(desk.db, JOBS).drain()
    done = (await web.get(f"/identity/deduplications/{waiting['id']}")).json()
    assert (done["state"], done["learned"], done["problem"]) == ("done", False, None)
    assert done["counts"]["people"] == 2
    assert "too few to learn from" in done["notes"][0]
    assert (await web.get("/identity/deduplications")).json()["items"] == [done]
    phases = [each["data"]["phase"] for each in await desk.events("deduplication.progressed")]
    assert phases == ["reading", "comparing", "proposing"]


async def test_a_search_that_fails_says_so(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warmline.customers.duplicates.linking.CHILD", "warmline.no_such_module")
    run = await desk.do(begin)
    with pytest.raises(Exception, match="ended early"):
        await search(desk.db, desk.org, run.id)
    failed = (await web.get(f"/identity/deduplications/{run.id}")).json()
    assert failed["state"] == "failed"
    assert "ended early" in failed["problem"]
    # It has ended; the next may begin, and this one does nothing more.
    assert (await search(desk.db, desk.org, run.id)).state == RunState.FAILED
    assert (await desk.do(begin)).counts == Counts()


async def hour_of(desk: Desk) -> int:
    (row,) = await desk.fetch("select extract(hour from now() at time zone time_zone)::int as hour from organization")
    return int(row["hour"])


async def test_nights_are_quiet_unless_an_organisation_wants_otherwise(desk: Desk) -> None:
    await deduplicate_nightly(desk.db, desk.org)
    await set_policy(desk, deduplicate_nightly=True, deduplicate_hour=(await hour_of(desk) + 12) % 24)
    await deduplicate_nightly(desk.db, desk.org)
    assert await desk.fetch("select id from deduplication") == []


async def test_nightly_searches_once_a_night(desk: Desk) -> None:
    await set_policy(desk, deduplicate_nightly=True, deduplicate_hour=await hour_of(desk))
    for _ in range(2):
        await deduplicate_nightly(desk.db, desk.org)
    (run,) = await desk.fetch("select started_by from deduplication")
    assert run["started_by"] == "system:nightly"
    with pytest.raises(DeduplicationUnderWay):
        await desk.do(begin)
