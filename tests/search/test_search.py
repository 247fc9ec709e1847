"""Conversations by their words: through the API, on a real record."""

from datetime import timedelta
from typing import Any

import pytest

from tests.application import Hire, Person, problem
from tests.interactions.desk import START, Desk, furnish, mail
from warmline import sdk
from warmline.accounts import system
from warmline.app.slices import REACTIONS
from warmline.interactions import NewRef, add_ref
from warmline.kit.db import Database
from warmline.kit.reactions import Reactor
from warmline.search import Filter, Order, find, search_for


class Archive:
    """A record that can be searched, seen by an administrator."""

    def __init__(self, desk: Desk, admin: Person) -> None:
        self.desk, self.admin = desk, admin
        self.reactor = Reactor(desk.db, REACTIONS)

    async def settle(self) -> None:
        await self.reactor.drain(self.desk.org)

    async def found(self, who: Person | None = None, **params: Any) -> list[str]:
        return [each["interaction_id"] for each in (await self.page(who, **params))["items"]]

    async def page(self, who: Person | None = None, **params: Any) -> dict[str, Any]:
        if "places" in params:
            params["in"] = params.pop("places")
        answer = await (who or self.admin).get("/search", params=params)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body


@pytest.fixture
async def archive(db: Database, admin: Person, owner_dsn: str) -> Archive:
    return Archive(await furnish(db, admin.org_id, owner_dsn), admin)


async def test_needs_sign_in(client: Any) -> None:
    assert (await client.get("/api/v1/search", params={"q": "hail"})).status_code == 401


async def test_needs_the_right_to_read(agent_client: Hire) -> None:
    stranger = await agent_client(permissions={"queue.read"})
    problem(await stranger.get("/search", params={"q": "hail"}), 403, "forbidden")


async def test_nothing_to_look_for_is_refused(admin: Person) -> None:
    problem(await admin.get("/search", params={"q": " - "}), 422, "nothing_to_look_for")
    problem(await admin.get("/search", params={"q": "-hail"}), 422, "nothing_to_look_for")
    problem(await admin.get("/search", params={"q": "hail", "since": "2026-01-01T00:00:00"}), 422, "invalid")
    problem(await admin.get("/search", params={"q": "hail", "after": "junk"}), 422, "invalid")


async def test_an_agent_finds_only_what_they_may_see(archive: Archive, agent_client: Hire) -> None:
    hidden, _ = await archive.desk.placed("a@example.org", "hail on my roof")
    reader = await agent_client(permissions={"case.read_team"})
    team = await archive.admin.made("/teams", code="other", name="Other")
    await archive.admin.patch(f"/queues/{archive.desk.queue}", json={"team_ids": [team["id"]]})
    await archive.settle()
    assert await archive.found(q="hail") == [str(hidden)]
    found = await archive.page(reader, q="hail")
    assert (found["items"], found["facets"]["counted"]) == ([], 0)


async def test_another_organisation_finds_nothing(archive: Archive, db: Database, other_org: Any) -> None:
    await archive.desk.placed("a@example.org", "hail on my roof")
    await archive.settle()
    async with db.transaction(other_org) as conn:
        search = search_for("hail", Filter(), places=[], has_file=False, order=Order.NEWEST)
        assert (await find(conn, system(other_org, "test"), search, limit=20, after=None)).items == []
        nothing = ", ".join(["null"] * 12)
        assert await conn.fetchval(f"select count(*) from search_by_words('hail', {nothing}, 9)") == 0


async def test_finds_words_phrases_and_beginnings(archive: Archive) -> None:
    roof, _ = await archive.desk.placed("a@example.org", "The hail broke my roof windows. Müller")
    car, _ = await archive.desk.placed("b@example.org", "Windows of the car are broken by hail")
    await archive.settle()
    assert set(await archive.found(q="hail")) == {str(roof), str(car)}
    assert await archive.found(q='"roof window"') == [str(roof)]
    assert await archive.found(q="hail -roof") == [str(car)]
    assert await archive.found(q="muller") == [str(roof)]
    assert await archive.found(q="MÜLL") == [str(roof)]
    assert set(await archive.found(q="roof or car")) == {str(roof), str(car)}
    assert await archive.found(q="thunder") == []


async def test_finds_numbers_in_any_spelling(archive: Archive) -> None:
    one, case_id = await archive.desk.placed("a@example.org", "I am on +49 170 1234567 all day")
    boss = system(archive.desk.org, "test")
    new = NewRef(kind="policy", external_id="POL-2024/00123")
    await archive.desk.act(add_ref, boss, case_id, new)
    await archive.settle()
    reference = (await archive.admin.get(f"/cases/{case_id}")).json()["reference"]
    for spelling in ("0170 1234567", "+491701234567", "pol 2024 00123", "POL202400123", reference, "a@example.org"):
        assert await archive.found(q=spelling) == [str(one)], spelling
    assert await archive.found(q="0170 1234568") == []


SPELLINGS = ("CLM-2024-00012", "CLM202400012", "clm 2024 00012", "Clm 202400012", "CLM2024/00012")


