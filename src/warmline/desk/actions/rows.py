"""The rows of an inbox, page by page."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.desk import store
from warmline.desk.actions.asking import asked, reach_of
from warmline.desk.model import Filters, InboxRow, Sort
from warmline.desk.store import Asked, Hit, Reach
from warmline.kit.db import Conn

# Contacts of one case that are looked at to find which comes first.
MOST_IN_CASES = 5000
# How often a page of cases reads on, where most contacts belong to cases that came before.
ROUNDS = 8


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ends: in which part of the order (0 waits, the last does not), and at what."""

    part: int
    at: datetime
    id: UUID


class Found(msgspec.Struct, frozen=True):
    """A page of rows. ``end`` is where the next one begins; None where this is the last."""

    rows: list[InboxRow]
    end: Place | None


async def inbox(
    conn: Conn,
    actor: Actor,
    filters: Filters,
    *,
    sort: Sort = Sort.NEWEST,
    by_case: bool = False,
    after: Place | None = None,
    limit: int = 50,
    only: Sequence[UUID] | None = None,
) -> Found:
    """A page of rows; with ``only``, of these contacts those that belong. Raises ``NoDesk`` for views of one's own work
    that an API key asks for."""
    reach = await reach_of(conn, actor)
    question = await asked(conn, actor, filters)
    if only is not None:
        among = set(only) if question.ids is None else set(only).intersection(question.ids)
        question = msgspec.structs.replace(question, ids=sorted(among))
    reader = _Reader(conn, actor, question, reach, sort)
    hits, end = await (reader.cases(after, limit) if by_case else reader.page(after, limit))
    contacts = await reader.contacts(hits) if by_case else {}
    rows = await store.inbox_rows(conn, actor.org_id, actor.agent_id, [each.id for each in hits], question.now)
    shown = [rows[each.id] for each in hits if each.id in rows]
    if not actor.may("customer.read"):
        shown = [msgspec.structs.replace(each, customer_name=None) for each in shown]
    if by_case:
        shown = [msgspec.structs.replace(each, contacts=contacts.get(each.case_id, 1)) for each in shown]
    return Found(shown, end)


class _Reader:
    """Reads on in one question."""

    def __init__(self, conn: Conn, actor: Actor, question: Asked, reach: Reach, sort: Sort) -> None:
        self._conn, self._org_id, self._reach = conn, actor.org_id, reach
        replace = msgspec.structs.replace
        if sort is Sort.NEWEST:
            self._parts = [replace(question, sort="newest")]
        else:
            waits = replace(question, sort=sort.value, awaiting=True)
            undated = replace(waits, sort="waiting", dated=False)
            self._parts = [waits] if sort is Sort.WAITING else [replace(waits, dated=True), undated]
            if not question.awaiting:
                self._parts.append(replace(question, sort="newest", awaiting=False))

    async def page(self, after: Place | None, limit: int) -> tuple[list[Hit], Place | None]:
        """The hits after a place, and where they end."""
        hits: list[tuple[int, Hit]] = []
        for number, part in enumerate(self._parts):
            if after and number < after.part:
                continue
            place = (after.at, after.id) if after and number == after.part else None
            size = limit + 1 - len(hits)
            hits += [(number, each) for each in await self._next(part, place, size)]
            if len(hits) > limit:
                break
        shown = hits[:limit]
        end = None
        if len(hits) > limit:
            number, last = shown[-1]
            end = Place(number, *_by_place(last))
        return [each for _, each in shown], end

    async def _next(self, part: Asked, after: tuple[datetime, UUID] | None, size: int) -> list[Hit]:
        """The hits of one part. What is due soonest is looked for among what waits longest: who came later than the
        last of a page's worth is due is not in it. So a page does not sort all that waits."""
        targets = await store.targets(self._conn, self._org_id) if part.sort == "due" else None
        if targets:
            shortest, longest = targets
            if after:
                part = part.narrowed(waits_from=after[0] - longest)
            eldest = await self._ask(msgspec.structs.replace(part, sort="bound"), after, size)
            if len(eldest) < size:
                return sorted(eldest, key=_by_place)
            part = part.narrowed(waits_to=max(map(_by_place, eldest))[0] - shortest)
        return await self._ask(part, after, size)

    async def _ask(self, part: Asked, after: tuple[datetime, UUID] | None, size: int) -> list[Hit]:
        return await store.inbox_ids(self._conn, self._org_id, part, self._reach, after=after, size=size)

    async def cases(self, after: Place | None, limit: int) -> tuple[list[Hit], Place | None]:
        """The same with one hit for each case: that which comes first in the order. A page may be short of its limit
        where most contacts belong to cases of earlier pages; ``end`` says whether more follow."""
        firsts: list[Hit] = []
        end = after
        for _ in range(ROUNDS):
            hits, end = await self.page(end, limit - len(firsts))
            first = await self._first_of(hits)
            firsts += [each for each in hits if each.case_id is None or first.get(each.case_id) == each.id]
            if end is None or len(firsts) >= limit:
                break
        return firsts, end

    async def _first_of(self, hits: Sequence[Hit]) -> dict[UUID, UUID]:
        found: dict[UUID, UUID] = {}
        for each in await self._in_cases(hits):
            if each.case_id:
                found.setdefault(each.case_id, each.id)
        return found

    async def contacts(self, hits: Sequence[Hit]) -> Counter[UUID | None]:
        """How many contacts of each case are wanted."""
        return Counter(each.case_id for each in await self._in_cases(hits))

    async def _in_cases(self, hits: Sequence[Hit]) -> list[Hit]:
        case_ids = list({each.case_id for each in hits if each.case_id})
        if not case_ids:
            return []
        found: list[Hit] = []
        for part in self._parts:
            wanted = msgspec.structs.replace(part, case_ids=case_ids)
            found += await self._ask(wanted, None, MOST_IN_CASES)
        return found


def _by_place(hit: Hit) -> tuple[datetime, UUID]:
    assert hit.place, "what is in an order has its place there"
    return hit.place, hit.id
