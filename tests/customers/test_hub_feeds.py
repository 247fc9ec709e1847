"""Rows of feeds: what is refused, whose they are, and that the same rows again change nothing."""

import json
from typing import Any

import pytest

from tests.customers.desk import PROVEN, mail
from tests.customers.feeds import Office, at
from warmline.customers import FeedChange, NewFeed, create_feed, unlink, update_feed
from warmline.customers.hub.errors import FeedExists, FeedInactive, FeedUnreadable
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden, Invalid
from warmline.sdk import Handle


@pytest.fixture
def office(db: Database, org: Any) -> Office:
    return Office(db, org)


async def test_only_who_may_sets_feeds_up_and_runs_them(db: Database, org: Any, office: Office) -> None:
    feed = await office.feed()
    stranger = Office(db, org, may="customer.write feed.run")
    with pytest.raises(Forbidden):
        await stranger.feed("erp")
    with pytest.raises(Forbidden):
        await Office(db, org, may="customer.write feed.manage").send(feed, {"key": "C1"})
    assert (await stranger.send(feed, {"key": "C1"})).created == 1


@pytest.mark.parametrize("code", ["person", "system"])
async def test_a_feed_cannot_speak_as_people(office: Office, code: str) -> None:
    with pytest.raises(Invalid, match="code"):
        await office.feed(code)


async def test_a_code_is_given_once(office: Office) -> None:
    await office.feed()
    with pytest.raises(FeedExists):
        await office.feed()


async def test_a_mapping_to_nowhere_is_named(office: Office) -> None:
    with pytest.raises(Invalid, match=r"mapping\.Mail: handel\.email is no target"):
        await office.do(create_feed, new=NewFeed(code="crm", name="C", mapping={"Mail": "handel.email"}))


async def test_a_feed_that_is_switched_off_takes_nothing(office: Office) -> None:
    feed = await office.feed()
    off = await office.do(update_feed, feed.id, change=FeedChange(active=False))
    with pytest.raises(FeedInactive):
        await office.send(off, {"key": "C1"})


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"email": "a@example.com"}, "key: the row has none"),
    ({"key": ""}, "expected a key"),
    ({"key": "C1", "date_of_birth": "31.12.1970"}, "date_of_birth: expected a date"),
    ({"key": "C1", "date_of_birth": "2970-12-31"}, "date_of_birth: expected a day"),
    ({"key": "C1", "country": "Germany"}, "country: expected an ISO 3166-1 code"),
    ({"key": "C1", "time_zone": "Mars/Olympus"}, "time_zone: expected a name"),
    ({"key": "C1", "tier": "very good!"}, "tier: expected a code"),
    ({"key": "C1", "do_not_contact": "perhaps"}, "do_not_contact: expected true or false"),
    ({"key": "C1", "updated_at": "soon"}, "updated_at: expected a time"),
    ({"key": "C1", "updated_at": "2999-01-01T00:00:00Z"}, "updated_at: lies in the future"),
    ({"key": "C1", "family_name": "A\0B"}, "family_name: has a control character"),
    ({"key": "C1", "given_name": "x" * 300}, "given_name: is 300 characters long"),
    ({"key": "C1", "attributes": {"shoe": 10**40}}, "attributes.shoe: the number is too large"),
    ({"key": "C1", "handles": [{"scheme": "E Mail", "value": "x"}]}, "handles: "),
    ({"key": "C1", "handles": [{"scheme": "email", "value": "a@example.com", "primary": True}]}, "handles: "),
    ({"key": "C1", "relationships": [{"kind": "friend", "key": "C2"}]}, "relationships: "),
    ({"key": "C1", "references": [{"kind": "policy"}]}, "references: "),
    (
        {"key": "C1", "references": [{"kind": "policy", "id": "P", "address": "javascript:x"}]},
        "address: expected a web",
    ),
    ({f"c{each}": "" for each in range(50_000)} | {"key": "C1"}, "the row has 50001 columns"),
]


@pytest.mark.parametrize(("row", "problem"), WRONG)
async def test_a_wrong_row_is_named_and_the_rest_is_taken(office: Office, row: dict[str, Any], problem: str) -> None:
    feed = await office.feed()
    done = await office.send(feed, {"key": "A1"}, row, {"key": "Z1"})
    assert (done.read_rows, done.created, done.refused) == (3, 2, 1)
    (told,) = done.problems
    assert (told.row, told.refused) == (2, True)
    assert problem in told.problem
    keys = await office.fetch("select value from handle where scheme = 'crm_id' order by value")
    assert [each["value"] for each in keys] == ["A1", "Z1"]


