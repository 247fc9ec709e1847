"""A small day, figured by hand: what each measure counts, and what it leaves out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import Desk, furnish, mail
from warmline import sdk
from warmline.accounts import system
from warmline.interactions import NewActionItem, Status, promise, transition
from warmline.kit.db import Database

DAY = datetime(2026, 3, 3, tzinfo=UTC)
S = Status


class Day:
    """A day of an organisation, told step by step; times are minutes since ten o'clock."""

    def __init__(self, desk: Desk, admin: Person) -> None:
        self.desk, self.admin = desk, admin
        self.actor = system(desk.org, "test")

    def at(self, minutes: float) -> datetime:
        return DAY + timedelta(hours=10, minutes=minutes)

    async def comes(self, minutes: float, who: str, channel: str = "email", **more: Any) -> UUID:
        contact = self.desk.contact(
            channel, mail(f"{who}@example.org"), f"letter of {who}", at=self.at(minutes), **more
        )
        [received] = await self.desk.say(contact)
        assert received.interaction_id
        # It came when it says, and not only now.
        sql = "update interaction set queued_at = started_at where id = $1 and queued_at is not null"
        await self.desk.rows(sql, received.interaction_id)
        return received.interaction_id

    async def goes(self, id_: UUID, *steps: tuple[float, Status], by: UUID | None = None) -> None:
        for minutes, to in steps:
            owner = {"owner_id": by} if to is S.ACTIVE and by else {}
            await self.desk.act(transition, self.actor, id_, to, at=self.at(minutes), **owner)

    async def report(self, **params: Any) -> dict[str, Any]:
        answer = await self.admin.get("/reports/day", params={"date": "2026-03-03"} | params)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
async def day(db: Database, admin: Person, owner_dsn: str) -> Day:
    return Day(await furnish(db, admin.org_id, owner_dsn), admin)


async def test_needs_sign_in(client: Any) -> None:
    for path in ("reports/day", "reports/day.csv", "reports/measures", "wall", "wall/occupancy", "alerts"):
        assert (await client.get(f"/api/v1/{path}")).status_code == 401, path


async def test_agents_see_no_reports(agent_client: Hire) -> None:
    agent = await agent_client(permissions={"interaction.work", "queue.read", "case.read_team"})
    for path in ("/reports/day", "/reports/day.csv", "/alerts"):
        problem(await agent.get(path), 403, "forbidden")


@pytest.mark.parametrize(
    "asked",
    [
        {"tz": "Mars/Olympus"},
        {"from": "2026-03-05", "to": "2026-03-01"},
        {"from": "2026-01-01", "to": "2026-12-31"},
        {"date": "yesterday"},
        {"date": "0001-01-01"},
        {"date": "9999-12-31"},
    ],
)
async def test_what_is_no_period_is_refused(admin: Person, asked: dict[str, str]) -> None:
    problem(await admin.get("/reports/day", params=asked), 422, "invalid")


async def test_an_empty_day_has_nothing_to_divide(day: Day) -> None:
    found = await day.report()
    assert found["total"]["contacts_in"] == 0
    assert found["total"]["service_level"] is None
    assert found["total"]["wait_average"] is None
    assert [line["key"] for line in found["times"]][:2] == ["2026-03-03T00:00", "2026-03-03T01:00"]
    assert len(found["times"]) == 24


