"""What is learned from labelled rows: nothing from too few, more from more, and never with more risk. Pure."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.interactions.learning.model import Calibration, ContinuityModel, Row, Thresholds
from warmline.interactions.learning.regression import calibrate, fit, prior_of, probabilities, table
from warmline.interactions.learning.shipped import shipped
from warmline.interactions.learning.thresholds import Best, choose
from warmline.interactions.learning.training import NotEnough, compare, evaluate, fold_of, train

if TYPE_CHECKING:
    from warmline.interactions.learning.regression import Floats

AT = datetime(2026, 3, 2, tzinfo=UTC)
PRIOR = ContinuityModel(
    name="prior",
    version=0,
    intercept=-1.0,
    weights={"words": 2.0, "age": -0.5},
    thresholds=Thresholds(attach=0.8, suggest=0.4),
)


def world(seed: int, customers: int, weights: Mapping[str, float], *, weight: float = 1.0) -> list[Row]:
    """Contacts of customers with two candidates each, of which the weights say how likely each is right."""
    chance, rows = random.Random(seed), []
    for number in range(customers):
        for candidate in range(2):
            features = {name: round(chance.gauss(0, 1.5), 3) for name in weights if name != "intercept"}
            logit = weights.get("intercept", 0.0) + sum(weights[name] * value for name, value in features.items())
            label = chance.random() < 1 / (1 + math.exp(-logit))
            rows.append(Row(features=features, label=label, group=f"c{number}", weight=weight, decision=f"d{number}"))
            assert candidate < 2
    return rows


def learned(rows: list[Row], **values: float) -> ContinuityModel:
    return train(rows, PRIOR, version=1, at=AT, **values)  # type: ignore[arg-type] # risk is the only one


def test_nothing_is_learned_from_nothing() -> None:
    with pytest.raises(NotEnough, match="too few customers"):
        learned([])


def test_nothing_is_learned_from_one_customer() -> None:
    rows = [msgspec.structs.replace(row, group="c0") for row in world(1, 50, {"words": 2.0})]
    with pytest.raises(NotEnough, match="too few customers"):
        learned(rows)


def test_nothing_is_learned_where_all_is_right() -> None:
    rows = [msgspec.structs.replace(row, label=True) for row in world(1, 50, {"words": 2.0})]
    with pytest.raises(NotEnough, match="all corrections say the same"):
        learned(rows)


def test_what_is_no_model_is_not_read() -> None:
    with pytest.raises(msgspec.ValidationError):
        ContinuityModel.read({"name": "x", "weights": "heavy"})


def test_the_same_rows_give_the_same_model() -> None:
    rows = world(2, 80, {"words": 2.0, "age": -1.0})
    turned = rows[::-1]
    assert json.dumps(learned(rows).dump()) == json.dumps(learned(turned).dump())


def test_it_survives_json() -> None:
    model = learned(world(2, 80, {"words": 2.0}))
    again = ContinuityModel.read(json.loads(json.dumps(model.dump())))
    assert again == model
    assert again.features == ("age", "words")


def test_without_rows_the_fit_is_the_prior() -> None:
    names = ["age", "words"]
    prior = prior_of(names, PRIOR.weights, PRIOR.intercept)
    assert fit(table([], names), prior, 1.0).tolist() == prior.tolist()


def test_few_corrections_move_little_and_many_move_much() -> None:
    """The truth is the reverse of the prior."""
    truth = {"words": -2.0, "age": 1.0}
    few, many = (learned(world(3, size, truth)).weights["words"] for size in (6, 800))
    assert few > 0.0
    assert many == pytest.approx(-2.0, abs=0.5)


def test_the_fit_is_at_the_lowest_of_its_loss() -> None:
    """No single step from it, in any direction, is better."""
    rows, names = world(4, 60, {"words": 1.0, "age": -1.0}), ["age", "words"]
    data, prior = table(rows, names), prior_of(names, PRIOR.weights, PRIOR.intercept)
    found = fit(data, prior, 3.0)

    def loss(weights: Floats) -> float:
        p = probabilities(data, prior + (weights - prior))
        likelihood = sum(math.log(each if label else 1 - each) for each, label in zip(p, data.y, strict=True))
        return float(-likelihood + 1.5 * sum((weights - prior) ** 2))

    for at in range(3):
        for step in (-0.01, 0.01):
            other = found.copy()
            other[at] += step
            assert loss(other) > loss(found)


def test_what_separates_perfectly_does_not_run_away() -> None:
    rows = [
        Row(features={"words": 1.0 if n % 2 else -1.0}, label=bool(n % 2), group=f"c{n}", decision=f"d{n}")
        for n in range(400)
    ]
    assert abs(learned(rows).weights["words"]) < 20


def test_a_feature_that_is_new_is_learned_only_where_it_was_seen_often() -> None:
    rows = world(5, 100, {"words": 1.0, "meaning": 2.0})
    rows[0] = msgspec.structs.replace(rows[0], features={**rows[0].features, "seldom": 1.0})
    model = learned(rows)
    assert model.weights["meaning"] > 0.5
    assert "seldom" not in model.weights


def test_a_customer_is_on_one_side_of_a_check_only() -> None:
    assert fold_of("c1") == fold_of("c1")
    assert {fold_of(f"c{n}") for n in range(100)} == {0, 1, 2, 3, 4}


def test_overconfidence_is_calibrated_away() -> None:
    """Logits that are three times too large come back to size."""
    import numpy as np

    chance = random.Random(6)
    truth = [chance.gauss(0, 2) for _ in range(4000)]
    labels = np.array([float(chance.random() < 1 / (1 + math.exp(-each))) for each in truth])
    slope, offset = calibrate(np.array(truth) * 3, labels, np.ones(4000))
    assert slope == pytest.approx(1 / 3, abs=0.05)
    assert offset == pytest.approx(0, abs=0.15)


def test_calibration_never_turns_the_order_around() -> None:
    import numpy as np

    logits = np.linspace(-3, 3, 200)
    slope, _ = calibrate(logits, (logits < 0).astype(float), np.ones(200))
    assert slope > 0


def test_metrics_are_of_customers_that_were_held_out() -> None:
    """A feature that is noise looks good on the rows that it was fitted to, and is found out on others."""
    chance = random.Random(7)
    rows = [
        Row(
            features={f"noise{n}": chance.gauss(0, 1) for n in range(30)},
            label=chance.random() < 0.5,
            group=f"c{at}",
            decision=f"d{at}",
        )
        for at in range(60)
    ]
    metrics = learned(rows).metrics
    assert metrics is not None
    assert metrics.log_loss > 0.6


def test_attach_is_left_alone_where_the_risk_cannot_be_shown() -> None:
    best = [Best(0.9, True, True, 1.0) for _ in range(50)]
    assert choose(best, PRIOR.thresholds, risk=0.01) == Thresholds(attach=0.8, suggest=0.4)


def test_attach_is_the_lowest_with_the_risk_kept() -> None:
    """300 right ones show a risk of 1 % with 95 %; those below are wrong too often."""
    best = [Best(0.6 + n / 1000, True, True, 1.0) for n in range(300)]
    best += [Best(0.3 + n / 1000, n % 2 == 0, True, 1.0) for n in range(100)]
    found = choose(best, PRIOR.thresholds, risk=0.01)
    assert found.proven
    assert found.attach > 0.39
    assert found.attach <= 0.6
    assert found.suggest > 0.29
    assert found.suggest <= 0.31


def test_one_wrong_one_on_top_forbids_it() -> None:
    best = [Best(0.99, False, False, 1.0)] + [Best(0.9, True, True, 1.0) for _ in range(300)]
    assert not choose(best, PRIOR.thresholds, risk=0.01).proven
    assert choose(best, PRIOR.thresholds, risk=0.02).proven


def test_without_proof_it_still_stays_above_what_was_wrong() -> None:
    best = [Best(0.95, True, True, 1.0) for _ in range(30)] + [Best(0.85, False, False, 1.0) for _ in range(5)]
    found = choose(best, PRIOR.thresholds, risk=0.01)
    assert (found.proven, found.attach) == (False, 0.95)


def test_where_all_is_wrong_nothing_is_attached() -> None:
    best = [Best(0.9, False, True, 1.0) for _ in range(30)]
    assert choose(best, PRIOR.thresholds, risk=0.01).attach == 1.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=400), st.floats(0.001, 0.2))
@settings(max_examples=100, deadline=None)
def test_suggest_is_never_above_attach(found: list[tuple[float, bool]], risk: float) -> None:
    best = [Best(probability, right, right, 1.0) for probability, right in found]
    chosen = choose(best, PRIOR.thresholds, risk=risk)
    assert chosen.suggest >= 0
    assert chosen.suggest <= chosen.attach <= 1
    wrong = sum(not right for probability, right in found if probability >= chosen.attach)
    whole = sum(probability >= chosen.attach for probability, _ in found)
    assert not chosen.proven or wrong / whole <= risk


def test_a_worse_model_does_not_replace_the_active_one() -> None:
    truth = {"words": 2.0, "age": -0.5, "intercept": -1.0}
    rows = world(8, 400, truth)
    bad = msgspec.structs.replace(PRIOR, weights={"words": -1.0}, thresholds=Thresholds(attach=0.5, suggest=0.4))
    made = msgspec.structs.replace(bad, metrics=evaluate(bad, rows))
    compared = compare(made, PRIOR, rows)
    assert not compared.better
    assert "the active one:" in compared.reason


def test_a_better_model_replaces_the_active_one() -> None:
    rows = world(9, 600, {"words": 4.0, "age": -3.0, "intercept": 1.0})
    bad = msgspec.structs.replace(
        PRIOR, weights={"words": 0.2, "age": 1.0}, thresholds=Thresholds(attach=0.4, suggest=0.3)
    )
    made = train(rows, bad, version=2, at=AT, risk=0.1)
    compared = compare(made, bad, rows)
    assert compared.better, compared.reason
    assert compared.before is not None


def test_a_model_is_not_better_than_itself() -> None:
    rows = world(10, 200, {"words": 2.0})
    same = msgspec.structs.replace(PRIOR, metrics=evaluate(PRIOR, rows))
    assert not compare(same, PRIOR, rows).better


def test_ten_rows_that_nobody_opposed_weigh_as_one_that_a_person_spoke_of() -> None:
    rows = world(11, 20, {"words": -2.0})
    weak = [msgspec.structs.replace(row, weight=0.1) for row in rows for _ in range(10)]
    names, prior = ["words"], prior_of(["words"], PRIOR.weights, PRIOR.intercept)
    spoken, unopposed = (fit(table(each, names), prior, 3.0).tolist() for each in (rows, weak))
    assert unopposed == pytest.approx(spoken)


def test_probability_is_calibrated_and_never_overflows() -> None:
    model = msgspec.structs.replace(PRIOR, calibration=Calibration(slope=2.0, offset=1.0))
    assert model.probability({"words": 1.0, "unknown": 9.0}) == pytest.approx(1 / (1 + math.exp(-3.0)))
    assert model.probability({"words": 1e6}) == 1.0
    assert model.probability({"words": -1e6}) == 0.0


def test_the_shipped_model_can_be_read() -> None:
    model = shipped()
    assert model.version == 0
    assert model.thresholds.suggest > 0
    assert model.thresholds.suggest <= model.thresholds.attach <= 1
