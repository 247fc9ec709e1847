"""Deliveries of another system, read in order and recorded as if they arrived now, but for nobody to wait for them.

Each is kept as it came. One that cannot be read is kept as failed, and the rest goes on. What is recorded already is
left as it is, so that an import that was stopped goes on where it was: the record itself is the bookmark.
"""

from collections.abc import Callable

import msgspec

from warmline import sdk
from warmline.accounts import Actor
from warmline.channels import IMPORTED, ChannelAccount, Ingest

BATCH, BATCH_BYTES = 300, 8 * 1024 * 1024
# So many problems are listed; all are counted.
LISTED = 1_000


class DeliveryProblem(msgspec.Struct, frozen=True):
    """What is wrong with a delivery, and where it was."""

    place: str
    problem: str


class Taken(msgspec.Struct, kw_only=True):
    """What became of the deliveries. ``repeated`` ones were there before; ``failed`` ones are kept as they came, and
    can be run again (``warmline failed list``); ``unknown`` ones need a later version."""

    account: str
    deliveries: int = 0
    recorded: int = 0
    repeated: int = 0
    failed: int = 0
    unknown: int = 0
    problems: list[DeliveryProblem] = msgspec.field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not self.failed and not self.unknown


class DeliveryImport:
    """One import into one account. ``add`` every delivery, then ``finish``; ``told`` is called with how many were done
    after each batch."""

    def __init__(
        self, ingest: Ingest, actor: Actor, account: ChannelAccount, *, told: Callable[[int], None] | None = None
    ) -> None:
        actor.need("interaction.create")
        self._ingest, self._actor, self._account, self._told = ingest, actor, account, told
        self._waiting: list[tuple[str, sdk.Raw]] = []
        self._bytes = 0
        self.result = Taken(account=account.name)

    async def add(self, place: str, raw: sdk.Raw) -> None:
        """Take a delivery; ``place`` tells people where it was."""
        meta = {**raw.meta, IMPORTED: place}
        self._waiting.append((place, msgspec.structs.replace(raw, meta=meta)))
        self._bytes += len(raw.body)
        if len(self._waiting) >= BATCH or self._bytes >= BATCH_BYTES:
            await self._flush()

    async def finish(self) -> Taken:
        """Record what still waits."""
        await self._flush()
        return self.result

    async def _flush(self) -> None:
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if not waiting:
            return
        deliveries = [(self._account.id, raw) for _, raw in waiting]
        taken = await self._ingest.take_in(self._actor.org_id, deliveries)
        self.result.deliveries += len(waiting)
        for (place, _), end in zip(waiting, taken, strict=True):
            if not end.new:
                self.result.repeated += 1
            elif end.status == "ingested":
                self.result.recorded += 1
            else:
                self._note(place, end.status, end.error)
        if self._told:
            self._told(len(waiting))

    def _note(self, place: str, status: str, error: str | None) -> None:
        if status == "unknown":
            self.result.unknown += 1
        else:
            self.result.failed += 1
        if len(self.result.problems) < LISTED:
            self.result.problems.append(DeliveryProblem(place, error or status))