async def test_hostile_lines_of_json_spoil_themselves_only(office: Office) -> None:
    feed = await office.feed()
    lines = [
        b'{"key": "A1"}',
        b"[" * 100_000,
        b'{"key": "B1", "x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"key": "B2", "notes": "' + b"x" * 1_200_000 + b'"}',
        b'{"key": "B3", "n": 1e999}',
        b'{"key": "B4", "family_name": "\\ud800"}',
        b'{"key": "B5", "family_name": "\xff"}',
        b"null",
        b'["key"]',
        b"{",
        b"\0\0",
        b'{"key": "Z1"}',
    ]
    done = await office.file(feed, b"\n".join(lines), "jsonl")
    assert done.created == 2
    assert {each.row for each in done.problems} >= {2, 4, 5, 6, 7, 8, 9, 10, 11}
    keys = await office.fetch("select value from handle where scheme = 'crm_id' order by value")
    assert [each["value"] for each in keys] == ["A1", "Z1"]


async def test_a_field_of_a_megabyte_is_refused_on_its_row(office: Office) -> None:
    feed = await office.feed()
    huge = b"x" * 1_000_000
    done = await office.file(feed, b"key,given_name\nA1,Ann\nB1," + huge + b'\nB2,"' + huge + b'"\nZ1,Zoe\n')
    assert (done.created, [each.row for each in done.problems]) == (2, [3, 4])
    assert all("1000000 characters long" in each.problem for each in done.problems)


async def test_broken_csv_spoils_its_own_lines_only(office: Office) -> None:
    feed = await office.feed(mapping={"CustNo": "key", "Name": "family_name"})
    content = (
        b"CustNo,Name,City\n"
        b'A1,"Able, Jr.",Rome\n'
        b'B1,"never closed,Rome\n'
        b"C1,Cole,Rome\n"
        b'D1,"Dole "the" Dealer",Rome\n'
        b"E1,Eddy\n"
        b"F1,F\xf6hr,Rome\n"
        b'G1,"two\nlines",Rome\n'
        b'H1,5" pipe,Rome\n'
        b"Z1,Zorn,Rome\n"
    )
    done = await office.file(feed, content)
    assert done.created == 5
    told = {each.row: each.problem for each in done.problems}
    assert sorted(told) == [3, 5, 6, 7]
    assert "never closed" in told[3]
    assert "write quotes in a field twice" in told[5]
    assert "the row has 2 fields, and the first line names 3" in told[6]
    assert "is not utf-8" in told[7]
    assert (await office.record("G1"))["display_name"] == "two lines"
    assert (await office.record("H1"))["display_name"] == '5" pipe'


async def test_an_encoding_can_be_named(office: Office) -> None:
    feed = await office.feed(encoding="windows-1252")
    await office.file(feed, "key;family_name\nF1;Föhr €\n".encode("cp1252"))
    assert (await office.record("F1"))["display_name"] == "Föhr €"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("key,given_name\nA1,Ann\n".encode("utf-16"), "UTF-16"),
        ("key,given_name\nA1,Ann\n".encode("utf-16-le"), "UTF-16"),
        (b"key,given_name,given_name\n", "two columns are called given_name"),
        (b"c," * 100_000 + b"key\n", "100001 columns"),
        (b"key,given_name\rA1,Ann\r", "CR alone"),
        (b"", "is empty"),
    ],
)
async def test_what_is_no_table_is_refused_whole(office: Office, content: bytes, problem: str) -> None:
    feed = await office.feed()
    with pytest.raises(FeedUnreadable, match=problem):
        await office.file(feed, content, "csv")


async def test_a_row_makes_a_customer_with_all_that_it_says(office: Office) -> None:
    feed = await office.feed()
    done = await office.send(
        feed,
        {
            "key": "C1",
            "updated_at": at(2),
            "email": "Ann@Example.com",
            "handles": [{"scheme": "phone", "value": "+44 20 7946 0000", "verified": True}],
            "given_name": "Ann",
            "family_name": "Able",
            "tier": "gold",
            "segments": "motor;home",
            "do_not_contact": "yes",
            "attributes": {"shoe_size": 39},
            "references": [{"kind": "policy", "id": "P-1", "label": "Motor", "status": "active"}],
            "nonsense": 1,
        },
    )
    assert (done.created, done.clean, done.ignored_columns) == (1, True, ["nonsense"])
    made = await office.record("C1")
    assert (made["display_name"], made["named"], made["tier"], made["segments"], made["do_not_contact"]) == (
        "Ann Able", True, "gold", ["home", "motor"], True,
    )  # fmt: skip
    assert made["attributes"] == {"given_name": "Ann", "family_name": "Able", "shoe_size": 39}
    handles = await office.fetch("select scheme, value, verification from handle order by scheme")
    assert [tuple(each) for each in handles] == [
        ("crm_id", "C1", "verified"), ("email", "ann@example.com", "asserted"), ("phone", "+442079460000", "verified"),
    ]  # fmt: skip
    (held,) = await office.fetch("select kind, external_id, label, status, source from customer_reference")
    assert tuple(held) == ("policy", "P-1", "Motor", "active", "crm")


