"""Conditions: what is refused, and at which character; what they answer; and that no text makes them slow or raise."""

import time
import tomllib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import cel
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from warmline.routing.rules.conditions import Condition, Facts, Failed, condition
from warmline.routing.rules.facts import bounded
from warmline.routing.rules.grammar import DEEPEST, LONGEST, Fault
from warmline.routing.rules.model import Rule, RuleSet
from warmline.routing.rules.programs import Names, named
from warmline.routing.rules.validating import check_rules
from warmline.routing.rules.vocabulary import FUNCTIONS, VARIABLES, sample

REFUSED = [
    ("", 0, "the condition is empty"),
    ("   ", 0, "the condition is empty"),
    ("interaction.channel == ", 23, "expected a value before the end"),
    ("interaction.channel = 'chat'", 20, "compare with =="),
    ("interaction.live & true", 17, "write && for and"),
    ("(interaction.live", 0, "this ( is never closed"),
    ("interaction.live)", 16, "the condition was complete"),
    ("interaction.channel == 'chat", 23, "this ' is never closed"),
    ("interaction..live", 12, "expected a field"),
    ("size(customer.segments", 4, "this ( is never closed"),
    ("'é' == '😀' && £", 14, "unexpected character '£'"),
    ("interaction.priority > 9223372036854775808", 23, "the number is too large"),
    ("interaction.priority > 1u", 23, "without the u"),
    (r"interaction.text.matches('\d+')", 26, "there is no such escape"),
    ("{'a': 1}.a == 1", 0, "maps are not needed"),
    ("for == 1", 0, "is a word of the language"),
    ("custmer.tier == 'gold'", 0, "unknown variable custmer; did you mean customer?"),
    ("customer.teir == 'gold'", 9, "unknown field of customer teir; did you mean tier?"),
    ("interaction.live &&\n  customer.age > 3", 31, "unknown field of customer age"),
    ("interaction.text.lower() == 'x'", 17, "unknown function lower"),
    ("signals.kind == 'sentiment'", 8, "a list has no field kind"),
    ("signals.exists(s, s.knd == 'x')", 20, "unknown field of signal knd; did you mean kind?"),
    ("signals.exists(customer, true)", 15, "is a variable already"),
    ("signals.exists(s)", 8, "write it as list.exists"),
    ("interaction.text.exists(s, true)", 17, "goes through a list"),
    ("interaction.subject", 0, "must be true or false; this is text"),
    ("customer.attributes.vip", 0, "must be true or false; this is anything"),
    ("interaction.priority == 'high'", 21, "is never equal to text"),
    ("interaction.priority < 'high'", 21, "cannot compare"),
    ("!interaction.priority", 0, "! wants true or false"),
    ("-interaction.subject == 'x'", 0, "- wants a number"),
    ("interaction.subject && true", 0, "&& joins conditions"),
    ("true || interaction.priority", 8, "|| joins conditions"),
    ("interaction.priority + 1.5 > 2.0", 21, "cannot mix whole and other numbers"),
    ("interaction.subject + 1 == 'x'", 20, "cannot join text and a whole number"),
    ("5.5 % 2.0 == 1.5", 4, "% wants whole numbers"),
    ("'a' in 'abc'", 4, "in wants a list"),
    ("1 in customer.segments", 2, "is never in a list of text"),
    ("customer.tier in ['gold', 1]", 26, "a list has items of one kind"),
    ("interaction.live ? 1 : 'a' == 'a'", 23, "both ways must be of one kind"),
    ("interaction.text.contains(1)", 26, "contains() wants a text"),
    ("interaction.text.contains('a', 'b')", 17, "takes 2 values"),
    ("interaction.text.says('word')", 22, "wants a list of words"),
    ("size(3) == 1", 0, "size() wants a text or a list"),
    ("int(customer.known) == 1", 0, "cannot convert"),
    ("has(customer)", 0, "has() asks for a field"),
    ("interaction.text.matches('(')", 25, "cannot be used: missing )"),
    ("interaction.text.matches('a{2000}')", 25, "cannot be used"),
    (r"interaction.text.matches('\\p{L}{100}')", 25, "too large"),
    ("interaction.text.matches(interaction.subject)", 25, "must be written there"),
    ("signals[0].knd == 'x'", 11, "unknown field of signal knd"),
    ("customer['teir'] == 'x'", 9, "unknown field of customer teir"),
]