async def test_a_reference_is_found_however_it_was_written_and_asked_for(archive: Archive) -> None:
    made = set()
    for n, written in enumerate(SPELLINGS[:4]):
        contact, _ = await archive.desk.placed(f"{n}@example.org", f"it is about {written} again")
        made.add(str(contact))
    other, _ = await archive.desk.placed("other@example.org", "it is about CLM-2024-00013, of clm 2023 00012")
    await archive.settle()
    for asked in SPELLINGS:
        assert set(await archive.found(q=asked)) == made, asked
        assert set(await archive.found(q=f"{asked} again")) == made, asked
        assert await archive.found(q=f"{asked} thunder") == [], asked
    assert await archive.found(q="CLM202400013") == [str(other)]
    for item in (await archive.page(q="CLM202400012"))["items"]:
        hits = "".join(part["text"] for part in item["excerpt"]["parts"] if part["hit"])
        assert "".join(each for each in hits if each.isalnum()).upper() == "CLM202400012"


async def test_says_where_it_was_found(archive: Archive) -> None:
    one, _ = await archive.desk.placed("a@example.org", "about <b>hail</b> again")
    await archive.admin.made(f"/interactions/{one}/notes", text="customer is upset about thunder")
    await archive.settle()
    [item] = (await archive.page(q="hail"))["items"]
    assert item["excerpt"]["place"] == "customer"
    assert [part["text"] for part in item["excerpt"]["parts"] if part["hit"]] == ["hail"]
    assert "".join(part["text"] for part in item["excerpt"]["parts"]) == "about <b>hail</b> again"
    assert await archive.found(q="thunder", places="note") == [str(one)]
    assert await archive.found(q="thunder", places="customer") == []
    assert await archive.found(q="hail", places=["note", "customer"]) == [str(one)]


async def test_filters_and_counts(archive: Archive) -> None:
    desk = archive.desk
    early, _ = await desk.placed("a@example.org", "hail first", at=START)
    late, _ = await desk.placed("b@example.org", "hail second", at=START + timedelta(days=400))
    file = sdk.Attachment(name="roof-photo.jpg", content_type="image/jpeg", content=b"x")
    content = sdk.Content(at=START, text="hail third", attachments=(file,))
    [chat] = await desk.say(desk.contact("webchat", mail("c@example.org"), "", messages=(content,)))
    await archive.settle()
    first = await archive.page(q="hail", sort="newest")
    assert first["items"][0]["interaction_id"] == str(late)
    assert first["facets"]["counted"] == 3
    assert first["facets"]["complete"]
    assert {each["value"]: each["count"] for each in first["facets"]["channel"]} == {"email": 2, "webchat": 1}
    assert set(await archive.found(q="hail", channel="email")) == {str(early), str(late)}
    assert await archive.found(q="hail", since=(START + timedelta(days=1)).isoformat()) == [str(late)]
    assert await archive.found(q="hail", has_file="true") == [str(chat.interaction_id)]
    assert await archive.found(q="roof photo") == [str(chat.interaction_id)]
    customer = (await archive.admin.get(f"/interactions/{early}")).json()["customer_id"]
    assert await archive.found(q="hail", customer_id=customer) == [str(early)]
    assert await archive.found(customer_id=customer) == [str(early)]


@pytest.mark.parametrize("sort", ["newest", "relevance"])
async def test_pages_show_each_once(archive: Archive, sort: str) -> None:
    made = {str((await archive.desk.placed(f"{n}@example.org", f"hail {n}" + " hail" * n))[0]) for n in range(7)}
    await archive.settle()
    found: list[str] = []
    after = None
    while True:
        page = await archive.page(q="hail", sort=sort, limit=3, **({"after": after} if after else {}))
        found += [each["interaction_id"] for each in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(found) == 7
    assert set(found) == made


async def test_follows_what_changes(archive: Archive) -> None:
    one, case_id = await archive.desk.placed("a@example.org", "hello there")
    await archive.settle()
    assert await archive.found(q="zeppelin") == []
    customer = (await archive.admin.get(f"/interactions/{one}")).json()["customer_id"]
    for path in (f"/cases/{case_id}", f"/customers/{customer}"):
        shown = await archive.admin.get(path)
        change = {"title": "Zeppelin hull"} if "cases" in path else {"display_name": "Ferdinand Graf"}
        answer = await archive.admin.patch(path, json=change, headers={"If-Match": shown.headers["etag"]})
        assert answer.status_code == 200, answer.text
    await archive.settle()
    assert await archive.found(q="zeppelin ferdinand") == [str(one)]


async def test_reading_is_audited(archive: Archive) -> None:
    one, _ = await archive.desk.placed("a@example.org", "hail at night")
    await archive.settle()
    await archive.found(q="hail", channel="email")
    [row] = await archive.desk.rows("select actor, data from event where type = 'conversations.searched'")
    assert row["actor"] == f"agent:{archive.admin.agent_id}"
    assert row["data"] == {"by": ["channels"], "interaction_ids": [str(one)]}


async def test_old_matches_are_found_behind_many_new_ones(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search does not stop at ten hits, nor at three months: the windows and walks only bound one step."""
    for name, value in (("WINDOW", 2), ("WALK", 2), ("WALKS", 1)):
        monkeypatch.setattr(f"warmline.search.actions.find.{name}", value)
    made = [
        str(
            (await archive.desk.placed(f"{n}@example.org", "hail" if n % 2 else "rain", at=START + timedelta(days=n)))[
                0
            ]
        )
        for n in range(10)
    ]
    await archive.settle()
    for sort in ("newest", "relevance"):
        found: list[str] = []
        page = await archive.page(q="hail", sort=sort, limit=2)
        assert not page["facets"]["complete"]
        found += [each["interaction_id"] for each in page["items"]]
        while page["next"]:
            page = await archive.page(q="hail", sort=sort, limit=2, after=page["next"])
            found += [each["interaction_id"] for each in page["items"]]
        assert sorted(found) == sorted(made[1::2])
