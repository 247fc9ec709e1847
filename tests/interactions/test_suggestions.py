"""Suggestions that a contact belongs to a case: listed, accepted, declined, and taken back."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.application import Person, problem
from tests.interactions.desk import START, Desk, mail
from warmline.interactions import visible_case, visible_interaction
from warmline.interactions.actions import correct, join
from warmline.interactions.errors import DecisionFinal

ADA = "ada@example.com"


async def suggested(desk: Desk) -> tuple[UUID, UUID, UUID, UUID]:
    """The decision, the contact, its own case and the one that is suggested. Nothing is suggested after it."""
    _, first = await desk.placed(ADA, "Hail broke my windscreen")
    await desk.tune(attach=1, suggest=0)
    text = "The windscreen and also a new question about my pension"
    interaction_id, own = await desk.placed(ADA, text, at=START + timedelta(days=5))
    await desk.tune(attach=1, suggest=1)
    [row] = await desk.rows("select id, kind, case_id from case_decision where interaction_id = $1", interaction_id)
    assert (row["kind"], row["case_id"]) == ("suggest", first)
    return row["id"], interaction_id, own, first


async def test_an_answer_is_final(desk: Desk) -> None:
    decision_id, *_ = await suggested(desk)
    await desk.act(correct.answer, desk.actor, decision_id, accept=False)
    for accept in (True, False):
        with pytest.raises(DecisionFinal):
            await desk.act(correct.answer, desk.actor, decision_id, accept=accept)


async def test_a_declined_suggestion_is_open_again_when_that_is_taken_back(desk: Desk) -> None:
    decision_id, interaction_id, own, first = await suggested(desk)
    with pytest.raises(DecisionFinal):
        await desk.act(correct.undo, desk.actor, decision_id, reason="nobody answered it")
    await desk.act(correct.answer, desk.actor, decision_id, accept=False)
    back = await desk.act(correct.undo, desk.actor, decision_id, reason="a slip")
    assert (back.id, back.case_id) == (interaction_id, own)
    assert (await desk.act(correct.answer, desk.actor, decision_id, accept=True)).case_id == first


async def test_a_decline_stays_where_the_contact_was_placed_since(desk: Desk) -> None:
    decision_id, interaction_id, *_ = await suggested(desk)
    await desk.act(correct.answer, desk.actor, decision_id, accept=False)
    _, elsewhere = await desk.placed(ADA, "A third matter", at=START + timedelta(days=50))
    await desk.act(correct.move, desk.actor, interaction_id, elsewhere, reason="it is that one")
    with pytest.raises(DecisionFinal):
        await desk.act(correct.undo, desk.actor, decision_id, reason="a slip")


async def test_accepting_joins_the_case_that_was_opened_for_it(desk: Desk) -> None:
    decision_id, _, own, first = await suggested(desk)
    moved = await desk.act(correct.answer, desk.actor, decision_id, accept=True)
    assert moved.case_id == first
    assert (await desk.act(visible_case, desk.actor, own)).joined_into == first
    # What the customer was told of the short-lived case leads to the one that stands.
    [row] = await desk.rows("select reference from case_record where id = $1", own)
    quoting = desk.contact("email", mail(ADA), f"Re {row['reference']}: a word", at=START + timedelta(days=9))
    [received] = await desk.say(quoting)
    assert received.case_id == first


async def test_an_accepted_suggestion_comes_back(desk: Desk) -> None:
    decision_id, _, own, _ = await suggested(desk)
    await desk.act(correct.answer, desk.actor, decision_id, accept=True)
    [made] = await desk.rows("select id from case_decision where kind = 'join'")
    back = await desk.act(correct.undo, desk.actor, made["id"], reason="it was not")
    assert back.case_id == own
    assert (await desk.act(visible_case, desk.actor, own)).joined_into is None


async def test_a_contact_that_shares_its_case_moves_alone(desk: Desk) -> None:
    decision_id, _, own, first = await suggested(desk)
    other, _ = await desk.placed(ADA, "Something else", at=START + timedelta(days=60))
    await desk.act(correct.move, desk.actor, other, own, reason="one matter")
    moved = await desk.act(correct.answer, desk.actor, decision_id, accept=True)
    assert moved.case_id == first
    assert (await desk.act(visible_interaction, desk.actor, other)).case_id == own
    assert (await desk.act(visible_case, desk.actor, own)).joined_into is None


async def test_a_suggested_case_that_was_joined_stands_for_the_other(desk: Desk) -> None:
    decision_id, _, _, first = await suggested(desk)
    _, third = await desk.placed(ADA, "Another matter", at=START + timedelta(days=90))
    await desk.act(join.join, desk.actor, first, third, reason="one matter")
    assert (await desk.act(correct.answer, desk.actor, decision_id, accept=True)).case_id == third


async def test_open_suggestions_are_listed(admin: Person, front: Desk) -> None:
    decision_id, interaction_id, own, first = await suggested(front)
    [listed] = await admin.items("/suggestions")
    assert (listed["id"], listed["case_id"], listed["answer"]) == (str(decision_id), str(first), None)
    for name, value in (("interaction_id", interaction_id), ("case_id", own), ("case_id", first)):
        assert len(await admin.items("/suggestions", **{name: str(value)})) == 1
    assert await admin.items("/suggestions", interaction_id=str(own)) == []
    customer_id = (await admin.get(f"/cases/{own}")).json()["customer_id"]
    assert len(await admin.items("/suggestions", customer_id=customer_id)) == 1
    answered = await admin.post(f"/case-decisions/{decision_id}/answer", json={"accept": False})
    assert answered.json()["case_id"] == str(own)
    assert await admin.items("/suggestions") == []
    problem(await admin.post(f"/case-decisions/{decision_id}/answer", json={"accept": True}), 409, "decision_final")
