"""Which case a contact belongs to: the pure decision."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from warmline.interactions.continuity import Asked, Candidate, Policy, decide
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
    }
    return Asked(**{**standard, **values})


def test_a_key_to_another_customers_case_never_attaches() -> None:
    theirs = case("the hail broke my windscreen", root_id=new_id())
    decision = decide(asked("the hail broke my windscreen", keyed=theirs, key="a reply"), [], POLICY)
    assert (decision.kind, decision.rule) == ("new", "key_of_another")


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
    mine = case(status="resolved", resolved_at=NOW - timedelta(days=60))
    decision = decide(asked(keyed=mine, key="a reply"), [mine], POLICY)
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
    assert {"category", "words", "numbers"} <= {each.kind for each in decision.evidence}


def test_another_matter_is_a_new_case() -> None:
    mine = case("my car was damaged by hail, windscreen and roof")
    decision = decide(asked("please send the invoice for my home policy", category="billing"), [mine], POLICY)
    assert decision.kind == "new"


def test_between_the_thresholds_it_is_a_suggestion() -> None:
    mine = case("my car was damaged by hail, windscreen and roof", category=None)
    other = case("change of address", category="policy_change")
    decision = decide(asked("the windscreen garage wrote back", category=None), [mine, other], POLICY)
    assert decision.kind == "suggest"
    assert POLICY.suggest <= (decision.score or 0) < POLICY.attach
    assert decision.case_id == mine.case_id


def test_candidates_are_kept_with_their_scores() -> None:
    cases = [case("hail damage"), case("card lost", category="card")]
    decision = decide(asked("hail damage"), cases, POLICY)
    assert {each for each, _ in decision.candidates} == {each.case_id for each in cases}
