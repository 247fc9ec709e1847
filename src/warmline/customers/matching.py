"""Who a contact is from: the rules. Pure; ``actions/resolve.py`` reads and writes around them.

Clues in order of strength, of which the first that holds decides:
1. a handle that the channel proves beside the sender's (a signed-in customer number before a proven address);
2. for whom the writer says that they write;
3. the sender's handle, or the same telephone number on another channel: of those who use it, the one whose name is
given; 4. an address that the person gave, where it is somebody's;
5. a name together with a fact that is known of somebody of that name: a number, a date of birth, an address;
6. a name together with an earlier contact that fits.

A clue does not hold where the channel proves a personal number and the clue's customer has another one, nor where the
writer gives a name that is not the customer's: people share browsers, telephones and mailboxes. A fact alone, a case
number too, never says who somebody is, nor does a name alone. A handle that somebody unlinked comes to a customer again
only by proof. Nothing that belongs to one customer is ever moved to another here; that they may be one is suggested.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.facts import independent
from warmline.customers.model import ASSERTED_CONFIDENCE, Rule, Thresholds
from warmline.customers.names import MISHEARD, Name, alike, read_name
from warmline.customers.normalise import Identity, siblings
from warmline.customers.register import PERSONAL, Contact, Facts, Known, Person, Register, Sighting
from warmline.kit.words import is_function_word
from warmline.sdk import Verification

SHARED_BROWSER_SCORE = 0.5
PROVEN_ELSEWHERE_SCORE = 0.9
# How sure each clue is where nothing speaks against it.
TYPED_ADDRESS = 0.9
# A name with one fact: as it is spelt or a letter apart; a number, or a date of birth or an address, which many share.
NAME_AND_NUMBER, MISHEARD_AND_NUMBER, NAME_AND_FACT, MISHEARD_AND_FACT = 0.97, 0.93, 0.95, 0.9
NAME_AND_FACTS = 0.99

# Of these customers, how well an earlier contact of each fits what is said of it, 0 to 1; those that do not fit are
# left out. Asked only where a name is all there is.
Recall = Callable[[Sequence[UUID], datetime], Mapping[UUID, float]]


class Clue(msgspec.Struct, frozen=True):
    """Somebody who may be the writer. ``decisive``: a personal number that the channel proves."""

    person: Person
    rule: Rule
    score: float
    handle: Known | None = None
    decisive: bool = False


class Match(msgspec.Struct, frozen=True):
    """Who a contact is from. ``also`` are its other handles that are the same customer's in the end."""

    handle: Known | None
    person: Person
    new: bool
    also: tuple[UUID, ...]
    shown: str
    rule: Rule = Rule.KNOWN_HANDLE
    score: float = 1.0


def forgets(root_ids: Sequence[UUID], at: datetime) -> Mapping[UUID, float]:
    """Recalls nothing."""
    return {}


def match(register: Register, contact: Contact, recall: Recall = forgets, limits: Thresholds = Thresholds()) -> Match:  # noqa: B008 - frozen
    """Decide on one contact, and change the register as the next contact must find it."""
    contact = introduced(register, contact)
    behalf = contact.said.behalf or client_named(register, contact)
    if behalf is not None and not for_themselves(register, contact, behalf):
        return match_behalf(register, contact, behalf)
    found = [each for each in clues(register, contact, recall) if holds(register, contact, each)]
    clue = next((each for each in found if each.score >= limits.link), None)
    person = clue.person if clue else register.create(contact)
    sender = place_sender(register, contact, clue, person)
    also = place_also(register, contact, person, sender or (clue.handle if clue else None))
    name = contact.name()
    if name and not person.named:
        register.rename(person, name)
    register.learn(person, contact, sender)
    if clue is None:
        suggest(register, person, sender, [each for each in found if each.score >= limits.suggest], contact)
    own = sender.person if sender and sender.person and sender.person.root_id == person.root_id else person
    rule, score = (clue.rule, clue.score) if clue else (Rule.FIRST_CONTACT, 1.0)
    return Match(sender, own, clue is None, also, own.shown, rule, score)


def introduced(register: Register, contact: Contact) -> Contact:
    """The contact with its writer's name where only those who use the handle make it one: somebody of the same family,
    or one of them misheard."""
    known = register.find(contact.sender.identity) if contact.sender else None
    if known is None or contact.said.own:
        return contact
    names = [name for person in register.people_on(known) for name in register.facts[person.root_id].names]
    families = {each.family for each in names if each.full}
    for name in contact.said.beginning():
        if name.family in families and not is_function_word(name.given):
            own = next((each for each in names if alike(each, name) >= MISHEARD), name)
            said = msgspec.structs.replace(contact.said, own=(own,))
            return msgspec.structs.replace(contact, said=said)
    return contact


