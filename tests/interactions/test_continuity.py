"""Which case a contact belongs to: the pure decision."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from warmline.interactions import continuity
from warmline.interactions.continuity import Asked, Candidate, Decision, Policy
from warmline.interactions.learning import shipped
from warmline.interactions.stance import read_stance
from warmline.interactions.terms import terms_of
from warmline.kit.ids import new_id

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = Policy()
ME, HANDLE = new_id(), new_id()


def case(text: str = "", **values: Any) -> Candidate:
    standard: dict[str, Any] = {
        "case_id": new_id(),
        "root_id": ME,
        "status": "open",
        "category": "claim",
        "terms": terms_of(text),
        "last_contact_at": NOW - timedelta(hours=3),
        "resolved_at": None,
        "last_interaction_id": new_id(),
    }
    return Candidate(**{**standard, **values})


def asked(text: str = "", **values: Any) -> Asked:
    standard: dict[str, Any] = {
        "root_id": ME,
        "handle_id": HANDLE,
        "at": NOW,
        "category": "claim",
        "terms": terms_of(text),
        "stance": read_stance(text),
    }
    return Asked(**{**standard, **values})


def decide(asked: Asked, cases: list[Candidate], policy: Policy) -> Decision:
    """By the model that is shipped."""
    return continuity.decide(asked, cases, policy, shipped())


def test_a_key_to_another_customers_case_never_attaches() -> None:
    theirs = case("the hail broke my windscreen", root_id=new_id())
    decision = decide(asked("the hail broke my windscreen", keyed=theirs, key="a reply"), [], POLICY)
    assert (decision.kind, decision.case_id) == ("new", None)
    assert "other_customer" in {each.kind for each in decision.evidence}


def test_a_key_to_another_customers_case_does_not_keep_it_from_its_own() -> None:
    theirs, mine = case("a lost card", root_id=new_id()), case("the hail broke my windscreen")
    text = "again about the hail and my windscreen"
    decision = decide(asked(text, keyed=theirs, key="a reply"), [mine], POLICY)
    assert (decision.kind, decision.case_id) == ("attach", mine.case_id)


def test_a_strangers_reference_never_attaches() -> None:
    decision = decide(asked("about WL-7K3QF0M", references=("WL7K3QF0M",)), [], POLICY)
    assert decision.kind == "new"


def test_a_key_attaches_to_an_open_case() -> None:
    mine = case()
    decision = decide(asked(keyed=mine, key="a reply"), [mine], POLICY)
    assert (decision.kind, decision.case_id, decision.relation) == ("attach", mine.case_id, "continues")


@pytest.mark.parametrize(("days", "kind", "rule"), [(13, "attach", "key"), (15, "new", "after_window")])
def test_a_resolved_case_takes_contacts_within_the_window(days: int, kind: str, rule: str) -> None:
    mine = case(status="resolved", resolved_at=NOW - timedelta(days=days))
    decision = decide(asked(keyed=mine, key="a reply"), [mine], POLICY)
    assert (decision.kind, decision.rule) == (kind, rule)


def test_a_late_contact_is_linked_to_what_it_repeats() -> None:
    mine = case("the hail broke my windscreen", status="resolved", resolved_at=NOW - timedelta(days=60))
    decision = decide(asked("the windscreen is broken by hail again", keyed=mine, key="a reply"), [mine], POLICY)
    assert (decision.relation, decision.related_id) == ("repeats", mine.last_interaction_id)


def test_a_forward_opens_its_own_case_linked() -> None:
    mine = case()
    decision = decide(asked(keyed=mine, key="a reply", forwarded=True), [mine], POLICY)
    assert (decision.kind, decision.relation) == ("new", "forwards")


@pytest.mark.parametrize("quotes", [True, False])
def test_a_forward_that_points_to_a_case_without_a_key_opens_its_own_too(quotes: bool) -> None:
    mine = case("my car was damaged by hail, claim 4471, windscreen", references=("WL7K3QF0M",))
    references = ("WL7K3QF0M",) if quotes else ()
    text = "my car was damaged by hail, claim 4471, windscreen"
    assert decide(asked(text, references=references), [mine], POLICY).kind == "attach"
    decision = decide(asked(text, references=references, forwarded=True), [mine], POLICY)
    assert (decision.kind, decision.rule, decision.case_id) == ("suggest", "forward", mine.case_id)
    assert (decision.relation, decision.related_id) == ("forwards", mine.last_interaction_id)


def test_the_customers_own_reference_attaches() -> None:
    mine = case(references=("WL7K3QF0M",))
    decision = decide(asked("again about it", references=("WL7K3QF0M",)), [mine], POLICY)
    assert (decision.kind, decision.rule) == ("attach", "reference")


def test_the_same_matter_attaches_and_says_why() -> None:
    mine = case("my car was damaged by hail, claim 4471, windscreen and roof")
    decision = decide(asked("any news on the hail damage to my windscreen, claim 4471?"), [mine], POLICY)
    assert decision.kind == "attach"
    assert {"words", "back"} <= {each.kind for each in decision.evidence}


def test_another_matter_is_a_new_case() -> None:
    mine = case("my car was damaged by hail, windscreen and roof", topics=frozenset({"claim"}))
    text = "Hello, please send the invoice for my home policy"
    decision = decide(asked(text, category="billing", topics=frozenset({"billing"})), [mine], POLICY)
    assert decision.kind == "new"


def test_between_the_thresholds_it_is_a_suggestion() -> None:
    mine = case("my car was damaged by hail, windscreen and roof", category=None)
    sure = decide(asked("any news on the windscreen?", category=None), [mine], POLICY)
    assert (sure.kind, sure.case_id) == ("attach", mine.case_id)
    assert sure.score is not None
    careful = Policy(attach=(1 + sure.score) / 2, suggest=sure.score / 2)
    decision = decide(asked("any news on the windscreen?", category=None), [mine], careful)
    assert (decision.kind, decision.case_id, decision.relation) == ("suggest", mine.case_id, None)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("any news on the hail damage?", "follows_up"),
        ("this is a complaint about the hail damage, I want a manager", "escalates"),
        ("hail damage: windscreen", "continues"),
    ],
)
def test_what_is_said_tells_how_a_contact_stands_to_the_last(text: str, relation: str) -> None:
    mine = case("hail damage", references=("WL7K3QF0M",))
    assert decide(asked(text, references=("WL7K3QF0M",)), [mine], POLICY).relation == relation


def test_candidates_are_kept_with_their_scores() -> None:
    cases = [case("hail damage"), case("card lost", category="card")]
    decision = decide(asked("hail damage"), cases, POLICY)
    assert {each for each, *_ in decision.candidates} == {each.case_id for each in cases}


def test_candidates_are_kept_with_what_they_were_weighed_from() -> None:
    decision = decide(asked("hail damage"), [case("hail damage")], POLICY)
    [(_, score, features)] = decision.candidates
    assert features["words"] == 1.0
    assert round(shipped().probability(features), 4) == score
