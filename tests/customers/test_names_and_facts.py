"""Names with facts, among records that count as others: what is read from indexes is what the plain question finds."""

import random
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import pytest

from tests.customers.calls import phone, saying
from tests.customers.desk import Desk
from warmline.customers import Claim, CustomerChange, Resolving, merge, unmerge, update
from warmline.customers.names import Name
from warmline.customers.register import Register
from warmline.customers.store.recognising import load_named
from warmline.customers.store.sql import SQL
from warmline.kit.ids import new_id

LONG = "wolfeschlegel" * 9
GIVEN = ["maria", "jo", "josef", "li"]
FAMILIES = ["okafor", "okafer", "okonor", "smith", "smyth", "li", "lu", LONG, f"{LONG}er"]
POLICIES = ["4827719", "4827720", "1111222", "5555666"]
NAMED_WITH_FACTS = """
select f.fact, c.id, c.root_id, c.display_name, c.named, case when r.named then r.display_name end as root_name,
       k.given, k.family, k.guessed
from customer_fact f join customer c on c.id = f.customer_id join customer r on r.id = c.root_id
join customer o on o.root_id = c.root_id join customer_name k on k.customer_id = o.id
where f.fact = any($1::text[]) and exists (
  select from customer m join customer_name n on n.customer_id = m.id
  where m.root_id = c.root_id and (n.beginning = any ($2::text[]) or n.ending = any ($2::text[])))
"""
NAMED_LIKE = """
select customer_id as id, given, family from customer_name
where (beginning = any ($1::text[]) or ending = any ($1::text[])) and not guessed
"""
NAMES_OF_ROOTS = """
select c.root_id, n.given, n.family, n.guessed
from customer c join customer_name n on n.customer_id = c.id where c.root_id = any($1::uuid[])
"""
PEOPLE = """
select c.id, c.root_id, c.display_name, c.named, case when r.named then r.display_name end as root_name,
       n.given, n.family, n.guessed
from customer c join customer r on r.id = c.root_id
join customer m on m.root_id = c.root_id join customer_name n on n.customer_id = m.id
where c.id = any($1::uuid[])
"""


