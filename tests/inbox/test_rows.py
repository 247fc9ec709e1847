"""The rows of an inbox: who sees which, in which order, and with what."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.application import Hire, Person, problem
from tests.inbox.conftest import House, row_of, shown
from warmline.interactions import Status
from warmline.kit import clock
from warmline.kit.http import encode_cursor
from warmline.kit.ids import new_id

WORK = {"interaction.work", "case.read", "case.write"}


async def test_needs_sign_in_and_a_permission(client: httpx.AsyncClient, agent_client: Hire) -> None:
    problem(await client.get("/api/v1/inbox"), 401, "unauthorized")
    nobody = await agent_client(permissions={"queue.read"})
    problem(await nobody.get("/inbox"), 403, "forbidden")
    problem(await nobody.get("/inbox/counts", params={"views": "mine"}), 403, "forbidden")


@pytest.mark.parametrize("view", ["mine", "offers", "followed", "mentions", "snoozed"])
async def test_a_program_has_no_work_of_its_own(key_client: Any, view: str) -> None:
    program = await key_client("case.read")
    problem(await program.get("/inbox", params={"view": view}), 409, "no_desk")
    assert await program.items("/inbox") == []


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"after": "nonsense"}, "after"),
        ({"after": encode_cursor((1, 2))}, "after"),
        ({"since": "2026-03-02T09:00:00"}, "since"),
        ({"view": "theirs"}, "view"),
        ({"status": "lost"}, "status"),
        ({"limit": 201}, "limit"),
    ],
)
async def test_what_cannot_be_read_is_refused_by_name(admin: Person, params: dict[str, Any], field: str) -> None:
    answer = await admin.get("/inbox", params=params)
    assert answer.status_code in (400, 422), answer.text
    assert field in answer.text


@pytest.mark.parametrize("views", ["theirs", "queue:x", "saved:x"])
async def test_counts_refuse_what_is_no_view(admin: Person, views: str) -> None:
    problem(await admin.get("/inbox/counts", params={"views": views}), 422, "invalid")


async def test_an_agent_sees_what_is_within_reach_and_no_more(house: House, agent_client: Hire) -> None:
    """The same set as the list of interactions, which asks the guard of the record row by row."""
    floor = house.floor
    mine, theirs = await floor.team("mine"), await floor.team("theirs")
    served, foreign = await floor.queue("served", mine), await floor.queue("foreign", theirs)
    seer = await agent_client(permissions={"interaction.work", "case.read_team"}, team_ids=[mine])
    near, far = await floor.contact(served), await floor.contact(foreign)
    owned, of_team, of_case, beside = [await floor.contact(foreign) for _ in range(4)]
    await house.own(seer, owned)
    await floor.sql("update interaction set team_id = $2 where id = $1", of_team, mine)
    await floor.sql(
        "update case_record set owner_id = $2 where id = $1", UUID(await house.case_of(of_case)), seer.agent_id
    )
    # A contact in the same case as one within reach.
    await floor.sql(
        "update interaction set case_id = (select case_id from interaction where id = $2) where id = $1", beside, near
    )
    rows = await shown(seer)
    assert set(rows) == {str(each) for each in (near, owned, of_team, of_case, beside)}
    assert set(rows) == {each["id"] for each in await seer.items("/interactions")}
    assert str(far) in await shown(house.admin)


async def test_customers_are_named_only_to_who_may_read_them(house: House, agent_client: Hire) -> None:
    contact = await house.floor.contact(await house.floor.queue("main"))
    seer = await agent_client(permissions={"case.read"})
    unnamed = await row_of(seer, contact)
    named = await row_of(await agent_client(permissions={"case.read", "customer.read"}), contact)
    assert (unnamed["customer_name"], named["customer_name"] is None) == (None, False)
    assert unnamed["customer_id"] == named["customer_id"]


async def test_a_row_has_all_that_it_takes_to_draw_it(house: House) -> None:
    queue = await house.floor.queue("main", service_seconds=600)
    found = await house.floor.contact(queue, who="ada@example.org", text="My roof\n\n  leaks", ago=500)
    row = await row_of(house.admin, found)
    assert (row["status"], row["queue_name"], row["channel"], row["owner_id"]) == ("queued", "Main", "mail", None)
    assert row["last_message"] | {"id": 0, "at": 0, "name": ""} == {
        "id": 0,
        "text": "My roof leaks",
        "who": "customer",
        "name": "",
        "at": 0,
        "private": False,
        "delivery": None,
        "attachments": 0,
    }
    assert row["case_id"] == await house.case_of(found)
    assert (row["unread"], row["snoozed"], row["followed"], row["contacts"]) == (True, False, False, 1)
    assert row["risk"] == "at_risk", "100 of 600 seconds are left"
    assert row["due_at"] > row["waiting_since"]


async def test_orders_pages_and_their_cursors(house: House) -> None:
    fast, slow = (
        await house.floor.queue("fast", service_seconds=60),
        await house.floor.queue("slow", service_seconds=3600),
    )
    old = await house.floor.contact(slow, ago=900)
    late = await house.floor.contact(fast, ago=120)
    new = await house.floor.contact(fast, ago=10)
    held = await house.floor.contact(slow, ago=300)
    await house.own(house.admin, held)
    nowhere = await house.floor.contact(None, ago=60)
    ids = {str(each): name for each, name in ((old, "old"), (late, "late"), (new, "new"), (held, "held"))}
    ids[str(nowhere)] = "nowhere"
    for size in (1, 2, 50):
        orders = {
            sort: [ids[each] for each in await shown(house.admin, sort=sort, limit=size)]
            for sort in ("newest", "waiting", "due")
        }
        assert orders["newest"] == ["new", "nowhere", "late", "held", "old"]
        assert orders["waiting"] == ["old", "late", "nowhere", "new", "held"], "what does not wait comes after"
        assert orders["due"] == ["late", "new", "old", "nowhere", "held"], "what is in no queue is never due"
    assert [ids[each] for each in await shown(house.admin, risk="breached")] == ["late"]
    assert await shown(house.admin, risk="at_risk") == []


async def test_what_is_due_soonest_is_found_among_queues_with_other_targets(house: House) -> None:
    queues = [await house.floor.queue(f"q{each}", service_seconds=each) for each in (30, 600, 4000)]
    contacts = [await house.floor.contact(queues[n * 7 % 3], ago=n * 211 % 3600) for n in range(18)]
    contacts += [await house.floor.contact(None, ago=n * 700) for n in range(3)]
    target = "insert into work_need (org_id, interaction_id, service_seconds) values ($1, $2, $3)"
    for found, seconds in zip(contacts[::5], (5, 9000, 300, 1, 2500), strict=True):
        await house.floor.sql(target, house.admin.org_id, found, seconds)
    rows = {row["interaction_id"]: row for row in await house.admin.items("/inbox")}
    dated = sorted((row["due_at"], id_) for id_, row in rows.items() if row["due_at"])
    undated = sorted((row["waiting_since"], id_) for id_, row in rows.items() if not row["due_at"])
    wanted = [id_ for _, id_ in dated + undated]
    assert (len(wanted), len(dated)) == (21, 19)
    for size in (1, 4, 19, 20, 50):
        assert await shown(house.admin, sort="due", limit=size) == wanted, size
    before = clock.now().isoformat()
    breached = set(await shown(house.admin, risk="breached"))
    after = clock.now().isoformat()
    # One may come due between the two.
    assert {id_ for due, id_ in dated if due <= before} <= breached <= {id_ for due, id_ in dated if due <= after}


async def test_work_that_has_its_own_target_is_due_by_that(house: House) -> None:
    queue = await house.floor.queue("main", service_seconds=3600)
    found = await house.floor.contact(queue, ago=60)
    await house.floor.sql(
        "insert into work_need (org_id, interaction_id, service_seconds) values ($1, $2, 30)"
        " on conflict (org_id, interaction_id) do update set service_seconds = 30",
        house.admin.org_id,
        found,
    )
    assert (await row_of(house.admin, found))["risk"] == "breached"
    assert await shown(house.admin, risk="breached") == [str(found)]


async def test_views_hold_whose_work_it_is(house: House, agent_client: Hire) -> None:
    team = await house.floor.team("claims")
    agent = await agent_client(permissions=WORK, team_ids=[team])
    other = await agent_client(permissions=WORK, team_ids=[team])
    queue = await house.floor.queue("main")
    mine, colleague, waits, done = [await house.floor.contact(queue) for _ in range(4)]
    await house.own(agent, mine, done)
    await house.own(other, colleague)
    await house.floor.move(done, Status.RESOLVED)
    views = {view: set(await shown(agent, view=view)) for view in ("mine", "team", "queue", "unassigned", "everything")}
    assert views["mine"] == {str(mine)}
    assert views["team"] == {str(mine), str(colleague)}
    assert views["queue"] == views["unassigned"] == {str(waits)}
    assert views["everything"] == {str(each) for each in (mine, colleague, waits, done)}
    counts = await agent.get("/inbox/counts", params={"views": f"mine,team,queue:{queue.id},unassigned,everything"})
    assert [(each["view"], each["count"], each["capped"]) for each in counts.json()] == [
        ("mine", 1, False),
        ("team", 2, False),
        (f"queue:{queue.id}", 1, False),
        ("unassigned", 1, False),
        ("everything", 4, False),
    ]


async def test_where_notes_call_upon_one_or_ones_team_is_in_mentions(house: House, agent_client: Hire) -> None:
    team = await house.floor.team("glass")
    agent = await agent_client(permissions=WORK | {"case.read"}, team_ids=[team])
    other = await agent_client(permissions=WORK)
    queue = await house.floor.queue("main")
    called, done, not_called = [await house.floor.contact(queue) for _ in range(3)]
    for found, whom in ((called, agent.agent_id), (called, team), (done, team)):
        await house.admin.made(f"/interactions/{found}/notes", text="@you look", mentions=[str(whom)])
    await house.admin.made(f"/interactions/{not_called}/notes", text="nobody")
    await house.own(house.admin, done)
    await house.floor.move(done, Status.RESOLVED)
    await house.react()
    assert set(await shown(agent, view="mentions")) == {str(called), str(done)}
    assert await shown(agent, view="mentions", status="queued") == [str(called)]
    assert await shown(other, view="mentions") == []
    [counted] = (await agent.get("/inbox/counts", params={"views": "mentions"})).json()
    assert (counted["count"], counted["capped"]) == (2, False)


async def test_what_is_offered_is_in_offers_with_its_time(house: House) -> None:
    queue = await house.floor.queue("main")
    found = await house.floor.contact(queue)
    expires = clock.now() + timedelta(seconds=30)
    await house.floor.sql(
        "insert into offer (org_id, interaction_id, agent_id, queue_id, offered_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        house.admin.org_id,
        found,
        house.admin.agent_id,
        queue.id,
        clock.now(),
        expires,
    )
    await house.floor.move(found, Status.OFFERED)
    row = await row_of(house.admin, found, view="offers")
    assert row["offer_id"]
    assert row["status"] == "offered"


async def test_filters_narrow_and_join(house: House) -> None:
    one, two = await house.floor.queue("one"), await house.floor.queue("two")
    mail, chat = await house.floor.contact(one), await house.floor.contact(two, session="s")
    await house.floor.sql("update interaction set priority = 5, category = 'claim' where id = $1", chat)
    customer = (await row_of(house.admin, mail))["customer_id"]
    for params, wanted in (
        ({"channel": ["chat"]}, {chat}),
        ({"channel": ["chat", "mail"]}, {chat, mail}),
        ({"queue_id": [str(one.id)]}, {mail}),
        ({"queue_id": [str(one.id)], "channel": ["chat"]}, set()),
        ({"priority": 1}, {chat}),
        ({"category": ["claim"]}, {chat}),
        ({"customer_id": customer}, {mail}),
        ({"owner_id": [str(new_id())]}, set()),
        ({"status": ["queued"]}, {mail, chat}),
        ({"status": ["closed"]}, set()),
        ({"since": (clock.now() + timedelta(hours=1)).isoformat()}, set()),
        ({"until": (clock.now() + timedelta(hours=1)).isoformat()}, {mail, chat}),
    ):
        assert set(await shown(house.admin, **params)) == {str(each) for each in wanted}, params


async def test_rows_are_refreshed_by_id_and_what_does_not_belong_is_left_out(house: House) -> None:
    queue = await house.floor.queue("main")
    mine, waits = await house.floor.contact(queue), await house.floor.contact(queue)
    await house.own(house.admin, mine)
    wanted = [str(mine), str(waits), str(new_id())]
    assert set(await shown(house.admin, interaction_id=wanted)) == {str(mine), str(waits)}
    assert await shown(house.admin, interaction_id=wanted, view="mine") == [str(mine)]
    assert await shown(house.admin, interaction_id=wanted, view="offers") == []


async def test_rows_by_case_are_the_first_of_each_at_any_page_size(house: House) -> None:
    queue = await house.floor.queue("main")
    first, second, third, alone = [await house.floor.contact(queue, ago=100 - n) for n in range(4)]
    await house.floor.sql(
        "update interaction set case_id = (select case_id from interaction where id = $2) where id = any ($1)",
        [second, third],
        first,
    )
    for size in (1, 2, 3, 50):
        rows = await house.admin.items("/inbox", group="case", limit=size)
        assert [(row["interaction_id"], row["contacts"]) for row in rows] == [(str(alone), 1), (str(third), 3)]
    rows = await house.admin.items("/inbox", group="case", sort="waiting")
    assert [row["interaction_id"] for row in rows] == [str(first), str(alone)]


async def test_counting_stops_at_a_thousand(house: House) -> None:
    queue = await house.floor.queue("main")
    found = await house.floor.contact(queue)
    await house.floor.sql(
        "insert into interaction (org_id, customer_id, channel, medium, account_id, direction, initiation, status,"
        " queue_id, started_at, queued_at, status_since, last_message_at) select org_id, customer_id, channel, medium,"
        " account_id, direction, initiation, status, queue_id, started_at, queued_at, status_since, last_message_at"
        " from interaction, generate_series(1, 1000) where id = $1",
        found,
    )
    counts = (await house.admin.get("/inbox/counts", params={"views": ["unassigned", "mine"]})).json()
    assert [(each["count"], each["capped"]) for each in counts] == [(1000, True), (0, False)]
