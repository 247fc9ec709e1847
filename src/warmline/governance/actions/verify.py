"""Verification: the whole chain is computed again from the events as they are now, and every difference is named."""

from collections import deque
from collections.abc import AsyncIterator, Callable
from uuid import UUID

from warmline.accounts import Actor
from warmline.governance import chain
from warmline.governance.comparison import Found, compare
from warmline.governance.events import AuditVerified
from warmline.governance.model import Finding, Head, Place, Report, Seal, Tampering
from warmline.governance.store import seals as store
from warmline.kit.db import Conn
from warmline.kit.events import publish

Progress = Callable[[int, int], None]
SEALS = 100
EVENTS = 5_000
# Of a seal that claims fewer events than are there, so many more are looked at one by one.
SURPLUS = 10_000
LISTED = 1_000


async def verify_audit(
    conn: Conn, actor: Actor, *, anchor: str | None = None, progress: Progress | None = None
) -> Report:
    """Verify the actor's organisation; that it was done, and what came of it, goes into the trail too."""
    actor.need("audit.read")
    report = await verify(conn, actor.org_id, anchor=anchor, progress=progress)
    event = AuditVerified(intact=report.intact, position=report.position, head=report.head)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return report


async def verify(conn: Conn, org_id: UUID, *, anchor: str | None = None, progress: Progress | None = None) -> Report:
    """Compute the chain again and compare. Memory stays the same however long the log is.

    ``anchor`` is a head that an earlier report gave, in hex: history up to it must be unchanged. ``progress`` is called
    with the seals done and the seals to do. Two tamperings leave no trace inside: of events not yet sealed (about a
    second's worth), and the rewriting of the whole chain, which only an anchor kept elsewhere brings to light.
    """
    head, newest = await store.seal_head(conn, org_id)
    last = max(newest, head.position if head else 0)
    check = _Check(org_id, head, anchor.strip().lower() if anchor else None)
    tape = _Tape(conn, org_id)
    async for seal in _seals(conn, org_id, last):
        await check.take(seal, tape)
        if progress:
            progress(seal.position, last)
    await check.end(tape, last)
    unsealed, since = await store.count_unsealed(conn, org_id, head.last if head else check.place)
    return Report(
        org_id=org_id,
        intact=check.total == 0,
        seals=check.seals,
        events=check.events,
        unvouched=check.unvouched,
        unsealed=unsealed,
        unsealed_since=since,
        position=last,
        head=check.previous.hex() if check.previous and check.seals else None,
        anchor_position=check.anchor_position,
        findings_total=check.total,
        findings=check.findings,
    )


async def _seals(conn: Conn, org_id: UUID, last: int) -> AsyncIterator[Seal]:
    position = 0
    while seals := await store.read_seals(conn, org_id, after=position, up_to=last, limit=SEALS):
        for seal in seals:
            yield seal
        position = seals[-1].position


class _Tape:
    """The events in order, read page by page."""

    def __init__(self, conn: Conn, org_id: UUID) -> None:
        self._conn, self._org_id = conn, org_id
        self._read = store.BEGINNING
        self._ahead: deque[Found] = deque()

    async def take(self, until: Place, limit: int) -> list[Found]:
        """The next events up to and with the place, at most ``limit``."""
        taken: list[Found] = []
        while len(taken) < limit:
            if not self._ahead:
                await self._fill(until)
            if not self._ahead or self._ahead[0].place > until:
                break
            taken.append(self._ahead.popleft())
        return taken

    async def skip(self, until: Place) -> int:
        """Pass over the next events up to and with the place; how many."""
        skipped = 0
        while found := await self.take(until, EVENTS):
            skipped += len(found)
        return skipped

    async def _fill(self, until: Place) -> None:
        if self._read < until:
            page = await store.sealed_events(self._conn, self._org_id, self._read, FAR, EVENTS)
            self._ahead.extend(page)
            self._read = page[-1].place if page else FAR


FAR = Place(2**63 - 1, 2**63 - 1)


class _Check:
    """Goes along the chain and notes what is wrong."""

    def __init__(self, org_id: UUID, head: Head | None, anchor: str | None) -> None:
        self.seals = self.events = self.unvouched = self.total = 0
        self.position = 0
        self.place = store.BEGINNING
        self.findings: list[Finding] = []
        self.anchor_position: int | None = None
        # The hash that the next seal must follow; None where the one before cannot be trusted.
        self.previous: bytes | None = chain.genesis(org_id)
        self._head, self._anchor = head, anchor

    def note(self, findings: list[Finding]) -> None:
        self.total += len(findings)
        self.findings += findings[: LISTED - len(self.findings)]

    async def take(self, seal: Seal, tape: _Tape) -> None:
        self._missing_before(seal.position)
        self.seals += 1
        self.position = seal.position
        if not chain.holds(seal):
            self.note([_seal_altered(seal.position, "its hash is not that of its content")])
            self.previous = None
            return
        self._follows(seal)
        if self._anchor == seal.hash.hex():
            self.anchor_position = seal.position
        await self._compare(seal, tape)
        self.previous, self.place = seal.hash, seal.last

    def _missing_before(self, position: int) -> None:
        for gone in range(self.position + 1, position):
            text = f"Seal {gone} is missing; its events cannot be vouched for."
            self.note([Finding(kind=Tampering.SEAL_MISSING, text=text, position=gone)])
            self.previous = None

    def _follows(self, seal: Seal) -> None:
        if self.previous is None or seal.previous == self.previous:
            return
        # Both are whole in themselves, so the earlier one is not the one that the later one followed.
        altered = max(1, seal.position - 1)
        self.note([_seal_altered(altered, f"seal {seal.position} followed another one")])

    async def _compare(self, seal: Seal, tape: _Tape) -> None:
        if self.previous is None:
            self.unvouched += await tape.skip(Place(seal.first.xact, seal.first.seq - 1))
        found = await tape.take(seal.last, seal.events + SURPLUS)
        self.events += len(found)
        self.note(compare(seal.position, chain.split(seal.digests), found))
        if len(found) == seal.events + SURPLUS and (more := await tape.skip(seal.last)):
            text = f"{more} more events were not there when seal {seal.position} was made."
            self.note([Finding(kind=Tampering.EVENT_INSERTED, text=text, position=seal.position)])

    async def end(self, tape: _Tape, last: int) -> None:
        """What only shows at the end of the chain."""
        self._missing_before(last + 1)
        if self._head is None and self.seals:
            text = "The sealer's memory of the newest seal is missing."
            self.note([Finding(kind=Tampering.HEAD_ALTERED, text=text)])
        if self._head:
            self._remembered(self._head, last)
            if self.previous is None:
                self.unvouched += await tape.skip(self._head.last)
        if self._anchor and self.anchor_position is None:
            text = f"No seal has the hash {self._anchor}: history was rewritten, or it is another organisation's."
            self.note([Finding(kind=Tampering.ANCHOR_UNKNOWN, text=text)])

    def _remembered(self, head: Head, last: int) -> None:
        if head.position < last:
            text = f"The sealer remembers seal {head.position} as the newest, and there are seals up to {last}."
            self.note([Finding(kind=Tampering.HEAD_ALTERED, text=text, position=last)])
        elif self.previous is not None and (head.hash != self.previous or head.last != self.place):
            self.note([_seal_altered(last, "the sealer remembers another one as the newest")])


def _seal_altered(position: int, why: str) -> Finding:
    return Finding(kind=Tampering.SEAL_ALTERED, text=f"Seal {position} was altered: {why}.", position=position)
