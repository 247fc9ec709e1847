"""Whether and how routing uses what it learned: the switch, the settings, and how it stands."""

from typing import Any

import msgspec

from warmline.accounts import Actor, OrganizationChange, organization, update_organization
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.routing.learning import store
from warmline.routing.learning.actions.capture import cycle_of
from warmline.routing.learning.actions.publishing import publish_model
from warmline.routing.learning.errors import BlockUneven
from warmline.routing.learning.events import RoutingLearningSwitched
from warmline.routing.learning.model import Kept, LearningView, SettingsChange, Switch

READ = ("queue.manage", "org.manage")
MANAGE = "org.manage"
NAME = "routing_learning"


async def learning(conn: Conn, actor: Actor) -> LearningView:
    """Whether the model decides, which one, what it knows, and what is set."""
    actor.need(*READ)
    kept = await store.settings(conn, actor.org_id)
    last, totals = await store.newest_model(conn, actor.org_id), await store.totals(conn, actor.org_id)
    drawn = cycle_of(actor.org_id, kept).on(clock.now().timestamp())
    reason = _reason(kept, last, totals["counted"], drawn=drawn)
    return LearningView(
        on=kept.on,
        active=not reason,
        reason=reason or "Decisions use the model now.",
        in_block=drawn,
        model=store.shown(last) if last else None,
        waiting=totals["waiting"],
        counted=totals["counted"],
        settings=kept.set,
        version=(await organization(conn, actor)).version,
    )


def _reason(kept: Kept, last: Any, counted: int, *, drawn: bool) -> str:
    """Why no decision uses the model now."""
    if not kept.on:
        return "Learning is switched off. Outcomes are kept all the same."
    if last is None or last["outcomes"] < kept.minimum:
        return f"{counted} outcomes count so far; it takes {kept.minimum} before there is any effect."
    if not drawn:
        return "This block of time is one without the model, so that its effect can be told."
    return ""


async def switch(conn: Conn, actor: Actor, wanted: Switch) -> LearningView:
    """Use what was learned, or stop: from the next decision on. Nothing is forgotten by either."""
    actor.need(MANAGE)
    kept = await store.settings(conn, actor.org_id)
    if wanted.on != kept.on:
        since = clock.now() if wanted.on else None
        new = msgspec.structs.replace(kept, on=wanted.on, since=since)
        await _keep(conn, actor, kept, new, reason=wanted.reason)
    return await learning(conn, actor)


async def change_settings(
    conn: Conn, actor: Actor, wanted: SettingsChange, *, expected: int | None = None
) -> LearningView:
    """Set all of it anew; the switch stays. ``expected`` is the organisation's version that the change is based on.
    Raises ``BlockUneven``."""
    actor.need(MANAGE)
    if wanted.settling_minutes >= wanted.block_minutes:
        raise BlockUneven(settling=wanted.settling_minutes, block=wanted.block_minutes)
    kept = await store.settings(conn, actor.org_id)
    values = {name: getattr(wanted, name) for name in SettingsChange.__struct_fields__}
    since = kept.since
    if kept.on and (wanted.block_minutes, wanted.measure) != (kept.block_minutes, kept.measure):
        # Other blocks: decisions of before were not drawn by these lots.
        since = clock.now()
    new = Kept(**values, on=kept.on, since=since)
    await _keep(conn, actor, kept, new, expected=expected)
    return await learning(conn, actor)


async def _keep(
    conn: Conn, actor: Actor, old: Kept, new: Kept, *, reason: str = "", expected: int | None = None
) -> None:
    was, becomes, default = [msgspec.to_builtins(each) for each in (old, new, Kept())]
    # Only what differs from the default is kept, so that a better default of a later version takes effect.
    kept = {name: value for name, value in becomes.items() if value != default[name]}
    await update_organization(conn, actor, change=OrganizationChange(settings={NAME: kept or None}), expected=expected)
    changed = [name for name in becomes if was[name] != becomes[name]]
    if not changed:
        return
    event = RoutingLearningSwitched(
        organization_id=actor.org_id,
        on=new.on,
        reason=reason,
        before={name: was[name] for name in changed},
        after={name: becomes[name] for name in changed},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    await publish_model(conn, actor.org_id)
