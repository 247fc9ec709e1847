"""Who a contact is from: the rules. Pure; ``actions/resolve.py`` reads and writes around them.

Clues in order of strength, of which the first that holds decides:
1. a handle that the channel proves beside the sender's (a signed-in customer number before a proven address);
2. the sender's handle, where it is known;
3. the sender's telephone number on another channel;
4. an address that the person gave.

A clue does not hold where the channel proves a personal number and the clue's customer has another one: two people
share a browser or a mailbox. A handle that somebody unlinked comes to a customer again only by proof. Nothing that
belongs to one customer is ever moved to another here; that they may be one is suggested.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.model import ASSERTED_CONFIDENCE, Rule
from warmline.customers.register import PERSONAL, Contact, Known, Person, Register, Sighting

SHARED_BROWSER_SCORE = 0.5
PROVEN_ELSEWHERE_SCORE = 0.9


class Clue(msgspec.Struct, frozen=True):
    """A known handle that says who it is. ``decisive``: a personal number that the channel proves."""

    handle: Known
    person: Person
    rule: Rule
    score: float
    decisive: bool = False


class Match(msgspec.Struct, frozen=True):
    """Who a contact is from. ``also`` are its other handles that are the same customer's in the end."""

    handle: Known | None
    person: Person
    new: bool
    also: tuple[UUID, ...]
    shown: str


def match(register: Register, contact: Contact) -> Match:
    """Decide on one contact, and change the register as the next contact must find it."""
    clue = strongest(register, contact)
    person = clue.person if clue else register.create(contact)
    sender = place_sender(register, contact, clue, person)
    beside = sender or (clue.handle if clue else None)
    also = tuple(
        placed.id
        for each in contact.also
        if (placed := place_other(register, contact, each, person, beside)) is not None
    )
    name = contact.name()
    if name and not person.named:
        register.rename(person, name)
    own = sender.person if sender and sender.person and sender.person.root_id == person.root_id else person
    return Match(sender, own, clue is None, also, own.shown)


def strongest(register: Register, contact: Contact) -> Clue | None:
    """The first clue that holds."""
    numbers = contact.personal()
    for clue in clues(register, contact):
        if clue.decisive or not numbers or register.may_be(clue.person, numbers):
            return clue
    return None


def clues(register: Register, contact: Contact) -> Iterator[Clue]:
    """All that says who it is, strongest first."""
    proven = [each for each in contact.also if each.proven]
    proven.sort(key=lambda sighting: sighting.identity[0] not in PERSONAL)
    for each in proven:
        yield from known_as(register, each, Rule.VERIFIED_TOGETHER, 1.0)
    sender = contact.sender
    if sender:
        yield from known_as(register, sender, Rule.KNOWN_HANDLE, 1.0)
        if register.find(sender.identity):
            return
    for each in contact.also:
        if not each.proven:
            yield from known_as(register, each, Rule.ASSERTED_TOGETHER, ASSERTED_CONFIDENCE)


def known_as(register: Register, sighting: Sighting, rule: Rule, score: float) -> Iterator[Clue]:
    """The clue in one handle, if it or its number is a customer's."""
    known = register.find(sighting.identity)
    if known is None:
        known = register.sibling(sighting.identity)
        rule = Rule.SAME_NUMBER if rule == Rule.KNOWN_HANDLE else rule
    if known and known.person:
        decisive = sighting.proven and sighting.identity[0] in PERSONAL
        yield Clue(known, known.person, rule, score * known.confidence, decisive)


def place_sender(register: Register, contact: Contact, clue: Clue | None, person: Person) -> Known | None:
    """The sender's handle, linked if it was nobody's; where it is somebody else's, it stays theirs."""
    sighting = contact.sender
    if sighting is None:
        return None
    known = register.find(sighting.identity) or register.add(contact, sighting)
    if known.person is None:
        rule, score = (clue.rule, clue.score) if clue else (Rule.FIRST_CONTACT, 1.0)
        register.link(known, sighting, person, rule, score, evidence(contact, clue.handle if clue else None))
        return known
    register.see(contact, sighting, known)
    if known.person.root_id != person.root_id and clue and register.may_be(known.person, contact.personal()):
        why = evidence(contact, known, clue.handle)
        register.suggest(known, person, known.person, Rule.OTHER_ON_BROWSER, SHARED_BROWSER_SCORE, why)
    return known


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
    if register.may_be(holder.person, contact.personal()):
        score = PROVEN_ELSEWHERE_SCORE if sighting.proven else ASSERTED_CONFIDENCE
        register.suggest(holder, person, holder.person, Rule.HELD_BY_ANOTHER, score, evidence(contact, holder))


def evidence(contact: Contact, *handles: Known | None) -> list[dict[str, Any]]:
    """What a decision rests on: the contact, and the handles that were known."""
    found: list[dict[str, Any]] = [{"kind": "contact", "source": contact.source, "at": contact.at.isoformat()}]
    found += [{"kind": "handle", "id": str(each.id)} for each in handles if each]
    return found
