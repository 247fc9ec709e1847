"""Decisions on which case a contact belongs to: made alone, and recorded with their evidence."""

from typing import Any, NamedTuple
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.errors import OtherCustomer
from warmline.interactions.events import CaseDecided, SuggestionAnswered
from warmline.interactions.guard import visible_interaction
from warmline.interactions.store import correcting, receiving
from warmline.interactions.store import status as standing
from warmline.interactions.views import CaseView, InteractionView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id

# The rules of decisions that people make. CONFIRMED: a person said that a contact of another customer belongs there.
PERSON, CONFIRMED = "person", "confirmed"
# Evidence of this kind names a suggestion that the decision answered.
SUGGESTION = "suggestion"


class Why(NamedTuple):
    """The reason for a decision in words, its rule, the identity decision that it follows from, where it does, and the
    suggestions that it accepts or declines."""

    reason: str
    rule: str = PERSON
    because: UUID | None = None
    answers: tuple[UUID, ...] = ()

    def evidence(self) -> list[dict[str, Any]]:
        """As it is kept with the decision."""
        found: list[dict[str, Any]] = [{"kind": self.rule, "text": self.reason, "weight": 1.0}]
        return found + [{"kind": SUGGESTION, "decision_id": each} for each in self.answers]


async def alone(conn: Conn, actor: Actor, interaction: InteractionView | None, *case_ids: UUID | None) -> None:
    """Let nothing else be decided, or received, for the customers of the contact and of the cases until commit.

    What was read before is read again after this.
    """
    roots = await correcting.roots_of_cases(conn, actor.org_id, [each for each in case_ids if each])
    if interaction and interaction.customer_id:
        roots.add(interaction.customer_id)
    await receiving.lock_customers(conn, roots)


async def locked_contact(conn: Conn, actor: Actor, interaction_id: UUID) -> InteractionView:
    """The interaction as it stands, its row locked until commit."""
    await standing.lock_interaction(conn, actor.org_id, interaction_id)
    return await visible_interaction(conn, actor, interaction_id)


def rule_for(customer_id: UUID | None, case: CaseView, *, confirmed: bool) -> str:
    """One customer's words in another's case are a breach of privacy: only ever by an explicit act."""
    if customer_id == case.customer_id:
        return PERSON
    if not confirmed:
        raise OtherCustomer(id=case.id)
    return CONFIRMED


async def may_be_in(conn: Conn, actor: Actor, interaction: InteractionView, case: CaseView) -> bool:
    """Whether the contact may return to the case: it is its customer's, or a person said that it belongs there."""
    return interaction.customer_id == case.customer_id or await correcting.confirmed_in_case(
        conn, actor.org_id, interaction.id, case.id
    )


async def decide(
    conn: Conn,
    actor: Actor,
    interaction: InteractionView,
    kind: str,
    case_id: UUID,
    why: Why,
    *,
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
        rule=why.rule,
        score=1.0,
        evidence=why.evidence(),
        decided_by=actor.ref,
        at=clock.now(),
        undoes=undoes,
        because=why.because,
    )
    # Both cases' histories tell of it.
    events: list[Event] = [
        CaseDecided(
            interaction_id=interaction.id,
            case_id=each,
            customer_id=interaction.customer_id,
            decision_id=decision_id,
            kind=kind,
            rule=why.rule,
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


async def take_back(
    conn: Conn, actor: Actor, interaction: InteractionView, decision_id: UUID, case_id: UUID, why: Why
) -> None:
    """Mark the decision as undone and put the interaction in the case; what is suggested
    is open again where it had answered that."""
    evidence = await correcting.mark_undone(conn, actor.org_id, decision_id, clock.now())
    await decide(conn, actor, interaction, "undo", case_id, why, undoes=decision_id)
    for each in evidence:
        if each["kind"] == SUGGESTION:
            await answer_suggestion(conn, actor, interaction, UUID(each["decision_id"]), None)


async def answer_suggestion(
    conn: Conn, actor: Actor, interaction: InteractionView, decision_id: UUID, said: str | None
) -> None:
    """Note what became of a suggestion: accepted or declined; with None it is open again."""
    await correcting.answer_suggestion(conn, actor.org_id, decision_id, said)
    event = SuggestionAnswered(
        interaction_id=interaction.id,
        case_id=interaction.case_id,
        customer_id=interaction.customer_id,
        decision_id=decision_id,
        answer=said or "open",
        after={"answer": said},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
