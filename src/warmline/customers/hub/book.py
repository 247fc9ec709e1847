"""What is known of the customers of a batch of rows, and how the batch changes it. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.hub.model import Claimed, Reference
from warmline.customers.hub.record import Record
from warmline.customers.hub.survivorship import Belief, merged, profile, projected
from warmline.customers.model import Customer, CustomerKind, RelationshipKind
from warmline.customers.normalise import Identity
from warmline.kit.ids import new_id
from warmline.sdk import Verification


class HeldHandle(msgspec.Struct):
    """A handle, stored or about to be. ``root_id`` is whom its customer counts as."""

    id: UUID
    identity: Identity
    customer_id: UUID | None
    root_id: UUID | None
    verification: Verification
    confidence: float
    decision_id: UUID | None


class Link(msgspec.Struct, frozen=True):
    """A handle comes to a customer."""

    decision_id: UUID
    customer_id: UUID
    handle_id: UUID
    evidence: list[dict[str, Any]]
    before: dict[str, Any]


class Suggested(msgspec.Struct, frozen=True):
    """Two customers may be one, because a row of the one names a handle of the other."""

    decision_id: UUID
    customer_id: UUID
    other_customer_id: UUID
    handle_id: UUID
    evidence: list[dict[str, Any]]


class Related(msgspec.Struct, frozen=True):
    """A relationship that begins. ``key`` is of the row that says so."""

    id: UUID
    customer_id: UUID
    other_customer_id: UUID
    kind: RelationshipKind
    key: str


class Deferred(msgspec.Struct, frozen=True):
    """A relationship to somebody who is not known yet; a later row may tell of them. ``digest``: by what the row is
    known when nothing is left open."""

    number: int
    key: str
    customer_id: UUID
    kind: RelationshipKind
    identity: Identity
    digest: bytes | None


class Holder(msgspec.Struct):
    """A customer as the batch finds and leaves it. ``fresh`` are claims that are new or were observed anew."""

    customer: Customer
    new: bool
    claims: list[Claimed] = []
    references: dict[tuple[str, str, str, str], Reference] = {}
    fresh: dict[tuple[Any, ...], Claimed] = {}
    changed_references: dict[tuple[str, str, str, str], Reference] = {}
    before: Customer | None = None
    # Attributes of which a source said something by a key that somebody else has now.
    left: set[str] = set()

    @property
    def id(self) -> UUID:
        return self.customer.id

    def says(self, source: str, key: str) -> dict[str, Claimed]:
        """What the source says by this key now, by attribute."""
        last: dict[str, Claimed] = {}
        for each in self.claims:
            if (each.source, each.external_key) == (source, key):
                held = last.get(each.name)
                if held is None or held.observed_at < each.observed_at:
                    last[each.name] = each
        return last

    def take(self, claims: Iterable[Claimed]) -> set[str]:
        """Add what was said; returns the attributes of which something is new."""
        had = {_place(each): each for each in self.claims}
        names = set()
        self.claims = merged([*self.claims, *claims])
        for each in self.claims:
            if had.get(_place(each)) != each:
                self.fresh[_place(each)] = each
                names.add(each.name)
        return names

    def project(self, belief: Belief) -> tuple[str, ...]:
        """Let what survives be what the customer shows; returns the fields that are different then."""
        self.before = self.before or self.customer
        values = dict.fromkeys(self.left) | profile(self.claims, belief)
        fields = projected(values, self.customer.attributes)
        self.customer = msgspec.structs.replace(self.customer, **fields)
        return differing(self.before, self.customer)


def _place(claim: Claimed) -> tuple[Any, ...]:
    return claim.name, claim.source, claim.external_key, msgspec.json.encode(claim.value)


def differing(before: Customer, after: Customer) -> tuple[str, ...]:
    """The fields by name, attributes one by one."""
    names = ("display_name", "tier", "segments", "preferred_channel", "language", "time_zone", "lifecycle_stage",
             "do_not_contact")  # fmt: skip
    own = [name for name in names if getattr(before, name) != getattr(after, name)]
    keys = sorted({*before.attributes, *after.attributes})
    return (*own, *(f"attributes.{key}" for key in keys if before.attributes.get(key) != after.attributes.get(key)))


def blank_customer(label: str, kind: CustomerKind, at: datetime) -> Customer:
    """A customer of whom nothing is known but an address or a key."""
    key = new_id()
    nothing: dict[str, Any] = dict.fromkeys(
        ("tier", "preferred_channel", "language", "time_zone", "lifecycle_stage", "merged_into", "decision_id")
    )
    return Customer(
        id=key,
        root_id=key,
        kind=kind,
        display_name=label[:200],
        named=False,
        segments=[],
        attributes={},
        do_not_contact=False,
        version=1,
        created_at=at,
        updated_at=at,
        **nothing,
    )


class Taken(msgspec.Struct):
    """What a row did, for the counts, the diff and the events."""

    record: Record
    holder: Holder
    new: bool
    names: set[str] = set()
    handles: list[HeldHandle] = []
    references: int = 0
    relations: int = 0
    conflicts: list[str] = []
    claims_before: list[Claimed] = []
    # Whether the row's key came to this customer since it was last taken.
    followed: bool = False

    @property
    def changes(self) -> bool:
        """Whether anything is different now."""
        return self.new or self.followed or bool(self.names or self.handles or self.references or self.relations)


class Book:
    """Handles by identity and customers by id, as the batch goes on."""

    def __init__(self) -> None:
        self.handles: dict[Identity, HeldHandle] = {}
        self.holders: dict[UUID, Holder] = {}
        self.keyed: set[UUID] = set()
        self.added: list[HeldHandle] = []
        self.given: dict[UUID, HeldHandle] = {}
        self.links: list[Link] = []
        self.improved: list[HeldHandle] = []
        self.suggestions: dict[tuple[UUID, UUID], Suggested] = {}
        self.related: list[Related] = []
        self.ended: set[UUID] = set()
        self.deferred: list[Deferred] = []

    def hold(self, customer: Customer) -> Holder:
        """A customer who is there already."""
        return self.holders.setdefault(customer.id, Holder(customer, False))

    def create(self, label: str, at: datetime, kind: CustomerKind = CustomerKind.PERSON) -> Holder:
        """A customer who is new."""
        customer = blank_customer(label, kind, at)
        made = self.holders[customer.id] = Holder(customer, True)
        return made

    def link(
        self, identity: Identity, holder: Holder, verification: Verification, evidence: list[dict[str, Any]]
    ) -> HeldHandle:
        """Give the customer a handle that is nobody's."""
        held, before = self.handles.get(identity), dict[str, Any]()
        decision_id = new_id()
        if held is None:
            held = HeldHandle(new_id(), identity, None, None, verification, 1.0, None)
            self.handles[identity] = held
            self.added.append(held)
        else:
            before = {"verification": held.verification, "confidence": held.confidence}
            before |= {"decision_id": held.decision_id} if held.decision_id else {}
            self.given[held.id] = held
        held.customer_id, held.root_id = holder.id, holder.customer.root_id
        held.verification, held.confidence, held.decision_id = verification, 1.0, decision_id
        self.links.append(Link(decision_id, holder.id, held.id, evidence, before))
        return held

    def improve(self, held: HeldHandle) -> None:
        """The source vouches for a handle that was only asserted."""
        held.verification, held.confidence = Verification.VERIFIED, 1.0
        self.improved.append(held)

    def suggest(self, holder: Holder, held: HeldHandle, evidence: list[dict[str, Any]]) -> None:
        """Say that two customers may be one: once for the pair, whichever way round."""
        assert held.customer_id is not None
        one, two = sorted((holder.id, held.customer_id))
        self.suggestions.setdefault((one, two), Suggested(new_id(), one, two, held.id, evidence))
