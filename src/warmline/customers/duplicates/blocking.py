"""Which records are compared at all: those that share a key, and only where few do. Pure: SQL for DuckDB.

All pairs of 100,000 records are five thousand million; the keys leave some millions. A key that more than ``MOST``
records share (John Smith in London, the first of January 1970) says little and costs the square, so it is left out, and
who agrees in more than that meets by another key.
"""

# ruff: noqa: S608 - SQL for DuckDB in memory, made of names that are written here

from dataclasses import dataclass
from typing import Any

MOST = 100
# What so many share is no person's value but a form's (a date of birth of 1 January 1900, a number "unknown"), and
# counts as missing: dates of more than MOST and of this share of all, numbers of more than so many.
FORM_DATE_SHARE, FORM_NUMBER = 0.001, 20


@dataclass(frozen=True, slots=True)
class Key:
    """Columns that must be there, and the key made of them. ``many``: it is a list, and any shared member will do."""

    name: str
    needs: tuple[str, ...]
    sql: str
    many: bool = False

    @property
    def column(self) -> str:
        """Where the key is kept."""
        return f"key_{self.name}"


def _both(*parts: str) -> str:
    return " || chr(31) || ".join(parts)


YEAR = "left(born, 4)"
KEYS = (
    # The names in either order, so that swapped ones meet.
    Key("names", ("given", "family"), _both("least(given, family)", "greatest(given, family)")),
    Key("born", ("born",), "born"),
    Key("number", ("number",), "number"),
    Key("mails", ("emails",), "list_transform(emails, lambda a: split_part(a, '@', 1))", many=True),
    Key("phones", ("phones",), "phones", many=True),
    Key("street", ("street",), "street"),
    Key("family_year", ("family", "born"), _both("left(family, 3)", YEAR)),
    Key("given_year", ("given", "born"), _both("left(given, 3)", YEAR)),
    Key("family_place", ("family", "postcode"), _both("left(family, 3)", "postcode")),
    Key("given_place", ("given", "postcode"), _both("left(given, 3)", "postcode")),
    Key("family_city", ("family", "city"), _both("family", "city")),
    Key("given_city", ("given", "city"), _both("given", "city")),
)
# What two records hardly share unless they are of one person: how many such pairs there are tells how many to expect.
CERTAIN = (
    "l.key_names = r.key_names and l.born = r.born",
    "l.key_number = r.key_number and l.born = r.born",
    "l.key_number = r.key_number and l.key_names = r.key_names",
    "l.key_street = r.key_street and l.key_names = r.key_names",
    "l.key_names = r.key_names and list_has_any(l.emails, r.emails)",
)
# On what the learning blocks: what a rule holds equal cannot be learned from its pairs, so there are several. None is
# an address: most pairs at one address are a household's, and it would learn what makes a household.
LEARN = (
    "l.key_names = r.key_names and l.given = r.given and l.family = r.family",
    "l.key_born = r.key_born and l.born = r.born",
    "l.key_number = r.key_number and l.number = r.number",
    "l.key_given_city = r.key_given_city and l.given = r.given and l.city = r.city",
)


def usable(filled: set[str]) -> list[Key]:
    """The keys whose columns have values."""
    return [each for each in KEYS if filled.issuperset(each.needs)]


def keyed(table: str, keys: list[Key]) -> str:
    """A query for the table with its keys, without those that too many share."""
    date = f"count(*) over (partition by born) > greatest({MOST}, {FORM_DATE_SHARE} * count(*) over ())"
    number = f"count(*) over (partition by number) > {FORM_NUMBER}"
    given = f"case when {date} then null else born end as born, case when {number} then null else number end as number"
    raw = ", ".join(f"{each.sql} as raw_{each.name}" for each in keys)
    lists = [each for each in keys if each.many]
    kept = "".join(f", kept_{each.name} as ({_shared_by_few(each)})" for each in lists)
    columns = [f"{_few(each)} as {each.column}" for each in keys if not each.many]
    columns += [f"kept_{each.name}.{each.column}" for each in lists]
    joins = "".join(f" left join kept_{each.name} on kept_{each.name}.id = raw.id" for each in lists)
    without = ", ".join(f"raw_{each.name}" for each in keys)
    return (
        f"with given as (select * replace ({given}) from {table}), raw as (select *, {raw} from given){kept} "
        f"select raw.* exclude ({without}), {', '.join(columns)} from raw{joins}"
    )


def _few(key: Key) -> str:
    return f"case when count(*) over (partition by raw_{key.name}) <= {MOST} then raw_{key.name} end"


def _shared_by_few(key: Key) -> str:
    each = f"select distinct id, unnest(raw_{key.name}) as value from raw"
    few = f"select id, value from ({each}) qualify count(*) over (partition by value) <= {MOST}"
    return f"select id, list(value) as {key.column} from ({few}) group by id"


def rules(keys: list[Key]) -> list[dict[str, Any]]:
    """The blocking rules as splink reads them."""
    return [_rule(each) for each in keys]


def _rule(key: Key) -> dict[str, Any]:
    rule: dict[str, Any] = {"blocking_rule": f"l.{key.column} = r.{key.column}", "sql_dialect": "duckdb"}
    return rule | {"arrays_to_explode": [key.column]} if key.many else rule


def fitting(conditions: tuple[str, ...], keys: list[Key], filled: set[str]) -> list[str]:
    """Those conditions of which all columns are there."""
    there = {each.column for each in keys} | filled
    return [each for each in conditions if columns_of(each) <= there]


def columns_of(condition: str) -> set[str]:
    """The columns that a condition on ``l`` and ``r`` names."""
    words = condition.replace("(", " ").replace(")", " ").replace(",", " ").split()
    return {word[2:] for word in words if word[:2] in ("l.", "r.")}
