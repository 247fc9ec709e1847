"""Cases like one, among 100 thousand whose words are those of real dialogues: milliseconds, p50 and p99.

Run: python -m bench.similar [cases]. Each case has the terms of a dialogue of MultiDoGO, a third of them left out and
three others put in, and two vectors. Asked by somebody who sees everything, and by an agent who sees a fiftieth of it.
"""

import csv
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

import asyncpg
import numpy as np
import uvloop

from bench._report import Figure, Report, percentile
from bench._world import World, make
from warmline.accounts import Actor
from warmline.interactions.meanings import encoder_name
from warmline.interactions.similar import similar_cases
from warmline.interactions.similar.ranking import telling
from warmline.interactions.terms import terms_of
from warmline.kit import migrate
from warmline.kit.db import Database
from warmline.kit.postgres import EmbeddedPostgres

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "multidogo"
ROUNDS, WARM = 400, 30
PROMISE = "p99 <= 50"


def bags() -> list[dict[str, int]]:
    """The terms of each dialogue."""
    said: dict[str, list[str]] = {}
    for domain in ("insurance", "finance"):
        with (SHARED / domain / "train.tsv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                said.setdefault(domain + row["conversationId"], []).append(row["utterance"] or "")
    return [dict(terms_of(" ".join(each))) for each in said.values()]


def varied(bag: dict[str, int], words: list[str], chance: random.Random) -> dict[str, int]:
    """The same matter in other words."""
    kept = {term: count for term, count in bag.items() if chance.random() > 0.33}
    return kept | {chance.choice(words): 1 for _ in range(3)}


async def fill(dsn: str, org: UUID) -> list[UUID]:
    """Give each case its terms and vectors, and let it be found; returns the cases."""
    conn = await asyncpg.connect(dsn)
    chance, known = random.Random(3), bags()
    words = sorted({term for bag in known for term in bag})
    ids = [row["id"] for row in await conn.fetch("select id from case_record where org_id = $1 order by id", org)]
    rows, terms = [], []
    for id_ in ids:
        bag = varied(chance.choice(known), words, chance)
        vectors = np.random.default_rng(id_.int % 2**32).normal(size=(2, 384)).astype("float32")
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        rows.append((id_, json.dumps(bag), vectors.astype("float16").tobytes()))
        terms += [(org, term, id_) for term in set(telling(bag))]
    await conn.execute("create temp table told (id uuid, terms text, meanings bytea)")
    await conn.copy_records_to_table("told", records=rows)
    await conn.execute(
        "update case_record k set terms = t.terms::jsonb, meanings = t.meanings, meaning_by = $2"
        " from told t where k.org_id = $1 and k.id = t.id",
        org,
        encoder_name(),
    )
    await conn.copy_records_to_table("case_term", records=terms, columns=["org_id", "term", "case_id"])
    await conn.execute("vacuum analyze case_record")
    await conn.execute("vacuum analyze case_term")
    size = await conn.fetchval("select pg_total_relation_size('case_term')")
    print(f"{len(ids):,} cases, {len(terms):,} terms, {size / 2**20:.0f} MB")
    await conn.close()
    return ids


async def measure(db: Database, actor: Actor, ids: list[UUID]) -> tuple[float, float]:
    """p50 and p99 of asking once, with the transaction around it."""
    chance, times = random.Random(11), []
    for n in range(-WARM, ROUNDS):
        asked = chance.choice(ids)
        start = time.perf_counter()
        async with db.transaction(actor.org_id) as conn:
            await similar_cases(conn, actor, asked)
        if n >= 0:
            times.append((time.perf_counter() - start) * 1000)
    return percentile(times, 0.5), percentile(times, 0.99)


async def reached(db: Database, actor: Actor) -> list[UUID]:
    """Cases that are the agent's own."""
    sql = "select distinct case_id from interaction where owner_id = $1 limit 1000"
    async with db.transaction(actor.org_id) as conn:
        return [row["case_id"] for row in await conn.fetch(sql, actor.id)]


async def close_queues(dsn: str, org: UUID) -> None:
    """Let a team of its own serve each queue, so that agents see what is theirs."""
    conn = await asyncpg.connect(dsn)
    await conn.execute("insert into team (org_id, code, name) values ($1, 'others', 'Others')", org)
    await conn.execute("insert into queue_team select $1, q.id, t.id from queue q, team t where q.org_id = $1", org)
    await conn.close()


async def run(cases: int) -> None:
    """Make a world, ask, print."""
    report = Report(f"The ten cases most like one, with reasons, among {cases:,}")
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.start(Path(folder) / "pg") as server:
        owner = server.dsn("postgres", "postgres")
        await migrate.migrate(owner)
        db = await Database.open(server.dsn("warmline_app", "postgres"))
        world: World = await make(owner, cases * 5 // 2)
        await close_queues(owner, world.org)
        ids = await fill(owner, world.org)
        size = f"{len(ids):,}"
        everything = Actor(org_id=world.org, kind="agent", permissions=frozenset({"*"}))
        agent = Actor(org_id=world.org, kind="agent", id=world.agents[3], permissions=frozenset({"case.read_team"}))
        for what, actor, asked in (
            ("who sees everything", everything, ids),
            ("an agent who sees a fiftieth", agent, await reached(db, agent)),
        ):
            p50, p99 = await measure(db, actor, asked)
            report.add(Figure(what=f"like cases: {what}", size=size, unit="ms", ours=p50, p99=p99, budget=PROMISE))
        await db.close()
    report.show()


if __name__ == "__main__":
    uvloop.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