async def test_events_name_fields_and_no_values(office: Office) -> None:
    feed = await office.feed()
    await office.send(feed, {"key": "C1", "given_name": "Ann", "tier": "gold"})
    await office.send(feed, {"key": "C1", "given_name": "Anna", "tier": "silver"})
    told = [json.dumps(dict(each)["data"]) for each in await office.events()]
    assert not [each for each in told if "Ann" in each or "silver" in each]
    (update,) = await office.events("customer.updated")
    assert set(update["data"]["fields"]) == {"attributes.given_name", "display_name", "tier"}


async def test_the_same_rows_again_change_nothing(office: Office) -> None:
    feed = await office.feed()
    given = [{"key": f"C{each}", "email": f"c{each}@example.com", "updated_at": at(2)} for each in range(7)]
    await office.send(feed, *given)
    before = await office.fetch("select id, version, updated_at from customer order by id")
    events = len(await office.events("customer%"))
    again = await office.send(feed, *given)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 7)
    assert await office.fetch("select id, version, updated_at from customer order by id") == before
    assert len(await office.events("customer%")) == events


async def test_a_changed_mapping_reads_rows_anew(office: Office) -> None:
    feed = await office.feed()
    await office.send(feed, {"key": "C1", "Stufe": "gold"})
    mapped = await office.do(update_feed, feed.id, change=FeedChange(mapping={"Stufe": "tier"}))
    assert (await office.send(mapped, {"key": "C1", "Stufe": "gold"})).changed == 1
    assert (await office.record("C1"))["tier"] == "gold"


async def test_two_rows_with_one_key_and_no_time_do_not_race(office: Office) -> None:
    feed = await office.feed()
    done = await office.send(feed, {"key": "C1", "tier": "gold"}, {"key": "C1", "tier": "silver"})
    assert (done.created, done.refused) == (1, 1)
    assert "stands in row 1 already" in done.problems[0].problem
    same = await office.send(feed, {"key": "C2", "tier": "gold"}, {"key": "C2", "tier": "gold"})
    assert (same.created, same.unchanged, same.refused) == (1, 1, 0)


async def test_a_handle_of_another_stays_there_and_the_two_are_suggested(office: Office) -> None:
    held = await office.one(mail("ann@example.com", "Ann"))
    feed = await office.feed()
    row = {"key": "C1", "email": "ann@example.com", "given_name": "Ann"}
    for _ in range(2):
        done = await office.send(feed, row)
        assert (done.partly, done.refused) == (1, 0)
        assert "that the two may be one is suggested" in done.problems[0].problem
    assert await office.whose("ann@example.com", "email") == held.customer_id
    assert await office.whose("C1") != held.customer_id
    (suggestion,) = await office.fetch("select * from identity_decision where kind = 'suggest'")
    assert {suggestion["customer_id"], suggestion["other_customer_id"]} == {held.customer_id, await office.whose("C1")}
    assert len(await office.events("identity_decision.suggested")) == 1


@pytest.mark.parametrize(("scheme", "value"), [("email", "n/a"), ("email", "-"), ("phone", "none"), ("phone", "x123")])
async def test_what_is_no_address_is_nobodys(office: Office, scheme: str, value: str) -> None:
    feed = await office.feed()
    done = await office.send(feed, {"key": "C1", scheme: value}, {"key": "C2", scheme: value})
    assert (done.created, done.partly, done.refused) == (2, 2, 0)
    assert f"the {scheme} handle is no address" in done.problems[0].problem
    assert await office.fetch("select from identity_decision where kind = 'suggest'") == []


async def test_two_rows_with_one_address_are_suggested(office: Office) -> None:
    feed = await office.feed()
    done = await office.send(feed, {"key": "C1", "email": "we@example.com"}, {"key": "C2", "email": "we@example.com"})
    assert (done.created, done.partly) == (2, 1)
    assert await office.whose("we@example.com", "email") == await office.whose("C1")


async def test_a_feed_that_adopts_gives_its_key_to_the_one_who_has_the_addresses(office: Office) -> None:
    held = await office.one(mail("ann@example.com", "Ann"))
    await office.customer("Bo", mail("bo@example.com"), Handle("crm_id", "B9", None, PROVEN))
    feed = await office.feed(adopts=True)
    done = await office.send(
        feed, {"key": "C1", "email": "ann@example.com"}, {"key": "C2", "email": "bo@example.com"}, {"key": "C3"}
    )
    assert (done.created, done.changed, done.partly) == (2, 1, 1)
    assert await office.whose("C1") == held.customer_id
    assert await office.whose("C2") != await office.whose("bo@example.com", "email")


