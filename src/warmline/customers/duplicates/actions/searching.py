"""Search the whole base for duplicates: begin, go through it, end."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from uuid import UUID

import msgspec

from warmline.accounts import Actor, system
from warmline.customers.duplicates import store
from warmline.customers.duplicates.actions.weighing import weigh
from warmline.customers.duplicates.errors import DeduplicationUnderWay
from warmline.customers.duplicates.events import DeduplicationFinished, DeduplicationProgressed, DeduplicationStarted
from warmline.customers.duplicates.guard import policy, visible_deduplication
from warmline.customers.duplicates.linking import link
from warmline.customers.duplicates.messages import Outcome
from warmline.customers.duplicates.model import Counts, Deduplication, Phase, RunState
from warmline.customers.duplicates.pairs import Pair, conflicts
from warmline.customers.duplicates.people import Person
from warmline.customers.guard import READ
from warmline.customers.normalise import TELEPHONE
from warmline.kit.db import Conn, Database
from warmline.kit.errors import WarmlineError
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id

PAGE, CHUNK = 2_000, 100
# A search whose process has died says nothing any more; a living one takes minutes for a phase.
SILENCE = timedelta(hours=2)
LOST = "The process that searched has ended without a word."
# Phase, how many are done, and of how many; None where that is not known.
Report = Callable[[Phase, int, int | None], None]


def _quiet(phase: Phase, done: int, total: int | None) -> None:
    """Nobody watches."""


async def begin(conn: Conn, actor: Actor, *, dry_run: bool = False) -> Deduplication:
    """A search that waits; ``search`` does it. ``DeduplicationUnderWay`` where there is one."""
    actor.need("customer.merge")
    wanted = await policy(conn, actor.org_id)
    await _forget_lost(conn, actor)
    id_ = new_id()
    if not await store.insert_deduplication(conn, actor.org_id, id_, dry_run=dry_run, by=actor.ref, policy=wanted):
        there = await store.under_way(conn, actor.org_id, silence=SILENCE)
        raise DeduplicationUnderWay(id=there[0] if there else "a moment ago")
    await _tell(conn, actor, DeduplicationStarted(deduplication_id=id_, dry_run=dry_run))
    return await visible_deduplication(conn, actor, id_)


async def _forget_lost(conn: Conn, actor: Actor) -> None:
    there = await store.under_way(conn, actor.org_id, silence=SILENCE)
    if there and there[1]:
        await fail(conn, actor, there[0], problem=LOST)


async def searches(conn: Conn, actor: Actor, *, before: UUID | None, limit: int) -> list[Deduplication]:
    """Searches, the latest first."""
    actor.need(*READ)
    return await store.deduplications(conn, actor.org_id, before=before, size=limit)


async def fail(conn: Conn, actor: Actor, deduplication_id: UUID, *, problem: str) -> None:
    """The search has ended early. What it has proposed stays."""
    run = await visible_deduplication(conn, actor, deduplication_id)
    if await store.finish(conn, actor.org_id, run.id, counts=run.counts, problem=problem):
        await _tell(conn, actor, DeduplicationFinished(deduplication_id=run.id, state=RunState.FAILED))


@dataclass
class Tally:
    """What has been done so far."""

    started: float = field(default_factory=monotonic)
    done: dict[str, int] = field(default_factory=dict)
    pairs: int = 0
    likely: int = 0
    conflicting: int = 0

    def add(self, run: Deduplication, pairs: Sequence[Pair], moves: Sequence[str]) -> None:
        """Count some pairs with what was done about them."""
        self.pairs += len(pairs)
        self.likely += sum(each.score >= run.policy.link for each in pairs)
        self.conflicting += sum(bool(conflicts(each.evidence)) for each in pairs)
        for each in moves:
            self.done[each] = self.done.get(each, 0) + 1

    def counts(self, end: Outcome | None = None) -> Counts:
        """As the record of the search keeps it."""
        found = Counts(
            pairs=self.pairs,
            likely=self.likely,
            conflicting=self.conflicting,
            seconds=round(monotonic() - self.started, 1),
            **self.done,
        )
        if end is None:
            return found
        return msgspec.structs.replace(
            found, people=end.people, compared=end.compared, households=end.households, memory_mb=end.memory_mb
        )


async def search(
    db: Database, org_id: UUID, deduplication_id: UUID, *, report: Report = _quiet, by: Actor | None = None
) -> Deduplication:
    """Go through the base, and propose. It bears repeating: what is proposed already is only looked at again.

    Reads under one snapshot, compares in a process of its own, and writes a hundred pairs at a time. What goes wrong is
    raised, and kept with the search; a cancelled search goes on where it is begun again.
    """
    actor = by or system(org_id, "deduplication")
    async with db.transaction(org_id) as conn:
        run = await visible_deduplication(conn, actor, deduplication_id)
    if run.state not in (RunState.WAITING, RunState.RUNNING):
        return run
    try:
        end, tally = await _go_through(db, actor, run, report)
    except Exception as error:
        async with db.transaction(org_id) as conn:
            await fail(conn, actor, run.id, problem=_problem(error))
        raise
    async with db.transaction(org_id) as conn:
        counts = tally.counts(end)
        if await store.finish(conn, org_id, run.id, counts=counts, learned=end.learned, notes=end.notes):
            await _tell(conn, actor, DeduplicationFinished(deduplication_id=run.id, state=RunState.DONE))
        return await visible_deduplication(conn, actor, run.id)


def _problem(error: Exception) -> str:
    # An unknown error's text can hold what it was working on.
    return error.message if isinstance(error, WarmlineError) else f"It ended with an error: {type(error).__name__}."


async def _go_through(db: Database, actor: Actor, run: Deduplication, report: Report) -> tuple[Outcome, Tally]:
    tally, end = Tally(), None
    chunk: list[Pair] = []
    await _advance(db, actor, run, Phase.READING, tally)
    people = _people(db, actor.org_id, report)
    async with aclosing(people), aclosing(link(people, least=run.policy.suggest)) as lines:
        async for line in lines:
            if line.phase:
                await _advance(db, actor, run, Phase(line.phase), tally)
                report(Phase(line.phase), 0, None)
            elif line.pair:
                if tally.pairs == 0 and not chunk:
                    await _advance(db, actor, run, Phase.PROPOSING, tally)
                chunk.append(line.pair)
                if len(chunk) >= CHUNK:
                    await _weigh(db, actor, run, chunk, tally)
                    report(Phase.PROPOSING, tally.pairs, None)
                    chunk = []
            end = line.end or end
    if chunk:
        await _weigh(db, actor, run, chunk, tally)
    assert end is not None
    return end, tally


async def _weigh(db: Database, actor: Actor, run: Deduplication, chunk: list[Pair], tally: Tally) -> None:
    async with db.transaction(actor.org_id) as conn:
        moves = await weigh(conn, actor, run, chunk)
    tally.add(run, chunk, moves)


async def _people(db: Database, org_id: UUID, report: Report) -> AsyncGenerator[list[Person], None]:
    async with db.snapshot(org_id) as conn:
        total, done, after = await store.count_people(conn, org_id), 0, None
        report(Phase.READING, 0, total)
        while page := await store.people(conn, org_id, after=after, size=PAGE, telephone=TELEPHONE):
            yield page
            after, done = UUID(page[-1].id), done + len(page)
            report(Phase.READING, done, total)


async def _advance(db: Database, actor: Actor, run: Deduplication, phase: Phase, tally: Tally) -> None:
    async with db.transaction(actor.org_id) as conn:
        await store.advance(conn, actor.org_id, run.id, phase, tally.counts())
        await _tell(conn, actor, DeduplicationProgressed(deduplication_id=run.id, phase=phase))


async def _tell(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
