"""Colleagues asked into a conversation: who may, what they see, and what room it takes."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from tests.routing.floor import SUPERVISOR, Floor
from tests.routing.test_work import working
from warmline.accounts import Actor
from warmline.interactions import Status, visible_interaction
from warmline.interactions.errors import InteractionNotFound
from warmline.kit.db import Database
from warmline.kit.errors import Forbidden, Invalid
from warmline.kit.ids import new_id
from warmline.routing import (
    InvitationView,
    NewInvitation,
    decline_invitation,
    give,
    invitations_into,
    invite,
    join_conversation,
    leave_conversation,
    my_invitations,
    requeue_all,
    withdraw_invitation,
)
from warmline.routing.errors import (
    AgentNotFound,
    AgentUnavailable,
    AlreadyInvited,
    AskedOfAll,
    InvitationAnswered,
    InvitationNotFound,
    NoRoom,
    NotInConversation,
    NotTakingPart,
    NotYourWork,
    QueueNotFound,
    UnknownTeam,
)

Scene = tuple[Floor, Actor, Actor, UUID]


@pytest.fixture
async def scene(floor: Floor) -> Scene:
    """Ada has a chat of the claims team; Bo is in another team and sees nothing of it."""
    claims, sales = await floor.team("claims"), await floor.team("sales")
    ada = await floor.agent("Ada", claims)
    (chat,) = await working(floor, ada, await floor.queue("claims", claims))
    bo = await floor.agent("Bo", sales)
    return floor, ada, bo, chat


async def ask(scene: Scene, kind: str = "consult", **values: Any) -> InvitationView:
    floor, ada, bo, chat = scene
    target = values or {"agent_id": bo.id}
    asked: InvitationView = await floor.act(invite, ada, chat, NewInvitation(kind=kind, **target))  # type: ignore[arg-type] # both are kinds
    return asked


async def test_refuses_who_cannot_be_asked(scene: Scene, db: Database, other_org: UUID) -> None:
    floor, ada, bo, _ = scene
    with pytest.raises(Invalid, match="either a queue"):
        await ask(scene, question="?")
    with pytest.raises(Invalid, match="already"):
        await ask(scene, agent_id=ada.id)
    with pytest.raises(AgentNotFound):
        await ask(scene, agent_id=new_id())
    elsewhere = Floor(db, other_org)
    with pytest.raises(AgentNotFound):
        await ask(scene, agent_id=(await elsewhere.agent("Theirs")).id)
    with pytest.raises(UnknownTeam):
        await ask(scene, team_id=await elsewhere.team("theirs"))
    with pytest.raises(QueueNotFound):
        await ask(scene, queue_id=(await elsewhere.queue("theirs")).id)
    await floor.presence(bo, "away")
    with pytest.raises(AgentUnavailable, match="Bo is away"):
        await ask(scene)
    assert (await ask(scene, agent_id=bo.id, wait=True)).status == "invited"
    with pytest.raises(AlreadyInvited):
        await ask(scene, kind="conference", agent_id=bo.id, wait=True)


async def test_refuses_who_may_not_ask(scene: Scene) -> None:
    floor, _, bo, chat = scene
    other = await floor.agent("Other", permissions=("interaction.work", "case.read"))
    new = NewInvitation(kind="consult", agent_id=bo.id)
    with pytest.raises(NotYourWork):
        await floor.act(invite, other, chat, new)
    with pytest.raises(InteractionNotFound):
        await floor.act(invite, bo, chat, new)
    reader = await floor.agent("Reader", permissions=("case.read",), present=False)
    with pytest.raises(Forbidden):
        await floor.act(invite, reader, chat, new)
    boss = await floor.agent("Boss", permissions=SUPERVISOR)
    assert (await floor.act(invite, boss, chat, new)).invited_by == boss.id


async def test_refuses_where_nobody_works_on_it(scene: Scene) -> None:
    floor, ada, bo, chat = scene
    await floor.move(chat, Status.WRAP_UP)
    with pytest.raises(NotInConversation):
        await ask(scene, kind="conference", agent_id=bo.id)
    assert (await ask(scene)).status == "invited"
    await floor.move(chat, Status.RESOLVED)
    with pytest.raises(NotInConversation, match="resolved"):
        await ask(scene, team_id=next(iter(ada.team_ids)))


async def test_the_colleague_sees_it_from_the_invitation_until_they_leave(scene: Scene) -> None:
    floor, _, bo, chat = scene
    with pytest.raises(InteractionNotFound):
        await floor.act(visible_interaction, bo, chat)
    asked = await ask(scene)
    assert (await floor.act(visible_interaction, bo, chat)).id == chat
    assert [each.id for each in await floor.act(my_invitations, bo)] == [asked.id]
    joined = await floor.act(join_conversation, bo, asked.id)
    assert (joined.status, joined.agent_id) == ("joined", bo.id)
    assert (await floor.act(visible_interaction, bo, chat)).owner_id != bo.id
    left = await floor.act(leave_conversation, bo, asked.id, outcome="advised", note="Ask for the photos.")
    assert (left.status, left.outcome, left.note) == ("left", "advised", "Ask for the photos.")
    with pytest.raises(InteractionNotFound):
        await floor.act(visible_interaction, bo, chat)
    # They may be asked again.
    assert (await ask(scene)).status == "invited"


async def test_an_invitation_is_answered_once_and_by_whom_it_is_for(scene: Scene) -> None:
    floor, ada, bo, _ = scene
    asked = await ask(scene)
    with pytest.raises(InvitationNotFound):
        await floor.act(join_conversation, ada, asked.id)
    with pytest.raises(InvitationNotFound):
        await floor.act(decline_invitation, floor.supervisor, asked.id)
    stranger = await floor.agent("Stranger", await floor.team("other"))
    with pytest.raises(InvitationNotFound):
        await floor.act(join_conversation, stranger, asked.id)
    with pytest.raises(InvitationAnswered, match="invited"):
        await floor.act(leave_conversation, bo, asked.id)
    declined = await floor.act(decline_invitation, bo, asked.id, reason="no idea")
    assert (declined.status, declined.outcome) == ("declined", "no idea")
    with pytest.raises(InvitationAnswered, match="declined"):
        await floor.act(join_conversation, bo, asked.id)
    with pytest.raises(InvitationAnswered):
        await floor.act(withdraw_invitation, ada, asked.id)
    again = await ask(scene)
    with pytest.raises(InvitationNotFound):
        await floor.act(withdraw_invitation, stranger, again.id)
    assert (await floor.act(withdraw_invitation, ada, again.id)).status == "withdrawn"


async def test_of_a_team_whoever_comes_first(scene: Scene) -> None:
    floor, _, bo, chat = scene
    team = next(iter(bo.team_ids))
    cy = await floor.agent("Cy", team)
    asked = await ask(scene, team_id=team)
    with pytest.raises(AskedOfAll):
        await floor.act(decline_invitation, bo, asked.id)
    with pytest.raises(AlreadyInvited):
        await ask(scene, team_id=team)
    assert (await floor.act(visible_interaction, cy, chat)).id == chat
    results = await asyncio.gather(
        floor.act(join_conversation, bo, asked.id), floor.act(join_conversation, cy, asked.id), return_exceptions=True
    )
    came = [each for each in results if isinstance(each, InvitationView)]
    late = [each for each in results if not isinstance(each, InvitationView)]
    assert len(came) == 1
    assert isinstance(late[0], InvitationAnswered | InvitationNotFound)


async def test_of_a_queue_whoever_serves_it(scene: Scene) -> None:
    floor, _, bo, _ = scene
    asked = await ask(scene, queue_id=(await floor.queue("sales", *bo.team_ids)).id)
    assert (await floor.act(join_conversation, bo, asked.id)).agent_id == bo.id


async def test_what_they_joined_fills_their_room(scene: Scene) -> None:
    floor, _, bo, chat = scene
    asked = await ask(scene)
    await floor.sql("update agent set capacity = $2 where id = $1 returning id", bo.id, {"text": 1})
    sales = await floor.queue("sales", *bo.team_ids)
    (offered,) = [await floor.contact(sales)]
    await floor.settle()
    with pytest.raises(NoRoom, match="capacity is used up"):
        await floor.act(join_conversation, bo, asked.id)
    await floor.move(offered, Status.ABANDONED)
    await floor.settle()
    await floor.act(join_conversation, bo, asked.id)
    waits = await floor.contact(sales)
    await floor.settle()
    assert await floor.status(waits) == "queued", "somebody who advises was offered more than there is room for"
    rows = await floor.sql("select count(*) from work_in_hand($1) where agent_id = $2", floor.org_id, bo.id)
    assert rows == 1
    await floor.act(leave_conversation, bo, asked.id)
    await floor.settle()
    assert await floor.status(waits) == "offered", f"{chat} kept their room though they left"


async def test_a_conference_is_in_the_record_and_ends_with_the_conversation(scene: Scene) -> None:
    floor, _, bo, chat = scene
    asked = await ask(scene, kind="conference", agent_id=bo.id)
    await floor.act(join_conversation, bo, asked.id)
    part = "select left_at is null from participant where interaction_id = $1 and agent_id = $2"
    assert await floor.sql(part, chat, bo.id) is True
    await floor.move(chat, Status.WRAP_UP)
    await floor.settle()
    (over,) = await floor.act(invitations_into, floor.supervisor, chat)
    assert (over.status, over.outcome) == ("left", "over")
    assert await floor.sql(part, chat, bo.id) is False


async def test_advice_is_not_needed_once_the_work_waits_for_others(scene: Scene) -> None:
    floor, ada, bo, chat = scene
    consult = await ask(scene)
    await floor.act(join_conversation, bo, consult.id)
    done = await floor.act(requeue_all, floor.supervisor, ada.id)
    assert done.moved == [chat]
    await floor.presence(ada, "away")
    await floor.settle()
    (over,) = await floor.act(invitations_into, floor.supervisor, chat)
    assert (over.status, over.outcome) == ("left", "over")


async def test_work_is_given_to_who_takes_part(scene: Scene) -> None:
    floor, ada, bo, chat = scene
    with pytest.raises(NotTakingPart):
        await floor.act(give, ada, chat, bo.id)
    asked = await ask(scene, kind="conference", agent_id=bo.id)
    with pytest.raises(NotTakingPart):
        await floor.act(give, ada, chat, bo.id)
    await floor.act(join_conversation, bo, asked.id)
    with pytest.raises(Forbidden):
        await floor.act(give, bo, chat, bo.id)
    age = await floor.queued_at(chat)
    given = await floor.act(give, ada, chat, bo.id)
    assert (given.status, given.owner_id, given.queued_at) == ("active", bo.id, age)
    (taken,) = await floor.act(invitations_into, floor.supervisor, chat)
    assert (taken.status, taken.outcome) == ("left", "took_over")
    assert await floor.sql("select count(*) from work_in_hand($1) where agent_id = $2", floor.org_id, bo.id) == 1
    with pytest.raises(Forbidden):
        await floor.act(give, ada, chat, bo.id)