async def furnished(day: Day) -> tuple[UUID, UUID]:
    """Five contacts of the day, and one of the day before. The target of the queue is 120 seconds."""
    agent = UUID((await day.admin.made("/agents", name="Ada", email="ada.q@example.org"))["id"])
    team = UUID((await day.admin.made("/teams", code="claims", name="Claims"))["id"])
    assert (await day.admin.put(f"/teams/{team}/members/{agent}")).status_code < 300
    # Answered after 1 minute (within target); 4 minutes of talk, 1 on hold, 2 of wrap-up; resolved.
    one = await day.comes(0, "one")
    await day.goes(one, (1, S.ACTIVE), (4, S.ON_HOLD), (5, S.ACTIVE), (6, S.WRAP_UP), (8, S.RESOLVED), by=agent)
    # Answered after 5 minutes (too late), 10 minutes of talk; resolved, and its customer comes back two hours later.
    two = await day.comes(10, "two")
    await day.goes(two, (15, S.ACTIVE), (25, S.RESOLVED), by=agent)
    again = await day.comes(145, "two", thread=await _answer_to(day, two))
    assert (await day.desk.rows("select count(distinct case_id) from interaction where id in ($1, $2)", two, again))[0][
        0
    ] == 1
    # Left after half a minute (before the target), and after four (behind it).
    await day.goes(await day.comes(20, "three", "webchat"), (20.5, S.ABANDONED))
    await day.goes(await day.comes(30, "four", "webchat"), (34, S.ABANDONED))
    before = await day.comes(-24 * 60, "five")
    await day.goes(before, (-24 * 60 + 1, S.ACTIVE), by=agent)
    return agent, team


async def _answer_to(day: Day, interaction_id: UUID) -> sdk.Thread:
    [row] = await day.desk.rows("select external_id from message where interaction_id = $1", interaction_id)
    return sdk.Thread(replies_to=(row["external_id"],))


async def test_the_day_as_figured_by_hand(day: Day) -> None:
    agent, team = await furnished(day)
    found = await day.report()
    total = found["total"]
    assert (total["contacts_in"], total["contacts_out"], total["automatic"]) == (5, 0, 0)
    # The one that came back still waits.
    assert (total["answered"], total["abandoned"], total["waiting"]) == (2, 2, 1)
    # 60 and 300 seconds.
    assert (total["wait_average"], total["wait_p50"], total["wait_p90"]) == (180, 180, 276)
    # Within: one. Known: two answered, one left behind the target, one waits for longer. Not: who left before it.
    assert (total["target_met"], total["target_known"], total["service_level"]) == (1, 4, 0.25)
    # 4 + 1 + 2 minutes, and 10.
    assert (total["handled"], total["handle_average"]) == (2, (420 + 600) / 2)
    assert (total["talk_average"], total["hold_average"], total["wrap_up_average"]) == ((240 + 600) / 2, 30, 60)
    # Both were the first of their matter and were resolved; the second customer came back.
    assert (total["first_resolved"], total["first_settled"], total["first_contact_resolution"]) == (1, 2, 0.5)
    hours = {line["name"]: line["figures"]["contacts_in"] for line in found["times"] if line["figures"]["contacts_in"]}
    assert hours == {"10:00": 4, "12:00": 1}
    assert [(line["name"], line["figures"]["answered"]) for line in found["teams"]] == [("Claims", 2), ("", 0)]
    assert {line["name"]: line["figures"]["contacts_in"] for line in found["channels"]} == {"email": 3, "webchat": 2}
    mine = next(line for line in found["agents"] if line["key"] == str(agent))
    assert (mine["name"], mine["figures"]["answered"], mine["figures"]["service_level"]) == ("Ada", 2, 0.5)
    assert [line["name"] for line in found["queues"]] == ["Claims"]
    assert found["queues"][0]["figures"]["wait_average"] == 180
    assert str(team) in {line["key"] for line in found["teams"]}


async def test_the_parts_make_the_whole(day: Day) -> None:
    await furnished(day)
    found = await day.report()
    for part in ("times", "queues", "channels", "agents"):
        for measure in ("contacts_in", "answered", "abandoned", "target_met", "target_known", "first_settled"):
            assert sum(line["figures"][measure] for line in found[part]) == found["total"][measure], (part, measure)


async def test_some_days_go_by_the_day(day: Day) -> None:
    await furnished(day)
    answer = await day.admin.get("/reports/day", params={"from": "2026-03-01", "to": "2026-03-04"})
    found = answer.json()
    assert [(line["key"], line["figures"]["contacts_in"]) for line in found["times"]] == [
        ("2026-03-01", 0),
        ("2026-03-02", 1),
        ("2026-03-03", 5),
        ("2026-03-04", 0),
    ]
    assert found["total"]["contacts_in"] == 6


