"""Reads of customers' records are events too: who looked at what, and when."""

from warmline.accounts import Actor
from warmline.interactions.events import CaseViewed, InteractionViewed
from warmline.interactions.views import CaseView, InteractionView
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def case_viewed(conn: Conn, actor: Actor, case: CaseView) -> None:
    """Note that the actor read a case."""
    event = CaseViewed(case_id=case.id, customer_id=case.customer_id)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def interaction_viewed(conn: Conn, actor: Actor, interaction: InteractionView) -> None:
    """Note that the actor read what was said in an interaction."""
    event = InteractionViewed(
        interaction_id=interaction.id, case_id=interaction.case_id, customer_id=interaction.customer_id
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
