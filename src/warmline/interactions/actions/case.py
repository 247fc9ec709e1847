"""A case itself: open, change, resolve, reopen, close."""

from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import visible_customer
from warmline.governance import require_term
from warmline.interactions.actions.case_status import case_becomes
from warmline.interactions.actions.correct import open_case
from warmline.interactions.actions.work import VOCABULARIES, resolve
from warmline.interactions.errors import CaseClosed
from warmline.interactions.events import CaseUpdated
from warmline.interactions.guard import visible_case
from warmline.interactions.model import CaseStatus
from warmline.interactions.store import correcting
from warmline.interactions.views import CaseView
from warmline.kit.db import Conn
from warmline.kit.errors import Stale
from warmline.kit.events import publish

# Their contents stay out of the event log.
TEXTS = ("title", "summary", "open_questions", "facts")


async def create(conn: Conn, actor: Actor, customer_id: UUID, *, title: str, category: str | None) -> CaseView:
    """Open a case for a customer by hand; the actor owns it."""
    actor.need("case.write")
    customer = await visible_customer(conn, actor, customer_id)
    if category:
        await require_term(conn, VOCABULARIES["category"], category, field="category")
    case_id = await open_case(conn, actor, customer.id, title=title, category=category)
    return await visible_case(conn, actor, case_id)


async def update(
    conn: Conn, actor: Actor, case_id: UUID, changes: dict[str, Any], *, expected: int | None = None
) -> CaseView:
    """Change fields of a case. ``changes`` holds only those to change; None takes owner and team off.

    Raises ``Stale`` where ``expected`` is not its version, ``CaseClosed`` where it takes no changes.
    """
    actor.need("case.write")
    await visible_case(conn, actor, case_id)
    await correcting.lock(conn, actor.org_id, case_id)
    case = await visible_case(conn, actor, case_id)
    if expected is not None and expected != case.version:
        raise Stale(kind="case")
    if case.status == CaseStatus.CLOSED:
        raise CaseClosed(id=case_id, status=case.status)
    for name in ("category", "subcategory"):
        if changes.get(name):
            await require_term(conn, VOCABULARIES[name], changes[name], field=name)
    names = (
        "title",
        "category",
        "subcategory",
        "owner_id",
        "team_id",
        "priority",
        "summary",
        "open_questions",
        "facts",
    )
    await correcting.update_case(
        conn,
        actor.org_id,
        case_id,
        **{name: changes.get(name) for name in names},
        set_owner="owner_id" in changes,
        set_team="team_id" in changes,
    )
    told = [name for name in changes if name not in TEXTS and getattr(case, name) != changes[name]]
    event = CaseUpdated(
        case_id=case_id,
        customer_id=case.customer_id,
        before={name: getattr(case, name) for name in told},
        after={name: changes[name] for name in told},
        changed=tuple(sorted(changes)),
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_case(conn, actor, case_id)


async def set_status(
    conn: Conn, actor: Actor, case_id: UUID, to: CaseStatus, *, outcome: str | None = None
) -> CaseView:
    """Resolve, close, reopen a case, or say for whom it waits."""
    actor.need("case.write", "interaction.work")
    await visible_case(conn, actor, case_id)
    if to is CaseStatus.RESOLVED:
        await resolve(conn, actor, case_id, outcome=outcome)
    else:
        await case_becomes(conn, actor, case_id, to, outcome=outcome)
    return await visible_case(conn, actor, case_id)
