"""Open a case by hand."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.events import CaseOpened
from warmline.interactions.references import reference
from warmline.interactions.store import correcting, receiving
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.ids import new_id


async def open_case(
    conn: Conn,
    actor: Actor,
    customer_id: UUID,
    *,
    title: str = "",
    category: str | None = None,
    subcategory: str | None = None,
) -> UUID:
    """Open a case for a customer that the actor was let through to; returns its id. An agent who opens it owns it."""
    case_id = new_id()
    number = (await receiving.case_numbers(conn, 1))[0]
    await correcting.insert_case(
        conn,
        actor.org_id,
        id=case_id,
        reference=reference(number),
        customer_id=customer_id,
        title=title,
        category=category,
        subcategory=subcategory,
        owner_id=actor.agent_id,
        team_id=None,
        priority=0,
        at=clock.now(),
    )
    # The title may be a customer's words, so the log does not have it.
    after = {"category": category, "subcategory": subcategory, "owner_id": actor.agent_id}
    event = CaseOpened(case_id=case_id, customer_id=customer_id, after={k: v for k, v in after.items() if v})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return case_id
