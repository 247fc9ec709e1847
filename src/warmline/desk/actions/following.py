"""Follow a case, and hear when it moves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.desk import store
from warmline.desk.actions.asking import own_desk
from warmline.desk.actions.telling import tell
from warmline.desk.errors import TooManyFollowed
from warmline.desk.events import CaseFollowAdded, CaseFollowRemoved
from warmline.desk.model import MOST_FOLLOWED, FollowView
from warmline.interactions import CaseView, visible_case
from warmline.kit.db import Conn
from warmline.kit.ids import new_id


async def followers(conn: Conn, actor: Actor, case_id: UUID) -> list[FollowView]:
    """Who follows a case. Raises ``CaseNotFound``."""
    await visible_case(conn, actor, case_id)
    return await store.followers(conn, actor.org_id, case_id)


async def follow(conn: Conn, actor: Actor, case_id: UUID) -> list[FollowView]:
    """Follow a case; of one that leads to another, that one. Nothing happens where one does already.

    Raises ``NoDesk``, ``CaseNotFound``, ``TooManyFollowed``.
    """
    agent_id = own_desk(actor)
    case = await _standing(conn, actor, case_id)
    if await store.count_follows(conn, actor.org_id, agent_id) >= MOST_FOLLOWED:
        raise TooManyFollowed(most=MOST_FOLLOWED)
    follow_id = await store.follow(conn, actor.org_id, id=new_id(), agent_id=agent_id, case_id=case.id)
    if follow_id:
        event = CaseFollowAdded(case_id=case.id, customer_id=case.customer_id, follow_id=follow_id, agent_id=agent_id)
        await tell(conn, actor, event)
    return await store.followers(conn, actor.org_id, case.id)


async def unfollow(conn: Conn, actor: Actor, case_id: UUID) -> None:
    """Follow a case no longer, nor those that were joined into it. Raises ``NoDesk``, ``CaseNotFound``."""
    agent_id = own_desk(actor)
    case = await _standing(conn, actor, case_id)
    ended = await store.unfollow(conn, actor.org_id, agent_id, case.id)
    ids: dict[str, Any] = {"case_id": case.id, "customer_id": case.customer_id}
    await tell(conn, actor, *[CaseFollowRemoved(**ids, follow_id=each, agent_id=agent_id) for each in ended])


async def note_moves(conn: Conn, org_id: UUID, moves: Sequence[tuple[UUID, str, datetime]]) -> None:
    """Cases were moved, given as (case, actor, at): their followers, but for who did it, have something to look at."""
    latest: dict[UUID, tuple[UUID, str, datetime]] = {}
    for each in moves:
        latest[each[0]] = each
    if latest:
        await store.move_follows(conn, org_id, list(latest.values()))


async def _standing(conn: Conn, actor: Actor, case_id: UUID) -> CaseView:
    """The case, or the one that stands for it."""
    case = await visible_case(conn, actor, case_id)
    while case.joined_into:
        case = await visible_case(conn, actor, case.joined_into)
    return case
