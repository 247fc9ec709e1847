"""What is known of the handles of a batch of contacts, and how the batch changes it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.facts import number
from warmline.customers.model import Rule
from warmline.customers.names import MISHEARD, Name, alike, read_name
from warmline.customers.normalise import Identity, label_of, siblings
from warmline.customers.said import NOTHING, Said
from warmline.kit.ids import new_id
from warmline.sdk import Verification

# Numbers of which a person has one: a second one is another person, or a duplicate for people to merge.
PERSONAL = frozenset({"crm_id", "app_user"})
# How often a known handle's last contact is written down.
SEEN_EVERY = timedelta(hours=1)
# How a handle stands after a link by these rules; by the others it stays as the channel gave it.
VERIFICATION = {
    Rule.VERIFIED_TOGETHER: Verification.VERIFIED,
    Rule.ASSERTED_TOGETHER: Verification.ASSERTED,
    Rule.NAMED_FACT: Verification.ASSERTED,
    Rule.NAMED_CONTACT: Verification.ASSERTED,
}
STRENGTH = {Verification.NONE: 0, Verification.ASSERTED: 1, Verification.VERIFIED: 2}


class Sighting(msgspec.Struct, frozen=True):
    """A handle in a contact, normalised."""

    identity: Identity
    name: str | None
    verification: Verification

    @property
    def proven(self) -> bool:
        """Whether the channel vouches for it."""
        return self.verification == Verification.VERIFIED


class Contact(msgspec.Struct, frozen=True):
    """A claim, normalised. ``sender`` is None where the number is withheld; ``said`` is what the words tell."""

    sender: Sighting | None
    also: tuple[Sighting, ...]
    at: datetime
    source: str
    said: Said = NOTHING

    def name(self) -> str | None:
        """What to call the writer: a name that the channel gives, else one that the words give."""
        given = [each.name for each in self.handles() if each.name]
        said = next(iter(self.said.own or self.said.sole), None)
        full = next((each for each in given if " " in each), None)
        return full or (said.shown if said else None) or next(iter(given), None)

    def names(self) -> list[Name]:
        """The names by which the writer calls themselves, surest first."""
        given = [name for each in self.handles() if each.name and (name := read_name(each.name))]
        return list(dict.fromkeys([*self.said.own, *(each for each in given if each.full)]))

    def label(self) -> str:
        """What to call the person: their name, else the first address, else nothing."""
        first = next(iter(self.handles()), None)
        return self.name() or (label_of(first.identity) if first else "")

    def handles(self) -> tuple[Sighting, ...]:
        """All handles, the sender's first."""
        return (self.sender, *self.also) if self.sender else self.also

    def personal(self) -> list[Identity]:
        """The personal numbers that the channel proves."""
        return [each.identity for each in self.also if each.proven and each.identity[0] in PERSONAL]


class Facts(msgspec.Struct):
    """What is known of a customer, in all records that count as one: full names, and facts that go with them."""

    names: set[Name] = set()
    # What may be a name: it helps to know somebody again, and never tells two people apart.
    guessed: set[Name] = set()
    facts: set[str] = set()

    def called(self, name: Name) -> float:
        """How well the name fits, from 0 to 1; 1 where nobody knows a name."""
        return max((alike(name, each) for each in self.names), default=1.0)


class Person(msgspec.Struct):
    """A customer, as far as matching needs it. ``named`` is False where ``name`` is only an address; ``root_name`` is
    the name of the customer that it counts as, None where that one has none."""

    id: UUID
    root_id: UUID
    name: str
    named: bool
    root_name: str | None

    @property
    def shown(self) -> str:
        """What it is called on a screen."""
        return self.root_name or self.name


class Known(msgspec.Struct):
    """A handle, stored or about to be. It changes as the batch goes on."""

    id: UUID
    identity: Identity
    person: Person | None
    name: str | None
    verification: Verification
    confidence: float
    decision_id: UUID | None
    first_seen_at: datetime
    last_seen_at: datetime
    source: str = ""


class Link(msgspec.Struct, frozen=True):
    """A handle comes to a customer, for this reason."""

    decision_id: UUID
    handle: Known
    person: Person
    rule: Rule
    score: float
    evidence: list[dict[str, Any]]
    before: dict[str, Any]


class Suggestion(msgspec.Struct, frozen=True):
    """Two customers may be one."""

    decision_id: UUID
    one: Person
    other: Person
    handle: Known
    rule: Rule
    score: float
    evidence: list[dict[str, Any]]


class Update(msgspec.Struct, frozen=True):
    """A handle is better known than before: proven, or named."""

    handle: Known
    fields: tuple[str, ...]
    before: dict[str, Any]
    after: dict[str, Any]


