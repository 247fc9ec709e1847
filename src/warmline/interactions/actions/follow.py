"""When a handle turns out to be another customer's, what came by it follows: contacts, and cases of these alone."""

from collections.abc import Collection, Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.recount import hand_over, tell
from warmline.interactions.actions.separate import Cause
from warmline.interactions.store import following
from warmline.interactions.store.following import CaseEdges, Recounted
from warmline.kit.db import Conn


async def follow(
    conn: Conn, actor: Actor, moves: Sequence[tuple[UUID, UUID, UUID]], cause: Cause, *, since: UUID | None = None
) -> None:
    """``moves`` are handles, each with the customer that it had and the one that it has. What came by it as the former
    one's is the present one's; with ``since``, what came after that decision. A case goes with its contacts where
    nobody is left in it who counts as its customer, and with it what was joined into it."""
    rows = await following.contacts_by_handles(conn, actor.org_id, moves, since=since)
    contacts = [Recounted(row["id"], row["from_id"], row["to_id"]) for row in rows]
    await hand_over(conn, actor, contacts, cause.because)
    present = {row["case_id"]: row["to_id"] for row in reversed(rows) if row["case_id"]}
    cases = await _cases(conn, actor, present, {each.from_id for each in contacts})
    await following.insert_followed(conn, actor.org_id, cause.because, cases=cases)
    await tell(conn, actor, [before.id for before, _ in cases])


async def _cases(
    conn: Conn, actor: Actor, present: dict[UUID, UUID], former: Collection[UUID]
) -> list[tuple[CaseEdges, CaseEdges]]:
    """``present``: for each case to whom its first contact went."""
    changes = []
    for row in await following.cases_to_follow(conn, actor.org_id, present, former):
        before = CaseEdges(row["id"], row["customer_id"], row["joined_into"])
        after = before._replace(customer_id=present[row["standing_id"]])
        await following.set_case_edges(conn, actor.org_id, after)
        changes.append((before, after))
    return changes
