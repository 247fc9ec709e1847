"""The pure model: what it refuses to know; that order does not matter; that what it says is bounded and repeatable."""

import random
import zlib
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.engine import Task
from warmline.routing.learning import Counts, Cycle, Learned, Outcome, ResolutionModel, Worths
from warmline.routing.learning.outcomes import FEATURES, value_of

ORG = UUID(int=7)
AGENTS = [UUID(int=n) for n in range(1, 7)]
CYCLE = Cycle(org_id=ORG, measured=False)
# Article 10 of the EU Charter's list and its like: nothing of it may be a field of what the model is told.
PROTECTED = {
    "age", "birth_date", "gender", "sex", "race", "ethnicity", "origin", "nationality", "country", "region", "language",
    "religion", "belief", "disability", "health", "orientation", "marital_status", "pregnancy", "name", "attributes",
    "customer_id", "postal_code",
}  # fmt: skip

outcomes = st.builds(
    Outcome,
    agent_id=st.sampled_from(AGENTS),
    intent=st.sampled_from(["", "claim", "billing"]),
    value=st.sampled_from([0, 333, 1000]),
    handle_seconds=st.none() | st.floats(0, 1e5, allow_nan=False),
    channel=st.sampled_from(["mail", "voice"]),
    tier=st.sampled_from(["", "gold"]),
)
many = st.lists(outcomes, max_size=60)


def counted(those: list[Outcome]) -> Counts:
    counts = Counts()
    for each in those:
        counts.add(each)
    return counts


def task(number: int = 1, intent: str | None = "claim") -> Task:
    return Task(id=UUID(int=number), queue_id=ORG, medium="text", queued_at=0.0, intent=intent)


def made(those: list[Outcome], version: str = "resolution-1", **worths: float) -> ResolutionModel:
    asked = Worths(**{"explore": 0.0, "least": 1, **worths})  # type: ignore[arg-type] # by name
    return ResolutionModel(Learned(counted(those)), version=version, cycle=CYCLE, worths=asked)


@pytest.mark.parametrize("name", sorted(PROTECTED))
def test_protected_attributes_are_refused(name: str) -> None:
    values = {"agent_id": str(AGENTS[0]), "intent": "claim", "value": 1000, name: "x"}
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert(values, Outcome)


def test_the_model_is_told_nothing_else() -> None:
    assert {"agent_id", "intent", "value", "handle_seconds", *FEATURES} == set(Outcome.__struct_fields__)
    assert not PROTECTED & set(Outcome.__struct_fields__)


@pytest.mark.parametrize("kept", [b"", b"no", zlib.compress(b"{}"), zlib.compress(b"[99,[]]")])
def test_what_is_no_counts_is_refused(kept: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, zlib.error)):
        Counts.read(kept)


