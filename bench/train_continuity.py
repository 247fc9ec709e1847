"""Fit the continuity model that is shipped to the labelled set, and tell how it does on customers that it has not seen.

Run: python -m bench.train_continuity [--data DIR] [--write]. Contacts go in order through the product's own rules, in
memory, each put where its label says; what each candidate case was weighed by, and whether it was the right one, are
the lessons. They are taken in four regimes, with and without the packs and with and without sentence vectors, because
one model serves them all. The fit is a ridge regression whose weights keep the sign that their feature means.

The check is by customer, in five parts, closed loop: a model fitted without a part places everything, its own mistakes
included, and the part is scored. ``--write`` puts the model of all customers into the package; the same set gives the
same bytes. Whoever changes a feature runs this, then ``python -m bench.continuity``.
"""

import argparse
import math
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from statistics import fmean, pstdev
from typing import Any, NamedTuple

import msgspec
import numpy as np
from rich.console import Console
from rich.table import Table

from bench._placing import Heard, Label, Labelled, Teacher, hear, meanings, place, read_set
from bench._report import WIDTH, Clock
from bench.continuity import PACKS, SET
from warmline.interactions.learning import ContinuityModel, shipped
from warmline.interactions.learning.model import Metrics, Row, Thresholds
from warmline.interactions.learning.regression import Table as Numbers
from warmline.interactions.learning.regression import fit, table
from warmline.interactions.learning.shipped import FILE
from warmline.interactions.learning.thresholds import best_of, measure
from warmline.interactions.learning.training import CERTAIN, FOLDS, fold_of

# 1 / variance of each weight around 0.
STRENGTH = 1.0
DIGITS = 6
TINY, LARGE = 1e-4, 30.0
# Where every organisation begins; its own are learned from its corrections.
THRESHOLDS = Thresholds(attach=0.7, suggest=0.35)
# A contact is placed by its label, whatever the model says.
UNASKED = ContinuityModel(name="none", version=0, intercept=0.0, weights={}, thresholds=Thresholds(attach=2, suggest=2))
# A feature speaks for the case or against it on any set; where the weight came out the other way it would be this
# set's habit. Features that are in neither list, and second weights beside meanings, may go either way.
SPEAKS_FOR = (
    "back", "back_alike", "back_only", "bare", "category_overlaps", "category_same", "latest", "meaning",
    "meaning_ahead", "number_shared", "object_shared", "only", "returns_alike", "returns_settled", "same_channel",
    "same_handle", "thanks", "thanks_settled", "topic_same", "waits_for_customer", "words", "words_ahead",
)  # fmt: skip
SPEAKS_AGAINST = (
    "age", "asks", "asks_greeting", "category_differs", "fresh", "greets", "no_words_shared", "number_elsewhere",
    "number_new", "object_differs", "other_words", "settled", "settled_age", "topic_differs", "wants", "wants_greeting",
)  # fmt: skip
# People name a number to be put with its case. Here they say so in words besides, so that it would not be learned.
LEAST = {"object_shared": 1.0, "number_shared": 0.3}
SIGNS = dict.fromkeys(SPEAKS_FOR, 1) | dict.fromkeys(SPEAKS_AGAINST, -1)


class Checked(NamedTuple):
    """How held-out customers fared in one regime: the scorer's figures, and the case F1 of each part."""

    figures: dict[str, Any]
    folds: list[float]


def regimes(given: Labelled) -> dict[str, Heard]:
    """What the contacts say, in each of the ways in which an installation may hear them."""
    known, bare = hear(given, PACKS), hear(given, ())
    meant = meanings(known)
    return {
        "terms": Heard(known, {}),
        "meanings": Heard(known, meant),
        "terms, no packs": Heard(bare, {}),
        "meanings, no packs": Heard(bare, meant),
    }


def lessons(given: Labelled, heard: Mapping[str, Heard]) -> list[Row]:
    """The rows of all regimes."""
    found = []
    for name, each in heard.items():
        teacher = Teacher(given.gold, name)
        place(given, each, UNASKED, teacher)
        found += teacher.rows
    return found


def fitted(rows: Sequence[Row], metrics: Metrics | None = None) -> ContinuityModel:
    """The likeliest model whose weights keep their bounds: the one that is farthest beyond its own is held there and
    the rest fitted again, until none is."""
    names = sorted({name for row in rows for name in row.features})
    data = table(rows, names)
    held: dict[str, float] = {}
    while True:
        *weights, intercept = _weights(data, [held.get(name) for name in names])
        short = {
            name: LEAST.get(name, 0.0) - SIGNS[name] * weight
            for name, weight in zip(names, weights, strict=True)
            if name in SIGNS and name not in held
        }
        worst = max(short, key=lambda name: short[name], default="")
        if not worst or short[worst] <= 0:
            break
        held[worst] = SIGNS[worst] * LEAST.get(worst, 0.0)
    return ContinuityModel(
        name="shipped",
        version=0,
        intercept=round(intercept, DIGITS),
        weights={name: round(weight, DIGITS) + 0.0 for name, weight in zip(names, weights, strict=True)},
        thresholds=THRESHOLDS,
        strength=STRENGTH,
        metrics=metrics,
    )


