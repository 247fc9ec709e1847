"""Records that may be one person, found with splink on DuckDB. Heavy: imported by the process that does it, only.

splink makes the SQL: candidate pairs by the keys of ``blocking``, u by random sampling, m by expectation maximisation
(Winkler 1988), and the score of each pair. What it learned is weighed against written values (``learning``).
"""

# ruff: noqa: S608 - SQL for DuckDB in memory, made of names that are written here

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb
import msgspec
import pyarrow
from splink import DuckDBAPI, Linker

from warmline.customers.duplicates import blocking, learning
from warmline.customers.duplicates.comparisons import COMPARISONS, MISSING, Comparison, settings
from warmline.customers.duplicates.pairs import Pair, evidence, in_order
from warmline.customers.duplicates.people import Row

TEXT = ("given", "family", "born", "number", "street", "city", "postcode", "country")
LISTS = ("emails", "phones")
COLUMNS = pyarrow.schema(
    [("id", pyarrow.string()), *((name, pyarrow.string()) for name in TEXT)]
    + [(name, pyarrow.list_(pyarrow.string())) for name in LISTS]
)
# Random pairs for u, and pairs for each round of learning; more does not change the weights by a tenth of a bit.
RANDOM_PAIRS, LEARNING_PAIRS = 1_000_000, 500_000.0
SEED = 1
FETCH = 1000

Said = Callable[[str], None]


@dataclass(frozen=True)
class Model:
    """The comparisons with their m and u, and how it came by them. ``notes`` say what was left out, in words."""

    comparisons: tuple[Comparison, ...]
    prior: float
    learned: bool
    notes: list[str] = field(default_factory=list)