@given(many, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_outcomes_does_not_change_the_model(those: list[Outcome], chance: random.Random) -> None:
    shuffled = list(those)
    chance.shuffle(shuffled)
    assert counted(shuffled).dump() == counted(those).dump()
    one, other = made(those, explore=0.5), made(shuffled, explore=0.5)
    for number in range(4):
        assert one.worth(task(number), AGENTS, 0.0) == other.worth(task(number), AGENTS, 0.0)


@given(many)
@settings(max_examples=30)
def test_counts_come_back_as_they_were(those: list[Outcome]) -> None:
    counts = counted(those)
    again = Counts.read(counts.dump())
    assert (again.dump(), again.outcomes) == (counts.dump(), len(those))


@given(many, st.floats(0, 20), st.floats(0, 200), st.sampled_from([0.0, 0.2]), st.sampled_from(["claim", "new", None]))
@settings(max_examples=30)
def test_worth_is_bounded_and_centred(
    those: list[Outcome], limit: float, points: float, explore: float, intent: str | None
) -> None:
    model = made(those, limit=limit, points=points, explore=explore)
    known = sorted({each.agent_id for each in those})
    for number in range(5):
        found = model.worth(task(number, intent), known, 0.0)
        assert all(-limit <= each <= limit for each in found)
    wide = made(those, limit=1e6, points=points)
    assert sum(wide.worth(task(1, intent), known, 0.0)) == pytest.approx(0.0, abs=1e-6)
    assert wide.worth(task(), [uuid4()], 0.0) == [0.0]


@given(many.filter(bool))
@settings(max_examples=30)
def test_shares_are_shares_and_minutes_are_positive(those: list[Outcome]) -> None:
    learned = Learned(counted(those))
    for agent_id in (*AGENTS, uuid4()):
        found = learned.expects(agent_id, "claim")
        assert found.share > 0.001
        assert found.share < 0.999
        assert found.deviation > 0
        assert found.minutes > 0
        assert found.minutes <= 240.001


def test_no_outcomes_are_no_opinion() -> None:
    assert made([]).worth(task(), AGENTS, 0.0) == [0.0] * len(AGENTS)


def record(agent: int, number: int, held: int, **values: object) -> list[Outcome]:
    """So many outcomes of an agent, of which so many held."""
    return [
        Outcome(**{"agent_id": AGENTS[agent], "intent": "claim", "value": 1000 * (n < held), **values})  # type: ignore[arg-type] # by name
        for n in range(number)
    ]


def test_a_record_is_drawn_toward_what_is_expected() -> None:
    """Three of three is not better than 180 of 200 among agents who resolve six in ten."""
    lucky, proven = record(0, 3, 3), record(1, 200, 180)
    others = [each for agent in (2, 3, 4, 5) for each in record(agent, 200, 120)]
    learned = Learned(counted(lucky + proven + others))
    shares = [learned.expects(each, "claim").share for each in AGENTS]
    assert shares[1] > shares[0] > 0.6
    assert shares[1] == pytest.approx(0.9, abs=0.05)
    assert learned.expects(AGENTS[0], "claim").deviation > 2 * learned.expects(AGENTS[1], "claim").deviation


def test_who_is_good_at_one_thing_is_known_for_it() -> None:
    good = record(0, 150, 140) + record(0, 150, 75, intent="billing")
    others = [
        each
        for agent in (1, 2, 3, 4, 5)
        for intent in ("claim", "billing")
        for each in record(agent, 150, 90, intent=intent)
    ]
    model = made(good + others)
    claim, billing = [model.expected_worth(AGENTS[0], intent) for intent in ("claim", "billing")]
    assert claim > 5
    assert billing < 0


def test_harder_work_is_no_fault() -> None:
    """Both resolve eight in ten by chat and three in ten by letter; one gets the letters."""
    chats = record(0, 300, 240, channel="chat") + record(1, 20, 16, channel="chat")
    letters = record(0, 20, 6, channel="letter") + record(1, 300, 90, channel="letter")
    model = made(chats + letters)
    assert abs(model.expected_worth(AGENTS[0], "claim") - model.expected_worth(AGENTS[1], "claim")) < 6
    naive = made(record(0, 320, 246) + record(1, 320, 106))
    assert naive.expected_worth(AGENTS[0], "claim") - naive.expected_worth(AGENTS[1], "claim") > 12


def test_handle_time_is_a_cost() -> None:
    slow = record(0, 100, 70, handle_seconds=1200.0)
    quick = record(1, 100, 70, handle_seconds=300.0)
    model = made(slow + quick, per_minute=0.5)
    assert model.expected_worth(AGENTS[1], "claim") == pytest.approx(3.5, abs=1.0)
    assert made(slow + quick, per_minute=0.0).expected_worth(AGENTS[1], "claim") == pytest.approx(0.0, abs=0.01)


def test_too_few_outcomes_of_an_agent_count_as_the_mean() -> None:
    those = record(0, 19, 0) + record(1, 100, 70) + record(2, 100, 80)
    assert made(those, least=20).expected_worth(AGENTS[0], "claim") == 0.0
    assert made(those, least=19).expected_worth(AGENTS[0], "claim") < 0.0


def test_who_had_more_than_their_part_is_worth_no_more_than_the_mean() -> None:
    learned = Learned(counted(record(0, 100, 90) + record(1, 100, 50)))
    model = ResolutionModel(
        learned, version="v", cycle=CYCLE, worths=Worths(explore=1.0, least=1), overloaded=frozenset(AGENTS[:1])
    )
    assert max(model.worth(task(number), AGENTS[:1], 0.0)[0] for number in range(200)) == 0.0
    assert model.expected_worth(AGENTS[0], "claim") == 0.0


def test_the_same_task_and_version_draw_the_same() -> None:
    those = record(0, 50, 40) + record(1, 50, 30)
    one, other = made(those, explore=1.0), made(those, explore=1.0)
    later = made(those, version="resolution-2", explore=1.0)
    drawn = [one.worth(task(number), AGENTS, 0.0) for number in range(20)]
    assert drawn == [other.worth(task(number), AGENTS, 5.0) for number in range(20)]
    assert drawn != [later.worth(task(number), AGENTS, 0.0) for number in range(20)]
    # Whoever else is asked about: an agent's draw stays the agent's.
    assert [one.worth(task(3), [each], 0.0)[0] for each in AGENTS] == one.worth(task(3), tuple(AGENTS), 0.0)
    everybody = (*AGENTS, *(UUID(int=n) for n in range(100, 140)))
    assert list(one.worth(task(3), everybody, 0.0))[: len(AGENTS)] == one.worth(task(3), AGENTS, 0.0)
    assert one.worth(task(3), everybody, 0.0) == one.worth(task(3), list(everybody), 0.0)


def test_only_a_share_of_decisions_explores() -> None:
    model = made(record(0, 50, 40) + record(1, 50, 20), explore=0.05)
    best = model.worth(task(10**6, "claim"), AGENTS[:2], 0.0)
    explored = [number for number in range(4000) if model.explores(UUID(int=number))]
    differ = [n for n in range(4000) if model.worth(task(n), AGENTS[:2], 0.0) != best]
    assert set(differ) <= set(explored)
    assert len(explored) in range(141, 260)


def test_one_outcome_more_moves_the_model_the_right_way() -> None:
    others = [each for agent, held in ((1, 10), (2, 20), (3, 25), (4, 30), (5, 38)) for each in record(agent, 40, held)]
    learned = Learned(counted(record(0, 40, 20) + others))
    before = learned.expects(AGENTS[0], "claim").share
    for _ in range(10):
        learned.observe(Outcome(agent_id=AGENTS[0], intent="claim", value=1000))
    online = learned.expects(AGENTS[0], "claim").share
    exact = Learned(learned.counts).expects(AGENTS[0], "claim").share
    assert before < online
    assert online == pytest.approx(exact, abs=0.05)
    learned.observe(Outcome(agent_id=uuid4(), intent="claim", value=0))
    assert learned.counts.outcomes == 251


def test_rare_intents_share_a_line() -> None:
    those = [Outcome(agent_id=AGENTS[n % 2], intent=f"i{n}", value=1000) for n in range(600)]
    learned = Learned(counted(those))
    assert len(learned.intents) == 257
    assert learned.line("never seen") == learned.line(None) == 0


@pytest.mark.parametrize(
    ("held", "satisfaction", "value"), [(True, None, 1000), (False, None, 0), (True, 0.0, 750), (False, 1.0, 250)]
)
def test_satisfaction_is_a_part_of_the_value(held: bool, satisfaction: float | None, value: int) -> None:
    assert value_of(held=held, satisfaction=satisfaction, weight=0.25) == value