def _weights(data: Numbers, held: Sequence[float | None]) -> list[float]:
    """Drawn to 0, the intercept last. A column that is made tiny keeps to what its weight is drawn to: it is held. That
    of the intercept is made large, so that it is hardly drawn: how many candidates are right is no habit of words."""
    scale = np.array([*(1.0 if each is None else TINY for each in held), LARGE])
    prior = np.array([*(each or 0.0 for each in held), 0.0]) / scale
    values = fit(msgspec.structs.replace(data, x=data.x * scale), prior, STRENGTH) * scale
    return [float(each) for each in values]


def judged(rows: Sequence[Row], models: Sequence[ContinuityModel]) -> Metrics:
    """How the models of the parts do on the rows that each has not seen."""
    found = [(row, models[fold_of(row.group)].probability(row.features)) for row in rows]
    losses: list[list[float]] = [[] for _ in range(FOLDS)]
    for row, likely in found:
        losses[fold_of(row.group)].append(-math.log(max(likely if row.label else 1 - likely, CERTAIN)))
    best = best_of(found)
    precision, recall, suggested = measure(best, THRESHOLDS.attach, THRESHOLDS.suggest)
    means = [fmean(each) for each in losses]
    return Metrics(
        decisions=len(best),
        rows=len(rows),
        corrections=0,
        precision=precision,
        recall=recall,
        suggested=suggested,
        log_loss=round(fmean(means), DIGITS),
        spread=round(pstdev(means), DIGITS),
        brier=round(fmean((likely - row.label) ** 2 for row, likely in found), DIGITS),
    )


def check(given: Labelled, heard: Heard, models: Sequence[ContinuityModel]) -> Checked:
    """Each part placed by the model that has not seen it, among everybody else."""
    together: dict[str, Label] = {}
    folds = []
    for part, model in enumerate(models):
        found = place(given, heard, model)
        held_out = [each for each in given.gold if fold_of(each["customer"]) == part]
        folds.append(given.measure(held_out, found)["case"][2])
        together |= {each["external_id"]: found[each["external_id"]] for each in held_out}
    return Checked(given.measure(given.gold, together), folds)


def summary(checked: Mapping[str, Checked]) -> Table:
    """A line a regime."""
    found = Table(title=f"Customers not seen, closed loop, attached from {THRESHOLDS.attach}", title_justify="left")
    columns = "regime", "case P", "case R", "case F1", "parts", "sd", "B3 F1", "customer F1", "false-attach"
    for name in columns:
        found.add_column(name, justify="left" if name == "regime" else "right")
    for name, (figures, folds) in checked.items():
        shown = *figures["case"], f"{min(folds):.3f}-{max(folds):.3f}", pstdev(folds), figures["bcubed"][2]
        cells = [each if isinstance(each, str) else f"{each:.4f}" for each in (*shown, figures["customer"][2])]
        found.add_row(name, *cells, f"{figures['false_attach']:.2%}")
    return found


def situations(checked: Mapping[str, Checked]) -> Table:
    """How many of each situation's contacts are right."""
    found = Table(title="Right, by situation", title_justify="left")
    found.add_column("situation")
    for name in ("contacts", *checked):
        found.add_column(name, justify="right")
    rows = [each.figures["situations"] for each in checked.values()]
    for name, first in rows[0].items():
        shares = [f"{row[name].get('right', 0) / row[name]['contacts']:.1%}" for row in rows]
        found.add_row(name, str(first["contacts"]), *shares)
    return found


def changes(made: ContinuityModel, before: ContinuityModel) -> str:
    """The weights that differ most from what is shipped now."""
    weights, were = ({**each.weights, "intercept": each.intercept} for each in (made, before))
    moved = {name: weights.get(name, 0.0) - were.get(name, 0.0) for name in weights | were}
    most = sorted(moved, key=lambda name: -abs(moved[name]))[:6]
    return ", ".join(f"{name} {were.get(name, 0.0):.2f} -> {weights.get(name, 0.0):.2f}" for name in most)


def written(model: ContinuityModel) -> bytes:
    """The file of the package."""
    return msgspec.json.format(msgspec.json.encode(model.dump()), indent=1) + b"\n"


def main(asked: argparse.Namespace) -> None:
    clock, console = Clock(), Console(width=WIDTH)
    scorer = asked.data / "score.py"
    given = read_set(asked.data, scorer if scorer.exists() else SET / "score.py")
    heard = regimes(given)
    rows = lessons(given, heard)
    models = [fitted([row for row in rows if fold_of(row.group) != part]) for part in range(FOLDS)]
    model = fitted(rows, judged(rows, models))
    told = (
        f"{len(rows)} lessons of {len({row.group for row in rows})} customers, {sum(row.label for row in rows)} right."
    )
    console.print(told, highlight=False)
    console.print(f"Weights that differ most from those shipped: {changes(model, shipped())}.", highlight=False)
    checked = {name: check(given, each, models) for name, each in heard.items()}
    console.print(summary(checked))
    console.print(situations(checked))
    if asked.write:
        path = Path(str(resources.files("warmline.interactions.learning").joinpath(FILE)))
        path.write_bytes(written(model))
        console.print(f"Written to {path.name}.", highlight=False)
    console.print(f"{clock.seconds:.0f} s.", highlight=False)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SET)
    parser.add_argument("--write", action="store_true", help="put the model into the package")
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