async def test_a_handle_that_a_person_took_away_is_not_given_back(office: Office) -> None:
    feed = await office.feed()
    await office.send(feed, {"key": "C1", "email": "ann@example.com"})
    customer_id = await office.whose("C1")
    (handle,) = await office.fetch("select id from handle where scheme = 'email'")
    await office.do(unlink, customer_id, handle["id"], reason="not hers")
    done = await office.send(feed, {"key": "C1", "email": "ann@example.com", "tier": "gold"})
    assert (done.changed, done.partly) == (1, 1)
    assert "link it by hand" in done.problems[0].problem


async def test_relationships_find_rows_that_come_later(office: Office) -> None:
    feed = await office.feed()
    row = {"key": "B1", "relationships": [{"kind": "broker_of", "key": "C1"}], "household": "H1"}
    done = await office.send(feed, row, {"key": "C1", "household": "H1"})
    assert done.clean
    made = await office.fetch("select kind, customer_id, other_customer_id from relationship order by kind")
    assert [each["kind"] for each in made] == ["broker_of", "household", "household"]
    assert (made[0]["customer_id"], made[0]["other_customer_id"]) == (
        await office.whose("B1"),
        await office.whose("C1"),
    )
    assert (await office.record("H1", "household_id"))["kind"] == "household"
    again = await office.send(feed, row, {"key": "C1", "household": "H1"})
    assert again.unchanged == 2


async def test_a_relationship_with_nobody_is_told_and_made_when_they_come(office: Office) -> None:
    feed = await office.feed()
    row = {"key": "B1", "relationship.broker_of": "C1"}
    done = await office.send(feed, row)
    assert (done.created, done.partly) == (1, 1)
    assert "nobody has the key" in done.problems[0].problem
    assert (await office.send(feed, {"key": "C1"}, row)).clean
    assert len(await office.fetch("select from relationship")) == 1


async def test_a_customer_who_moves_house_leaves_the_old_household(office: Office) -> None:
    feed = await office.feed()
    await office.send(feed, {"key": "C1", "household": "H1"})
    await office.send(feed, {"key": "C1", "household": "H2"})
    made = await office.fetch("select ended_at from relationship order by id")
    assert [each["ended_at"] is None for each in made] == [False, True]
    await office.send(feed, {"key": "C1", "tier": "gold"})
    assert len(await office.fetch("select from relationship where ended_at is null")) == 1


async def test_a_reference_that_is_no_longer_named_has_ended(office: Office) -> None:
    feed = await office.feed(mapping={"Policy": {"to": "reference.policy", "separator": "|"}})
    await office.file(feed, b"key,Policy\nC1,P-1|P-2\n")
    await office.file(feed, b"key,Policy\nC1,P-2|P-3\n")
    held = await office.fetch("select external_id from customer_reference where ended_at is null order by 1")
    assert [each["external_id"] for each in held] == ["P-2", "P-3"]


async def test_a_dry_run_writes_nothing_and_says_all(office: Office) -> None:
    feed = await office.feed(priority=10)
    await office.send(feed, {"key": "C1", "tier": "gold", "updated_at": at(5)})
    before = await office.fetch("select * from customer_attribute order by id")
    given: list[dict[str, Any]] = [
        {"key": "C1", "tier": "silver", "updated_at": at(6)},
        {"key": "C2", "email": "new@example.com", "relationships": [{"kind": "broker_of", "key": "C3"}]},
        {"key": "C3", "email": "new@example.com"},
    ]
    done = await office.send(feed, *given, dry=True)
    assert (done.run_id, done.created, done.changed, done.partly) == (None, 2, 1, 1)
    assert await office.fetch("select * from customer_attribute order by id") == before
    assert len(await office.fetch("select from customer")) == 1
    (changed, created, conflicting) = done.diff
    (tier,) = changed.attributes
    assert (tier.shown_before, tier.given, tier.shown_after, tier.wins) == ("gold", "silver", "silver", True)
    assert (created.action, created.handles, created.customer_id) == ("created", ["email"], None)
    assert len(conflicting.conflicts) == 1
    assert len(await office.fetch("select from feed_run")) == 1


async def test_a_dry_run_says_why_a_value_loses(office: Office) -> None:
    crm, policies = await office.feed(priority=10), await office.feed("policies", key_scheme="policy_number")
    await office.send(crm, {"key": "C1", "tier": "gold", "handles": [{"scheme": "policy_number", "value": "P1"}]})
    done = await office.send(policies, {"key": "P1", "tier": "bronze"}, dry=True)
    (tier,) = done.diff[0].attributes
    assert (tier.wins, tier.shown_after) == (False, "gold")
    assert tier.why == "crm (priority 10) comes before policies (priority 0)."
