"""Views that people keep: their filters are checked, they are shared, and put into an order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.desk import store
from warmline.desk.actions.asking import READ, own_desk
from warmline.desk.actions.telling import tell
from warmline.desk.errors import NotYoursToHide, NotYourView, SavedViewNotFound, TooManyViews, UnknownInFilters
from warmline.desk.events import SavedViewCreated, SavedViewDeleted, SavedViewOrderChanged, SavedViewUpdated
from warmline.desk.model import MOST_VIEWS, Filters, NewView, SavedView, Sort, View, ViewChange, ViewOrder
from warmline.desk.snapshots import visible_view
from warmline.kit.db import Conn
from warmline.kit.errors import FieldError, Invalid, Stale
from warmline.kit.ids import new_id

SHARE = "queue.manage"
FIELDS = ("name", "icon", "shared", "team_id", "filters", "sort")


async def list_views(conn: Conn, actor: Actor) -> list[SavedView]:
    """All that the actor sees, in the actor's order: at most their own and those that are shared."""
    actor.need(*READ)
    return await store.list_saved_views(conn, actor.org_id, actor.agent_id, list(actor.team_ids))


async def create_view(conn: Conn, actor: Actor, new: NewView) -> SavedView:
    """Keep a view. Raises ``NoDesk``, ``TooManyViews``, ``UnknownInFilters``, and ``Forbidden`` for sharing."""
    actor.need(*READ)
    owner_id = own_desk(actor)
    if await store.count_saved_views(conn, actor.org_id, owner_id) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    values = {name: getattr(new, name) for name in FIELDS}
    await _check(conn, actor, values)
    view_id = new_id()
    await store.insert_saved_view(conn, actor.org_id, id=view_id, owner_id=owner_id, **_columns(values))
    await tell(conn, actor, SavedViewCreated(view_id=view_id, agent_id=owner_id, after=_told(values)))
    return await visible_view(conn, actor, view_id)


async def update_view(
    conn: Conn, actor: Actor, view_id: UUID, change: ViewChange, *, version: int | None = None
) -> SavedView:
    """Change what is given. One's own views; those that are shared also with ``queue.manage``.

    Raises ``SavedViewNotFound``, ``NotYourView``, ``NotYoursToHide``, ``Stale``, and what ``create_view`` raises.
    """
    old = await _own(conn, actor, view_id)
    if version not in (None, old.version):
        raise Stale(kind="saved view")
    before = {name: getattr(old, name) for name in FIELDS}
    given = {name: getattr(change, name) for name in FIELDS if getattr(change, name) is not msgspec.UNSET}
    if given.get("shared", "team") != "team":
        given["team_id"] = None
    after = before | given
    if old.owner_id != actor.agent_id and not _is_seen(actor, after):
        raise NotYoursToHide(name=old.name)
    if after != before:
        await _check(conn, actor, after, was=before)
        await store.change_saved_view(conn, actor.org_id, view_id, **_columns(after))
        was, now = _told(before), _told(after)
        differ = [name for name in now if now[name] != was[name]]
        event = SavedViewUpdated(
            view_id=view_id,
            agent_id=old.owner_id,
            before={name: was[name] for name in differ},
            after={name: now[name] for name in differ},
        )
        await tell(conn, actor, event)
    return await visible_view(conn, actor, view_id)


async def delete_view(conn: Conn, actor: Actor, view_id: UUID) -> None:
    """Keep a view no longer. Raises ``SavedViewNotFound``, ``NotYourView``."""
    old = await _own(conn, actor, view_id)
    await store.delete_saved_view(conn, actor.org_id, view_id)
    before = _told({name: getattr(old, name) for name in FIELDS})
    await tell(conn, actor, SavedViewDeleted(view_id=view_id, agent_id=old.owner_id, before=before))


async def order_views(conn: Conn, actor: Actor, view_ids: Sequence[UUID]) -> ViewOrder:
    """Put one's views into an order, shared ones among them; it is nobody else's. Raises ``SavedViewNotFound``."""
    actor.need(*READ)
    agent_id = own_desk(actor)
    if len(set(view_ids)) != len(view_ids):
        raise Invalid.field("view_ids", "name each view once")
    seen = await store.saved_views(conn, actor.org_id, agent_id, list(actor.team_ids), view_ids)
    for each in view_ids:
        if each not in seen:
            raise SavedViewNotFound(id=each)
    if await store.set_saved_view_order(conn, actor.org_id, agent_id, view_ids):
        await tell(conn, actor, SavedViewOrderChanged(agent_id=agent_id))
    return (await store.saved_view_orders(conn, actor.org_id, [agent_id]))[agent_id]


async def filters_of(conn: Conn, actor: Actor, view_id: UUID) -> tuple[Filters, Sort]:
    """What a view shows, and in which order. Raises ``SavedViewNotFound``."""
    found = await visible_view(conn, actor, view_id)
    return found.filters, found.sort


async def _own(conn: Conn, actor: Actor, view_id: UUID) -> SavedView:
    seen = await visible_view(conn, actor, view_id)
    if not seen.mine and not (seen.shared != "nobody" and actor.may(SHARE)):
        raise NotYourView(name=seen.name)
    locked = await store.lock_saved_view(conn, actor.org_id, view_id)
    if locked is None:
        raise SavedViewNotFound(id=view_id)
    return locked


async def _check(conn: Conn, actor: Actor, values: dict[str, Any], *, was: dict[str, Any] | None = None) -> None:
    """Refuse filters that name what does not exist, and sharing by who may not share."""
    if values["shared"] != "nobody" and (was is None or _reach(was) != _reach(values)):
        actor.need(SHARE)
    if (values["shared"] == "team") != (values["team_id"] is not None):
        raise Invalid.field("team_id", "a view that is shared with a team names the team, and no other does")
    filters: Filters = values["filters"]
    _check_times(filters)
    teams = [*filters.team_ids, *([values["team_id"]] if values["team_id"] else [])]
    unknown = await store.unknown_in_filters(
        conn,
        actor.org_id,
        channels=filters.channels,
        categories=filters.categories,
        queue_ids=filters.queue_ids,
        owner_ids=filters.owner_ids,
        team_ids=teams,
        customer_ids=[filters.customer_id] if filters.customer_id else [],
    )
    if unknown:
        names = ", ".join(f"{kind} {name}" for kind, name in unknown)
        raise UnknownInFilters(
            names=names, fields=[FieldError(f"filters.{kind}", f"there is no {name}") for kind, name in unknown]
        )


def _is_seen(actor: Actor, values: dict[str, Any]) -> bool:
    """Whether somebody else's view is there for the actor."""
    return values["shared"] == "everybody" or values["team_id"] in actor.team_ids


def _reach(values: dict[str, Any]) -> tuple[Any, Any]:
    return values["shared"], values["team_id"]


def _check_times(filters: Filters) -> None:
    for name in ("since", "until"):
        when = getattr(filters, name)
        if when is not None and when.tzinfo is None:
            raise Invalid.field(f"filters.{name}", "say the zone too: 2026-03-02T09:00:00Z")
    if filters.view is View.OFFERS and filters.statuses:
        raise Invalid.field("filters.statuses", "what is offered has one status; leave this out")


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "filters": msgspec.to_builtins(values["filters"]), "sort": Sort(values["sort"]).value}


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Without the name, which is somebody's own words, and customers."""
    shown = _columns(values)
    del shown["name"]
    return shown
