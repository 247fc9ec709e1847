"""Lines of contacts, read in order and recorded as if they arrived now: by the same way as every other delivery.

The format is in connectors/contacts/README.md. A line that cannot be read is named and left out, so that a mended file
can be imported again; what is recorded already is left as it is.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec

from warmline import channels, sdk
from warmline.accounts import Actor
from warmline.channels import Ingest, Registry, TakenIn
from warmline.connectors import contacts
from warmline.kit.db import Database
from warmline.kit.errors import WarmlineError

CONNECTOR = "contacts"
BATCH, BATCH_BYTES = 500, 8 * 1024 * 1024
# So many problems are listed; all are counted.
LISTED = 1_000

# How a line of an export of everything begins: another format, with the tables of one installation.
EXPORTED = b'{"record":'
FROM_EXPORT = "this is a line of `warmline export all`; to move conversations, use `export vcon` and `import vcon`"

Place = tuple[str, str]
Line = contacts.Contact | contacts.Resolve | contacts.CaseReference


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a line, which begins with the field's name."""

    line: int
    problem: str


class Imported(msgspec.Struct, kw_only=True):
    """What became of the lines. ``repeated`` ones were there before; ``refused`` could not be read, and are not kept;
    ``failed`` ones are kept, and can be run again (``warmline failed list``)."""

    lines: int = 0
    contacts: int = 0
    messages: int = 0
    operations: int = 0
    repeated: int = 0
    refused: int = 0
    failed: int = 0
    problems: list[Problem] = msgspec.field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not self.refused and not self.failed


class ContactImport:
    """One import. ``add`` every line, then ``finish``; ``told`` is called with the lines done after each batch."""

    def __init__(
        self,
        db: Database,
        registry: Registry,
        ingest: Ingest,
        actor: Actor,
        *,
        batch: int = BATCH,
        told: Callable[[int], None] | None = None,
    ) -> None:
        self._db, self._registry, self._ingest, self._actor = db, registry, ingest, actor
        self._batch, self._told = batch, told
        self._accounts: dict[Place, UUID] = {}
        self._waiting: list[tuple[int, bytes, Line]] = []
        self._bytes = 0
        self.result = Imported()

    async def add(self, number: int, line: bytes) -> None:
        """Take a line, without its end; ``number`` counts from 1."""
        if not line.strip():
            return
        self.result.lines += 1
        if line.startswith(EXPORTED):
            self._refuse(number, FROM_EXPORT)
            return
        try:
            found = contacts.read(line)
        except sdk.Unparsable as error:
            self._refuse(number, str(error))
            return
        if isinstance(found, contacts.Stranger):
            self._refuse(number, f"this version does not know the {found.kind}")
            return
        self._waiting.append((number, line, found))
        self._bytes += len(line)
        if len(self._waiting) >= self._batch or self._bytes >= BATCH_BYTES:
            await self._flush()

    async def finish(self) -> Imported:
        """Record what still waits."""
        await self._flush()
        self.result.problems.sort(key=lambda each: each.line)
        return self.result

    async def _flush(self) -> None:
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        homes = await self._homes([line for _, _, line in waiting])
        sent = []
        for (number, raw, line), home in zip(waiting, homes, strict=True):
            if isinstance(home, UUID):
                sent.append((number, line, (home, contacts.raw(raw, number))))
            else:
                self._refuse(number, home)
        taken = await self._ingest.take_in(self._actor.org_id, [delivery for _, _, delivery in sent])
        for (number, line, _), end in zip(sent, taken, strict=True):
            self._count(number, line, end)
        if self._told:
            self._told(len(waiting))

    def _count(self, number: int, line: Line, end: TakenIn) -> None:
        if not end.new:
            self.result.repeated += 1
        elif end.status != "ingested":
            self.result.failed += 1
            self._list(number, end.error or end.status)
        elif isinstance(line, contacts.Contact):
            self.result.contacts += 1
            self.result.messages += len(line.messages)
        else:
            self.result.operations += 1

    def _refuse(self, number: int, problem: str) -> None:
        self.result.refused += 1
        self._list(number, problem)

    def _list(self, number: int, problem: str) -> None:
        if len(self.result.problems) < LISTED:
            self.result.problems.append(Problem(number, problem))

    async def _homes(self, lines: Sequence[Line]) -> list[UUID | str]:
        """The account of each line, or why it has none. An operation belongs to the account of its contact."""
        own: dict[str, UUID] = {}
        homes: list[UUID | str] = []
        known = await self._known([each.external_id for each in lines if not isinstance(each, contacts.Contact)])
        for line in lines:
            if isinstance(line, contacts.Contact):
                home = await self._account((line.channel, line.account))
                if isinstance(home, UUID):
                    own.setdefault(line.external_id, home)
                homes.append(home)
            else:
                found = own.get(line.external_id) or known.get(line.external_id)
                homes.append(found or f"external_id: no contact {line.external_id} came before this line")
        return homes

    async def _known(self, external_ids: Sequence[str]) -> dict[str, UUID]:
        if not external_ids:
            return {}
        async with self._db.transaction(self._actor.org_id) as conn:
            return await channels.accounts_of_contacts(conn, self._actor, CONNECTOR, external_ids)

    async def _account(self, place: Place) -> UUID | str:
        if place not in self._accounts:
            try:
                async with self._db.transaction(self._actor.org_id) as conn:
                    found = await channels.account_for(conn, self._actor, self._registry, CONNECTOR, *place)
            except WarmlineError as error:
                return error.message
            self._accounts[place] = found.id
        return self._accounts[place]