class Crowd:
    """Customers with few names and few numbers among them, of whom some count as others, and some no more."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance, self.ids = desk, random.Random(seed), list[UUID]()

    async def gather(self, count: int) -> None:
        for _ in range(count):
            name = f"{self.chance.choice(GIVEN)} {self.chance.choice(FAMILIES)}"
            made = await self.desk.customer(name.title())
            number = {"policy_number": self.chance.choice(POLICIES)}
            if self.chance.random() < 0.7:
                await self.desk.do(update, made.id, change=CustomerChange(attributes=number))
            self.ids.append(made.id)
        guessed = self.chance.sample(self.ids, count // 10)
        await self.desk.fetch("update customer_name set guessed = true where customer_id = any($1::uuid[])", guessed)

    async def mingle(self, times: int) -> None:
        """Merge those who count as themselves, and take some merges back."""
        for _ in range(times):
            roots = [row["id"] for row in await self.desk.fetch("select id from customer where merged_into is null")]
            one, other = self.chance.sample(sorted(roots), 2)
            await self.desk.do(merge, one, into_id=other, reason="told")
            if self.chance.random() < 0.2:
                await self.desk.do(unmerge, one, reason="told")

    def keys(self) -> list[str]:
        names = [Name(self.chance.choice(GIVEN), self.chance.choice(FAMILIES)) for _ in range(2)]
        return sorted({key for each in names for key in each.lookups()})

    async def plain(self, sql: str, *args: object) -> set[tuple[object, ...]]:
        return {tuple(row) for row in await self.desk.fetch(sql, *args)}


async def found(desk: Desk, query: str, **asked: Sequence[object]) -> set[tuple[object, ...]]:
    async with desk.db.transaction(desk.org) as conn:
        return {tuple(row) for row in await getattr(SQL, query)(conn, org_id=desk.org, **asked)}


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_reading_from_indexes_finds_what_the_plain_question_finds(desk: Desk, seed: int) -> None:
    crowd = Crowd(desk, seed)
    await crowd.gather(30)
    some = 0
    for _ in range(6):
        await crowd.mingle(4)
        for _ in range(5):
            facts, keys = crowd.chance.sample(POLICIES, 2), crowd.keys()
            people = await found(desk, "named_with_facts", facts=facts, keys=keys)
            assert people == await crowd.plain(NAMED_WITH_FACTS, facts, keys)
            assert await found(desk, "named_like", keys=keys) == await crowd.plain(NAMED_LIKE, keys)
            some += bool(people)
        ids = crowd.chance.sample(crowd.ids, 8)
        assert await found(desk, "people_with_names", ids=ids) == await crowd.plain(PEOPLE, ids)
        roots = [row["id"] for row in await desk.fetch("select id from customer where merged_into is null")]
        assert await found(desk, "names_of_roots", root_ids=roots) == await crowd.plain(NAMES_OF_ROOTS, roots)
    assert some > 0


async def holders(desk: Desk, **asked: Sequence[object]) -> set[object]:
    """Who has such a fact and such a name."""
    return {row[1] for row in await found(desk, "named_with_facts", **asked)}


async def test_a_merge_that_was_taken_back_counts_no_more(desk: Desk) -> None:
    holder, namesake = await desk.customer("Jo Smith"), await desk.customer("Maria Okafor")
    await desk.do(update, holder.id, change=CustomerChange(attributes={"policy_number": "4827719"}))
    asked = {"facts": ["4827719"], "keys": list(Name("maria", "okafor").lookups())}
    assert await holders(desk, **asked) == set()
    await desk.do(merge, holder.id, into_id=namesake.id, reason="told")
    assert await holders(desk, **asked) == {holder.id}
    await desk.do(unmerge, holder.id, reason="told")
    assert await holders(desk, **asked) == set()


async def fill(desk: Desk, owner_dsn: str, count: int) -> list[UUID]:
    """Customers of one name with one number, put in in any order."""
    ids = [new_id() for _ in range(count)]
    conn = await asyncpg.connect(owner_dsn)
    beginning, ending = Name("jo", "smith").lookups()
    rows: dict[str, list[tuple[object, ...]]] = {
        "customer org_id id root_id display_name": [(desk.org, each, each, "Jo Smith") for each in ids],
        "customer_name org_id customer_id given family beginning ending": [
            (desk.org, each, "jo", "smith", beginning, ending) for each in random.Random(1).sample(ids, count)
        ],
        "customer_fact org_id fact customer_id": [
            (desk.org, "5555666", each) for each in random.Random(2).sample(ids, count)
        ],
    }
    for columns, records in rows.items():
        table, *names = columns.split()
        await conn.copy_records_to_table(table, records=records, columns=names)
    await conn.close()
    return ids


async def test_of_a_crowd_the_same_ones_are_looked_at_each_time(desk: Desk, owner_dsn: str) -> None:
    ids = await fill(desk, owner_dsn, 520)
    keys = list(Name("jo", "smith").lookups())
    assert await holders(desk, facts=["5555666"], keys=keys) == set(sorted(ids)[:500])
    assert {row[0] for row in await found(desk, "named_like", keys=keys)} == set(sorted(ids)[:40])


async def test_only_names_that_are_equal_or_a_letter_apart_are_put_beside_an_earlier_contact(desk: Desk) -> None:
    maria, misheard = await desk.customer("Maria Okafor"), await desk.customer("Maria Okafer")
    await desk.customer("Maria Okonor")
    register = Register([], {})
    async with desk.db.transaction(desk.org) as conn:
        await load_named(conn, desk.org, register, [Name("maria", "okafor")])
    assert set(register.people) == {maria.id, misheard.id}
    assert register.named_like(Name("maria", "okafor")) == {maria.id: 1.0, misheard.id: 0.9}


async def test_who_is_told_by_a_fact_is_not_sought_by_name(desk: Desk) -> None:
    """What was said before decides as it did when both were looked up: the number's customer, not the namesake."""
    holder, namesake = await desk.customer("Jo Smith"), await desk.customer("Jo Smith")
    await desk.do(update, holder.id, change=CustomerChange(attributes={"policy_number": "4827719"}))
    told = saying(phone(), "This is Jo Smith, policy 4827719, I called this morning.")
    untold = saying(phone("+12155550199"), "This is Jo Smith, policy 9990001, I called this morning.")
    assert await decided(desk, told, recalled=namesake.id) == ({holder.id}, holder.id)
    assert await decided(desk, untold, recalled=namesake.id) == ({holder.id, namesake.id}, namesake.id)


async def decided(desk: Desk, contact: Claim, *, recalled: UUID) -> tuple[set[UUID], UUID]:
    """All that were possible, and who it is where an earlier contact of one of them fits."""
    async with desk.db.transaction(desk.org) as conn:
        batch = await Resolving.begin(conn, desk.actor, [contact])
        found = batch.resolve(0, lambda roots, at: {each: 1.0 for each in roots if each == recalled})
        await batch.end(conn, desk.actor)
    return batch.possible, found.root_id
