"""Read what a batch of contacts may be recognised by: who else uses a handle, names, and facts with names."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from uuid import UUID

from warmline.customers import store
from warmline.customers.linking import fits
from warmline.customers.matching import nearness, with_facts
from warmline.customers.names import Name
from warmline.customers.register import Contact, Register
from warmline.customers.said import Said
from warmline.kit.db import Conn

# Every two neighbouring words could be a name; a contact says who it is from soon.
WORDS_LOOKED_AT = 60


async def recognise(
    conn: Conn, org_id: UUID, register: Register, contacts: Sequence[Contact], recallable: Callable[[Said], bool]
) -> None:
    """Put into the register whatever the contacts' words may lead to, in a fixed number of statements."""
    if register.handles:
        await store.load_uses(conn, org_id, register, [each.id for each in register.handles.values()])
        await store.load_names(conn, org_id, register, list(register.people))
    unknown = [each for each in contacts if each.said.words and not settled(register, each)]
    telling = [each for each in unknown if each.said.facts]
    facts = {fact for each in telling for fact in each.said.facts}
    keys = {key for each in telling for name in spelt(each) for key in name.lookups()}
    if facts and keys:
        await store.load_by_facts(conn, org_id, register, facts, keys)
    remembered = [each for each in unknown if recallable(each.said) and not told(register, each)]
    names = {name for each in remembered for name in each.names()}
    if names:
        await store.load_named(conn, org_id, register, names)


def told(register: Register, contact: Contact) -> bool:
    """Whether the name and a fact are somebody's, so that no earlier contact is asked for. It stays so whatever else
    becomes known: names and facts are only added."""
    names = [*contact.names(), *contact.said.sole]
    return bool(with_facts(register, contact, lambda known: nearness(known, contact, names) if known.names else 0.0))


def settled(register: Register, contact: Contact) -> bool:
    """Whether the handles say who it is, and nothing that is said speaks against it."""
    for each in contact.handles():
        known = register.find(each.identity) or register.sibling(each.identity)
        if known and any(fits(register.facts[person.root_id], contact) for person in register.people_on(known)):
            return contact.said.behalf is None
    return False


def spelt(contact: Contact) -> set[Name]:
    """All names that the contact may hold."""
    words = contact.said.words.split()[:WORDS_LOOKED_AT]
    pairs = {Name(one, two) for one, two in pairwise(words)}
    return pairs.union(contact.names(), contact.said.sole, [contact.said.behalf] if contact.said.behalf else [])
