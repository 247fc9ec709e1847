"""Rows of feeds in many batches, twice at once, and after an import was broken off."""

import asyncio
import json
from typing import Any

import pytest

from tests.customers.feeds import Office
from warmline.customers import FeedImport, rows
from warmline.kit.db import Database


@pytest.fixture
def office(db: Database, org: Any) -> Office:
    return Office(db, org)


async def test_several_batches_are_taken(office: Office) -> None:
    feed = await office.feed()
    given = [{"key": f"C{each}", "email": f"c{each}@example.com", "tier": "gold"} for each in range(1_200)]
    done = await office.send(feed, *given)
    assert (done.created, done.clean) == (1_200, True)
    assert len(await office.fetch("select from feed_row where hash is not null")) == 1_200


async def test_the_same_rows_twice_at_once_are_taken_once(office: Office) -> None:
    feed = await office.feed()
    given = [
        {"key": f"C{each}", "email": f"c{each}@example.com", "household": f"H{each % 3}", "tier": "gold"}
        for each in range(40)
    ]
    await asyncio.gather(*(office.send(feed, *order) for order in (given, given[::-1], given)))
    assert len(await office.fetch("select from customer where kind = 'person'")) == 40
    assert len(await office.fetch("select from relationship where ended_at is null")) == 40
    assert len(await office.fetch("select from customer_attribute")) == 40
    made = "select r.related from feed_row f, unnest(f.related) as r (related) join relationship on id = r.related"
    assert len(await office.fetch(made)) == 40
    moved = [each | {"household": "H9"} for each in given]
    await office.send(feed, *moved)
    assert len(await office.fetch("select from relationship where ended_at is null")) == 40


async def test_an_import_that_was_broken_off_is_run_again(office: Office) -> None:
    feed = await office.feed()
    given = [{"key": f"C{each}", "relationships": [{"kind": "broker_of", "key": "C900"}]} for each in range(1, 700)]
    broken = FeedImport(office.db, office.actor, feed, origin="file")
    await broken.begin()
    lines = [json.dumps(each).encode() for each in [*given, {"key": "C900"}]]
    for each in list(rows(lines, "jsonl", "utf-8"))[:600]:
        await broken.add(each)
    assert len(await office.fetch("select from customer")) == 500
    done = await office.file(feed, b"\n".join(lines), "jsonl")
    assert (done.created, done.clean) == (200, True)
    assert len(await office.fetch("select from relationship")) == 699
    assert (await office.file(feed, b"\n".join(lines), "jsonl")).unchanged == 700