@pytest.mark.parametrize(("text", "at", "problem"), REFUSED)
def test_what_is_wrong_is_refused_at_its_character(text: str, at: int, problem: str) -> None:
    with pytest.raises(Fault) as refused:
        condition(text)
    assert problem in refused.value.problem
    assert refused.value.at == at


def nested(depth: int) -> str:
    return "(" * depth + "true" + ")" * depth


HOSTILE = [
    "x" * 1_000_000,
    "'" + "x" * 1_000_000,
    "true" + " && true" * 100_000,
    nested(DEEPEST + 1),
    nested(1_900),
    "!" * 3_000 + "true",
    "-" * 3_000 + "1 == 1",
    "[" * 1_900 + "]" * 1_900,
    "true ? " * 500 + "true",
    "customer.attributes" + ".a" * 1_500 + " == 1",
    "customer.attributes" + "[0]" * 1_000 + " == 1",
    "1" + "+1" * 1_900 + " > 0",
    "signals.exists(a, signals.exists(b, signals.exists(c, a.kind == b.kind && b.kind == c.kind)))",
    "customer.segments.all(a, customer.segments.all(b, customer.segments.all(c, a + b == c)))",
    "interaction.text.matches('" + "(a?){30}" * 60 + "')",
    "\x00", "\ud800", "'\ud800' == 'x'", "true\u2028&& true", "\u202etrue",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_conditions_are_refused_at_once(text: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(Fault) as refused:
        condition(text)
    assert time.perf_counter() - begun < 2
    assert refused.value.at in range(max(LONGEST, len(text)) + 1)


WORDS = [
    "interaction", "customer", "signals", "case", "now", ".", "tier", "text", "priority", "attributes", "(", ")", "[",
    "]", "==", "!=", "<", "&&", "||", "!", "-", "+", "in", "?", ":", ",", "'a'", "1", "2.5", "true", "null", "exists",
    "all", "map", "filter", "size", "has", "matches", "says", "contains", "s", "e", " ", "\n", "//", "0x1F", "r'\\d'",
]  # fmt: skip


@settings(max_examples=1_500, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
def test_no_text_raises_anything_but_a_fault_and_no_condition_anything_but_a_failure(text: str) -> None:
    told = outcome(text)
    if isinstance(told, Fault):
        assert told.at in range(len(text) + 1)
        assert told.problem
    else:
        assert isinstance(told, bool | Failed)
        assert str(told)


def outcome(text: str, facts: Facts | None = None) -> bool | Fault | Failed:
    try:
        return Condition(text).holds(facts or Facts(sample()))
    except (Fault, Failed) as told:
        return told


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=15,
))  # fmt: skip
def test_whatever_the_record_holds_a_condition_answers_or_fails(text: str, attribute: Any) -> None:
    facts = with_("customer", attributes=bounded({"a": attribute, "b": [attribute]}), segments=[text])
    facts["interaction"] = {**facts["interaction"], "text": text}
    seen = Facts(facts)
    for each in (
        "customer.attributes.a == 'x' || customer.attributes.b.size() > 1",
        "customer.attributes.a > 3",
        "customer.attributes.a.matches('(?i)x+') || interaction.text.says(['a', text_of])".replace("text_of", "'b c'"),
        "interaction.text.says(customer.segments) || customer.attributes.b.exists(e, e == 1)",
        "int(interaction.text) > 3 || customer.attributes[interaction.text] == 1",
    ):
        told = outcome(each, seen)
        assert not isinstance(told, Fault)
        assert told in (True, False) or len(text.strip()) < 12 or text not in str(told)


def with_(variable: str, **fields: Any) -> dict[str, Any]:
    facts: dict[str, Any] = sample()
    facts[variable] = {**facts[variable], **fields}
    return facts


ANSWERS: list[tuple[str, Mapping[str, Any], bool]] = [
    ("true", {}, True),
    ("interaction.channel == 'email' && customer.tier in ['gold', 'black']", {}, True),
    ("interaction.text.matches('(?i)NOBODY') // asks again", {}, True),
    (r"interaction.text.matches(r'\bnobody\b')", {}, False),
    ("interaction.text.says(['nobody answers'])", {}, True),
    ("interaction.text.says(['body', ''])", {}, False),
    ("signals.exists(s, s.kind == 'sentiment' && s.label == 'negative' && s.confidence >= 0.8)", {}, True),
    ("signals.filter(s, s.value < 0).size() == 1 && signals.map(s, s.kind) == ['sentiment']", {}, True),
    ("signals.all(s, s.confidence > 0.95) || signals.exists_one(s, s.producer == 'sentiment-model')", {}, True),
    ("has(customer.attributes.region) && customer.attributes.region == 'north'", {}, False),
    ("interaction.waiting_minutes >= 3 && interaction.waiting_minutes < 3.5", {}, True),
    ("case.reopened > 0 ? case.priority > 5 : now.hour == 10", {}, True),
    ("double(interaction.priority) / 2.0 == 0.0 && string(case.contacts) == '2'", {}, True),
    ("-1 < interaction.priority && !(interaction.live)", {}, True),
    ("customer['tier'] == \"gold\" && customer.segments[0] == 'retail'", {}, True),
    ("interaction.language != null && 0x10 == 16", {}, True),
]


@pytest.mark.parametrize(("text", "facts", "answer"), ANSWERS)
def test_answers(text: str, facts: Mapping[str, Any], answer: bool) -> None:
    assert condition(text).holds(Facts({**sample(), **facts})) is answer


def test_a_missing_attribute_fails_and_names_it() -> None:
    with pytest.raises(Failed, match="there is no field region"):
        condition("customer.attributes.region == 'north'").holds(Facts(sample()))


def test_what_the_record_holds_is_in_no_failure() -> None:
    facts = with_("interaction", text="4929 1234 5678")
    for each in ("customer.attributes[interaction.text] == 1", "int(interaction.text) > 1"):
        with pytest.raises(Failed) as failed:
            condition(each).holds(Facts(facts))
        assert "4929" not in str(failed.value)


PATTERNS = ["(a+)+$", "(a|a)*b", "(.*a){12}b", r"(\\w{30}x|\\w{29}y)", "(x?){50}x{50}y", ".*.*.*.*.*=.*"]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("text", ["a" * 1_000_000, "ab" * 500_000, "x" * 1_000_000])
def test_no_expression_takes_long_on_any_text(pattern: str, text: str) -> None:
    made = condition(f"interaction.text.matches('{pattern}')")
    facts = Facts(with_("interaction", text=text))
    begun = time.perf_counter()
    assert made.holds(facts) in (True, False)
    assert time.perf_counter() - begun < 1


def test_the_dearest_condition_that_is_taken_is_quick() -> None:
    text = "signals.all(a, signals.all(b, a.confidence <= 1.0 && b.confidence <= 1.0 && a.value <= b.value + 9.0))"
    made = condition(text)
    assert made.cost > 3_000
    signals = [{"kind": "k", "label": "l", "value": 0.5, "confidence": 0.5, "producer": "p"}] * 20
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        assert made.holds(Facts({**sample(), "signals": signals}))
        took.append(time.perf_counter() - begun)
    # A busy machine may hold up one of them, or some.
    assert min(took) < 0.2


def test_time_is_noticed() -> None:
    assert condition("interaction.waiting_minutes > 3").timed
    assert condition("now.hour < 8 || customer.vulnerable").timed
    assert not condition("customer.vulnerable").timed


def test_what_is_accepted_here_is_cel() -> None:
    for text, _, _ in ANSWERS:
        assert cel.compile(text).variables() is not None


HOW_TO = ROOT / "docs/howto/route-with-rules.md"


def test_the_example_of_the_how_to_is_sound_and_its_fault_stands_where_it_says() -> None:
    told = HOW_TO.read_text("utf-8")
    example = tomllib.loads(told.split("```toml\n")[1].split("```")[0])
    rules = msgspec.convert({"mode": example["mode"], "rules": example["rule"]}, RuleSet)
    asked = named(rules.rules)
    names = Names(
        dict.fromkeys(asked.queues, UUID(int=1)), dict.fromkeys(asked.teams, UUID(int=1)), {}, frozenset(asked.skills)
    )
    assert check_rules(rules, names).faults == []
    when = "signals.exists(s, s.kind == 'x' && s.lable == 'negative')"
    (fault,) = check_rules(RuleSet(rules=[Rule(name="Upset customer", when=when)]), names).faults
    shown = f"{fault.name}: {fault.field}, line {fault.line}, column {fault.column}: {fault.problem}\n{fault.excerpt}\n"
    assert shown in told


def test_every_variable_and_function_is_in_the_how_to() -> None:
    told = HOW_TO.read_text("utf-8")
    for name, entry in VARIABLES.items():
        fields = (entry.type.of or entry.type).fields or {}
        for field, found in fields.items():
            shown = f"s.{field}" if entry.type.of else f"{name}.{field}"
            assert f"| `{shown}` | {found.type.shown} | {found.text} |" in told
    for function, text in FUNCTIONS.items():
        assert f"| `{function}` | {text} |" in told