async def test_a_day_begins_by_the_clock_of_the_time_zone(day: Day) -> None:
    await day.comes(-10.5 * 60, "night")
    assert (await day.report())["total"]["contacts_in"] == 0
    berlin = await day.report(tz="Europe/Berlin")
    assert berlin["total"]["contacts_in"] == 1
    assert berlin["times"][0]["figures"]["contacts_in"] == 1
    assert berlin["since"] == "2026-03-02T23:00:00Z"


async def test_bots_and_automatic_mail_are_left_out(day: Day) -> None:
    bot = UUID((await day.admin.made("/agents", name="Bot", email="bot@example.org", kind="bot"))["id"])
    helped = await day.comes(0, "one")
    await day.goes(helped, (1, S.ACTIVE), (5, S.RESOLVED), by=bot)
    await day.comes(2, "robot", automatic=True)
    total = (await day.report())["total"]
    assert (total["contacts_in"], total["by_bots"], total["answered"], total["handled"]) == (1, 1, 0, 0)
    assert (total["automatic"], total["service_level"], total["wait_average"]) == (1, None, None)


async def test_reopening_breaks_neither_wait_nor_first_contact_resolution(day: Day) -> None:
    agent = UUID((await day.admin.made("/agents", name="Ada", email="ada.q@example.org"))["id"])
    one = await day.comes(0, "one")
    await day.goes(one, (1, S.ACTIVE), (5, S.RESOLVED), (60, S.REOPENED), (60, S.QUEUED), by=agent)
    total = (await day.report())["total"]
    # It waits again, and yet it was answered after a minute.
    assert (total["answered"], total["wait_average"]) == (1, 60)
    await day.goes(one, (61, S.ACTIVE), (62, S.RESOLVED), by=agent)
    total = (await day.report())["total"]
    assert (total["answered"], total["wait_average"], total["reopens"]) == (1, 60, 0)
    assert (total["first_resolved"], total["first_settled"]) == (0, 1)


async def test_promises_count_when_they_were_due(day: Day) -> None:
    one = await day.comes(0, "one")
    [row] = await day.desk.rows("select case_id from interaction where id = $1", one)
    for text, done in (("call back", 60), ("send form", 300), ("never", None)):
        new = NewActionItem(text=text, due_at=day.at(120))
        item = await day.desk.act(promise, day.actor, row["case_id"], new)
        if done is not None:
            sql = "update action_item set status = 'done', done_at = $2 where id = $1"
            await day.desk.rows(sql, item.id, day.at(done))
    total = (await day.report())["total"]
    assert (total["promises_kept"], total["promises_missed"]) == (1, 2)


async def test_a_table_that_no_spreadsheet_calculates_with(day: Day) -> None:
    await day.admin.made("/agents", name="=1+1", email="formula@example.org")
    agent = next(each for each in await day.admin.items("/agents") if each["name"] == "=1+1")
    one = await day.comes(0, "one")
    await day.goes(one, (1, S.ACTIVE), by=UUID(agent["id"]))
    answer = await day.admin.get("/reports/day.csv", params={"date": "2026-03-03"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert "warmline-2026-03-03.csv" in answer.headers["content-disposition"]
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("from,to,time_zone,by,key,name,contacts_in,")
    assert lines[1].startswith("2026-03-03,2026-03-03,UTC,total,,,1,0,0,0,1,0,0,60,60,60,1,1,1,")
    assert any(f",agent,{agent['id']},'=1+1," in line for line in lines)
    same = await day.admin.get("/reports/day", params={"date": "2026-03-03"}, headers={"Accept": "text/csv"})
    assert same.content == answer.content


async def test_every_figure_has_a_definition(admin: Person, day: Day) -> None:
    defined = {each["code"] for each in (await admin.get("/reports/measures")).json()}
    parts = {"target_met", "target_known", "first_resolved", "first_settled", "handled"}
    assert defined == (await day.report())["total"].keys() - parts
