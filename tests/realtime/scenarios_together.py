"""How colleagues come into conversations, how work moves between people, and how customers are called back."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.realtime.stage import Stage, scenario
from warmline.accounts import Actor
from warmline.interactions import Status
from warmline.kit import clock
from warmline.routing import (
    CallbackView,
    InvitationView,
    NewCallback,
    NewInvitation,
    accept_offer,
    cancel_callback,
    decline_invitation,
    invite,
    join_conversation,
    leave_conversation,
    record_attempt,
    request_callback,
    transfer,
    withdraw_invitation,
)

Play = AsyncGenerator[None, None]


async def talking(stage: Stage) -> tuple[Actor, UUID]:
    """An agent who has a chat."""
    queue = await stage.make("/queues", code="main", name="Main")
    agent = await stage.floor.agent("Ada")
    chat = await stage.floor.contact_to(UUID(queue["id"]))
    await stage.floor.settle()
    (offer,) = [each for each in await stage.floor.offers() if each.interaction_id == chat]
    await stage.floor.act(accept_offer, agent, offer.id)
    return agent, chat


async def asked(stage: Stage, kind: Any = "consult") -> tuple[Actor, Actor, InvitationView]:
    """An agent who has a chat, a colleague, and the invitation."""
    ada, chat = await talking(stage)
    bo = await stage.floor.agent("Bo")
    invitation = await stage.floor.act(invite, ada, chat, NewInvitation(kind=kind, agent_id=bo.id))
    return ada, bo, invitation


@scenario("work.transferred")
async def transferred(stage: Stage) -> Play:
    ada, chat = await talking(stage)
    bo = await stage.floor.agent("Bo")
    yield
    await stage.floor.act(transfer, ada, chat, agent_id=bo.id)
    await stage.floor.settle()


@scenario("invitation.made", "invitation.joined", "invitation.left")
async def conference(stage: Stage) -> Play:
    ada, chat = await talking(stage)
    bo = await stage.floor.agent("Bo")
    yield
    made = await stage.floor.act(invite, ada, chat, NewInvitation(kind="conference", agent_id=bo.id))
    await stage.floor.act(join_conversation, bo, made.id)
    await stage.floor.act(leave_conversation, bo, made.id, outcome="advised")


@scenario("invitation.declined")
async def declined(stage: Stage) -> Play:
    _, bo, made = await asked(stage)
    yield
    await stage.floor.act(decline_invitation, bo, made.id, reason="lunch")


@scenario("invitation.withdrawn")
async def withdrawn(stage: Stage) -> Play:
    ada, _, made = await asked(stage)
    yield
    await stage.floor.act(withdraw_invitation, ada, made.id)


async def called(stage: Stage) -> tuple[Actor, CallbackView]:
    """An agent who has the work of a customer who is to be called back."""
    ada, chat = await talking(stage)
    await stage.floor.presence(ada, "busy")
    made = await stage.floor.act(request_callback, ada, chat, NewCallback(number="+442079460018"))
    await stage.floor.presence(ada, "available")
    await stage.floor.settle()
    (offer,) = [each for each in await stage.floor.offers() if each.interaction_id == chat]
    await stage.floor.act(accept_offer, ada, offer.id)
    return ada, made


@scenario("callback.requested", "callback.cancelled")
async def cancelled(stage: Stage) -> Play:
    ada, chat = await talking(stage)
    yield
    later = clock.now() + timedelta(hours=1)
    new = NewCallback(number="+442079460018", not_before=later)
    made = await stage.floor.act(request_callback, ada, chat, new)
    await stage.floor.act(cancel_callback, ada, made.id, reason="rather write", keep_waiting=True)


@scenario("callback.attempted")
async def attempted(stage: Stage) -> Play:
    ada, made = await called(stage)
    yield
    await stage.floor.act(record_attempt, ada, made.id, outcome="no_answer")
    await stage.floor.settle()


@scenario("callback.completed")
async def completed(stage: Stage) -> Play:
    ada, made = await called(stage)
    yield
    await stage.floor.act(record_attempt, ada, made.id, outcome="reached")
    await stage.floor.move(made.interaction_id, Status.WRAP_UP)
    await stage.floor.settle()


@scenario("callback.failed")
async def failed(stage: Stage) -> Play:
    ada, made = await called(stage)
    yield
    await stage.floor.act(record_attempt, ada, made.id, outcome="wrong_number")
    await stage.floor.settle()