class Linkage:
    """One base of people in DuckDB. ``add`` them, then ask for ``pairs``."""

    def __init__(self, *, memory_mb: int = 512, threads: int = 1, folder: str | None = None) -> None:
        logging.getLogger("splink").setLevel(logging.ERROR)
        options: dict[str, Any] = {"memory_limit": f"{memory_mb}MB", "threads": threads}
        options |= {"temp_directory": folder} if folder else {}
        self._con = duckdb.connect(config=options)
        kinds = [f"{name} varchar" for name in ("id", *TEXT)] + [f"{name} varchar[]" for name in LISTS]
        self._run(f"create table given_people ({', '.join(kinds)})")
        self.people = 0
        self.compared = 0

    def add(self, rows: list[Row]) -> None:
        """More people. Ids are unique."""
        listed = [msgspec.structs.asdict(each) for each in rows]
        batch = pyarrow.Table.from_pylist(listed, schema=COLUMNS)
        self._con.register("batch", batch)
        self._run("insert into given_people select * from batch")
        self._con.unregister("batch")
        self.people += len(rows)

    def model(self, said: Said = lambda _: None) -> Model:
        """Learn from the base, where it is large enough; else take the written values."""
        filled = self._filled()
        self._keys = blocking.usable(filled)
        source = blocking.keyed("given_people", self._keys) if self._keys else "select * from given_people"
        self._run(f"create table people as {source}")
        comparisons = tuple(each for each in COMPARISONS if each.column in filled)
        rules = blocking.fitting(blocking.CERTAIN, self._keys, filled)
        certain = self._certain(rules)
        prior = learning.prior(self.people, certain)
        small = self.people < learning.FEWEST_PEOPLE or certain < learning.FEWEST_PAIRS
        if small or not comparisons:
            note = (
                f"{self.people} people with {certain} certain pairs are too few to learn from; "
                "the weights are the general ones."
            )
            return Model(comparisons, prior, False, [note])
        said("learning")
        return self._learn(comparisons, prior, filled)

    def pairs(self, found: Model, *, least: float) -> Iterator[Pair]:
        """The pairs whose score is ``least`` or more, the likeliest first."""
        if not (found.comparisons and self._keys):
            return
        linker = self._linker(found.comparisons, found.prior, rare=found.learned)
        scored = linker.inference.predict(threshold_match_probability=None).physical_name
        self.compared = self._number(f"select count(*) from {scored}")
        weights = [f"mw_{each.name}" for each in found.comparisons]
        rarity = [f"mw_tf_adj_{each.name}" if found.learned and each.rare else "0.0" for each in found.comparisons]
        gammas = [f"gamma_{each.name}" for each in found.comparisons]
        asked = ", ".join(["id_l", "id_r", "match_probability", "match_weight", *gammas, *weights, *rarity])
        rows = self._con.execute(
            f"select {asked} from {scored} where match_probability >= ? order by match_probability desc, id_l, id_r",
            [least],
        )
        while batch := rows.fetchmany(FETCH):
            yield from (_pair(each, found.comparisons) for each in batch)

    def _filled(self) -> set[str]:
        counts = ", ".join(f"count({name})" for name in (*TEXT, *LISTS))
        (row,) = self._run(f"select {counts} from given_people")
        # Two values are the least that can be compared.
        return {name for name, count in zip((*TEXT, *LISTS), row, strict=True) if count >= 2}

    def _certain(self, rules: list[str]) -> int:
        if not rules:
            return 0
        found = " union ".join(
            f"select l.id, r.id as other from people l join people r on {each} and l.id < r.id" for each in rules
        )
        return self._number(f"select count(*) from ({found})")

    def _number(self, query: str) -> int:
        return int(self._run(query)[0][0])

    def _run(self, query: str) -> list[tuple[Any, ...]]:
        """Everything that it gives: a connection with rows left does nothing else."""
        return self._con.execute(query).fetchall()

    def _linker(self, comparisons: tuple[Comparison, ...], prior: float, *, rare: bool) -> Linker:
        api = DuckDBAPI(self._con)
        given = settings(comparisons, blocking.rules(self._keys), prior, rare=rare)
        return Linker(api.register(self._con.table("people")), given, log_level=None, validate_settings=False)

    def _learn(self, comparisons: tuple[Comparison, ...], prior: float, filled: set[str]) -> Model:
        linker = self._linker(comparisons, prior, rare=False)
        linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
        for rule in blocking.fitting(blocking.LEARN, self._keys, filled):
            if self._certain([rule]) >= learning.FEWEST_PAIRS:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    rule, estimate_without_term_frequencies=True, max_pairs=LEARNING_PAIRS
                )
        return self._settled(linker, comparisons, prior)

    def _settled(self, linker: Linker, comparisons: tuple[Comparison, ...], prior: float) -> Model:
        pairs = self.people * (self.people - 1) / 2
        notes: list[str] = []
        settled = []
        seen = {each.output_column_name: _seen(each) for each in linker._settings_obj.core_model_settings.comparisons}
        for each in comparisons:
            ours = learning.learned(
                each, seen[each.name], own=prior * pairs, others=min(pairs, RANDOM_PAIRS), prior=prior
            )
            if not learning.sensible(ours):
                notes.append(f"What was learned of the {each.words} made no sense; its weights are the general ones.")
                ours = each
            settled.append(ours)
        return Model(tuple(settled), prior, True, notes)


def _seen(comparison: Any) -> list[tuple[float | None, float | None]]:
    levels = [each for each in comparison.comparison_levels if not each.is_null_level]
    return [
        (
            each._trained_m_median if each._m_is_trained else None,
            each._trained_u_median if each._u_is_trained else None,
        )
        for each in levels
    ]


def _pair(row: tuple[Any, ...], comparisons: tuple[Comparison, ...]) -> Pair:
    count = len(comparisons)
    gammas, weights, rarity = (row[4 + i * count : 4 + (i + 1) * count] for i in range(3))
    reasons = [
        evidence(each.name, _level(each, gamma), weight + (rare or 0.0))
        for each, gamma, weight, rare in zip(comparisons, gammas, weights, rarity, strict=True)
    ]
    one, other = sorted(row[:2])
    return Pair(one, other, row[2], row[3], in_order(reasons))


def _level(comparison: Comparison, gamma: int) -> str:
    """splink counts levels from the last, which is 0; -1 is a missing value."""
    return MISSING if gamma < 0 else comparison.levels[len(comparison.levels) - 1 - gamma].name
