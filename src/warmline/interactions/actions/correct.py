"""Correct which case a contact belongs to: attach, detach, answer a suggestion, and take any of it back.

Each act is a decision with its evidence, and each can be undone: undoing puts the contact where it was before.
"""

from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import (
    PERSON,
    Why,
    alone,
    answer_suggestion,
    decide,
    locked_contact,
    may_be_in,
    rule_for,
    take_back,
)
from warmline.interactions.actions.join import WRITE, join_cases, lead, unjoin
from warmline.interactions.actions.open_case import open_case
from warmline.interactions.actions.retell import retell
from warmline.interactions.errors import DecisionFinal, NobodysContact, NothingSuggested, OnlyContact, SameCase
from warmline.interactions.guard import standing_case, visible_case, visible_decision, visible_interaction
from warmline.interactions.store import correcting, reading, receiving
from warmline.interactions.views import CaseView, InteractionView
from warmline.kit.db import Conn

ACCEPTED, DECLINED = "accepted", "declined"


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
    return await _told(conn, actor, interaction)


async def split(conn: Conn, actor: Actor, interaction_id: UUID, *, reason: str) -> InteractionView:
    """Give an interaction a case of its own."""
    actor.need(WRITE)
    interaction = await visible_interaction(conn, actor, interaction_id)
    await alone(conn, actor, interaction, interaction.case_id)
    interaction = await locked_contact(conn, actor, interaction_id)
    case_id = await _open_own(conn, actor, interaction)
    await decide(conn, actor, interaction, "split", case_id, Why(reason))
    return await _told(conn, actor, interaction)


async def attach(
    conn: Conn,
    actor: Actor,
    interaction_id: UUID,
    case_id: UUID | None = None,
    *,
    reason: str,
    confirm_other_customer: bool = False,
) -> InteractionView:
    """Say to which case a contact belongs; without a case, that the latest suggestion is right. What is suggested is
    answered by that. A case that held nothing else leads to the chosen one. One decision, which can be taken back.

    Raises ``NothingSuggested``, ``SameCase``, and ``OtherCustomer`` where the case is another customer's.
    """
    actor.need(WRITE)
    interaction = await visible_interaction(conn, actor, interaction_id)
    suggested = await correcting.suggested_cases(conn, actor.org_id, interaction_id)
    if case_id is None and not suggested:
        raise NothingSuggested(id=interaction_id)
    chosen = case_id or suggested[0]["case_id"]
    await visible_case(conn, actor, chosen)
    await alone(conn, actor, interaction, chosen, interaction.case_id)
    interaction = await locked_contact(conn, actor, interaction_id)
    into = await standing_case(conn, actor, chosen)
    if interaction.case_id == into.id:
        raise SameCase(id=into.id)
    why = Why(reason, rule_for(interaction.customer_id, into, confirmed=confirm_other_customer))
    answered = await _answer_all(conn, actor, interaction, into.id)
    await _put(conn, actor, interaction, into, why._replace(answers=answered))
    return await _told(conn, actor, interaction)


async def detach(conn: Conn, actor: Actor, interaction_id: UUID, *, reason: str) -> InteractionView:
    """Say that a contact does not belong to its case: it gets one of its own; ``OnlyContact`` where it has that."""
    actor.need(WRITE)
    interaction = await visible_interaction(conn, actor, interaction_id)
    if interaction.case_id and await correcting.count_in_case(conn, actor.org_id, interaction.case_id) == 1:
        raise OnlyContact(id=interaction_id, case_id=interaction.case_id)
    return await split(conn, actor, interaction_id, reason=reason)


async def undo(conn: Conn, actor: Actor, decision_id: UUID, *, reason: str) -> InteractionView:
    """Take a decision back. The contact returns to the case that it was in before; where there was none (the decision
    placed it first), it gets a case of its own. A join comes back whole. A suggestion that was declined is open again.

    Raises ``DecisionFinal``, which says what stands in the way.
    """
    row, interaction = await _locked(conn, actor, decision_id)
    later = await correcting.later_decisions(conn, actor.org_id, interaction.id, decision_id)
    if row["kind"] == "suggest" and row["answer"] == DECLINED and not later:
        await answer_suggestion(conn, actor, interaction, decision_id, None)
        return await _now(conn, actor, interaction)
    if row["kind"] in ("suggest", "new", "undo"):
        raise DecisionFinal(id=decision_id, reason="it put the contact nowhere else; move it instead")
    if row["undone_at"] is not None:
        raise DecisionFinal(id=decision_id, reason="it was taken back already")
    if later:
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
    return await _told(conn, actor, interaction)


async def answer(conn: Conn, actor: Actor, decision_id: UUID, *, accept: bool) -> InteractionView:
    """Accept or decline a suggestion. Accepting joins the case that was opened for the contact into the suggested one;
    a contact that shares its case with others moves alone."""
    row, interaction = await _locked(conn, actor, decision_id)
    if row["kind"] != "suggest" or row["answer"] is not None:
        raise DecisionFinal(id=decision_id, reason="it is no open suggestion")
    await answer_suggestion(conn, actor, interaction, decision_id, ACCEPTED if accept else DECLINED)
    if accept:
        await _accept(conn, actor, interaction, row)
    return await _told(conn, actor, interaction)


async def _answer_all(conn: Conn, actor: Actor, interaction: InteractionView, into_id: UUID) -> tuple[UUID, ...]:
    """Answer all that is suggested for the contact by where it goes."""
    suggested = await correcting.suggested_cases(conn, actor.org_id, interaction.id)
    for row in suggested:
        said = ACCEPTED if row["case_id"] == into_id else DECLINED
        await answer_suggestion(conn, actor, interaction, row["id"], said)
    return tuple(row["id"] for row in suggested)


async def _accept(conn: Conn, actor: Actor, interaction: InteractionView, row: Any) -> None:
    into = await visible_case(conn, actor, await correcting.case_root(conn, actor.org_id, row["case_id"]))
    rule = rule_for(interaction.customer_id, into, confirmed=False)
    if interaction.case_id not in (None, into.id):
        await _put(conn, actor, interaction, into, Why("accepted the suggestion", rule, answers=(row["id"],)))


async def _put(conn: Conn, actor: Actor, interaction: InteractionView, into: CaseView, why: Why) -> None:
    """Put the contact in the case. The case that it had to itself leads there, so that what the customer was told of
    that goes on; from one that it shares, or that is another customer's, it goes alone."""
    own = await reading.all_cases(conn, actor.org_id, [interaction.case_id] if interaction.case_id else [])
    shared = own and await correcting.count_in_case(conn, actor.org_id, own[0].id) > 1
    if not own or shared or own[0].customer_id != into.customer_id:
        await decide(conn, actor, interaction, "move", into.id, why)
    else:
        await correcting.lock_cases(conn, actor.org_id, [own[0].id, into.id])
        await join_cases(conn, actor, own[0], into, why)


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


async def _told(conn: Conn, actor: Actor, interaction: InteractionView) -> InteractionView:
    """What the act made of the contact. Where that moved it, both cases know what they are about now."""
    now = await _now(conn, actor, interaction)
    if now.case_id != interaction.case_id:
        await retell(conn, actor, (interaction.case_id, now.case_id))
    return now


async def _now(conn: Conn, actor: Actor, interaction: InteractionView) -> InteractionView:
    """What the act made of the contact, also for an actor from whose sight it took it."""
    return (await reading.all_interactions(conn, actor.org_id, [interaction.id]))[0]