def client_named(register: Register, contact: Contact) -> Name | None:
    """Where somebody is known to write for others: whom the contact names, a client before anybody else whose number is
    given too."""
    known = register.find(contact.sender.identity) if contact.sender else None
    clients = register.represented(known) if known else []
    if not clients or known is None:
        return None
    for person in clients:
        for name in register.facts[person.root_id].names:
            if contact.said.mentions(name) or name in contact.said.own:
                return name
    own = register.facts[known.person.root_id] if known.person else Facts()
    given = [called for each in contact.handles() if each.name and (called := read_name(each.name))]
    others = [*contact.said.own, *contact.said.sole, *contact.said.loose]
    others = [each for each in others if not any(alike(each, name) for name in (*own.names, *given))]
    return next(iter(others), None) if contact.said.numbers else None


def for_themselves(register: Register, contact: Contact, name: Name) -> bool:
    """Whether whoever writes for somebody of this name is that customer, or has proved to be one."""
    if contact.personal():
        return True
    known = register.find(contact.sender.identity) if contact.sender else None
    people = register.people_on(known) if known else []
    known_as = [register.facts[each.root_id] for each in people]
    return any(facts.names and facts.called(name) >= MISHEARD for facts in known_as)


def holds(register: Register, contact: Contact, clue: Clue) -> bool:
    """Whether nothing that the contact shows speaks against the clue."""
    numbers = contact.personal()
    if clue.decisive:
        return True
    if numbers and not register.may_be(clue.person, numbers):
        return False
    return fits(register.facts[clue.person.root_id], contact) or clue.rule is Rule.VERIFIED_TOGETHER


def fits(facts: Facts, contact: Contact) -> bool:
    """Whether a name that the writer gives is the customer's; yes where they give none, or none is known."""
    names = [each for each in contact.said.own if each.full] or contact.names()
    if not names:
        return True
    if not facts.names:
        return not contact.said.new_here
    return any(facts.called(each) >= MISHEARD or not each.full for each in names) or any(
        contact.said.mentions(each) for each in facts.names
    )


def clues(register: Register, contact: Contact, recall: Recall) -> Iterator[Clue]:
    """All that says who it is, strongest first."""
    proven = [each for each in contact.also if each.proven]
    proven.sort(key=lambda sighting: sighting.identity[0] not in PERSONAL)
    for each in proven:
        yield from known_as(register, contact, each, Rule.VERIFIED_TOGETHER, 1.0)
    sender = contact.sender
    if sender:
        known = list(known_as(register, contact, sender, Rule.KNOWN_HANDLE, 1.0))
        yield from known
        if known and not contact.names():
            return
    yield from typed(register, contact)
    yield from named(register, contact, recall)
    for each in contact.also:
        if not each.proven:
            yield from known_as(register, contact, each, Rule.ASSERTED_TOGETHER, TYPED_ADDRESS)


def known_as(register: Register, contact: Contact, sighting: Sighting, rule: Rule, score: float) -> Iterator[Clue]:
    """Those who use a handle, or its telephone number: the one whose name is given, then the latest."""
    known = register.find(sighting.identity)
    if known is None:
        known = register.sibling(sighting.identity)
        rule = Rule.SAME_NUMBER if rule == Rule.KNOWN_HANDLE else rule
    if known is None:
        return
    decisive = sighting.proven and sighting.identity[0] in PERSONAL
    people = register.people_on(known)
    names = [*contact.names(), *contact.said.sole]
    for person in sorted(people, key=lambda each: -nearness(register.facts[each.root_id], contact, names)):
        yield Clue(person, rule, score if known.confidence == 1 else TYPED_ADDRESS, known, decisive)


def nearness(facts: Facts, contact: Contact, names: Sequence[Name]) -> float:
    """How surely the contact names this customer, 0 to 1; 0 where no name of theirs is known."""
    if any(contact.said.mentions(each) for each in facts.names):
        return 1.0
    return max((facts.called(each) for each in names), default=0.0) if facts.names else 0.0


def typed(register: Register, contact: Contact) -> Iterator[Clue]:
    """Whose the addresses are that stand in the words."""
    for identity in contact.said.addresses:
        known = register.find(identity) or register.sibling(identity)
        if known:
            for person in register.people_on(known)[:1]:
                yield Clue(person, Rule.ASSERTED_TOGETHER, TYPED_ADDRESS, known)


