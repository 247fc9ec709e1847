"""A person says that a customer's question is settled."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.gather import Read, gather
from warmline.interactions.carrying import store
from warmline.interactions.context_events import QuestionClosed
from warmline.interactions.errors import QuestionNotFound
from warmline.interactions.guard import visible_case
from warmline.interactions.views import CaseView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def close_question(conn: Conn, actor: Actor, case_id: UUID, question_id: UUID) -> CaseView:
    """Take an open question of the case's off; ``QuestionNotFound`` where it has no such question open."""
    actor.need("case.write", "interaction.work")
    case = await visible_case(conn, actor, case_id)
    row = await store.lock_question(conn, actor.org_id, question_id)
    if row is None or row["case_id"] != case_id or row["closed_at"]:
        raise QuestionNotFound(id=question_id)
    await store.close_question(conn, actor.org_id, question_id, by=actor.ref, at=clock.now())
    event = QuestionClosed(case_id=case_id, customer_id=case.customer_id, question_id=question_id)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    await gather(conn, actor, Read.nothing(), [case_id])
    return await visible_case(conn, actor, case_id)
