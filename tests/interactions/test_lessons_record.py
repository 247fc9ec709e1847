"""What an agent's acts must not break: measured times, other people's work, and what a machine wrote."""

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.application import Person, problem
from tests.interactions.desk import START, Desk, mail, visitor
from tests.interactions.test_work import an_agent, taken, target
from warmline import sdk
from warmline.accounts import Actor
from warmline.interactions import (
    NewReply,
    Status,
    reply,
    set_case_status,
    transition,
    visible_case,
    visible_interaction,
)
from warmline.interactions.actions import correct, hand_off, work
from warmline.interactions.errors import (
    CaseClosed,
    InteractionNotOpen,
    TransitionRefused,
    WrittenByMachine,
)
from warmline.interactions.model import CaseStatus

ADA = "ada@example.com"


@pytest.fixture
async def ana(owner_dsn: str, org: UUID) -> Actor:
    return await an_agent(owner_dsn, org, "ana")


async def refused(act: Coroutine[Any, Any, Any], *errors: type[Exception]) -> None:
    with pytest.raises(errors):
        await act


async def test_reopening_breaks_no_first_response(desk: Desk, ana: Actor) -> None:
    """cw PR 12058."""
    interaction_id, _ = await taken(desk, ana)
    await desk.act(reply, ana, interaction_id, await target(desk), NewReply(text="The garage will call you."))
    before = await desk.act(visible_interaction, ana, interaction_id)
    await desk.act(work.wrap_up, ana, interaction_id, work.WrapUp(), resolve_case=True)
    ended = await desk.act(visible_interaction, ana, interaction_id)
    again = await desk.act(work.reopen, ana, interaction_id)
    await desk.act(transition, ana, interaction_id, Status.ACTIVE, owner_id=ana.id)
    await desk.act(reply, ana, interaction_id, await target(desk), NewReply(text="Once more."))
    after = await desk.act(visible_interaction, ana, interaction_id)
    for name in ("started_at", "first_response_at", "answered_at", "first_offered_at"):
        assert getattr(after, name) == getattr(before, name), name
    assert before.first_response_at is not None
    assert ended.ended_at == ended.resolved_at is not None
    assert (again.ended_at, again.resolved_at, again.closed_at) == (None, None, None)
    assert again.queued_at
    assert before.queued_at
    assert again.queued_at > before.queued_at, "it begins a wait of its own"


