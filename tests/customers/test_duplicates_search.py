"""Searches through the base: one at a time, what they propose, what they merge without a person, and their nights."""

from uuid import UUID

import httpx
import pytest

from tests.customers.desk import Desk
from tests.customers.queue import ADA, BECAUSE, enter, find, follow, proposed, queue, set_policy
from warmline.customers import CustomerChange, RelationshipKind, create, relate
from warmline.customers.duplicates.actions.searching import begin, search
from warmline.customers.duplicates.errors import DeduplicationUnderWay
from warmline.customers.duplicates.jobs import JOBS, deduplicate_nightly
from warmline.customers.duplicates.model import Counts, RunState
from warmline.kit.jobs import Worker
from warmline.sdk import Handle, Verification


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


async def test_searching_again_proposes_nothing_twice(
    desk: Desk, web: httpx.AsyncClient, pair: tuple[UUID, UUID]
) -> None:
    proposal = await proposed(desk, web)
    run = await find(desk)
    assert (run.counts.new, run.counts.unchanged) == (0, 1)
    assert [each["proposal"] for each in await queue(web)] == [proposal]


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
    """The hour that it is where the organisation is: from now on, where that is neither about to end nor just begun."""
    (row,) = await desk.fetch(
        "update organization set time_zone = "
        "case when extract(minute from now()) between 15 and 44 then 'UTC' else 'Asia/Kolkata' end "
        "returning extract(hour from now() at time zone time_zone)::int as hour"
    )
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
