"""Who a contact is from: the rules. Pure; ``actions/resolve.py`` reads and writes around them.

Clues in order of strength, of which the first that holds decides:
1. a handle that the channel proves beside the sender's (a signed-in customer number before a proven address);
2. for whom the writer says that they write;
3. the sender's handle, or the same telephone number on another channel: of those who use it, the one whose name is
   given;
4. an address that the person gave, where it is somebody's;
5. a name together with a fact that is known of somebody of that name: a number, a date of birth, an address;
6. a name together with an earlier contact that fits.

A clue does not hold where the channel proves a personal number and the clue's customer has another one, nor where the
writer gives a name that is not the customer's: people share browsers, telephones and mailboxes. A fact alone, a case
number too, never says who somebody is, nor does a name alone. A handle that somebody unlinked comes to a customer again
only by proof. Nothing that belongs to one customer is ever moved to another here; that they may be one is suggested.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from warmline.customers.facts import independent
from warmline.customers.linking import Clue, evidence, fits, place_also, place_sender, suggest
from warmline.customers.model import Rule, Thresholds
from warmline.customers.names import MISHEARD, Name, alike, read_name
from warmline.customers.register import PERSONAL, Contact, Facts, Known, Person, Register, Sighting
from warmline.kit.words import is_function_word

# How sure each clue is where nothing speaks against it.
TYPED_ADDRESS = 0.9
# A name with one fact: as it is spelt or a letter apart; a number, or a date of birth or an address, which many share.
NAME_AND_NUMBER, MISHEARD_AND_NUMBER, NAME_AND_FACT, MISHEARD_AND_FACT = 0.97, 0.93, 0.95, 0.9
NAME_AND_FACTS = 0.99

# Of these customers, how well an earlier contact of each fits what is said of it, 0 to 1; those that do not fit are
# left out. Asked only where a name is all there is.
Recall = Callable[[Sequence[UUID], datetime], Mapping[UUID, float]]


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
        return match_behalf(register, contact, behalf, limits)
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
    known = facts.names or facts.guessed
    if any(contact.said.mentions(each) for each in known):
        return 1.0
    return max((alike(each, name) for each in names for name in known), default=0.0)


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
            yield Clue(register.people[best.root_id], Rule.NAMED_FACT, best.score, near=best.near, facts=best.kinds)
        return
    like = {root: near for name in contact.names() for root, near in register.named_like(name).items()}
    recalled = recall(list(like), contact.at) if like else {}
    scored = sorted(((score * like[root], root) for root, score in recalled.items()), key=lambda each: -each[0])
    if scored and (len(scored) == 1 or scored[1][0] < scored[0][0] - 0.2):
        yield Clue(register.people[scored[0][1]], Rule.NAMED_CONTACT, scored[0][0], near=like[scored[0][1]])


class Fitting(msgspec.Struct, frozen=True):
    """A customer whose name and facts fit: how well the name does, from 0 to 1, and of what kinds the facts are."""

    root_id: UUID
    near: float
    kinds: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many different facts fit."""
        return len(self.kinds)

    @property
    def score(self) -> float:
        """How sure that is."""
        if self.count > 1:
            return NAME_AND_FACTS
        if "number" in self.kinds:
            return NAME_AND_NUMBER if self.near == 1 else MISHEARD_AND_NUMBER
        return NAME_AND_FACT if self.near == 1 else MISHEARD_AND_FACT


def with_facts(register: Register, contact: Contact, near: Callable[[Facts], float]) -> list[Fitting]:
    """Customers who have a fact that is said, and the name."""
    said = contact.said
    found = []
    for root_id in {root for fact in said.facts for root in register.by_fact.get(fact, ())}:
        known = register.facts[root_id]
        fit = near(known)
        if fit >= MISHEARD:
            shared = said.facts & known.facts
            found.append(Fitting(root_id, fit, independent(shared, said.births, said.streets)))
    return found


def surest(found: Sequence[Fitting]) -> Fitting | None:
    """The one that more speaks for than for any other: a father and a son of one name and address are told apart by
    what only one of them has. None where two fit as well."""
    ranked = sorted(found, key=lambda each: (each.count, each.near), reverse=True)
    if len(ranked) > 1 and (ranked[0].count, ranked[0].near) == (ranked[1].count, ranked[1].near):
        return None
    return ranked[0] if ranked else None


def match_behalf(register: Register, contact: Contact, name: Name, limits: Thresholds) -> Match:
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
    best, likely = None, None
    if person is None:
        best = surest(with_facts(register, contact, lambda facts: nearness(facts, contact, [name])))
        likely = register.people[best.root_id] if best and best.score >= limits.suggest else None
        person, score = (likely, best.score) if best and best.score >= limits.link else (None, score)
    new = person is None
    person = person or register.create(contact, called=name)
    if new and best and likely and known:
        register.suggest(known, person, likely, Rule.NAMED_FACT, best.score, evidence(contact, known))
    if known:
        register.use(known, person, contact.at, behalf=True)
        if known.person and known.person.root_id != person.root_id:
            register.changes.brokers.add((known.person.id, person.id))
    register.know_on_behalf(person, name, contact.said.facts, known)
    return Match(known, person, new, (), person.shown, rule, score)