class Use(msgspec.Struct):
    """Somebody who wrote from another's handle: a household's telephone, a passed-on number, a broker's client."""

    person: Person
    last_at: datetime
    behalf: bool = False
    # The handle's last decision then: the use counts as long as it is.
    decision_id: UUID | None = None


class Changes(msgspec.Struct):
    """What the batch does, each thing in the order of the contacts."""

    created: dict[UUID, Person] = {}
    added: dict[UUID, Known] = {}
    links: list[Link] = []
    seen: dict[UUID, Known] = {}
    updates: list[Update] = []
    named: dict[UUID, Person] = {}
    suggestions: dict[tuple[UUID, UUID], Suggestion] = {}
    uses: dict[tuple[UUID, UUID], Use] = {}
    # By which handle it was said, where there is one.
    names: dict[tuple[UUID, Name], UUID | None] = {}
    guessed: dict[tuple[UUID, Name], UUID | None] = {}
    facts: dict[tuple[UUID, str], UUID | None] = {}
    brokers: set[tuple[UUID, UUID]] = set()


class Register:
    """Handles by identity, and the personal numbers of each customer (by the root that it counts as)."""

    def __init__(self, handles: Iterable[Known], personal: Mapping[UUID, set[Identity]]) -> None:
        self.handles = {each.identity: each for each in handles}
        self.personal = dict(personal)
        self.facts: dict[UUID, Facts] = defaultdict(Facts)
        self.uses: dict[UUID, dict[UUID, Use]] = defaultdict(dict)
        self.people: dict[UUID, Person] = {}
        self.by_fact: dict[str, set[UUID]] = defaultdict(set)
        self.by_name: dict[str, dict[Name, set[UUID]]] = defaultdict(lambda: defaultdict(set))
        self.changes = Changes()

    def know(
        self,
        person: Person,
        *,
        names: Iterable[Name] = (),
        facts: Iterable[str] = (),
        guessed: Iterable[Name] = (),
    ) -> None:
        """The customer is called this and has these facts, as was found before this batch."""
        known = self.facts[person.root_id]
        self.people[person.root_id] = person
        known.guessed.update(guessed)
        for name in names:
            known.names.add(name)
            for key in name.lookups():
                self.by_name[key][name].add(person.root_id)
        for fact in facts:
            known.facts.add(fact)
            self.by_fact[fact].add(person.root_id)

    def learn(self, person: Person, contact: Contact, handle: Known | None) -> None:
        """What the contact says of its writer is known of them from now on."""
        known = self.facts[person.root_id]
        names = [each for each in contact.names() if known.called(each) >= MISHEARD]
        if not names and not known.names:
            names = list(contact.said.sole[:1])
        if not names and not known.names:
            fresh = set(contact.said.loose) - known.guessed
            self.changes.guessed.update({(person.id, each): handle.id if handle else None for each in fresh})
            self.know(person, guessed=fresh)
        facts = contact.said.facts.union(*(number(value) for _, value in contact.personal()))
        self._keep(person, names, facts, handle)

    def know_on_behalf(self, person: Person, name: Name, facts: Iterable[str], handle: Known | None) -> None:
        """What somebody else tells of the customer."""
        self._keep(person, [name], facts, handle)

    def _keep(self, person: Person, names: Iterable[Name], facts: Iterable[str], handle: Known | None) -> None:
        known, names, facts = self.facts[person.root_id], list(names), list(facts)
        by = handle.id if handle else None
        self.changes.names.update({(person.id, each): by for each in names if each not in known.names})
        self.changes.facts.update({(person.id, each): by for each in facts if each not in known.facts})
        self.know(person, names=names, facts=facts)

    def use(self, known: Known, person: Person, at: datetime, *, behalf: bool = False) -> None:
        """Note that the customer wrote from another's handle, or another wrote for them."""
        use = self.uses[known.id].setdefault(person.root_id, Use(person, at, behalf))
        use.last_at, use.decision_id = max(use.last_at, at), known.decision_id
        self.changes.uses[known.id, person.id] = use

    def people_on(self, known: Known) -> list[Person]:
        """Whoever wrote from the handle, the latest first."""
        found = [(use.last_at, use.person) for use in self.uses[known.id].values() if not use.behalf]
        if known.person and known.person.root_id not in self.uses[known.id]:
            found.append((known.last_seen_at, known.person))
        return [person for _, person in sorted(found, key=lambda each: each[0], reverse=True)]

    def represented(self, known: Known) -> list[Person]:
        """For whom somebody wrote from the handle."""
        return [use.person for use in self.uses[known.id].values() if use.behalf]

    def named_like(self, name: Name) -> dict[UUID, float]:
        """Customers of this name, or of one that is a letter apart, with how well it fits."""
        found: dict[UUID, float] = {}
        for key in name.lookups():
            for other, roots in self.by_name.get(key, {}).items():
                fit = alike(name, other)
                if fit >= MISHEARD:
                    found.update({each: max(fit, found.get(each, 0.0)) for each in roots})
        return found

    def find(self, identity: Identity) -> Known | None:
        """The handle, where it is known."""
        return self.handles.get(identity)

    def sibling(self, identity: Identity) -> Known | None:
        """A customer's handle with the same telephone number on another channel."""
        found = (self.handles.get(each) for each in siblings(identity))
        return next((each for each in found if each and each.person), None)

    def may_be(self, person: Person, numbers: Iterable[Identity]) -> bool:
        """Whether the customer has none of these personal numbers, or the same."""
        has = self.personal.get(person.root_id)
        if not has:
            return True
        schemes = {scheme for scheme, _ in has}
        return all(each in has or each[0] not in schemes for each in numbers)

    def create(self, contact: Contact, *, called: Name | None = None) -> Person:
        """A new customer, called what the contact calls its writer, or ``called`` where it is about somebody else."""
        key, name = new_id(), called.shown if called else contact.name()
        person = Person(key, key, name or contact.label(), name is not None, name)
        self.changes.created[key] = self.people[key] = person
        return person

    def add(self, contact: Contact, sighting: Sighting) -> Known:
        """A handle that nobody has yet."""
        known = Known(
            id=new_id(),
            identity=sighting.identity,
            person=None,
            name=sighting.name,
            verification=sighting.verification,
            confidence=1.0,
            decision_id=None,
            first_seen_at=contact.at,
            last_seen_at=contact.at,
            source=contact.source,
        )
        self.handles[sighting.identity] = self.changes.added[known.id] = known
        return known

    def link(
        self,
        known: Known,
        sighting: Sighting,
        person: Person,
        rule: Rule,
        score: float,
        evidence: list[dict[str, Any]],
    ) -> None:
        """Give the handle, which is nobody's, to the customer."""
        before: dict[str, Any] = {"decision_id": known.decision_id} if known.decision_id else {}
        verification = VERIFICATION.get(rule, sighting.verification)
        if (verification, score) != (known.verification, known.confidence):
            before |= {"verification": known.verification, "confidence": known.confidence}
        known.person, known.verification, known.confidence = person, verification, score
        known.decision_id = new_id()
        if known.identity[0] in PERSONAL:
            self.personal.setdefault(person.root_id, set()).add(known.identity)
        self.changes.links.append(Link(known.decision_id, known, person, rule, score, evidence, before))

    def see(self, contact: Contact, sighting: Sighting, known: Known, *, proven: bool = False) -> None:
        """Note that the handle was in use. ``proven``: beside another handle of its customer, so that it is theirs."""
        if contact.at >= known.last_seen_at + SEEN_EVERY or contact.at < known.first_seen_at:
            known.first_seen_at = min(known.first_seen_at, contact.at)
            known.last_seen_at = max(known.last_seen_at, contact.at)
            self.changes.seen[known.id] = known
        self._improve(sighting, known, proven=proven)

    def _improve(self, sighting: Sighting, known: Known, *, proven: bool) -> None:
        stronger = STRENGTH[sighting.verification] > STRENGTH[known.verification]
        # That a typed address sends mail does not prove that whoever typed it reads it.
        stronger = stronger and (proven or known.confidence == 1.0)
        newly_named = bool(sighting.name and not known.name)
        if not (stronger or newly_named):
            return
        before = {"verification": known.verification, "confidence": known.confidence} if stronger else {}
        if stronger:
            known.verification = sighting.verification
            known.confidence = 1.0
        after = {"verification": known.verification, "confidence": known.confidence} if stronger else {}
        known.name = known.name or sighting.name
        fields = (*after, *(("name",) if newly_named else ()))
        self.changes.updates.append(Update(known, fields, before, after))

    def suggest(
        self, known: Known, person: Person, other: Person, rule: Rule, score: float, evidence: list[dict[str, Any]]
    ) -> None:
        """Say that two customers may be one: once for the pair, whichever way round."""
        one, two = sorted((person, other), key=lambda each: each.id)
        suggestion = Suggestion(new_id(), one, two, known, rule, score, evidence)
        self.changes.suggestions.setdefault((one.id, two.id), suggestion)

    def rename(self, person: Person, name: str) -> None:
        """A customer known by an address has given a name."""
        person.name, person.named = name, True
        if person.id == person.root_id:
            person.root_name = name
        if person.id not in self.changes.created:
            self.changes.named[person.id] = person
