"""Join cases that turn out to be one matter, and take a join back."""

from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import CONFIRMED, Why, alone, decide, may_be_in, rule_for, take_back
from warmline.interactions.actions.retell import retell
from warmline.interactions.errors import CaseClosed, CaseJoinedAway, CaseNotJoined
from warmline.interactions.events import CaseJoined, CaseSplit
from warmline.interactions.guard import standing_case, visible_case
from warmline.interactions.model import CaseStatus
from warmline.interactions.store import correcting, reading
from warmline.interactions.views import CaseView
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.events import publish

WRITE = "case.write"


async def join(
    conn: Conn, actor: Actor, case_id: UUID, into_id: UUID, *, reason: str, confirm_other_customer: bool = False
) -> CaseView:
    """Join a case into another: its contacts go there, and it leads there until it is taken apart again.

    Raises ``CaseJoinedAway`` where one of them was joined into a third, ``CaseClosed``, ``OtherCustomer``.
    """
    actor.need(WRITE)
    if case_id == into_id:
        raise Invalid.field("into_id", "a case cannot be joined into itself")
    for each in (case_id, into_id):
        await visible_case(conn, actor, each)
    await alone(conn, actor, None, case_id, into_id)
    await correcting.interactions_in_case(conn, actor.org_id, case_id)
    await correcting.lock_cases(conn, actor.org_id, [case_id, into_id])
    case, into = await standing_case(conn, actor, case_id), await standing_case(conn, actor, into_id)
    if into.status == CaseStatus.CLOSED:
        raise CaseClosed(id=into_id, status=into.status)
    rule = rule_for(case.customer_id, into, confirmed=confirm_other_customer)
    await join_cases(conn, actor, case, into, Why(reason, rule))
    await retell(conn, actor, (case_id, into_id))
    return await visible_case(conn, actor, into_id)


async def join_cases(conn: Conn, actor: Actor, case: CaseView, into: CaseView, why: Why) -> None:
    """Move the contacts, and let the one case stand for the other. The caller decides alone, and may do it."""
    ids = [row["id"] for row in await correcting.interactions_in_case(conn, actor.org_id, case.id)]
    for interaction in await reading.all_interactions(conn, actor.org_id, ids):
        # A contact of a third customer was confirmed in this matter, and the matter goes on there.
        known = CONFIRMED if interaction.customer_id != into.customer_id else why.rule
        await decide(conn, actor, interaction, "join", into.id, why._replace(rule=known))
    await lead(conn, actor, case, into.id)


async def lead(conn: Conn, actor: Actor, case: CaseView, into_id: UUID) -> None:
    """Let the case lead to the other from now on."""
    await correcting.mark_joined(conn, actor.org_id, case.id, into_id)
    event = CaseJoined(case_id=case.id, customer_id=case.customer_id, into_id=into_id, after={"joined_into": into_id})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def unjoin(conn: Conn, actor: Actor, case_id: UUID, *, reason: str) -> CaseView:
    """Take a join back: the contacts that it moved, and that nobody placed anew since, return.

    Raises ``CaseNotJoined``, and ``CaseJoinedAway`` where the other case was joined further: take that join back first.
    """
    actor.need(WRITE)
    case = await visible_case(conn, actor, case_id)
    await alone(conn, actor, None, case_id, case.joined_into)
    if case.joined_into:
        await correcting.interactions_in_case(conn, actor.org_id, case.joined_into)
    await correcting.lock_cases(conn, actor.org_id, [each for each in (case_id, case.joined_into) if each])
    case = await visible_case(conn, actor, case_id)
    if case.joined_into is None:
        raise CaseNotJoined(id=case_id)
    [into] = await reading.all_cases(conn, actor.org_id, [case.joined_into])
    if into.joined_into:
        raise CaseJoinedAway(id=into.id, into_id=into.joined_into)
    await take_apart(conn, actor, case, into.id, Why(reason))
    await retell(conn, actor, (case_id, into.id))
    return (await reading.all_cases(conn, actor.org_id, [case_id]))[0]


async def take_apart(conn: Conn, actor: Actor, case: CaseView, from_id: UUID, why: Why) -> None:
    """Return the contacts, and let the case stand on its own. One that is not its customer's any more stays behind."""
    rows = await correcting.joined_interactions(conn, actor.org_id, case.id, from_id)
    decisions = {row["id"]: row["decision_id"] for row in rows}
    for interaction in await reading.all_interactions(conn, actor.org_id, list(decisions)):
        if await may_be_in(conn, actor, interaction, case):
            await take_back(conn, actor, interaction, decisions[interaction.id], case.id, why)
    await stand_alone(conn, actor, case, from_id)


async def stand_alone(conn: Conn, actor: Actor, case: CaseView, from_id: UUID) -> None:
    """Let a case that led to another stand on its own."""
    await correcting.mark_joined(conn, actor.org_id, case.id, None)
    event = CaseSplit(case_id=case.id, customer_id=case.customer_id, from_id=from_id, before={"joined_into": from_id})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
