"""By what customers are recognised who have not said it themselves: what records here and elsewhere hold of them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from warmline.customers import store
from warmline.customers.facts import names_in, number, of_attributes
from warmline.customers.model import Customer, CustomerKind
from warmline.customers.names import Name
from warmline.customers.normalise import Identity
from warmline.customers.register import PERSONAL
from warmline.kit.db import Conn

KEY_ENDINGS = ("_id", "_number", "_no")
# Ids that are no person's.
OTHERS = frozenset({"household_id"})


def of_key(identity: Identity) -> frozenset[str]:
    """The fact in a handle that is a number in some system; none in an address."""
    scheme, value = identity
    known = scheme in PERSONAL or (scheme.endswith(KEY_ENDINGS) and scheme not in OTHERS)
    return number(value) if known else frozenset()


def names_of(customer: Customer) -> set[Name]:
    """The names by which its record calls a person."""
    if customer.kind != CustomerKind.PERSON:
        return set()
    return names_in(customer.display_name if customer.named else None, customer.attributes)


async def know(
    conn: Conn, org_id: UUID, customers: Iterable[Customer], *, facts: Mapping[UUID, Iterable[str]] | None = None
) -> None:
    """These customers are recognised by what their records say, and by ``facts`` of other sources, from now on. They
    are locked, or new."""
    given = list(customers)
    known = {(each.id, fact) for each in given for fact in of_attributes(each.attributes)}
    known |= {(id_, fact) for id_, found in (facts or {}).items() for fact in found}
    await store.insert_names(conn, org_id, dict.fromkeys((each.id, name) for each in given for name in names_of(each)))
    await store.insert_facts(conn, org_id, dict.fromkeys(known))


async def forget(conn: Conn, org_id: UUID, pairs: Iterable[tuple[Customer, Customer]]) -> None:
    """What records said before, and say no longer; what the customers said themselves stays. ``pairs`` are each
    customer before and after."""
    changed = list(pairs)
    names = {(old.id, name) for old, new in changed for name in names_of(old) - names_of(new)}
    facts = {(old.id, each) for old, new in changed for each in of_attributes(old.attributes)} - {
        (new.id, each) for _, new in changed for each in of_attributes(new.attributes)
    }
    await store.forget_names(conn, org_id, names)
    await store.forget_facts(conn, org_id, facts)
