"""What a row of a feed does: whose it is, and what of it is taken. Pure; the book is written to, the database is not.

The handle with the row's key decides whose row it is. Another address of the row that somebody else has stays theirs:
that the two may be one is suggested, and said of the row.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.hub.book import Book, Deferred, HeldHandle, Holder, Related, Taken
from warmline.customers.hub.model import HOUSEHOLD_SCHEME, Claimed, Feed, Reference, RowProblem
from warmline.customers.hub.record import GivenHandle, GivenReference, GivenRelation, Record, partly
from warmline.customers.hub.store import KnownRow
from warmline.customers.model import CustomerKind, RelationshipKind
from warmline.customers.normalise import TELEPHONE, Identity, normalise, siblings
from warmline.customers.register import PERSONAL
from warmline.kit.ids import new_id
from warmline.sdk import Verification

# Beside attributes that were empty, a row remembers when it last listed these; an older list does not count then.
REFERENCES, RELATIONS = "*references", "*relationships"

ADDRESS, NUMBER, ANYTHING = re.compile(r"[^@\s]+@[^@\s]+"), re.compile(r"\+?[0-9]{5,}"), re.compile(r".+", re.DOTALL)


class Deciding:
    """The rows of one batch, in their order. ``at`` is when rows that do not say it were observed."""

    def __init__(self, feed: Feed, book: Book, known: dict[str, KnownRow], *, at: datetime, region: str | None) -> None:
        self.feed, self.book, self.known, self._at, self._region = feed, book, known, at, region
        # What the known rows' relationships say, as far as they stand: by whom, to whom, and how.
        self.standing: dict[UUID, tuple[UUID, UUID, RelationshipKind]] = {}
        # Keys that somebody gave to another customer since: from whom, and to whom.
        self.moved: dict[str, tuple[UUID, UUID]] = {}
        self.rows: dict[str, KnownRow] = {}
        self.problems: list[RowProblem] = []

    def identities(self, record: Record) -> list[tuple[Identity, GivenHandle]]:
        """The row's addresses in our spelling; what is none is left out."""
        found = ((self._identity(record, each), each) for each in record.handles)
        return [(identity, each) for identity, each in found if identity and identity != self.key(record)]

    def _identity(self, record: Record, given: GivenHandle) -> Identity | None:
        """None where it is no address: a dash, or a word that says that there is none, would be everybody's."""
        country = record.attributes.get("country")
        region = (country.value if country else None) or self._region
        identity = normalise(given.scheme, given.value, region if given.scheme in TELEPHONE else None)
        if identity is None:
            return None
        form = NUMBER if identity[0] in TELEPHONE else ADDRESS if identity[0] == "email" else ANYTHING
        return identity if form.fullmatch(identity[1]) else None

    def key(self, record: Record) -> Identity:
        """The handle that the row's key is."""
        return self.feed.key_scheme, record.key

    def take(self, record: Record, digest: bytes) -> Taken:
        """Take the row."""
        row = self.known.get(record.key)
        observed = record.observed_at or self._at
        taken = self._holder(record)
        holder = taken.holder
        taken.followed = row is not None and row.customer_id != holder.id
        outdated = row is not None and record.observed_at is not None and observed < row.observed_at
        before = len(self.problems)
        self._handles(record, taken)
        blank = self._claims(record, taken, row, observed)
        if record.references is not None and _is_news(REFERENCES, blank, observed):
            self._references(record, record.references, taken, observed)
        related: list[UUID] = list(row.related) if row else []
        left_open = False
        relates = record.relations is not None or record.households is not None
        if relates and _is_news(RELATIONS, blank, observed):
            clean = len(self.problems) == before
            related, left_open = self._relations(record, taken, related, digest if clean else None)
        self._numbered(before)
        if outdated and row:
            kept = KnownRow(holder.id, row.hash, row.observed_at, blank, related, holder.id)
        else:
            clean = len(self.problems) == before and not left_open
            kept = KnownRow(holder.id, digest if clean else None, observed, blank, related, holder.id)
        self.known[record.key] = self.rows[record.key] = kept
        return taken

    def _numbered(self, before: int) -> None:
        """A row that is given a long list of problems is told of twenty."""
        del self.problems[before + 20 :]

    def _evidence(self, record: Record) -> list[dict[str, Any]]:
        return [{"kind": "feed_row", "feed": self.feed.code, "key": record.key}]

    def _holder(self, record: Record) -> Taken:
        held = self.book.handles.get(self.key(record))
        if held and held.customer_id:
            return Taken(record, self.book.holders[held.customer_id], False)
        adopter = self._adopter(record)
        holder = adopter or self.book.create(record.key, self._at)
        linked = self.book.link(self.key(record), holder, Verification.VERIFIED, self._evidence(record))
        return Taken(record, holder, adopter is None, handles=[linked] if adopter else [])

    def _adopter(self, record: Record) -> Holder | None:
        """The one customer who has all of the row's known addresses, where the feed may give them its key."""
        if not self.feed.adopts:
            return None
        found = [held for held in self._known_handles(record) if held.customer_id]
        roots = {each.root_id for each in found}
        if len(roots) != 1 or (self.feed.key_scheme in PERSONAL and roots <= self.book.keyed):
            return None
        customer_id = found[0].customer_id
        self.book.keyed |= {each for each in roots if each}
        return self.book.holders.get(customer_id) if customer_id else None

    def _known_handles(self, record: Record) -> Iterable[HeldHandle]:
        return (self.book.handles[each] for each, _ in self.identities(record) if each in self.book.handles)

    def _handles(self, record: Record, taken: Taken) -> None:
        for each in record.handles:
            if self._identity(record, each) is None:
                problem = f"the {each.scheme} handle is no address; correct it, or leave it empty. The rest is taken."
                self.problems.append(partly(record.number, record.key, problem))
        for identity, given in self.identities(record):
            held = self.book.handles.get(identity) or self._same_number(identity)
            if held is None:
                verification = Verification.VERIFIED if given.verified else Verification.ASSERTED
                made = self.book.link(identity, taken.holder, verification, self._evidence(record))
                taken.handles.append(made)
            elif held.customer_id is None:
                self._free(record, taken, held, given)
            elif held.root_id != taken.holder.customer.root_id:
                self._conflict(record, taken, held)
            elif given.verified and held.identity == identity and held.verification != Verification.VERIFIED:
                self.book.improve(held)
                taken.handles.append(held)

    def _same_number(self, identity: Identity) -> HeldHandle | None:
        """The same telephone number on another channel, where it is somebody else's."""
        found = (self.book.handles.get(each) for each in siblings(identity))
        return next((each for each in found if each and each.customer_id), None)

    def _free(self, record: Record, taken: Taken, held: HeldHandle, given: GivenHandle) -> None:
        if given.verified:
            self.book.link(held.identity, taken.holder, Verification.VERIFIED, self._evidence(record))
            taken.handles.append(held)
            return
        scheme = held.identity[0]
        problem = (
            f"the {scheme} handle was taken from its customer before; link it by hand, or map it as verified. "
            "The rest of the row is taken."
        )
        self.problems.append(partly(record.number, record.key, problem))

    def _conflict(self, record: Record, taken: Taken, held: HeldHandle) -> None:
        self.book.suggest(taken.holder, held, self._evidence(record))
        scheme = held.identity[0]
        taken.conflicts.append(f"{scheme}: customer {held.customer_id} has this handle")
        problem = (
            f"the {scheme} handle is customer {held.customer_id}'s, and stays there; that the two may be one is "
            "suggested: merge them, or decline it. The rest of the row is taken."
        )
        self.problems.append(partly(record.number, record.key, problem))

    def _claims(self, record: Record, taken: Taken, row: KnownRow | None, observed: datetime) -> dict[str, datetime]:
        """Take the attributes. Returns which the source said were empty, and when."""
        source, key = self.feed.code, record.key
        says = taken.holder.says(source, key)
        blank = dict(row.blank) if row else {}
        claims: list[Claimed] = []

        def claim(name: str, value: Any, verified: bool, at: datetime) -> None:
            claims.append(
                Claimed(
                    customer_id=taken.holder.id,
                    name=name,
                    value=value,
                    source=source,
                    external_key=key,
                    verified=verified,
                    observed_at=at,
                    first_observed_at=at,
                )
            )

        for name, given in record.attributes.items():
            last = says.get(name)
            if given.value is None:
                blank[name] = max(blank.get(name, observed), observed)
                if last is not None and last.value is not None:
                    claim(name, None, False, observed)
                continue
            if name in blank and blank[name] >= observed:
                # An older row must not bring back what the source took away since.
                claim(name, None, False, blank[name])
            same = last is not None and (last.value, last.verified) == (given.value, given.verified)
            # Without a time of its own, a row that says the same again says nothing new.
            if not same or record.observed_at is not None:
                claim(name, given.value, given.verified, observed)
        taken.claims_before = taken.holder.claims
        taken.names = taken.holder.take(claims)
        return blank

    def _references(self, record: Record, given: list[GivenReference], taken: Taken, observed: datetime) -> None:
        source, key = self.feed.code, record.key
        had = {place: each for place, each in taken.holder.references.items() if place[2:] == (source, key)}
        wanted = {(each.kind, each.external_id, source, key): each for each in given}
        changed: dict[tuple[str, str, str, str], Reference] = {}
        for place, each in wanted.items():
            old = had.get(place)
            shown = (old.label, old.address, old.status, old.ended_at) if old else None
            if shown != (each.label, each.address, each.status, None):
                changed[place] = Reference(
                    id=old.id if old else new_id(),
                    customer_id=taken.holder.id,
                    kind=each.kind,
                    external_id=each.external_id,
                    label=each.label,
                    address=each.address,
                    status=each.status,
                    source=source,
                    external_key=key,
                    observed_at=observed,
                    ended_at=None,
                    version=1,
                )
        for place, old in had.items():
            if place not in wanted and old.ended_at is None:
                changed[place] = msgspec.structs.replace(old, observed_at=observed, ended_at=observed)
        taken.holder.references |= changed
        taken.holder.changed_references |= changed
        taken.references = len(changed)

    def _relations(
        self, record: Record, taken: Taken, had: list[UUID], digest: bytes | None
    ) -> tuple[list[UUID], bool]:
        """Returns the relationships that the row stands for, and whether one is left open."""
        wanted = [*(record.relations or ()), *(self._household(each, record) for each in record.households or ())]
        made: list[Related] = []
        left_open = False
        for each in wanted:
            other = self.book.handles.get(each.identity)
            if other is None or other.customer_id is None:
                deferred = Deferred(record.number, record.key, taken.holder.id, each.kind, each.identity, digest)
                self.book.deferred.append(deferred)
                left_open = True
            elif other.root_id == taken.holder.customer.root_id:
                problem = f"the row says that the customer is {each.kind} of itself; correct the other's key."
                self.problems.append(partly(record.number, record.key, problem))
            else:
                made.append(related(taken.holder.id, other.customer_id, each.kind, record.key))
        silent = {each for each in had if each in self.standing and self._is_silent(record, self.standing[each][2])}
        kept = self._settle([each for each in had if each not in silent], made, taken)
        return [*silent, *kept], left_open

    @staticmethod
    def _is_silent(record: Record, kind: RelationshipKind) -> bool:
        """Whether the row says nothing of such relationships, so that those that stand stay."""
        return (record.households if kind == RelationshipKind.HOUSEHOLD else record.relations) is None

    def _settle(self, had: list[UUID], made: list[Related], taken: Taken) -> list[UUID]:
        """End what the row no longer says, begin what is new."""
        standing = {each: self.standing[each] for each in had if each in self.standing}
        wanted = {(each.customer_id, each.other_customer_id, each.kind): each for each in made}
        gone = {each for each, place in standing.items() if place not in wanted}
        new = [each for place, each in wanted.items() if place not in standing.values()]
        self.book.ended |= gone
        self.book.related += new
        taken.relations = len(gone) + len(new)
        return [each for each in standing if each not in gone] + [each.id for each in new]

    def _household(self, household: str, record: Record) -> GivenRelation:
        identity = (HOUSEHOLD_SCHEME, household)
        if identity not in self.book.handles:
            holder = self.book.create(f"Household {household}", self._at, CustomerKind.HOUSEHOLD)
            self.book.link(identity, holder, Verification.VERIFIED, self._evidence(record))
        return GivenRelation(RelationshipKind.HOUSEHOLD, identity)


def related(customer_id: UUID, other_id: UUID, kind: RelationshipKind, key: str) -> Related:
    """A relationship that begins. A household has no sides."""
    one, two = sorted((customer_id, other_id)) if kind == RelationshipKind.HOUSEHOLD else (customer_id, other_id)
    return Related(new_id(), one, two, kind, key)


def _is_news(lists: str, blank: dict[str, datetime], observed: datetime) -> bool:
    """Whether no later row has listed these; notes that this one does."""
    if observed < blank.get(lists, observed):
        return False
    blank[lists] = observed
    return True
