"""What is compared of two people, in levels from equal to different. Pure data; splink gets it as settings.

``m`` is how often the level holds of two records of one person, ``u`` of two people drawn at random (Fellegi and Sunter
1969). Those written here hold where a base is too small to learn its own from, and weigh in where it is small: u of
equal dates is one over the days of a century, of equal names the share of a middling name, and the m leave about one
field in five wrong or written differently, which is a careless base. Levels are after Christen 2012, ch. 5 and 6.
"""

from dataclasses import dataclass
from typing import Any

DIFFERENT, MISSING = "different", "missing"


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: a condition in DuckDB's SQL, its m and u, and what it is called."""

    name: str
    sql: str
    m: float
    u: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field: the columns that it needs, and its levels in order; the last one is what is left (``ELSE``). ``rare``
    names the column whose rare values count for more; where ``silent`` holds, the field says nothing."""

    name: str
    words: str
    column: str
    levels: tuple[Level, ...]
    rare: str | None = None
    silent: str | None = None


def _near(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def _slips(column: str, most: int) -> str:
    return f"damerau_levenshtein({column}_l, {column}_r) <= {most}"


def _jumbled(column: str) -> str:
    """The same letters in another order, with other spaces."""
    left, right = (f"list_sort(string_split(replace({column}_{side}, ' ', ''), ''))" for side in "lr")
    return f"{left} = {right}"


def _any_pair(column: str, condition: str) -> str:
    """Whether the condition on ``a`` and ``b`` holds for any of one list and any of the other."""
    inner = f"list_bool_or(list_transform({column}_r, lambda b: {condition}))"
    return f"list_bool_or(list_transform({column}_l, lambda a: {inner}))"


def _within_days(column: str, days: int) -> str:
    left, right = (f"try_strptime({column}_{side}, '%Y%m%d')" for side in "lr")
    return f"abs(date_diff('day', {left}, {right})) <= {days}"


def _other(m: float, *, of: tuple[Level, ...]) -> Level:
    return Level(DIFFERENT, "ELSE", m, 1 - sum(each.u for each in of))


def _comparison(
    name: str,
    words: str,
    column: str,
    *levels: Level,
    different: float,
    rare: bool = False,
    silent: str | None = None,
) -> Comparison:
    every = (*levels, _other(different, of=levels))
    return Comparison(name, words, column, every, column if rare else None, silent)


SWAPPED = (
    "jaro_winkler_similarity(given_l, family_r) >= 0.92 and jaro_winkler_similarity(family_l, given_r) >= 0.92 "
    "and not given_l = given_r"
)
SHORTENED = "starts_with(given_l, given_r) or starts_with(given_r, given_l)"

COMPARISONS = (
    _comparison(
        "given_name",
        "given name",
        "given",
        Level("same", "given_l = given_r", 0.70, 0.006),
        Level("swapped with the family name", SWAPPED, 0.02, 0.00003),
        Level("nearly the same", f"{_near('given', 0.92)} or {_jumbled('given')}", 0.12, 0.002),
        Level("shortened", SHORTENED, 0.05, 0.001),
        Level("similar", _near("given", 0.80), 0.04, 0.006),
        different=0.07,
        rare=True,
    ),
    _comparison(
        "family_name",
        "family name",
        "family",
        Level("same", "family_l = family_r", 0.77, 0.004),
        Level("nearly the same", f"{_near('family', 0.92)} or {_jumbled('family')}", 0.12, 0.001),
        Level("similar", _near("family", 0.80), 0.04, 0.003),
        different=0.07,
        rare=True,
        # That the names are swapped is one fact, and the given name has told it.
        silent=SWAPPED,
    ),
    _comparison(
        "date_of_birth",
        "date of birth",
        "born",
        Level("same", "born_l = born_r", 0.80, 0.00003),
        Level("one digit different", _slips("born", 1), 0.08, 0.001),
        Level("less than a month apart", _within_days("born", 31), 0.03, 0.001),
        Level("two digits different", _slips("born", 2), 0.04, 0.012),
        different=0.05,
    ),
    _comparison(
        "national_id",
        "personal number",
        "number",
        Level("same", "number_l = number_r", 0.90, 0.000002),
        Level("one character different", _slips("number", 1), 0.05, 0.00003),
        different=0.05,
    ),
    _comparison(
        "street",
        "street",
        "street",
        Level("same", "street_l = street_r", 0.50, 0.0001),
        Level("nearly the same", f"{_near('street', 0.92)} or {_jumbled('street')}", 0.20, 0.0005),
        Level("similar", _near("street", 0.80), 0.08, 0.006),
        different=0.22,
        rare=True,
    ),
    _comparison(
        "city",
        "city",
        "city",
        Level("same", "city_l = city_r", 0.70, 0.02),
        Level("nearly the same", f"{_near('city', 0.90)} or {_jumbled('city')}", 0.12, 0.002),
        different=0.18,
        rare=True,
    ),
    _comparison(
        "postcode",
        "postcode",
        "postcode",
        Level("same", "postcode_l = postcode_r", 0.70, 0.002),
        Level("one character different", _slips("postcode", 1), 0.10, 0.012),
        different=0.20,
        rare=True,
    ),
    # People have several addresses, so another one says little.
    _comparison(
        "email",
        "mail address",
        "emails",
        Level("same", "list_has_any(emails_l, emails_r)", 0.35, 0.00002),
        Level("nearly the same", _any_pair("emails", "jaro_winkler_similarity(a, b) >= 0.92"), 0.08, 0.0003),
        Level(
            "the same before the @",
            _any_pair("emails", "split_part(a, '@', 1) = split_part(b, '@', 1)"),
            0.07,
            0.0002,
        ),
        different=0.50,
    ),
    _comparison(
        "phone",
        "telephone number",
        "phones",
        Level("same", "list_has_any(phones_l, phones_r)", 0.35, 0.00002),
        Level("one digit different", _any_pair("phones", "damerau_levenshtein(a, b) <= 1"), 0.05, 0.0001),
        different=0.60,
    ),
)
NAMED = {each.name: each for each in COMPARISONS}


def settings(comparisons: tuple[Comparison, ...], blocks: list[dict[str, Any]], prior: float, *, rare: bool) -> Any:
    """The model as splink reads it. ``prior`` is how likely two records drawn at random are one person; ``rare``:
    agreeing on a rare name counts for more than on a common one."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": prior,
        "comparisons": [_as_settings(each, rare=rare) for each in comparisons],
        "blocking_rules_to_generate_predictions": blocks,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 30,
    }


def _as_settings(comparison: Comparison, *, rare: bool) -> dict[str, Any]:
    missing = f"{comparison.column}_l is null or {comparison.column}_r is null"
    if comparison.silent:
        missing = f"{missing} or ({comparison.silent})"
    levels: list[dict[str, Any]] = [{"sql_condition": missing, "label_for_charts": MISSING, "is_null_level": True}]
    for each in comparison.levels:
        level: dict[str, Any] = {"sql_condition": each.sql, "label_for_charts": each.name}
        level |= {"m_probability": each.m, "u_probability": each.u}
        if rare and comparison.rare and each.name == "same":
            level |= {"tf_adjustment_column": comparison.rare, "tf_minimum_u_value": 0.0001}
        levels.append(level)
    return {"output_column_name": comparison.name, "comparison_levels": levels}
