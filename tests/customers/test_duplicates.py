"""Which records may be one person: what is refused, what is found, and why, without a database."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from warmline.customers.duplicates import blocking, learning
from warmline.customers.duplicates.comparisons import COMPARISONS, NAMED
from warmline.customers.duplicates.errors import LinkageFailed
from warmline.customers.duplicates.linkage import Linkage
from warmline.customers.duplicates.linking import link
from warmline.customers.duplicates.messages import Line
from warmline.customers.duplicates.model import Origin, Policy, Proposal, State
from warmline.customers.duplicates.pairs import Evidence, Pair, conflicts, evidence, is_household
from warmline.customers.duplicates.people import Person, Row, born, names, row
from warmline.customers.duplicates.proposing import Move, disputed, grown, joined, may_merge, move, wire
from warmline.kit.clock import now
from warmline.kit.ids import new_id

ADA: dict[str, Any] = {
    "given_name": "Ada",
    "family_name": "Lovelace",
    "date_of_birth": "1815-12-10",
    "street": "12 St James Square",
    "city": "London",
    "postcode": "SW1Y 4JH",
}


def person(id_: str, **fields: Any) -> Row:
    return row(Person(id=id_, **fields))


def found(*rows: Row, least: float = 0.5) -> list[Pair]:
    linkage = Linkage(memory_mb=200)
    linkage.add(list(rows))
    return list(linkage.pairs(linkage.model(), least=least))


def level(field: str, name: str) -> Evidence:
    return evidence(field, name, {each.name: learning.weight(each) for each in NAMED[field].levels}[name])


def test_nobody_and_somebody_alone_have_no_duplicates() -> None:
    assert found() == []
    assert found(person("a", **ADA)) == []
    assert found(person("a"), person("b"), person("c")) == []


def test_two_of_one_household_are_not_one_person() -> None:
    charles = ADA | {"given_name": "Charles", "date_of_birth": None}
    (pair,) = found(person("a", **ADA), person("b", **charles))
    assert is_household(pair.evidence)
    assert not is_household(found(person("a", **ADA), person("b", **ADA))[0].evidence)


@pytest.mark.parametrize(
    ("field", "name", "expected"),
    [
        ("date_of_birth", "one digit different", ("date_of_birth",)),
        ("national_id", "different", ("national_id",)),
        ("given_name", "different", ("given_name",)),
        ("given_name", "nearly the same", ()),
        ("street", "different", ()),
    ],
)
def test_what_stands_against_a_merge_without_a_person(field: str, name: str, expected: tuple[str, ...]) -> None:
    assert conflicts([level("family_name", "same"), level(field, name)]) == expected


def test_what_all_records_hold_stands_against_it_too() -> None:
    one = {"national_id": {"AB 12"}, "date_of_birth": {"1815-12-10"}, "crm_id": {"7"}}
    assert disputed(one, {"national_id": {"ab-12"}, "date_of_birth": {"18151210"}}) == ()
    assert disputed(one, {"crm_id": {"8"}, "date_of_birth": {"1815-12-11"}}) == ("crm_id", "date_of_birth")
    assert disputed(one, {"crm_id": {"8", "7"}}) == ()
    assert disputed(one, {}) == ()


@pytest.mark.parametrize(
    ("policy", "change", "against"),
    [
        (Policy(), {}, ()),
        (Policy(merge_automatically_from=0.999), {}, ()),
        (Policy(merge_automatically_from=0.9), {}, ("date_of_birth",)),
        (Policy(merge_automatically_from=0.9), {"decided_by": "agent:1"}, ()),
        (Policy(merge_automatically_from=0.9), {"merge_id": new_id()}, ()),
    ],
)
def test_is_not_merged_without_a_person(policy: Policy, change: dict[str, Any], against: tuple[str, ...]) -> None:
    assert not may_merge(policy, proposal(**change), Move.UNCHANGED, 0.95, against)


def test_is_merged_without_a_person_only_where_all_is_well() -> None:
    policy = Policy(merge_automatically_from=0.9)
    assert may_merge(policy, None, Move.NEW, 0.95, ())
    assert not may_merge(policy, None, Move.REOPENED, 0.95, ())


def proposal(state: State = State.OPEN, shown: list[dict[str, Any]] | None = None, **fields: Any) -> Proposal:
    values: dict[str, Any] = dict.fromkeys(
        ("suggestion_id", "deduplication_id", "decided_by", "decided_at", "reason", "merge_id")
    )
    return Proposal(
        id=new_id(),
        customer_id=new_id(),
        other_customer_id=new_id(),
        state=state,
        origin=Origin.SEARCH,
        score=0.9,
        evidence=shown or [],
        conflicts=[],
        version=1,
        created_at=now(),
        updated_at=now(),
        **values | fields,
    )


def test_what_was_declined_comes_back_only_with_new_evidence() -> None:
    before = wire([level("family_name", "same"), level("phone", "different")])
    declined = proposal(State.DECLINED, before)
    assert move(declined, before) == Move.DECLINED
    assert move(declined, wire([level("family_name", "nearly the same")])) == Move.DECLINED
    assert move(declined, wire([level("family_name", "same"), level("phone", "same")])) == Move.REOPENED
    assert grown(before, [{"kind": "handle", "scheme": "phone"}])


def test_weights_alone_are_no_news() -> None:
    shown = wire([level("family_name", "same")])
    other = [{**shown[0], "weight": shown[0]["weight"] + 1}]
    assert move(None, shown) == Move.NEW
    assert move(proposal(shown=shown), other) == Move.UNCHANGED
    assert move(proposal(shown=shown), wire([level("family_name", "similar")])) == Move.UPDATED


def test_what_contacts_showed_and_what_searches_found_stay_side_by_side() -> None:
    contact, search = [{"kind": "handle", "scheme": "phone"}], wire([level("city", "same")])
    both = joined(contact, search, Origin.SEARCH)
    assert both == [*contact, *search]
    assert joined(both, [{"kind": "other"}], Origin.CONTACT) == [{"kind": "other"}, *search]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"full_name": "Dr. Ada King Lovelace"}, ("ada king", "lovelace")),
        ({"full_name": "Lovelace, Ada"}, ("ada", "lovelace")),
        ({"full_name": "Ada"}, ("ada", None)),
        ({"full_name": "ada@example.com"}, (None, None)),
        ({"full_name": "Somebody Else", "given_name": "Søren", "family_name": "Ærø"}, ("soren", "aero")),
        ({"full_name": "  "}, (None, None)),
        ({"full_name": "\ud800 \x00"}, (None, None)),
    ],
)
def test_names(given: dict[str, Any], expected: tuple[str | None, str | None]) -> None:
    assert names(Person(id="a", **given)) == expected


def test_dates_that_no_calendar_has_are_compared_all_the_same() -> None:
    assert born("1983-02-31") == "19830231"
    assert born("19830231T00:00:00Z") == "19830231"
    assert born("31.2.1983") is None
    day = ADA | {"date_of_birth": "1983-02-31"}
    (pair,) = found(person("a", **day), person("b", **day | {"date_of_birth": "1983-02-30"}))
    assert {each.level for each in pair.evidence if each.field == "date_of_birth"} == {"one digit different"}


def test_the_levels_of_a_field_leave_nothing_over() -> None:
    for each in COMPARISONS:
        assert sum(level.m for level in each.levels) == pytest.approx(1), each.name
        assert sum(level.u for level in each.levels) == pytest.approx(1), each.name
        assert learning.sensible(each), each.name


def test_few_people_are_compared_by_general_weights_and_it_says_so() -> None:
    linkage = Linkage(memory_mb=200)
    linkage.add([person("a", **ADA), person("b", **ADA | {"given_name": "Adda", "city": None})])
    model = linkage.model()
    assert not model.learned
    assert "too few to learn from" in model.notes[0]
    (pair,) = linkage.pairs(model, least=0.5)
    assert (pair.one, pair.other) == ("a", "b")
    assert pair.score > 0.99
    texts = [each.text for each in pair.evidence]
    assert "The date of birth is same: speaks very strongly for one person." in texts
    assert not any("city" in text for text in texts)


def test_swapped_names_and_shared_numbers_are_seen() -> None:
    swapped = {"given_name": "Lovelace", "family_name": "Ada", "phones": ("+44 20 7946 0018",)}
    (pair,) = found(person("a", **ADA, phones=("+442079460018",)), person("b", **swapped))
    seen = {each.field: each.level for each in pair.evidence}
    assert seen == {"given_name": "swapped with the family name", "phone": "same"}


def test_strangers_are_not_proposed() -> None:
    other = {"given_name": "Ada", "family_name": "Hopper", "date_of_birth": "1906-12-09", "city": "London"}
    assert found(person("a", **ADA), person("b", **other)) == []


def test_what_everybody_shares_finds_nobody() -> None:
    """Two hundred people with one placeholder date and street: compared by that, they would be 20,000 pairs."""
    crowd = [person(str(n), given_name=f"N{n}x", date_of_birth="1900-01-01", street="unknown") for n in range(200)]
    linkage = Linkage(memory_mb=200)
    linkage.add(crowd)
    assert list(linkage.pairs(linkage.model(), least=0.0)) == []
    assert len(crowd) > blocking.MOST


def test_a_list_that_many_share_is_no_key_and_its_other_members_are() -> None:
    desk = [person(str(n), phones=("+442000000000",)) for n in range(blocking.MOST + 5)]
    pair = [person(each, **ADA, phones=("+442000000000", "+442079460018")) for each in ("x", "y")]
    assert {(each.one, each.other) for each in found(*desk, *pair)} == {("x", "y")}


def test_a_weight_that_was_learned_the_wrong_way_round_is_noticed() -> None:
    field = NAMED["city"]
    upside_down = learning.learned(field, [(0.01, 0.6), (0.01, 0.1), (0.98, 0.3)], own=1e6, others=1e6, prior=1e-6)
    assert not learning.sensible(upside_down)


def test_learning_leans_on_what_is_written_where_little_was_seen() -> None:
    field = NAMED["city"]
    seen = [(0.2, 0.5), (0.2, 0.1), (0.6, 0.4)]
    little = learning.learned(field, seen, own=1, others=100, prior=1e-4)
    much = learning.learned(field, seen, own=1e6, others=1e8, prior=1e-4)
    assert little.levels[0].m == pytest.approx(field.levels[0].m, abs=0.05)
    assert much.levels[0].m == pytest.approx(0.2, abs=0.01)
    assert much.levels[0].u == pytest.approx(0.5, abs=0.01)


async def stream(*batches: list[Person]) -> AsyncIterator[list[Person]]:
    for each in batches:
        yield each


async def told(people: AsyncIterator[list[Person]], **options: Any) -> list[Line]:
    return [line async for line in link(people, least=0.5, **options)]


async def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warmline.customers.duplicates.linking.CHILD", "warmline.no_such_module")
    with pytest.raises(LinkageFailed):
        await told(stream([Person(id="a")]))


async def test_a_process_of_its_own_finds_the_same_and_cleans_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    lines = await told(stream([Person(id="a", **ADA)], [Person(id="b", **ADA)]))
    (pair,) = [line.pair for line in lines if line.pair]
    assert [pair] == found(person("a", **ADA), person("b", **ADA))
    end = lines[-1].end
    assert end is not None
    assert (end.people, end.found, end.learned) == (2, 1, False)
    assert os.listdir(tmp_path) == []


async def test_it_tells_at_most_so_many_and_how_many_more_there_are() -> None:
    lines = await told(stream([Person(id=each, **ADA) for each in "abc"]), most=1)
    assert sum(line.pair is not None for line in lines) == 1
    end = lines[-1].end
    assert end is not None
    assert end.more == 2
    assert "2 more pairs" in end.notes[-1]
