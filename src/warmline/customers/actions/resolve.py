"""Who each contact of a batch is from: read what is known of its handles, decide, write what is new."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import store
from warmline.customers.actions.identities import lock
from warmline.customers.actions.recognise import recognise
from warmline.customers.actions.settings import thresholds
from warmline.customers.events import (
    CustomerCreated,
    CustomerUpdated,
    HandleLinked,
    HandleSeen,
    HandleUpdated,
    MergeSuggested,
    RelationshipMade,
)
from warmline.customers.matching import Match, Recall, forgets, match
from warmline.customers.model import Claim, RelationshipKind, Resolved, Thresholds
from warmline.customers.normalise import TELEPHONE, clean_name, normalise, siblings
from warmline.customers.register import PERSONAL, Changes, Contact, Known, Register, Sighting
from warmline.customers.said import NOTHING, Said, read_said
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish
from warmline.sdk import Handle

# Where the organisation names no country, numbers in the words are read as American ones: those of other countries are
# written with their code, or not found.
COUNTRY = "US"


class Resolving:
    """A batch of contacts whose senders are to be found: ``begin`` reads what is known, ``resolve`` decides on one
    after the other in memory, ``end`` writes. ``said`` is what each contact tells; ``possible`` are all customers (by
    whom they count as) that can come out, beside new ones; ``handle_ids`` are the known handles."""

    def __init__(self, contacts: Sequence[Contact], register: Register, limits: Thresholds) -> None:
        self._contacts, self._register, self._limits = contacts, register, limits
        self.said = [each.said for each in contacts]
        self.possible = set(register.people)
        self.handle_ids = {each.id for each in register.handles.values()}

    @classmethod
    async def begin(
        cls, conn: Conn, actor: Actor, claims: Sequence[Claim], *, recallable: Callable[[Said], bool] = bool
    ) -> "Resolving":
        """Read and lock until commit what these claims may be about; call it once in a transaction. ``recallable``: for
        whom customers of the same name are looked up, of whom an earlier contact may tell which."""
        actor.need("customer.write", "interaction.create")
        region = await store.phone_region(conn, actor.org_id) if any(map(_is_national, claims)) else None
        contacts = [read(claim, region) for claim in claims]
        register = await _register(conn, actor.org_id, contacts)
        await recognise(conn, actor.org_id, register, contacts, recallable)
        limits = await thresholds(conn, actor.org_id)
        return cls(contacts, register, limits)

    def resolve(self, n: int, recall: Recall = forgets) -> Resolved:
        """Whom the claim is from; in their order, as if they came one at a time. Unknown ones become customers."""
        return _resolved(match(self._register, self._contacts[n], recall, self._limits))

    async def end(self, conn: Conn, actor: Actor) -> None:
        """Write what was decided, and announce it."""
        await _write(conn, actor, self._register.changes)


async def resolve(conn: Conn, actor: Actor, claims: Sequence[Claim]) -> list[Resolved]:
    """Whom each claim is from, where nothing is known of earlier contacts. A batch costs ten to twenty statements."""
    if not claims:
        return []
    batch = await Resolving.begin(conn, actor, claims, recallable=lambda said: False)
    found = [batch.resolve(n) for n in range(len(claims))]
    await batch.end(conn, actor)
    return found


def read(claim: Claim, region: str | None = None) -> Contact:
    """The claim with its handles normalised, each once; what is withheld or empty is left out."""
    sender = _sighting(claim.sender, region)
    also = {each.identity: each for given in claim.also if (each := _sighting(given, region))}
    if sender:
        also.pop(sender.identity, None)
    said = read_said(claim.texts, region=region or COUNTRY, at=claim.at) if claim.texts else NOTHING
    return Contact(sender, tuple(also.values()), claim.at, claim.source, said)


def _sighting(handle: Handle, region: str | None) -> Sighting | None:
    identity = normalise(handle.scheme, handle.value, region)
    return Sighting(identity, clean_name(handle.name), handle.verification) if identity else None


def _is_national(claim: Claim) -> bool:
    handles = (claim.sender, *claim.also)
    return any(each.scheme in TELEPHONE and not each.value.startswith("+") for each in handles)


async def _register(conn: Conn, org_id: UUID, contacts: Sequence[Contact]) -> Register:
    identities = {each.identity for contact in contacts for each in contact.handles()}
    identities |= {each for contact in contacts for each in contact.said.addresses}
    await lock(conn, org_id, identities)
    wanted = identities.union(*(siblings(each) for each in identities))
    handles = await store.known_handles(conn, org_id, wanted)
    personal = {}
    if any(scheme in PERSONAL for scheme, _ in identities):
        roots = {each.person.root_id for each in handles if each.person}
        personal = await store.personal_numbers(conn, org_id, roots)
    register = Register(handles, personal)
    for each in handles:
        if each.person:
            register.know(each.person)
    return register


async def _write(conn: Conn, actor: Actor, changes: Changes) -> None:
    org_id = actor.org_id
    if changes.created:
        await store.insert_customers(conn, org_id, changes.created.values())
    if changes.added:
        await store.insert_handles(conn, org_id, changes.added.values())
    changed = _changed(changes)
    if changed:
        await store.update_handles(conn, org_id, changed)
    # This locks in one order all customers that the batch changes, so it comes before whatever else of theirs is
    # written: nobody waits for a customer who holds a name that another is waiting for.
    shown = {each: (each,) for each in changes.created} | await store.touch(conn, org_id, _stale(changes))
    if changes.named:
        await store.name_customers(conn, org_id, changes.named.values())
    await store.insert_names(conn, org_id, changes.names)
    await store.insert_names(conn, org_id, changes.guessed, guessed=True)
    await store.insert_facts(conn, org_id, changes.facts)
    await store.note_uses(conn, org_id, changes.uses)
    made = await store.insert_brokers(conn, org_id, changes.brokers)
    if changes.links:
        await store.insert_links(conn, org_id, actor.ref, changes.links)
    suggested = sorted(changes.suggestions.values(), key=lambda each: (each.one.id, each.other.id))
    new = await store.insert_suggestions(conn, org_id, actor.ref, suggested)
    events = [*_events(changes, shown), *_suggested(changes, new), *map(_made, made)]
    await publish(conn, org_id, actor.ref, events, request_id=actor.request_id)


def _changed(changes: Changes) -> list[Known]:
    """The stored handles that are not as they were."""
    linked = {link.handle.id: link.handle for link in changes.links}
    updated = {update.handle.id: update.handle for update in changes.updates}
    return [each for each in (changes.seen | linked | updated).values() if each.id not in changes.added]


def _stale(changes: Changes) -> set[UUID]:
    """The customers, there before, that have something else now."""
    people = [link.person for link in changes.links]
    people += [update.handle.person for update in changes.updates if update.handle.person]
    people += changes.named.values()
    return {each.id for each in people if each.id not in changes.created}


def _events(changes: Changes, shown: Mapping[UUID, tuple[UUID, ...]]) -> list[Event]:
    events: list[Event] = [CustomerCreated(customer_id=each) for each in changes.created]
    events += [
        HandleLinked(
            customer_id=each.person.id,
            customer_ids=shown[each.person.id],
            handle_id=each.handle.id,
            decision_id=each.decision_id,
            rule=each.rule,
            score=each.score,
        )
        for each in changes.links
    ]
    events += [
        HandleUpdated(
            customer_id=each.handle.person.id if each.handle.person else None,
            customer_ids=shown[each.handle.person.id] if each.handle.person else (),
            handle_id=each.handle.id,
            fields=each.fields,
            before=each.before,
            after=each.after,
        )
        for each in changes.updates
    ]
    events += [HandleSeen(handle_id=each) for each in changes.seen if each not in changes.added]
    events += [
        CustomerUpdated(customer_id=each.id, customer_ids=shown[each.id], fields=("display_name",))
        for each in changes.named.values()
    ]
    return events


def _made(row: Any) -> Event:
    return RelationshipMade(
        customer_id=row["customer_id"],
        other_customer_id=row["other_customer_id"],
        relationship_id=row["id"],
        kind=RelationshipKind.BROKER_OF,
    )


def _suggested(changes: Changes, new: set[UUID]) -> list[Event]:
    return [
        MergeSuggested(
            customer_id=each.one.id,
            other_customer_id=each.other.id,
            handle_id=each.handle.id,
            decision_id=each.decision_id,
            rule=each.rule,
        )
        for each in changes.suggestions.values()
        if each.decision_id in new
    ]


def _resolved(found: Match) -> Resolved:
    return Resolved(
        handle_id=found.handle.id if found.handle else None,
        customer_id=found.person.id,
        root_id=found.person.root_id,
        new=found.new,
        also_ids=found.also,
        display_name=found.shown,
    )