def named(register: Register, contact: Contact, recall: Recall) -> Iterator[Clue]:
    """Customers of the name that is given, where a number or an earlier contact fits too, and only one does."""
    names = [*contact.names(), *contact.said.sole]
    fitting = with_facts(register, contact, lambda known: nearness(known, contact, names))
    if fitting:
        best = surest(fitting)
        if best:
            yield Clue(register.people[best.root_id], Rule.NAMED_FACT, best.score)
        return
    like = {root: near for name in contact.names() for root, near in register.named_like(name).items()}
    recalled = recall(list(like), contact.at) if like else {}
    scored = sorted(((score * like[root], root) for root, score in recalled.items()), key=lambda each: -each[0])
    if scored and (len(scored) == 1 or scored[1][0] < scored[0][0] - 0.2):
        yield Clue(register.people[scored[0][1]], Rule.NAMED_CONTACT, scored[0][0])


class Fitting(msgspec.Struct, frozen=True):
    """A customer whose name and facts fit: how well the name does, from 0 to 1, and how many different facts do."""

    root_id: UUID
    near: float
    count: int
    numbered: bool

    @property
    def score(self) -> float:
        """How sure that is."""
        if self.count > 1:
            return NAME_AND_FACTS
        if self.numbered:
            return NAME_AND_NUMBER if self.near == 1 else MISHEARD_AND_NUMBER
        return NAME_AND_FACT if self.near == 1 else MISHEARD_AND_FACT


def with_facts(register: Register, contact: Contact, near: Callable[[Facts], float]) -> list[Fitting]:
    """Customers who have a fact that is said, and the name."""
    said = contact.said
    found = []
    for root_id in {root for fact in said.facts for root in register.by_fact.get(fact, ())}:
        known = register.facts[root_id]
        fit = near(known) if known.names else 0.0
        if fit >= MISHEARD:
            shared = said.facts & known.facts
            numbered = bool(shared - said.births - said.streets)
            found.append(Fitting(root_id, fit, independent(shared, said.births, said.streets), numbered))
    return found


def surest(found: Sequence[Fitting]) -> Fitting | None:
    """The one that more speaks for than for any other: a father and a son of one name and address are told apart by
    what only one of them has. None where two fit as well."""
    ranked = sorted(found, key=lambda each: (each.count, each.near), reverse=True)
    if len(ranked) > 1 and (ranked[0].count, ranked[0].near) == (ranked[1].count, ranked[1].near):
        return None
    return ranked[0] if ranked else None


def match_behalf(register: Register, contact: Contact, name: Name) -> Match:
    """A contact by somebody who writes for another: it is that other's, and the handle stays the writer's."""
    sender = contact.sender
    known = (register.find(sender.identity) or register.add(contact, sender)) if sender else None
    if known is not None and sender is not None:
        if known.person is None:
            broker = register.create(contact, called=None)
            register.link(known, sender, broker, Rule.FIRST_CONTACT, 1.0, evidence(contact))
        else:
            register.see(contact, sender, known)
    clients = register.represented(known) if known else []
    person = next((each for each in clients if register.facts[each.root_id].called(name) >= MISHEARD), None)
    rule, score = Rule.BEHALF, 1.0
    if person is None:
        best = surest(with_facts(register, contact, lambda facts: facts.called(name)))
        person, score = (register.people[best.root_id], best.score) if best else (None, score)
    new = person is None
    person = person or register.create(contact, called=name)
    if known:
        register.use(known, person, contact.at, behalf=True)
        if known.person and known.person.root_id != person.root_id:
            register.changes.brokers.add((known.person.id, person.id))
    register.know_on_behalf(person, name, contact.said.facts, known)
    return Match(known, person, new, (), person.shown, rule, score)


def suggest(register: Register, person: Person, sender: Known | None, found: Sequence[Clue], contact: Contact) -> None:
    """That the new customer may be one who is known already: for people to decide."""
    for each in found[:1]:
        if sender is not None:
            why = evidence(contact, sender, each.handle)
            register.suggest(sender, person, each.person, each.rule, each.score, why)


