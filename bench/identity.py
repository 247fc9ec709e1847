"""How well records of one person are found, on labelled sets, and what a search through a base costs.

Run: python -m bench.identity [customers ...]; without sizes, 10000 and 100000.

One configuration for all sets: the one that the product has (warmline.customers.duplicates), at the default threshold
``suggest``. No threshold or weight is set for a set: weights are learned from each, without its labels. The fields and
levels were made with these sets at hand, so none of them is held out. "pairs" are the proposals themselves; "accepted"
is what stands when all are accepted: where A and B are one, and B and C, so are A and C. The floor is what a plain
splink run gave (0.9975 on Febrl 3, 0.801 on fake_1000), measured elsewhere.
"""

import asyncio
import csv
import itertools
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from bench._people import SHARED, people
from bench._report import Figure, Report
from warmline.accounts import system
from warmline.customers import begin_deduplication, deduplicate
from warmline.customers.duplicates.linking import link
from warmline.customers.duplicates.messages import Outcome
from warmline.customers.duplicates.model import Policy
from warmline.customers.duplicates.pairs import Pair
from warmline.customers.duplicates.people import Person
from warmline.kit import migrate
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.postgres import EmbeddedPostgres

DATA = SHARED / "data"
PLAIN_SPLINK = {"Febrl 3": 99.75, "fake_1000": 80.1}
LEAST = 0.02
Labelled = list[tuple[Person, str]]
Pairs = set[tuple[str, str]]


def febrl(number: int) -> Labelled:
    """Records of one person share the number in ``rec_id``."""
    with (DATA / f"febrl/dataset{number}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    return [
        (
            Person(
                id=each["rec_id"],
                given_name=each["given_name"],
                family_name=each["surname"],
                date_of_birth=each["date_of_birth"],
                national_id=each["soc_sec_id"],
                street=" ".join(filter(None, (each["street_number"], each["address_1"]))),
                city=each["suburb"],
                postcode=each["postcode"],
            ),
            each["rec_id"].split("-")[1],
        )
        for each in rows
    ]


def fake_1000() -> Labelled:
    """Short records with many slips: names, a date of birth, a city, a mail address."""
    with (DATA / "splink/fake_1000.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (
            Person(
                id=each["unique_id"],
                given_name=each["first_name"],
                family_name=each["surname"],
                date_of_birth=each["dob"],
                city=each["city"],
                emails=(each["email"],),
            ),
            each["cluster"],
        )
        for each in rows
    ]


def within(groups: Iterable[Sequence[str]]) -> Pairs:
    """All pairs of each group, the smaller id first."""
    return {pair for group in groups for pair in itertools.combinations(sorted(group), 2)}


def truth(labelled: Labelled) -> Pairs:
    """The pairs of records that are of one person."""
    groups: dict[str, list[str]] = defaultdict(list)
    for person, owner in labelled:
        groups[owner].append(person.id)
    return within(groups.values())


def accepted(pairs: Pairs) -> Pairs:
    """What counts as one when all of these are merged."""
    root: dict[str, str] = {}

    def find(id_: str) -> str:
        while root.setdefault(id_, id_) != id_:
            id_ = root[id_]
        return id_

    for one, other in pairs:
        root[find(one)] = find(other)
    groups: dict[str, list[str]] = defaultdict(list)
    for id_ in list(root):
        groups[find(id_)].append(id_)
    return within(groups.values())


def scores(found: Pairs, true: Pairs) -> tuple[float, float, float]:
    """Pairwise precision, recall and F1."""
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / max(len(true), 1)
    return precision, recall, 2 * right / max(len(found) + len(true), 1)


async def linked(labelled: Labelled) -> tuple[list[Pair], Outcome]:
    """What the product's linkage finds, in its process."""

    async def stream() -> AsyncIterator[list[Person]]:
        yield [person for person, _ in labelled]

    pairs: list[Pair] = []
    end: Outcome | None = None
    async for line in link(stream(), least=LEAST):
        pairs += [line.pair] if line.pair else []
        end = line.end or end
    assert end is not None
    return pairs, end


def at(pairs: list[Pair], threshold: float) -> Pairs:
    """The pairs that reach the threshold."""
    return {
        (each.one, each.other) if each.one < each.other else (each.other, each.one)
        for each in pairs
        if each.score >= threshold
    }


