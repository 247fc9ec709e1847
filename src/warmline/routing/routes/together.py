"""Colleagues in a conversation, and customers who are to be called back."""

from typing import Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.kit.http import After, Db, Limit, Page, page, read_cursor, tagged
from warmline.routing.actions import callbacks, inviting
from warmline.routing.schemas import Attempt, CancelCallback, Decline, Leave
from warmline.routing.snapshots import visible_callback, visible_invitation
from warmline.routing.together import CallbackView, InvitationView, NewCallback, NewInvitation

TAGS = ["routing"]
CallbackStatus = Literal["waiting", "completed", "failed", "cancelled"]


@post("/interactions/{interaction_id:uuid}/invitations", operation_id="invite", tags=TAGS)
async def invite(
    db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID], data: JSONBody[NewInvitation]
) -> Response[InvitationView]:
    """Ask a colleague, a team or a queue for advice (consult), or to take part (conference). The work stays mine."""
    async with db.transaction(actor.org_id) as conn:
        made = await inviting.invite(conn, actor, interaction_id, data)
    return tagged(made, status_code=201, location=f"/api/v1/invitations/{made.id}")


@get("/interactions/{interaction_id:uuid}/invitations", operation_id="list_invitations", tags=TAGS)
async def list_invitations(
    db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID]
) -> list[InvitationView]:
    """Who was asked into a conversation, the first first, at most 200."""
    async with db.transaction(actor.org_id) as conn:
        return await inviting.invitations_into(conn, actor, interaction_id)


@get("/me/invitations", operation_id="list_my_invitations", tags=TAGS)
async def list_my_invitations(db: Db, actor: NamedDependency[Actor]) -> list[InvitationView]:
    """Invitations that wait for me, my teams or my queues, and conversations that I am in; at most 200."""
    async with db.transaction(actor.org_id) as conn:
        return await inviting.my_invitations(conn, actor)


@get("/invitations/{invitation_id:uuid}", operation_id="get_invitation", tags=TAGS)
async def get_invitation(
    db: Db, actor: NamedDependency[Actor], invitation_id: FromPath[UUID]
) -> Response[InvitationView]:
    """One invitation."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_invitation(conn, actor, invitation_id))


@post("/invitations/{invitation_id:uuid}/join", operation_id="join_conversation", tags=TAGS, status_code=200)
async def join(db: Db, actor: NamedDependency[Actor], invitation_id: FromPath[UUID]) -> Response[InvitationView]:
    """Come into a conversation to which I was asked. It takes its room of my capacity."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await inviting.join(conn, actor, invitation_id))


@post("/invitations/{invitation_id:uuid}/decline", operation_id="decline_invitation", tags=TAGS, status_code=200)
async def decline(
    db: Db, actor: NamedDependency[Actor], invitation_id: FromPath[UUID], data: JSONBody[Decline]
) -> Response[InvitationView]:
    """Say that I do not come."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await inviting.decline(conn, actor, invitation_id, reason=data.reason))


@post("/invitations/{invitation_id:uuid}/withdraw", operation_id="withdraw_invitation", tags=TAGS, status_code=200)
async def withdraw(db: Db, actor: NamedDependency[Actor], invitation_id: FromPath[UUID]) -> Response[InvitationView]:
    """Take back an invitation that nobody took up yet."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await inviting.withdraw(conn, actor, invitation_id))


@post("/invitations/{invitation_id:uuid}/leave", operation_id="leave_conversation", tags=TAGS, status_code=200)
async def leave(
    db: Db, actor: NamedDependency[Actor], invitation_id: FromPath[UUID], data: JSONBody[Leave]
) -> Response[InvitationView]:
    """Leave a conversation into which I came, with what came of it."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await inviting.leave(conn, actor, invitation_id, outcome=data.outcome, note=data.note))


@post("/interactions/{interaction_id:uuid}/callback", operation_id="request_callback", tags=TAGS)
async def request_callback(
    db: Db, actor: NamedDependency[Actor], interaction_id: FromPath[UUID], data: JSONBody[NewCallback]
) -> Response[CallbackView]:
    """Have the customer called back. The work keeps its place and waits on when the customer has gone."""
    async with db.transaction(actor.org_id) as conn:
        made = await callbacks.request_callback(conn, actor, interaction_id, data)
    return tagged(made, status_code=201, location=f"/api/v1/callbacks/{made.id}")


@get("/callbacks", operation_id="list_callbacks", tags=TAGS)
async def list_callbacks(
    db: Db,
    actor: NamedDependency[Actor],
    status: FromQuery[CallbackStatus | None] = None,
    interaction_id: FromQuery[UUID | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[CallbackView]:
    """Callbacks, the newest first: of all conversations, or of those within my reach."""
    key = read_cursor(after, tuple[UUID])
    async with db.transaction(actor.org_id) as conn:
        found = await callbacks.list_callbacks(
            conn,
            actor,
            before=key[0] if key else None,
            status=status,
            interaction_id=interaction_id,
            size=limit + 1,
        )
    return page(found, limit, key=lambda each: (each.id,))


@get("/callbacks/{callback_id:uuid}", operation_id="get_callback", tags=TAGS)
async def get_callback(db: Db, actor: NamedDependency[Actor], callback_id: FromPath[UUID]) -> Response[CallbackView]:
    """One callback, with the number and every attempt."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await visible_callback(conn, actor, callback_id))


@post("/callbacks/{callback_id:uuid}/attempts", operation_id="record_attempt", tags=TAGS, status_code=200)
async def record_attempt(
    db: Db, actor: NamedDependency[Actor], callback_id: FromPath[UUID], data: JSONBody[Attempt]
) -> Response[CallbackView]:
    """Say how my call to the customer went. Who was not reached is called again later, at the same place."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await callbacks.record_attempt(conn, actor, callback_id, outcome=data.outcome, note=data.note))


@post("/callbacks/{callback_id:uuid}/cancel", operation_id="cancel_callback", tags=TAGS, status_code=200)
async def cancel_callback(
    db: Db, actor: NamedDependency[Actor], callback_id: FromPath[UUID], data: JSONBody[CancelCallback]
) -> Response[CallbackView]:
    """The customer does not want to be called back any more."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(
            await callbacks.cancel_callback(
                conn, actor, callback_id, reason=data.reason, keep_waiting=data.keep_waiting
            )
        )


ROUTES = [
    invite,
    list_invitations,
    list_my_invitations,
    get_invitation,
    join,
    decline,
    withdraw,
    leave,
    request_callback,
    list_callbacks,
    get_callback,
    record_attempt,
    cancel_callback,
]
