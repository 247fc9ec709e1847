"""Correct which case a contact belongs to: move, split off, answer a suggestion, and take any of it back.

Each act is a decision with its evidence, and each can be undone: undoing puts the contact where it was before.
"""

from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import (
    PERSON,
    Why,
    alone,
    decide,
    locked_contact,
    may_be_in,
    rule_for,
    take_back,
)
from warmline.interactions.actions.join import WRITE, join_cases, lead, unjoin
from warmline.interactions.actions.open_case import open_case
from warmline.interactions.errors import DecisionFinal, NobodysContact, SameCase
from warmline.interactions.events import SuggestionAnswered
from warmline.interactions.guard import standing_case, visible_case, visible_decision, visible_interaction
from warmline.interactions.store import correcting, reading, receiving
from warmline.interactions.views import CaseView, InteractionView
from warmline.kit.db import Conn
from warmline.kit.events import publish


async def move(
    conn: Conn,
    actor: Actor,
    interaction_id: UUID,
    case_id: UUID,
    *,
    reason: str,
    confirm_other_customer: bool = False,
) -> InteractionView:
    """Put an interaction in another case. Into another customer's only with ``confirm_other_customer``."""
    actor.need(WRITE)
    await visible_case(conn, actor, case_id)
    interaction = await visible_interaction(conn, actor, interaction_id)
    await alone(conn, actor, interaction, case_id, interaction.case_id)
    interaction = await locked_contact(conn, actor, interaction_id)
    case = await standing_case(conn, actor, case_id)
    if interaction.case_id == case_id:
        raise SameCase(id=case_id)
    rule = rule_for(interaction.customer_id, case, confirmed=confirm_other_customer)
    await decide(conn, actor, interaction, "move", case_id, Why(reason, rule))
    return await _now(conn, actor, interaction)


async def split(conn: Conn, actor: Actor, interaction_id: UUID, *, reason: str) -> InteractionView:
    """Give an interaction a case of its own."""
    actor.need(WRITE)
    interaction = await visible_interaction(conn, actor, interaction_id)
    await alone(conn, actor, interaction, interaction.case_id)
    interaction = await locked_contact(conn, actor, interaction_id)
    case_id = await _open_own(conn, actor, interaction)
    await decide(conn, actor, interaction, "split", case_id, Why(reason))
    return await _now(conn, actor, interaction)


async def undo(conn: Conn, actor: Actor, decision_id: UUID, *, reason: str) -> InteractionView:
    """Take a decision back. The contact returns to the case that it was in before; where there was none (the decision
    placed it first), it gets a case of its own. A join comes back whole.

    Raises ``DecisionFinal``, which says what stands in the way.
    """
    row, interaction = await _locked(conn, actor, decision_id)
    if row["kind"] in ("suggest", "new", "undo"):
        raise DecisionFinal(id=decision_id, reason="it put the contact nowhere else; move it instead")
    if row["undone_at"] is not None:
        raise DecisionFinal(id=decision_id, reason="it was taken back already")
    if await correcting.later_decisions(conn, actor.org_id, interaction.id, decision_id):
        raise DecisionFinal(id=decision_id, reason="a later decision stands; take that one back first")
    if row["kind"] == "join" and await _undo_join(conn, actor, row, reason):
        return await _now(conn, actor, interaction)
    if row["previous_case_id"] is None:
        own = await _open_own(conn, actor, interaction)
        await take_back(conn, actor, interaction, decision_id, own, Why(reason))
    else:
        before = await _case_before(conn, actor, row, interaction)
        await take_back(conn, actor, interaction, decision_id, before.id, Why(reason))
        await _fold(conn, actor, row, before)
    return await _now(conn, actor, interaction)


