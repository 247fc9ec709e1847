"""Correct which case a contact belongs to: move, split off, join, answer a suggestion, and take any of it back.

Each act is a decision with its evidence, and each can be undone: undoing puts the contact where it was before.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.errors import (
    CaseDecisionNotFound,
    DecisionFinal,
    OtherCustomer,
    SameCase,
)
from warmline.interactions.events import CaseDecided, CaseJoined, CaseOpened, CaseSplit
from warmline.interactions.guard import visible_case, visible_interaction
from warmline.interactions.references import reference
from warmline.interactions.store import correcting, receiving
from warmline.interactions.views import CaseView, InteractionView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id

WRITE = "case.write"


async def _decide(
    conn: Conn,
    actor: Actor,
    interaction: InteractionView,
    kind: str,
    case_id: UUID | None,
    *,
    reason: str,
    rule: str = "person",
    undoes: UUID | None = None,
) -> UUID:
    """Put the interaction in the case, and record who did so and why."""
    decision_id = new_id()
    await correcting.put_in_case(conn, actor.org_id, interaction.id, case_id)
    await correcting.insert_decision(
        conn,
        actor.org_id,
        id=decision_id,
        interaction_id=interaction.id,
        kind=kind,
        case_id=case_id,
        previous_case_id=interaction.case_id,
        rule=rule,
        score=1.0,
        evidence=[{"kind": rule, "text": reason, "weight": 1.0}],
        decided_by=actor.ref,
        at=clock.now(),
        undoes=undoes,
    )
    events: list[Event] = [
        CaseDecided(
            interaction_id=interaction.id,
            case_id=each,
            customer_id=interaction.customer_id,
            decision_id=decision_id,
            kind=kind,
            rule=rule,
            score=1.0,
            undoes_id=undoes,
            before={"case_id": interaction.case_id},
            after={"case_id": case_id},
        )
        for each in dict.fromkeys((case_id, interaction.case_id))
        if each
    ]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
    return decision_id


def _same_customer(interaction: InteractionView, case: CaseView, confirmed: bool) -> None:
    # One customer's words in another's case are a breach of privacy: only ever by an explicit act.
    if interaction.customer_id != case.customer_id and not confirmed:
        raise OtherCustomer(id=case.id)


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
    interaction = await visible_interaction(conn, actor, interaction_id)
    case = await visible_case(conn, actor, case_id)
    if interaction.case_id == case_id:
        raise SameCase(id=case_id)
    _same_customer(interaction, case, confirm_other_customer)
    await _decide(conn, actor, interaction, "move", case_id, reason=reason)
    return await visible_interaction(conn, actor, interaction_id)


async def open_case(
    conn: Conn, actor: Actor, customer_id: UUID, *, title: str = "", category: str | None = None
) -> UUID:
    """Open a case for a customer that the actor was let through to; returns its id."""
    case_id, at = new_id(), clock.now()
    number = (await receiving.case_numbers(conn, 1))[0]
    await correcting.insert_case(
        conn,
        actor.org_id,
        id=case_id,
        reference=reference(number),
        customer_id=customer_id,
        title=title,
        category=category,
        subcategory=None,
        owner_id=actor.agent_id,
        team_id=None,
        priority=0,
        at=at,
    )
    event = CaseOpened(case_id=case_id, customer_id=customer_id, after={"title": title, "category": category})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return case_id


async def split(conn: Conn, actor: Actor, interaction_id: UUID, *, reason: str) -> InteractionView:
    """Give an interaction a case of its own."""
    actor.need(WRITE)
    interaction = await visible_interaction(conn, actor, interaction_id)
    if interaction.customer_id is None:
        raise DecisionFinal(id=interaction_id, reason="an automatic contact belongs to no case")
    own = await receiving.own_customer(conn, actor.org_id, interaction_id)
    case_id = await open_case(conn, actor, own, title=interaction.subject or "", category=interaction.category)
    await _decide(conn, actor, interaction, "split", case_id, reason=reason)
    return await visible_interaction(conn, actor, interaction_id)


async def join(
    conn: Conn, actor: Actor, case_id: UUID, into_id: UUID, *, reason: str, confirm_other_customer: bool = False
) -> CaseView:
    """Join a case into another: its contacts go there, and it leads there until it is split off again."""
    actor.need(WRITE)
    case, into = await visible_case(conn, actor, case_id), await visible_case(conn, actor, into_id)
    if case_id == into_id or case.joined_into or into.joined_into:
        raise SameCase(id=into_id)
    if case.customer_id != into.customer_id and not confirm_other_customer:
        raise OtherCustomer(id=into_id)
    for row in await correcting.interactions_in_case(conn, actor.org_id, case_id):
        interaction = await visible_interaction(conn, actor, row["id"])
        await _decide(conn, actor, interaction, "join", into_id, reason=reason)
    await correcting.mark_joined(conn, actor.org_id, case_id, into_id)
    event = CaseJoined(case_id=case_id, customer_id=case.customer_id, into_id=into_id)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_case(conn, actor, into_id)


async def unjoin(conn: Conn, actor: Actor, case_id: UUID, *, reason: str) -> CaseView:
    """Take a join back: the contacts that it moved, and that nobody moved since, return."""
    actor.need(WRITE)
    case = await visible_case(conn, actor, case_id)
    if case.joined_into is None:
        raise DecisionFinal(id=case_id, reason="the case is not joined into another")
    for row in await correcting.joined_interactions(conn, actor.org_id, case_id):
        interaction = await visible_interaction(conn, actor, row["id"])
        await correcting.mark_undone(conn, actor.org_id, row["decision_id"], clock.now())
        await _decide(conn, actor, interaction, "undo", case_id, reason=reason, undoes=row["decision_id"])
    await correcting.mark_joined(conn, actor.org_id, case_id, None)
    event = CaseSplit(case_id=case_id, customer_id=case.customer_id, from_id=case.joined_into)
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_case(conn, actor, case_id)


async def _lock(conn: Conn, actor: Actor, decision_id: UUID) -> tuple[Any, InteractionView]:
    actor.need(WRITE)
    row = await correcting.lock_decision(conn, actor.org_id, decision_id)
    if row is None:
        raise CaseDecisionNotFound(id=decision_id)
    return row, await visible_interaction(conn, actor, row["interaction_id"])


async def undo(conn: Conn, actor: Actor, decision_id: UUID, *, reason: str) -> InteractionView:
    """Take a decision back. The contact returns to the case that it was in before; where there was none (the decision
    placed it first), it gets a case of its own."""
    row, interaction = await _lock(conn, actor, decision_id)
    if row["undone_at"] is not None:
        raise DecisionFinal(id=decision_id, reason="it was taken back already")
    if row["kind"] in ("suggest", "new"):
        raise DecisionFinal(id=decision_id, reason="it put the contact nowhere else; move it instead")
    if await correcting.later_decisions(conn, actor.org_id, interaction.id, decision_id):
        raise DecisionFinal(id=decision_id, reason="a later decision stands; take that one back first")
    before = row["previous_case_id"]
    if before is None:
        own = await receiving.own_customer(conn, actor.org_id, interaction.id)
        before = await open_case(conn, actor, own, title=interaction.subject or "", category=interaction.category)
    await correcting.mark_undone(conn, actor.org_id, decision_id, clock.now())
    await _decide(conn, actor, interaction, "undo", before, reason=reason, undoes=decision_id)
    return await visible_interaction(conn, actor, interaction.id)


async def answer(conn: Conn, actor: Actor, decision_id: UUID, *, accept: bool) -> InteractionView:
    """Accept or decline a suggestion. Accepting moves the contact to the case that was suggested."""
    row, interaction = await _lock(conn, actor, decision_id)
    if row["kind"] != "suggest" or row["answer"] is not None:
        raise DecisionFinal(id=decision_id, reason="it is no open suggestion")
    await correcting.answer_suggestion(conn, actor.org_id, decision_id, "accepted" if accept else "declined")
    if accept:
        case = await visible_case(conn, actor, row["case_id"])
        _same_customer(interaction, case, confirmed=False)
        await _decide(conn, actor, interaction, "move", case.id, reason="accepted the suggestion")
    else:
        event = CaseDecided(
            interaction_id=interaction.id,
            case_id=interaction.case_id,
            customer_id=interaction.customer_id,
            decision_id=decision_id,
            kind="declined",
            rule="person",
        )
        await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_interaction(conn, actor, interaction.id)


async def separate(conn: Conn, actor: Actor, customer_ids: Sequence[UUID]) -> int:
    """After an unmerge: contacts in a case whose customer is no longer theirs get a case of their own, one per case
    and customer. What a person put there stays. Returns how many contacts were moved."""
    opened: dict[tuple[UUID, UUID], UUID] = {}
    rows = await correcting.strangers_in_cases(conn, actor.org_id, customer_ids)
    for row in rows:
        interaction = await visible_interaction(conn, actor, row["id"])
        place = (row["case_id"], row["root_id"])
        if place not in opened:
            title, category = interaction.subject or "", interaction.category
            opened[place] = await open_case(conn, actor, row["customer_id"], title=title, category=category)
        reason = "the customers were merged when it was placed, and are not any more"
        await _decide(conn, actor, interaction, "split", opened[place], reason=reason, rule="unmerge")
    return len(rows)
