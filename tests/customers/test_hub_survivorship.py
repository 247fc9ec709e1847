"""Which value survives, why, and that nothing depends on the order in which rows arrive."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.customers.feeds import Office, at
from warmline.customers import (
    CustomerChange,
    FeedChange,
    Rules,
    change_rules,
    get,
    merge,
    move,
    reproject,
    unmerge,
    update,
    update_feed,
)
from warmline.customers.hub.model import AttributeRule, Claimed, Criterion
from warmline.customers.hub.survivorship import Belief, merged, named, profile, standings
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden

START = datetime(2026, 3, 1, tzinfo=UTC)
ONE, OTHER = UUID(int=1), UUID(int=2)
NAMES = ("tier", "city", "given_name", "family_name", "display_name")


@pytest.fixture
def office(db: Database, org: Any) -> Office:
    return Office(db, org)


def said(value: Any, source: str = "crm", *, hour: int = 0, name: str = "tier", verified: bool = False) -> Claimed:
    moment = START + timedelta(hours=hour)
    return Claimed(
        customer_id=ONE,
        name=name,
        value=value,
        source=source,
        external_key="",
        verified=verified,
        observed_at=moment,
        first_observed_at=moment,
    )


def believing(*criteria: Criterion, **priorities: int) -> Belief:
    return Belief(Rules(criteria=list(criteria) or Rules().criteria), priorities)


def test_verified_comes_first_then_the_source_then_the_later() -> None:
    belief = believing(crm=5, policies=1)
    assert profile([said("a", hour=9), said("b", "policies", verified=True)], belief) == {"tier": "b"}
    assert profile([said("a"), said("b", "policies", hour=9)], belief) == {"tier": "a"}
    assert profile([said("a"), said("b", "erp", hour=9), said("c", "web")], believing()) == {"tier": "b"}


def test_an_attribute_may_have_an_order_of_its_own() -> None:
    claims = [said("a", hour=9, verified=True), said("b", "policies")]
    own = AttributeRule(criteria=[Criterion.SOURCE], sources=["policies", "crm"])
    assert profile(claims, Belief(Rules(attributes={"tier": own}), {"crm": 9})) == {"tier": "b"}
    recent = AttributeRule(criteria=[Criterion.RECENCY])
    assert profile(claims, Belief(Rules(attributes={"tier": recent}), {})) == {"tier": "a"}


def test_losers_are_kept_with_the_reason() -> None:
    claims = [said("a", hour=1), said("b", hour=2), said("c", "policies", hour=3)]
    (tier,) = standings(claims, believing(crm=5)).values()
    assert tier.winner is not None
    assert tier.winner.value == "b"
    assert [(each.claim.value, each.why) for each in tier.losers] == [
        ("c", "crm (priority 5) comes before policies (priority 0)."),
        ("a", "crm said something else later, at 2026-03-01 02:00 UTC."),
    ]


def test_what_a_source_takes_back_gives_way_to_the_next() -> None:
    claims = [said("a", hour=1), said(None, hour=2), said("b", "policies")]
    assert profile(claims, believing(crm=5)) == {"tier": "b"}
    assert profile(claims[:2], believing()) == {"tier": None}


def test_that_a_person_took_a_value_away_is_a_claim() -> None:
    assert profile([said("a", hour=1), said(None, "person", hour=2)], believing()) == {"tier": None}


def test_names_in_parts_make_the_name() -> None:
    claims = [
        said("Ann", name="given_name"),
        said("Able", name="family_name"),
        said("A. Able", "erp", name="display_name"),
    ]
    assert profile(claims, believing(crm=5))["display_name"] == "Ann Able"
    assert profile(claims, believing(erp=5))["display_name"] == "A. Able"


CLAIMS = st.lists(
    st.builds(
        Claimed,
        customer_id=st.sampled_from([ONE, OTHER]),
        name=st.sampled_from(NAMES),
        value=st.sampled_from(["a", "b", "c", None]),
        source=st.sampled_from(["crm", "policies", "person"]),
        external_key=st.sampled_from(["", "K1"]),
        verified=st.booleans(),
        observed_at=st.integers(0, 5).map(lambda hours: START + timedelta(hours=hours)),
        first_observed_at=st.just(START),
    ),
    max_size=14,
)
BELIEFS = st.builds(
    Belief,
    st.builds(
        Rules,
        criteria=st.permutations(list(Criterion)),
        person_priority=st.integers(-1, 1),
        attributes=st.dictionaries(
            st.sampled_from(NAMES),
            st.builds(
                AttributeRule, criteria=st.none(), sources=st.sampled_from([[], ["policies"], ["crm", "person"]])
            ),
        ),
    ),
    st.dictionaries(st.sampled_from(["crm", "policies"]), st.integers(-1, 1)),
)


@given(CLAIMS, BELIEFS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(claims: list[Claimed], belief: Belief, chance: Any) -> None:
    shuffled = list(claims)
    chance.shuffle(shuffled)
    one, other = merged(claims), merged(shuffled)
    assert profile(one, belief) == profile(other, belief)
    assert {each.name for each in named(one)} == {each.name for each in named(other)}


@given(CLAIMS, CLAIMS, BELIEFS)
def test_keeping_piece_by_piece_is_keeping_at_once(first: list[Claimed], then: list[Claimed], belief: Belief) -> None:
    assert profile(merged([*merged(first), *then]), belief) == profile(merged([*first, *then]), belief)
    assert profile(merged([*first, *first]), belief) == profile(merged(first), belief)


@given(CLAIMS, BELIEFS)
def test_merging_and_parting_restores_each(claims: list[Claimed], belief: Belief) -> None:
    kept = merged(claims)
    own = {who: profile([each for each in kept if each.customer_id == who], belief) for who in (ONE, OTHER)}
    together = profile(kept, belief)
    for who in (ONE, OTHER):
        assert profile([each for each in kept if each.customer_id == who], belief) == own[who]
    for name, value in together.items():
        assert value in {own[ONE].get(name), own[OTHER].get(name)} or name == "display_name"


@given(CLAIMS, BELIEFS)
def test_every_value_is_shown_once_with_a_reason(claims: list[Claimed], belief: Belief) -> None:
    kept = merged(claims)
    for name, each in standings(kept, belief).items():
        shown = (
            [each.winner, *(loser.claim for loser in each.losers)] if each.winner else [x.claim for x in each.losers]
        )
        assert len(shown) == len([claim for claim in kept if claim.name == name])
        assert all(loser.why.endswith(".") for loser in each.losers)


ROWS: list[dict[str, Any]] = [
    {"key": "C1", "updated_at": at(1), "tier": "bronze", "city": "Rome"},
    {"key": "C1", "updated_at": at(2), "tier": "", "city": "Oslo", "references": [{"kind": "policy", "id": "P1"}]},
    {"key": "C1", "updated_at": at(3), "city": "Oslo", "references": [{"kind": "policy", "id": "P2"}]},
    {"key": "C1", "updated_at": at(4), "city": "Bonn"},
]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
async def test_rows_in_any_order_show_the_same(office: Office, order: tuple[int, ...]) -> None:
    feed = await office.feed()
    for each in order:
        await office.send(feed, ROWS[each])
    row = await office.record("C1")
    assert (row["tier"], row["attributes"]) == (None, {"city": "Bonn"})
    held = await office.fetch("select external_id from customer_reference where ended_at is null")
    assert [each["external_id"] for each in held] == ["P2"]
    for row_again in ROWS:
        await office.send(feed, row_again)
    assert (await office.record("C1"))["attributes"] == {"city": "Bonn"}


async def test_people_count_as_a_source(office: Office) -> None:
    feed = await office.feed()
    await office.send(feed, {"key": "C1", "tier": "gold", "city": "Rome"})
    customer_id = await office.whose("C1")
    await office.do(update, customer_id, change=CustomerChange(tier="silver", attributes={"city": None}))
    await office.send(feed, {"key": "C1", "tier": "bronze", "city": "Oslo"})
    row = await office.record("C1")
    assert (row["tier"], row["attributes"]) == ("silver", {})
    tier = (await office.attributes(customer_id))["tier"]
    assert tier.winner is not None
    assert (tier.winner.source, [each.value for each in tier.losers]) == ("person", ["bronze", "gold"])


async def test_an_edit_that_a_verified_value_outranks_is_kept_and_loses(office: Office) -> None:
    feed = await office.feed()
    await office.send(feed, {"key": "C1", "date_of_birth": "1970-01-31", "verified": ["date_of_birth"]})
    customer_id = await office.whose("C1")
    edited = await office.do(update, customer_id, change=CustomerChange(attributes={"date_of_birth": "1970-01-01"}))
    assert edited.attributes["date_of_birth"] == "1970-01-31"
    born = (await office.attributes(customer_id))["date_of_birth"]
    assert [(each.source, each.why) for each in born.losers] == [("person", "crm is verified, and this is not.")]


async def test_only_who_manages_feeds_changes_the_rules(db: Database, org: Any) -> None:
    with pytest.raises(Forbidden):
        await Office(db, org, may="customer.write feed.run").do(change_rules, new=Rules(person_priority=5))


async def test_new_rules_show_customers_anew_and_lose_nothing(office: Office) -> None:
    crm, policies = await office.feed(priority=9), await office.feed("policies", key_scheme="policy_number")
    await office.send(crm, {"key": "C1", "tier": "gold", "handles": [{"scheme": "policy_number", "value": "P1"}]})
    await office.send(policies, {"key": "P1", "tier": "bronze"})
    assert (await office.record("C1"))["tier"] == "gold"
    version = (await office.record("C1"))["version"]
    await office.do(change_rules, new=Rules(attributes={"tier": AttributeRule(sources=["policies"])}))
    assert await reproject(office.db, office.actor) == 1
    assert ((await office.record("C1"))["tier"], (await office.record("C1"))["version"] > version) == ("bronze", True)
    await office.do(change_rules, new=Rules())
    assert await reproject(office.db, office.actor) == 1
    assert (await office.record("C1"))["tier"] == "gold"
    assert await reproject(office.db, office.actor) == 0


async def test_a_feed_of_another_priority_shows_customers_anew(office: Office) -> None:
    crm, policies = await office.feed(), await office.feed("policies", key_scheme="policy_number", priority=5)
    await office.send(crm, {"key": "C1", "tier": "gold", "handles": [{"scheme": "policy_number", "value": "P1"}]})
    await office.send(policies, {"key": "P1", "tier": "bronze"})
    assert (await office.record("C1"))["tier"] == "bronze"
    await office.do(update_feed, crm.id, change=FeedChange(priority=10))
    await reproject(office.db, office.actor)
    assert (await office.record("C1"))["tier"] == "gold"


async def test_a_merge_lets_all_records_compete_and_unmerge_gives_each_its_own(office: Office) -> None:
    feed = await office.feed()
    await office.send(feed, {"key": "C1", "updated_at": at(1), "city": "Rome", "tier": "gold"})
    await office.send(feed, {"key": "C2", "updated_at": at(2), "city": "Oslo", "language": "no"})
    one, two = await office.whose("C1"), await office.whose("C2")
    alone = {each: await office.values(each) for each in (one, two)}
    await office.do(merge, one, into_id=two, reason="the same person")
    assert await office.values(two) == {"city": "Oslo", "tier": "gold", "language": "no"}
    assert await office.values(one) == alone[one]
    shown = await office.do(get, two)
    assert (shown.tier, shown.attributes, shown.inherited) == ("gold", {"city": "Oslo"}, {"tier": one})
    await office.send(feed, {"key": "C1", "updated_at": at(3), "city": "Bonn"})
    shown = await office.do(get, two)
    assert (shown.attributes, shown.inherited) == ({"city": "Bonn"}, {"tier": one, "attributes.city": one})
    alone[one] |= {"city": "Bonn"}
    rows = await office.fetch("select id, attributes, tier, language from customer order by id")
    await office.do(unmerge, one, reason="not the same")
    assert {each: await office.values(each) for each in (one, two)} == alone
    assert await office.fetch("select id, attributes, tier, language from customer order by id") == rows


async def test_what_a_feed_said_follows_its_key_to_another_customer(office: Office) -> None:
    feed = await office.feed()
    row = {"key": "C1", "updated_at": at(1), "city": "Rome", "references": [{"kind": "policy", "id": "P1"}]}
    await office.send(feed, row)
    one, other = await office.whose("C1"), (await office.customer("Zoe")).id
    (handle,) = await office.fetch("select id from handle where value = 'C1'")
    await office.do(move, handle["id"], to_id=other, reason="it is hers")
    done = await office.send(feed, row)
    assert (done.changed, done.clean) == (1, True)
    assert ((await office.values(one)), (await office.values(other))["city"]) == ({}, "Rome")
    shown = await office.fetch("select id, attributes from customer order by id")
    assert {each["id"]: each["attributes"] for each in shown} == {one: {}, other: {"city": "Rome"}}
    assert [each["customer_id"] for each in await office.fetch("select customer_id from customer_reference")] == [other]
    assert (await office.send(feed, row)).unchanged == 1