async def measure(name: str, labelled: Labelled, report: Report) -> None:
    """One set."""
    start = time.perf_counter()
    pairs, end = await linked(labelled)
    seconds = time.perf_counter() - start
    true, default = truth(labelled), Policy().suggest
    floor = PLAIN_SPLINK.get(name)
    for what, form in (("pairs", set), ("accepted", accepted)):
        precision, recall, f1 = scores(form(at(pairs, default)), true)
        figure = Figure(what=f"{name}: {what}", size=str(len(labelled)), unit="% F1", floor=floor, ours=100 * f1)
        report.add(msgspec.structs.replace(figure, budget="ratio >= 1" if floor else ""))
        best, cut = max((scores(form(at(pairs, cut)), true)[2], cut) for cut in thresholds(pairs))
        report.note(
            f"{name}, {what}: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f} at the default {default}; "
            f"at the best of all thresholds, which only labels tell, F1 {best:.4f} ({cut:.3f})."
        )
    held = f"{end.memory_mb} MB, {end.households} pairs left out as households"
    notes = " ".join([f"weights of its own: {'yes' if end.learned else 'no'}.", *end.notes])
    report.note(f"{name}: {seconds:.1f} s, {end.compared} pairs compared, {held}, {notes}")


def thresholds(pairs: list[Pair]) -> list[float]:
    """Where the outcome can change, at most a hundred of them."""
    every = sorted({each.score for each in pairs})
    return every[:: max(len(every) // 100, 1)] or [1.0]


async def fill(dsn: str, org: UUID, count: int) -> dict[UUID, str]:
    """A base of made-up customers, and who each of them is."""
    owners: dict[UUID, str] = {}
    rows, handles = [], []
    for person, owner in people(count):
        id_ = new_id()
        owners[id_] = owner
        known = {
            name: getattr(person, name)
            for name in ("given_name", "family_name", "date_of_birth", "street", "city", "postcode")
            if getattr(person, name)
        }
        rows.append((org, id_, id_, f"{person.given_name} {person.family_name}", msgspec.json.encode(known).decode()))
        handles += [(org, new_id(), id_, "email", f"{id_.hex[-6:]}.{each}") for each in person.emails]
        # A second record has the number on another channel: a handle is one customer's.
        scheme = "whatsapp" if owner != f"p{person.id[1:]}" else "phone"
        handles += [(org, new_id(), id_, scheme, each) for each in person.phones]
    conn = await asyncpg.connect(dsn)
    await conn.copy_records_to_table(
        "customer", records=rows, columns=["org_id", "id", "root_id", "display_name", "attributes"]
    )
    unique = {(scheme, value): each for each in handles for scheme, value in [each[3:]]}
    await conn.copy_records_to_table(
        "handle", records=list(unique.values()), columns=["org_id", "id", "customer_id", "scheme", "value"]
    )
    await conn.execute("analyze")
    await conn.close()
    return owners


async def search(dsn: str, app_dsn: str, count: int, report: Report) -> None:
    """A whole search, from the tables into the queue."""
    conn = await asyncpg.connect(dsn)
    org = await conn.fetchval("insert into organization (name) values ($1) returning org_id", f"Base {count}")
    await conn.close()
    owners = await fill(dsn, org, count)
    db = await Database.open(app_dsn, size=4)
    async with db.transaction(org) as conn:
        run = await begin_deduplication(conn, system(org, "bench"))
    start = time.perf_counter()
    done = await deduplicate(db, org, run.id)
    seconds = time.perf_counter() - start
    async with db.transaction(org) as conn:
        rows = await conn.fetch("select customer_id, other_customer_id from identity_proposal")
    await db.close()
    found = {tuple(sorted((str(row[0]), str(row[1])))) for row in rows}
    true = truth([(Person(id=str(id_)), owner) for id_, owner in owners.items()])
    precision, recall, _ = scores({(one, other) for one, other in found}, true)
    report.add(Figure(what="a whole search", size=str(count), unit="s", ours=seconds))
    report.add(Figure(what="memory of its process", size=str(count), unit="MB", ours=done.counts.memory_mb))
    report.note(
        f"{count} made-up customers: {done.counts.compared} pairs compared, {done.counts.new} proposed, "
        f"{done.counts.households} of households left out; precision {precision:.3f}, recall {recall:.3f}, on a base "
        "whose parts are drawn independently of each other, so for times and memory only."
    )


async def main(sizes: list[int]) -> None:
    report = Report("Records of one person")
    for number in (1, 2, 3):
        await measure(f"Febrl {number}", febrl(number), report)
    await measure("fake_1000", fake_1000(), report)
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder)) as server:
        await migrate.migrate(server.dsn())
        for size in sizes:
            await search(server.dsn(), server.dsn("warmline_app"), size, report)
    report.show()


if __name__ == "__main__":
    asyncio.run(main([int(each) for each in sys.argv[1:]] or [10_000, 100_000]))
