"""After customers turn out to be different people: nobody's words stay in another's case."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import Why, decide, locked_contact
from warmline.interactions.actions.join import take_apart
from warmline.interactions.actions.open_case import open_case
from warmline.interactions.actions.retell import retell
from warmline.interactions.store import correcting, following, reading, receiving
from warmline.interactions.store.following import CaseEdges
from warmline.kit.db import Conn


class Cause(NamedTuple):
    """The identity decision that holds, from which something follows in the record: as a rule, and in words."""

    because: UUID
    rule: str
    reason: str

    @property
    def why(self) -> Why:
        """As decisions that follow from it are recorded."""
        return Why(self.reason, self.rule, self.because)


def parted(because: UUID) -> Cause:
    """Customers that were merged are not any more."""
    return Cause(because, "unmerge", "the customers were merged when it was placed, and are not any more")


def moved(because: UUID) -> Cause:
    """Handles turned out to be another customer's."""
    return Cause(because, "handle_moved", "what it came by turned out to be another customer's")


async def alone_for(conn: Conn, actor: Actor, customer_ids: Sequence[UUID]) -> None:
    """Let nothing else be decided, or received, for these customers until commit."""
    cases = await correcting.cases_of(conn, actor.org_id, customer_ids)
    roots = await correcting.roots_of_cases(conn, actor.org_id, cases)
    await receiving.lock_customers(conn, roots.union(customer_ids))


async def separate(conn: Conn, actor: Actor, customer_ids: Sequence[UUID], cause: Cause) -> int:
    """Contacts in a case whose customer is no longer theirs get a case of their own, one per case and customer; cases
    that were joined stand alone again. What a person put there knowing that it is another's stays. Returns how many
    contacts got another case. Nothing else is decided for these customers meanwhile."""
    joined = await correcting.cases_joined_to_strangers(conn, actor.org_id, customer_ids)
    for row in joined:
        await _part(conn, actor, row["id"], row["joined_into"], cause)
    opened: dict[tuple[UUID, UUID], UUID] = {}
    rows = await correcting.strangers_in_cases(conn, actor.org_id, customer_ids)
    for row in rows:
        interaction = await locked_contact(conn, actor, row["id"])
        place = (row["case_id"], row["root_id"])
        if place not in opened:
            title, category = interaction.subject or "", interaction.category
            opened[place] = await open_case(conn, actor, row["customer_id"], title=title, category=category)
        await decide(conn, actor, interaction, "split", opened[place], cause.why)
    apart = [case_id for row in joined for case_id in (row["id"], row["joined_into"])]
    await retell(conn, actor, [*apart, *(case_id for case_id, _ in opened), *opened.values()])
    return len(rows)


async def _part(conn: Conn, actor: Actor, case_id: UUID, from_id: UUID, cause: Cause) -> None:
    [case] = await reading.all_cases(conn, actor.org_id, [case_id])
    edges = await following.lock_case_edges(conn, actor.org_id, case_id)
    await take_apart(conn, actor, case, from_id, cause.why)
    stands = CaseEdges(case_id, edges.customer_id, None)
    await following.insert_followed(conn, actor.org_id, cause.because, cases=[(edges, stands)])
