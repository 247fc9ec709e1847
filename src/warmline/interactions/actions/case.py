"""A case itself: open, change, resolve, reopen, close."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.customers import visible_customer
from warmline.interactions.actions.case_status import case_becomes
from warmline.interactions.actions.codes import checked
from warmline.interactions.actions.named import need_agent, need_team
from warmline.interactions.actions.open_case import open_case
from warmline.interactions.actions.work import resolve
from warmline.interactions.errors import CaseClosed
from warmline.interactions.events import CaseUpdated
from warmline.interactions.guard import standing_case, visible_case
from warmline.interactions.model import CaseStatus
from warmline.interactions.store import correcting
from warmline.interactions.views import CaseView
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import publish

# Their contents stay out of the event log.
TEXTS = ("title", "summary", "open_questions", "facts")
LISTS = ("open_questions", "facts")
FIELDS = (*TEXTS, "category", "subcategory", "owner_id", "team_id", "priority")
LONGEST_LIST = 65_536


async def create(
    conn: Conn,
    actor: Actor,
    customer_id: UUID,
    *,
    title: str,
    category: str | None = None,
    subcategory: str | None = None,
) -> CaseView:
    """Open a case for a customer by hand; the actor owns it."""
    actor.need("case.write")
    customer = await visible_customer(conn, actor, customer_id)
    codes = await checked(conn, {"category": category, "subcategory": subcategory}, {})
    case_id = await open_case(conn, actor, customer.id, title=title, **codes)
    return await visible_case(conn, actor, case_id)


async def update(
    conn: Conn, actor: Actor, case_id: UUID, changes: dict[str, Any], *, expected: int | None = None
) -> CaseView:
    """Change fields of a case. ``changes`` holds only those to change; None takes owner, team and codes off.

    Raises ``Stale`` where ``expected`` is not its version, ``CaseClosed`` or ``CaseJoinedAway`` where it takes no
    changes, and ``Invalid`` or the vocabulary's error for whom or what does not exist.
    """
    actor.need("case.write")
    await visible_case(conn, actor, case_id)
    await correcting.lock(conn, actor.org_id, case_id)
    case = await standing_case(conn, actor, case_id)
    if expected is not None and expected != case.version:
        raise Stale(kind="case")
    if case.status == CaseStatus.CLOSED:
        raise CaseClosed(id=case_id, status=case.status)
    before = {name: getattr(case, name) for name in FIELDS}
    after = before | await _settled(conn, actor, changes, before)
    changed = [name for name in FIELDS if after[name] != before[name]]
    if changed:
        await correcting.update_case(conn, actor.org_id, case_id, **after)
        told = [name for name in changed if name not in TEXTS]
        event = CaseUpdated(
            case_id=case_id,
            customer_id=case.customer_id,
            before={name: before[name] for name in told},
            after={name: after[name] for name in told},
            changed=tuple(sorted(changed)),
        )
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_case(conn, actor, case_id)


async def _settled(conn: Conn, actor: Actor, changes: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The changes, checked, with what follows from them."""
    for name in LISTS:
        if len(msgspec.json.encode(changes.get(name))) > LONGEST_LIST:
            raise Invalid.field(name, f"at most {LONGEST_LIST} bytes of JSON")
    if changes.get("owner_id") != before["owner_id"]:
        await need_agent(conn, actor.org_id, changes.get("owner_id"), field="owner_id")
    await need_team(conn, actor.org_id, changes.get("team_id"), field="team_id")
    return changes | await checked(conn, changes, before)


async def set_status(
    conn: Conn, actor: Actor, case_id: UUID, to: CaseStatus, *, outcome: str | None = None
) -> CaseView:
    """Resolve, close, reopen a case, or say for whom it waits. An outcome goes with resolving it."""
    actor.need("case.write", "interaction.work")
    await standing_case(conn, actor, case_id)
    if to is CaseStatus.RESOLVED:
        await resolve(conn, actor, case_id, outcome=outcome)
    elif outcome is not None:
        raise Invalid.field("outcome", "an outcome goes with resolving the case")
    else:
        await case_becomes(conn, actor, case_id, to)
    return await visible_case(conn, actor, case_id)
