"""Business hours over HTTP: who may, what is refused by field, what is told, and what the days bring."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.application import Hire, Person, problem
from warmline.kit import clock
from warmline.kit.db import Database
from warmline.kit.ids import new_id

HOURS = {"mon": [["09:00", "12:30"], ["13:15", "17:00"]], "fri": [["09:00", "24:00"]]}
OFFICE = {"code": "office", "name": "Office", "timezone": "Europe/London", "weekly": HOURS}


async def events_of(db: Database, person: Person) -> list[tuple[str, dict[str, Any]]]:
    async with db.transaction(person.org_id) as conn:
        rows = await conn.fetch("select type, data from event where type like 'calendar.%' order by xact, seq")
    return [(row["type"], row["data"]) for row in rows]


async def test_who_may_not_is_refused(client: httpx.AsyncClient, admin: Person, agent_client: Hire) -> None:
    made = await admin.made("/calendars", **OFFICE)
    problem(await client.get("/api/v1/calendars"), 401, "unauthorized")
    stranger = await agent_client(permissions={"customer.read"})
    problem(await stranger.get("/calendars"), 403, "forbidden")
    problem(await stranger.get(f"/calendars/{made['id']}"), 404, "calendar_not_found")
    problem(await stranger.get(f"/calendars/{made['id']}/days"), 403, "forbidden")
    agent = await agent_client(permissions={"interaction.work"})
    assert (await agent.get(f"/calendars/{made['id']}")).json() == made
    problem(await agent.post("/calendars", json=OFFICE | {"code": "mine"}), 403, "forbidden")
    problem(await agent.patch(f"/calendars/{made['id']}", json={"name": "X"}), 403, "forbidden")
    problem(await agent.delete(f"/calendars/{made['id']}"), 403, "forbidden")
    problem(await agent.post("/calendars/preview", json={"timezone": "UTC"}), 403, "forbidden")
    problem(await stranger.get("/calendars/countries"), 403, "forbidden")


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"timezone": "Europe/Lundon"}, "timezone", "Europe/London"),
        ({"weekly": {"mon": [["9:00", "12:00"]]}}, "weekly.mon[0]", "HH:MM"),
        ({"weekly": {"mon": [["09:00", "24:30"]]}}, "weekly.mon[0]", "24:30 is no time"),
        ({"weekly": {"mon": [["22:00", "06:00"]]}}, "weekly.mon[0]", "over midnight is two"),
        ({"weekly": {"mon": [["09:00", "09:00"]]}}, "weekly.mon[0]", "ends before it begins"),
        ({"weekly": {"mon": [["12:00", "14:00"], ["09:00", "12:01"]]}}, "weekly.mon[0]", "overlaps 09:00 to 12:01"),
        ({"weekly": {"mon": [[f"{n:02}:00", f"{n:02}:30"] for n in range(13)]}}, "weekly.mon", "at most 12"),
        ({"weekly": {}}, "weekly", "never be open"),
        ({"holidays": {"country": "XX"}}, "holidays.country", "such as GB"),
        ({"holidays": {"country": "GB", "subdivision": "BY"}}, "holidays.subdivision", "ENG, NIR, SCT, WLS"),
        ({"holidays": {"country": "AW", "subdivision": "BY"}}, "holidays.subdivision", "leave this out"),
        ({"exceptions": [{"date": "24.12.2026"}]}, "exceptions[0].date", "YYYY-MM-DD"),
        ({"exceptions": [{"date": "2026-02-30"}]}, "exceptions[0].date", "no date"),
        ({"exceptions": [{"date": "1999-02-01"}]}, "exceptions[0].date", "from 2000 to 2100"),
        ({"exceptions": [{"date": "2026-12-24"}] * 2}, "exceptions[1].date", "in exceptions[0] already"),
        (
            {"exceptions": [{"date": "2026-12-24", "hours": [["9", "10"]]}]},
            "exceptions[0].hours[0]",
            "9 is no time of day",
        ),
        ({"exceptions": [{"date": "2026-12-24"}] * 1001}, "exceptions", "at most 1000"),
    ],
)
async def test_what_is_wrong_is_named(admin: Person, wrong: dict[str, Any], field: str, words: str) -> None:
    body = problem(await admin.post("/calendars", json=OFFICE | wrong), 422, "calendar_unusable")
    named = {each["field"]: each["problem"] for each in body["errors"]}
    assert words in named[field]
    assert field in body["detail"]
    assert await admin.items("/calendars") == []


async def test_all_that_is_wrong_is_told_at_once(admin: Person) -> None:
    wrong = {"timezone": "Mars", "weekly": {"mon": [["1", "2"]]}, "exceptions": [{"date": "x"}]}
    body = problem(await admin.post("/calendars", json=OFFICE | wrong), 422, "calendar_unusable")
    assert [each["field"] for each in body["errors"]] == ["timezone", "weekly.mon[0]", "exceptions[0].date"]


@pytest.mark.parametrize(
    "wrong", [{"weekly": {"monday": []}}, {"weekly": {"mon": [["09:00"]]}}, {"code": "No Good"}, {"hours": 1}]
)
async def test_another_shape_is_refused(admin: Person, wrong: dict[str, Any]) -> None:
    problem(await admin.post("/calendars", json=OFFICE | wrong), 422, "invalid")


async def test_a_calendar_is_made_changed_and_deleted(admin: Person, db: Database) -> None:
    given = OFFICE | {
        "holidays": {"country": "gb", "subdivision": "ENG"},
        "exceptions": [{"date": "2030-12-24", "name": "Eve"}],
    }
    answer = await admin.post("/calendars", json=given)
    made = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert made["holidays"] == {"country": "GB", "subdivision": "ENG"}
    problem(await admin.post("/calendars", json=OFFICE), 409, "calendar_code_taken")
    path = f"/calendars/{made['id']}"
    problem(await admin.patch(path, json={"name": "X"}, headers={"If-Match": '"2"'}), 412, "stale")
    problem(await admin.patch(path, json={"timezone": "Mars"}), 422, "calendar_unusable")
    changed = (await admin.patch(path, json={"weekly": {"sun": [["10:00", "11:00"]]}, "holidays": None})).json()
    assert (changed["version"], changed["holidays"], changed["weekly"]) == (2, None, {"sun": [["10:00", "11:00"]]})
    assert (await admin.patch(path, json={"weekly": {"sun": [["10:00", "11:00"]], "mon": []}})).json()["version"] == 2
    assert (await admin.delete(path)).status_code == 204
    problem(await admin.get(path), 404, "calendar_not_found")
    problem(await admin.delete(path), 404, "calendar_not_found")
    told = await events_of(db, admin)
    assert [type_ for type_, _ in told] == ["calendar.created", "calendar.updated", "calendar.deleted"]
    assert told[1][1]["before"] == {"weekly": HOURS, "holidays": {"country": "GB", "subdivision": "ENG"}}
    assert told[1][1]["after"] == {"weekly": {"sun": [["10:00", "11:00"]]}, "holidays": {}}


async def test_one_that_queues_keep_is_not_deleted_and_changes_them(admin: Person, db: Database) -> None:
    made = await admin.made("/calendars", **OFFICE)
    queues = [await admin.made("/queues", code=code, name=code, calendar_id=made["id"]) for code in ("b", "a")]
    body = problem(await admin.delete(f"/calendars/{made['id']}"), 409, "calendar_in_use")
    assert "a, b" in body["detail"]
    always = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    await admin.patch(f"/calendars/{made['id']}", json={"weekly": always})
    _, (_, data) = await events_of(db, admin)
    assert sorted(data["queue_ids"]) == sorted(each["id"] for each in queues)
    now = (await admin.get(f"/queues/{queues[0]['id']}")).json()
    assert (now["open"], now["opens_at"], now["closes_at"], now["version"]) == (True, None, None, 2)
    await admin.patch(f"/calendars/{made['id']}", json={"name": "Renamed"})
    assert (await admin.get(f"/queues/{queues[0]['id']}")).json()["version"] == 2
    for each in queues:
        await admin.patch(f"/queues/{each['id']}", json={"calendar_id": None})
    assert (await admin.delete(f"/calendars/{made['id']}")).status_code == 204


async def test_a_queue_says_when_it_opens_and_closes(admin: Person) -> None:
    # Not tomorrow, which may begin meanwhile.
    soon = clock.now() + timedelta(days=2)
    one = {"date": soon.date().isoformat(), "hours": [["08:00", "09:00"]]}
    opens = await admin.made("/calendars", code="late", name="Late", timezone="UTC", exceptions=[one])
    queue = await admin.made("/queues", code="a", name="A", calendar_id=opens["id"])
    at = soon.replace(hour=8, minute=0, second=0, microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (queue["open"], queue["opens_at"], queue["closes_at"]) == (False, at, None)
    assert (opens["open"], opens["opens_at"]) == (False, at)
    always = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    closed = {"date": one["date"]}
    await admin.patch(f"/calendars/{opens['id']}", json={"weekly": always, "exceptions": [closed]})
    queue = (await admin.get(f"/queues/{queue['id']}")).json()
    assert (queue["open"], queue["closes_at"]) == (True, at.replace("T08", "T00"))


async def test_the_days_are_shown_with_their_holidays(admin: Person) -> None:
    kept = {"country": "GB", "subdivision": "ENG"}
    exceptions = [{"date": "2026-12-24", "hours": [["09:00", "12:00"]], "name": "Christmas Eve"}]
    weekly = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    made = await admin.made("/calendars", **OFFICE | {"weekly": weekly, "holidays": kept, "exceptions": exceptions})
    path = f"/calendars/{made['id']}/days"
    assert len((await admin.get(path)).json()["days"]) == 14
    days = (await admin.get(path, params={"from": "2026-12-23", "days": 6})).json()["days"]
    assert [(each["weekday"], each["because"], each["name"], len(each["hours"])) for each in days] == [
        ("wed", "week", None, 1),
        ("thu", "exception", "Christmas Eve", 1),
        ("fri", "holiday", "Christmas Day", 0),
        ("sat", "holiday", "Boxing Day", 0),
        ("sun", "week", None, 0),
        ("mon", "holiday", "Boxing Day (observed)", 0),
    ]
    assert days[1]["spans"] == [["2026-12-24T09:00:00Z", "2026-12-24T12:00:00Z"]]
    for wrong in ({"days": 0}, {"days": 401}, {"from": "soon"}, {"from": "9999-12-31"}):
        problem(await admin.get(path, params=wrong), 422, "invalid")
    problem(await admin.get(f"/calendars/{new_id()}/days"), 404, "calendar_not_found")


async def test_calendars_are_listed_by_code(admin: Person) -> None:
    for code in ("c", "a", "b"):
        await admin.made("/calendars", **OFFICE | {"code": code})
    assert [each["code"] for each in await admin.items("/calendars", limit=2)] == ["a", "b", "c"]


async def test_hours_are_seen_before_they_are_saved(admin: Person) -> None:
    wrong = {"timezone": "Europe/London", "weekly": {"mon": [["17:00", "09:00"]]}}
    body = problem(await admin.post("/calendars/preview", json=wrong), 422, "calendar_unusable")
    assert body["errors"][0]["field"] == "weekly.mon[0]"
    always = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    year = {"timezone": "Europe/Berlin", "weekly": always, "holidays": {"country": "DE"}, "days": 100}
    # In summer there are a hundred days without a holiday.
    with clock.as_if(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        found = (await admin.post("/calendars/preview", json=year)).json()
    assert len(found["days"]) == 100
    assert {day["because"] for day in found["days"]} == {"week", "holiday"}
    assert all(day["hours"] == [] for day in found["days"] if day["because"] == "holiday")
    assert await admin.items("/calendars") == []


async def test_countries_with_holidays_are_named(admin: Person) -> None:
    found = {each["code"]: each["subdivisions"] for each in (await admin.get("/calendars/countries")).json()}
    assert "BY" in found["DE"]
    assert len(found) > 100