async def test_what_waits_is_taken_before_it_is_worked_on(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await desk.placed(ADA, "Hail broke my windscreen")
    for to in (Status.ACTIVE, Status.ON_HOLD, Status.WAITING_CUSTOMER, Status.WRAP_UP):
        await refused(desk.act(work.move, ana, interaction_id, to), InteractionNotOpen)
    await refused(desk.act(work.wrap_up, ana, interaction_id, work.WrapUp()), InteractionNotOpen)
    await refused(desk.act(work.reopen, ana, interaction_id), InteractionNotOpen)


async def test_what_is_resolved_is_not_wrapped_up_again(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    done = await desk.act(work.wrap_up, ana, interaction_id, work.WrapUp())
    await refused(desk.act(work.wrap_up, ana, interaction_id, work.WrapUp(notes="more")), InteractionNotOpen)
    assert await desk.act(visible_interaction, ana, interaction_id) == done


async def test_who_goes_on_with_what_waited_for_the_customer_has_it(desk: Desk, ana: Actor, owner_dsn: str) -> None:
    interaction_id, _ = await taken(desk, ana)
    await desk.act(work.move, ana, interaction_id, Status.WAITING_CUSTOMER)
    bo = await an_agent(owner_dsn, desk.org, "bo")
    assert (await desk.act(work.move, bo, interaction_id, Status.ACTIVE)).owner_id == bo.id


async def test_what_a_machine_wrote_is_not_answered_by_accident(desk: Desk, ana: Actor) -> None:
    contact = desk.contact("email", mail(ADA), "Out of office", automatic=True)
    [received] = await desk.say(contact)
    interaction_id = received.interaction_id
    assert interaction_id
    handing = hand_off.NewHandOff(to_kind="queue", to_id=desk.queue, reason="x")
    where = await target(desk)
    await refused(desk.act(reply, ana, interaction_id, where, NewReply(text="hello")), InteractionNotOpen)
    await refused(desk.act(hand_off.hand_off, ana, interaction_id, handing), InteractionNotOpen)
    await refused(desk.act(work.wrap_up, ana, interaction_id, work.WrapUp()), InteractionNotOpen)
    await refused(desk.act(work.reopen, ana, interaction_id), WrittenByMachine)
    # A person who sees that it is a letter after all puts it in a case, and it is work like any other.
    await desk.act(correct.split, ana, interaction_id, reason="a person wrote this")
    again = await desk.act(work.reopen, ana, interaction_id)
    assert (again.status, again.owner_id, again.automatic) == ("active", ana.id, False)
    assert (await desk.act(reply, ana, interaction_id, where, NewReply(text="hello"))).delivery == "queued"


async def test_a_reply_into_a_closed_case_is_refused(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await taken(desk, ana)
    for to in (CaseStatus.RESOLVED, CaseStatus.CLOSED):
        await desk.act(set_case_status, ana, case_id, to)
    await refused(desk.act(reply, ana, interaction_id, await target(desk), NewReply(text="hello")), CaseClosed)


async def test_a_last_word_leaves_a_resolved_case_resolved(desk: Desk, ana: Actor) -> None:
    interaction_id, case_id = await taken(desk, ana)
    await desk.act(set_case_status, ana, case_id, CaseStatus.RESOLVED)
    assert (await desk.act(visible_interaction, ana, interaction_id)).status == "active", "it is in somebody's hands"
    await desk.act(reply, ana, interaction_id, await target(desk), NewReply(text="You are welcome."))
    assert (await desk.act(visible_case, ana, case_id)).status == "resolved"


async def test_resolving_a_case_ends_what_waits_in_it(desk: Desk, ana: Actor) -> None:
    _, case_id = await taken(desk, ana)
    waiting, other = await desk.placed(ADA, "An invoice please", at=START + timedelta(days=40))
    await desk.act(correct.move, ana, waiting, case_id, reason="one matter")
    await desk.act(transition, ana, waiting, Status.OFFERED)
    await desk.act(set_case_status, ana, case_id, CaseStatus.RESOLVED)
    rows = await desk.rows("select status from interaction order by id")
    assert [row["status"] for row in rows] == ["active", "resolved"]
    assert other != case_id


async def test_answers_elsewhere_are_one_conversation_there(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    way = {"account_id": desk.accounts["webchat"], "channel": "webchat", "synchrony": "session"}
    first = await desk.act(reply, ana, interaction_id, await target(desk, **way), NewReply(text="Here I am."))
    second = await desk.act(reply, ana, interaction_id, await target(desk, **way), NewReply(text="Still here."))
    assert first.interaction_id == second.interaction_id != interaction_id
    assert (await desk.act(visible_interaction, ana, interaction_id)).first_response_at == first.at
    assert len(await desk.rows("select id from interaction_link")) == 1


async def test_blank_words_and_unknown_files_are_refused(admin: Person, front: Desk) -> None:
    interaction_id, _ = await front.placed(ADA, "Hail broke my windscreen")
    await admin.post(f"/interactions/{interaction_id}/take")
    path = f"/interactions/{interaction_id}/notes"
    assert problem(await admin.post(path, json={"text": " "}), 422, "invalid")["errors"][0]["field"] == "text"
    assert problem(await admin.post(path, json={"text": "x" * 100_001}), 422, "invalid")["errors"][0]["field"] == "text"
    assert problem(await admin.post(path, json={"txet": "x"}), 422, "invalid")["errors"]


async def test_a_program_takes_part_once_as_a_bot(desk: Desk) -> None:
    interaction_id, _ = await desk.placed(ADA, "Hail broke my windscreen")
    program = Actor(org_id=desk.org, kind="api_key", id=desk.queue, name="robot", permissions=frozenset({"*"}))
    await desk.act(work.move, program, interaction_id, Status.ACTIVE)
    for n in range(3):
        await desk.act(reply, program, interaction_id, await target(desk), NewReply(text=f"Message {n}"))
    people = await desk.rows("select role, name from participant order by id")
    assert [(row["role"], row["name"]) for row in people][1:] == [("bot", "robot")]


async def test_what_the_customer_says_in_wrap_up_is_not_lost(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    await desk.act(work.move, ana, interaction_id, Status.WRAP_UP)
    [message] = await desk.rows("select external_id from message")
    thread = sdk.Thread(replies_to=(message["external_id"],))
    [more] = await desk.say(
        desk.contact("email", mail(ADA), "One more thing", thread=thread, at=START + timedelta(hours=1))
    )
    assert more.interaction_id == interaction_id
    again = await desk.act(visible_interaction, ana, interaction_id)
    assert (again.status, again.owner_id) == ("active", ana.id)
    assert again.wrap_up_seconds > 0


async def test_a_customer_who_leaves_a_silent_chat_leaves_the_agents_hands_free(desk: Desk, ana: Actor) -> None:
    said = desk.contact("webchat", visitor("v"), "Hail", thread=sdk.Thread(session="s"))
    [received] = await desk.say(said)
    assert received.interaction_id
    await desk.act(transition, ana, received.interaction_id, Status.ACTIVE, owner_id=ana.id)
    await desk.act(work.move, ana, received.interaction_id, Status.WAITING_CUSTOMER)
    left = desk.contact("webchat", visitor("v"), "", thread=sdk.Thread(session="s"), messages=(), ends=True)
    await desk.say(left)
    assert (await desk.act(visible_interaction, ana, received.interaction_id)).status == "wrap_up"


async def test_an_ended_contact_is_not_held(desk: Desk, ana: Actor) -> None:
    interaction_id, _ = await taken(desk, ana)
    await desk.act(work.move, ana, interaction_id, Status.WAITING_CUSTOMER)
    await refused(desk.act(work.move, ana, interaction_id, Status.ON_HOLD), TransitionRefused)
