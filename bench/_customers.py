"""A customer base of any size, put in by COPY: records, handles, names, numbers that were given, and who else uses a
handle.

Imported by the scripts beside it; running it measures nothing. Names are drawn by rank (Zipf with exponent 0.8), so
that of a million customers some 4,000 are called like the commonest; the last digits of an account are shared by one
in 10,000, and a policy number is one customer's.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

import asyncpg

from warmline.customers.names import Name

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
GIVEN, FAMILIES, EXPONENT = 400, 6_000, 0.8
SYLLABLES = [
    "ba",
    "be",
    "bo",
    "ca",
    "co",
    "da",
    "de",
    "do",
    "fa",
    "ga",
    "go",
    "ha",
    "he",
    "ka",
    "ke",
    "la",
    "le",
    "lo",
    "ma",
    "me",
    "mo",
    "na",
    "ne",
    "no",
    "pa",
    "pe",
    "ra",
    "re",
    "ro",
    "sa",
    "se",
    "ta",
    "te",
    "to",
    "va",
]
# Of so many customers one is merged into the one before, and one wrote from the handle of the one before.
MERGED, USED = 50, 20
# A number that one in ten has given, and a name that one in a hundred goes by beside their own: the worst case.
SHARED, SHARING, CALLED = "55555", 10, 100
COLUMNS = {
    "customer": "org_id id root_id display_name merged_into",
    "handle": "org_id id customer_id scheme value source first_seen_at last_seen_at",
    "customer_name": "org_id customer_id given family beginning ending",
    "customer_fact": "org_id fact customer_id",
    "handle_use": "org_id handle_id customer_id behalf first_at last_at",
}


class Customer(NamedTuple):
    """One of them. ``account`` are the last digits of it."""

    id: UUID
    name: Name
    email: str
    phone: str
    account: str
    policy: str


def _id(kind: int, number: int) -> UUID:
    return UUID(f"0000000{kind}-0000-7000-8000-{number:012x}")


def _word(number: int, least: int) -> str:
    parts: list[str] = []
    while number or len(parts) < least:
        number, at = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[at])
    return "".join(parts)


@cache
def _ranked(count: int, least: int) -> tuple[list[str], list[float]]:
    """So many names, and how often each occurs, added up."""
    return [_word(n * 7 + 11, least) for n in range(count)], list(accumulate(n**-EXPONENT for n in range(1, count + 1)))


def common() -> Name:
    """The name that most of them have."""
    return Name(_ranked(GIVEN, 2)[0][0], _ranked(FAMILIES, 3)[0][0])


def customer(number: int) -> Customer:
    """The customer with this number, from 0; always the same."""
    chance = random.Random(number)
    (given, often), (families, as_often) = _ranked(GIVEN, 2), _ranked(FAMILIES, 3)
    [first], [last] = chance.choices(given, cum_weights=often), chance.choices(families, cum_weights=as_often)
    account, policy = f"{chance.randrange(10_000):04}", f"{20_000_000 + number}"
    return Customer(
        _id(1, number),
        Name(first, last),
        f"{first}.{last}{number}@example.com",
        f"+1{2_020_000_000 + number}",
        account,
        policy,
    )


async def load(dsn: str, org: UUID, first: int, last: int, *, step: int = 50_000) -> None:
    """The customers with these numbers. The rows belong together by how they are made, so no key is checked; ends with
    what autovacuum would have done."""
    conn = await asyncpg.connect(dsn)
    await conn.execute("set session_replication_role = replica")
    for start in range(first, last, step):
        people = [customer(number) for number in range(start, min(start + step, last))]
        for table, names in COLUMNS.items():
            await conn.copy_records_to_table(table, records=_rows(table, org, start, people), columns=names.split())
    for table in COLUMNS:
        await conn.execute(f"vacuum analyze {table}")
    await conn.close()


def _rows(table: str, org: UUID, start: int, people: Sequence[Customer]) -> Iterator[tuple[object, ...]]:
    for number, each in enumerate(people, start):
        before, handle = _id(1, max(0, number - 1)), _id(2, number)
        merged = before if number % MERGED == 1 else None
        match table:
            case "customer":
                yield org, each.id, merged or each.id, each.name.shown, merged
            case "handle":
                yield org, handle, each.id, "email", each.email, "bench", AT, AT
                if number % 2:
                    yield org, _id(3, number), each.id, "phone", each.phone, "bench", AT, AT
            case "customer_name":
                yield org, each.id, *each.name, *each.name.lookups()
                if number % CALLED == 0 and each.name != common():
                    yield org, each.id, *common(), *common().lookups()
            case "customer_fact":
                yield org, each.account, each.id
                yield org, each.policy, each.id
                if number % SHARING == 0:
                    yield org, SHARED, each.id
            case "handle_use" if number % USED == 1:
                yield org, _id(2, number - 1), each.id, number % (USED * 2) == 1, AT, AT
