"""What becomes of a contact's handles once it is known whom it is from. Pure.

A handle that was nobody's is linked; one that is somebody else's stays theirs, and perhaps the two are one: for people
to say. Those who use another's handle are remembered with it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers.model import ASSERTED_CONFIDENCE, Rule
from warmline.customers.names import MISHEARD
from warmline.customers.normalise import Identity, siblings
from warmline.customers.register import PERSONAL, Contact, Facts, Known, Person, Register, Sighting
from warmline.sdk import Verification

SHARED_BROWSER_SCORE = 0.5
PROVEN_ELSEWHERE_SCORE = 0.9


class Clue(msgspec.Struct, frozen=True):
    """Somebody who may be the writer. ``decisive``: a personal number that the channel proves. ``near``: how well the
    name fits that they gave, where that counts; ``facts``: of what kinds those are that fit it."""

    person: Person
    rule: Rule
    score: float
    handle: Known | None = None
    decisive: bool = False
    near: float | None = None
    facts: tuple[str, ...] = ()


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


def suggest(register: Register, person: Person, sender: Known | None, found: Sequence[Clue], contact: Contact) -> None:
    """That the new customer may be one who is known already: for people to decide."""
    for each in found[:1]:
        if sender is not None:
            why = evidence(contact, sender, each.handle, clue=each)
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
        register.link(known, sighting, person, rule, score, evidence(contact, clue.handle if clue else None, clue=clue))
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


def evidence(contact: Contact, *handles: Known | None, clue: Clue | None = None) -> list[dict[str, Any]]:
    """What a decision rests on: the contact, and the handles that were known."""
    found: list[dict[str, Any]] = [{"kind": "contact", "source": contact.source, "at": contact.at.isoformat()}]
    found += [{"kind": "handle", "id": str(each.id)} for each in handles if each]
    if clue and clue.near is not None:
        found.append({"kind": "name", "alike": clue.near})
        found += [{"kind": "fact", "of": each} for each in clue.facts]
    return found