def place_sender(register: Register, contact: Contact, clue: Clue | None, person: Person) -> Known | None:
    """The sender's handle, linked if it was nobody's; where it is somebody else's, it stays theirs."""
    sighting = contact.sender
    if sighting is None:
        return None
    known = register.find(sighting.identity) or register.add(contact, sighting)
    if known.person is None:
        rule, score = (clue.rule, clue.score) if clue else (Rule.FIRST_CONTACT, 1.0)
        if clue and clue.rule is not Rule.VERIFIED_TOGETHER and known.id not in register.changes.added:
            # Somebody unlinked it: who writes may be known by name, but that does not make the handle theirs again.
            return known
        if rule is Rule.ASSERTED_TOGETHER:
            score = min(score, ASSERTED_CONFIDENCE)
        register.link(known, sighting, person, rule, score, evidence(contact, clue.handle if clue else None))
        return known
    register.see(contact, sighting, known)
    if known.person.root_id != person.root_id:
        told_apart = not fits(register.facts[known.person.root_id], contact)
        if told_apart or person.root_id in register.uses[known.id]:
            register.use(known, person, contact.at)
        if clue and not told_apart and register.may_be(known.person, contact.personal()):
            why = evidence(contact, known, clue.handle)
            register.suggest(known, person, known.person, Rule.OTHER_ON_BROWSER, SHARED_BROWSER_SCORE, why)
    elif register.uses[known.id]:
        register.use(known, person, contact.at)
    return known


def place_also(register: Register, contact: Contact, person: Person, beside: Known | None) -> tuple[UUID, ...]:
    """The contact's other handles: given by the channel, then those in the words. Returns those of this customer."""
    given = [place_other(register, contact, each, person, beside) for each in contact.also]
    said = [
        Sighting(each, None, Verification.ASSERTED) for each in contact.said.addresses if own_address(contact, each)
    ]
    given += [place_other(register, contact, each, person, beside) for each in said]
    return tuple(dict.fromkeys(each.id for each in given if each is not None))


def own_address(contact: Contact, identity: Identity) -> bool:
    """Whether an address in the words is one that the contact did not come from."""
    return contact.sender is None or identity not in (contact.sender.identity, *siblings(contact.sender.identity))


def place_other(
    register: Register, contact: Contact, sighting: Sighting, person: Person, beside: Known | None
) -> Known | None:
    """One of the contact's other handles, linked if it was nobody's; None where it is not this customer's."""
    known = register.find(sighting.identity)
    twin = None if known else register.sibling(sighting.identity)
    holder = known or twin
    if holder and holder.person and holder.person.root_id != person.root_id:
        dispute(register, contact, sighting, holder, person)
        return None
    if known and known.person:
        proven = sighting.proven and beside is not None and shares_customer(beside, known)
        register.see(contact, sighting, known, proven=proven)
        return known
    if not may_link(register, sighting, known, person):
        return None
    known = known or register.add(contact, sighting)
    rule, score = terms(sighting, twin)
    register.link(known, sighting, person, rule, score, evidence(contact, twin or beside))
    return known


def shares_customer(one: Known, other: Known) -> bool:
    """Whether two different handles count as one customer's."""
    if one is other or one.person is None or other.person is None:
        return False
    return one.person.root_id == other.person.root_id


def may_link(register: Register, sighting: Sighting, known: Known | None, person: Person) -> bool:
    """Somebody unlinked it, or the customer has another personal number: then only proof links it."""
    if sighting.proven:
        return True
    return known is None and (sighting.identity[0] not in PERSONAL or register.may_be(person, [sighting.identity]))


def terms(sighting: Sighting, twin: Known | None) -> tuple[Rule, float]:
    """By which rule and how surely a handle beside the sender's is the customer's."""
    if sighting.proven:
        return Rule.VERIFIED_TOGETHER, 1.0
    if twin:
        return Rule.SAME_NUMBER, twin.confidence
    return Rule.ASSERTED_TOGETHER, ASSERTED_CONFIDENCE


def dispute(register: Register, contact: Contact, sighting: Sighting, holder: Known, person: Person) -> None:
    """The contact shows a handle of another customer: say so, unless a personal number tells them apart."""
    assert holder.person is not None
    told_apart = not fits(register.facts[holder.person.root_id], contact)
    if not told_apart and register.may_be(holder.person, contact.personal()):
        score = PROVEN_ELSEWHERE_SCORE if sighting.proven else ASSERTED_CONFIDENCE
        register.suggest(holder, person, holder.person, Rule.HELD_BY_ANOTHER, score, evidence(contact, holder))


def evidence(contact: Contact, *handles: Known | None) -> list[dict[str, Any]]:
    """What a decision rests on: the contact, and the handles that were known."""
    found: list[dict[str, Any]] = [{"kind": "contact", "source": contact.source, "at": contact.at.isoformat()}]
    found += [{"kind": "handle", "id": str(each.id)} for each in handles if each]
    return found