async def answer(conn: Conn, actor: Actor, decision_id: UUID, *, accept: bool) -> InteractionView:
    """Accept or decline a suggestion. Accepting joins the case that was opened for the contact into the suggested one;
    a contact that shares its case with others moves alone."""
    row, interaction = await _locked(conn, actor, decision_id)
    if row["kind"] != "suggest" or row["answer"] is not None:
        raise DecisionFinal(id=decision_id, reason="it is no open suggestion")
    said = "accepted" if accept else "declined"
    await correcting.answer_suggestion(conn, actor.org_id, decision_id, said)
    event = SuggestionAnswered(
        interaction_id=interaction.id,
        case_id=interaction.case_id,
        customer_id=interaction.customer_id,
        decision_id=decision_id,
        answer=said,
        after={"answer": said},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    if accept:
        await _accept(conn, actor, interaction, row["case_id"])
    return await _now(conn, actor, interaction)


async def _accept(conn: Conn, actor: Actor, interaction: InteractionView, suggested_id: UUID) -> None:
    reason = "accepted the suggestion"
    into = await visible_case(conn, actor, await correcting.case_root(conn, actor.org_id, suggested_id))
    rule = rule_for(interaction.customer_id, into, confirmed=False)
    if interaction.case_id in (None, into.id):
        return
    [own] = await reading.all_cases(conn, actor.org_id, [interaction.case_id])
    shared = await correcting.count_in_case(conn, actor.org_id, own.id) > 1
    if shared or own.customer_id != into.customer_id:
        await decide(conn, actor, interaction, "move", into.id, Why(reason, rule))
    else:
        await correcting.lock_cases(conn, actor.org_id, [own.id, into.id])
        await join_cases(conn, actor, own, into, reason=reason, rule=rule)


async def _locked(conn: Conn, actor: Actor, decision_id: UUID) -> tuple[Any, InteractionView]:
    """The decision's row and its contact, to be changed alone."""
    actor.need(WRITE)
    await visible_decision(conn, actor, decision_id)
    [found] = await reading.decisions_by_id(conn, actor.org_id, [decision_id])
    interaction = await visible_interaction(conn, actor, found.interaction_id)
    await alone(conn, actor, interaction, interaction.case_id, found.case_id, found.previous_case_id)
    interaction = await locked_contact(conn, actor, found.interaction_id)
    return await correcting.lock_decision(conn, actor.org_id, decision_id), interaction


async def _undo_join(conn: Conn, actor: Actor, row: Any, reason: str) -> bool:
    """Take the whole join back; False where that was done, and this contact stayed because somebody had placed it."""
    [case] = await reading.all_cases(conn, actor.org_id, [row["previous_case_id"]])
    if case.joined_into != row["case_id"]:
        return False
    await unjoin(conn, actor, case.id, reason=reason)
    return True


async def _case_before(conn: Conn, actor: Actor, row: Any, interaction: InteractionView) -> CaseView:
    [before] = await reading.all_cases(conn, actor.org_id, [row["previous_case_id"]])
    if before.joined_into:
        raise DecisionFinal(id=row["id"], reason="the case that it came from was joined; take that join back first")
    if not await may_be_in(conn, actor, interaction, before):
        raise DecisionFinal(id=row["id"], reason="the case that it came from is another customer's now")
    return before


async def _fold(conn: Conn, actor: Actor, row: Any, before: CaseView) -> None:
    """A case that a person split off for this contact alone goes with it: what was told of its reference leads back."""
    if row["kind"] != "split" or row["rule"] != PERSON:
        return
    [empty] = await reading.all_cases(conn, actor.org_id, [row["case_id"]])
    ours = empty.joined_into is None and empty.customer_id == before.customer_id
    if ours and not await correcting.count_in_case(conn, actor.org_id, empty.id):
        await lead(conn, actor, empty, before.id)


async def _open_own(conn: Conn, actor: Actor, interaction: InteractionView) -> UUID:
    if interaction.customer_id is None:
        raise NobodysContact(id=interaction.id)
    own = await receiving.own_customer(conn, actor.org_id, interaction.id)
    return await open_case(conn, actor, own, title=interaction.subject or "", category=interaction.category)


async def _now(conn: Conn, actor: Actor, interaction: InteractionView) -> InteractionView:
    """What the act made of the contact, also for an actor from whose sight it took it."""
    return (await reading.all_interactions(conn, actor.org_id, [interaction.id]))[0]
