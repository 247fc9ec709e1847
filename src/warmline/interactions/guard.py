"""Every fetch goes through here: what is missing and what is forbidden look alike, by whichever id it was asked for."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.context_views import ActionItemView, HandOffView, RefView
from warmline.interactions.errors import (
    ActionItemNotFound,
    CaseDecisionNotFound,
    CaseJoinedAway,
    CaseNotFound,
    HandOffNotFound,
    InteractionNotFound,
    LinkNotFound,
    MessageNotFound,
    RefNotFound,
)
from warmline.interactions.store import context, reading
from warmline.interactions.views import CaseView, DecisionView, InteractionView, LinkView, MessageView
from warmline.kit.db import Conn

READ = ("case.read", "case.read_team")


async def visible_interaction(conn: Conn, actor: Actor, interaction_id: UUID) -> InteractionView:
    """The interaction, or ``InteractionNotFound``."""
    actor.need(*READ)
    found = await reading.interactions(conn, actor, [interaction_id])
    if not found:
        raise InteractionNotFound(id=interaction_id)
    return found[0]


async def visible_interactions(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[InteractionView]:
    """Those of the interactions that the actor may see."""
    actor.need(*READ)
    return await reading.interactions(conn, actor, ids)


async def visible_cases(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[CaseView]:
    """Those of the cases that the actor may see."""
    actor.need(*READ)
    return await reading.cases(conn, actor, ids) if ids else []


async def visible_case(conn: Conn, actor: Actor, case_id: UUID) -> CaseView:
    """The case, or ``CaseNotFound``."""
    actor.need(*READ)
    found = await reading.cases(conn, actor, [case_id])
    if not found:
        raise CaseNotFound(id=case_id)
    return found[0]


async def standing_case(conn: Conn, actor: Actor, case_id: UUID) -> CaseView:
    """The case, to change it: ``CaseJoinedAway`` where another stands for it."""
    case = await visible_case(conn, actor, case_id)
    if case.joined_into:
        raise CaseJoinedAway(id=case_id, into_id=case.joined_into)
    return case


async def visible_messages(conn: Conn, actor: Actor, ids: Sequence[UUID]) -> list[MessageView]:
    """Those of the messages whose interactions the actor may see."""
    found = await reading.messages(conn, actor.org_id, ids)
    seen = await _seen(conn, actor, (each.interaction_id for each in found))
    return [each for each in found if each.interaction_id in seen]


async def visible_message(conn: Conn, actor: Actor, message_id: UUID) -> MessageView:
    """The message, or ``MessageNotFound``."""
    actor.need(*READ)
    found = await visible_messages(conn, actor, [message_id])
    if not found:
        raise MessageNotFound(id=message_id)
    return found[0]


async def visible_links(conn: Conn, actor: Actor, found: Sequence[LinkView]) -> list[LinkView]:
    """Those of the links of which the actor may see both ends."""
    seen = await _seen(conn, actor, (end for each in found for end in (each.from_id, each.to_id)))
    return [each for each in found if each.from_id in seen and each.to_id in seen]


async def visible_link(conn: Conn, actor: Actor, link_id: UUID) -> LinkView:
    """The link, or ``LinkNotFound``."""
    actor.need(*READ)
    found = await visible_links(conn, actor, await reading.links_by_id(conn, actor.org_id, [link_id]))
    if not found:
        raise LinkNotFound(id=link_id)
    return found[0]


async def visible_decisions(conn: Conn, actor: Actor, found: Sequence[DecisionView]) -> list[DecisionView]:
    """Those of the decisions whose interactions the actor may see; of cases out of reach they say nothing."""
    interactions = await _seen(conn, actor, (each.interaction_id for each in found))
    shown = [each for each in found if each.interaction_id in interactions]
    if actor.may("case.read") or not shown:
        return shown
    named = {case_id for each in shown for case_id in _cases_of(each)}
    cases = {each.id for each in await reading.cases(conn, actor, list(named))}
    return [_without(each, named - cases) for each in shown]


def _cases_of(decision: DecisionView) -> list[UUID]:
    named = [decision.case_id, decision.previous_case_id, *(UUID(each["case_id"]) for each in decision.candidates)]
    return [each for each in named if each]


def _without(decision: DecisionView, hidden: set[UUID]) -> DecisionView:
    return msgspec.structs.replace(
        decision,
        case_id=None if decision.case_id in hidden else decision.case_id,
        previous_case_id=None if decision.previous_case_id in hidden else decision.previous_case_id,
        candidates=[each for each in decision.candidates if UUID(each["case_id"]) not in hidden],
    )


async def visible_decision(conn: Conn, actor: Actor, decision_id: UUID) -> DecisionView:
    """The decision, or ``CaseDecisionNotFound``."""
    actor.need(*READ)
    found = await visible_decisions(conn, actor, await reading.decisions_by_id(conn, actor.org_id, [decision_id]))
    if not found:
        raise CaseDecisionNotFound(id=decision_id)
    return found[0]


async def visible_hand_off(conn: Conn, actor: Actor, hand_off_id: UUID) -> HandOffView:
    """The hand-off, or ``HandOffNotFound``."""
    actor.need(*READ)
    found = await context.hand_offs(conn, actor.org_id, [hand_off_id])
    if not found or not await _seen(conn, actor, (found[0].interaction_id,)):
        raise HandOffNotFound(id=hand_off_id)
    return found[0]


async def visible_ref(conn: Conn, actor: Actor, ref_id: UUID) -> RefView:
    """The reference, or ``RefNotFound``, also where it was taken back."""
    actor.need(*READ)
    found = [each for each in await context.refs(conn, actor.org_id, [ref_id]) if not each.removed_at]
    if not found or not await visible_refs(conn, actor, found):
        raise RefNotFound(id=ref_id)
    return found[0]


async def visible_refs(conn: Conn, actor: Actor, found: Sequence[RefView]) -> list[RefView]:
    """Those of the references whose case, or else whose contact, the actor may see. What was found in a message goes
    with its contact, whichever case that is in."""
    cases = {each.case_id for each in found if each.case_id}
    seen = {each.id for each in await reading.cases(conn, actor, list(cases))} if cases else set()
    contacts = await _seen(conn, actor, (each.interaction_id for each in found if each.interaction_id))
    return [each for each in found if (each.case_id in seen if each.case_id else each.interaction_id in contacts)]


async def visible_action_item(conn: Conn, actor: Actor, item_id: UUID) -> ActionItemView:
    """The promise, or ``ActionItemNotFound``. Who is to keep it sees it, whoever has the case."""
    actor.need(*READ)
    found = await context.action_items(conn, actor, [item_id])
    if not found:
        raise ActionItemNotFound(id=item_id)
    return found[0]


async def _seen(conn: Conn, actor: Actor, interaction_ids: Iterable[UUID]) -> set[UUID]:
    ids = list(set(interaction_ids))
    return {each.id for each in await reading.interactions(conn, actor, ids)} if ids else set()
