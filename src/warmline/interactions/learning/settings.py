"""What an organisation set for continuity, and what is in force."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor, OrganizationChange, organization, setting, update_organization
from warmline.interactions.continuity import Policy
from warmline.interactions.learning.active import active_model
from warmline.interactions.learning.errors import ThresholdsCrossed
from warmline.interactions.learning.model import ContinuityModel
from warmline.interactions.learning.shipped import shipped
from warmline.interactions.learning.views import SettingsChange, SettingsView, Tuning
from warmline.kit.db import Conn
from warmline.kit.log import logger

READ = ("case.read", "org.manage")
MANAGE = "org.manage"
NAME = "continuity"
setting(NAME, Tuning)
log = logger(__name__)


async def tuning(conn: Conn, actor: Actor) -> Tuning:
    """What the organisation set. What nobody can read, since it was written around this door, counts as not set."""
    return readable(actor.org_id, (await organization(conn, actor)).settings.get(NAME))


def readable(org_id: UUID, kept: Any) -> Tuning:
    """What is kept as settings, or the defaults where nobody can read that: no contact waits for a setting."""
    try:
        return msgspec.convert(kept or {}, Tuning)
    except msgspec.ValidationError as error:
        log.warning("continuity.settings_unreadable", org_id=str(org_id), problem=str(error))
        return Tuning()


def policy_of(set_: Tuning) -> Policy:
    """The settings as a decision needs them."""
    default = Policy()
    return Policy(
        attach=set_.attach,
        suggest=set_.suggest,
        reopen_days=default.reopen_days if set_.reopen_days is None else set_.reopen_days,
        burst_seconds=default.burst_seconds if set_.burst_seconds is None else set_.burst_seconds,
    )


async def deciding(conn: Conn, actor: Actor) -> ContinuityModel:
    """The model that decides now."""
    return await active_model(conn, actor.org_id) or shipped()


def thresholds(set_: Tuning, model: ContinuityModel) -> tuple[float, float]:
    """Attach and suggest as they are in force: from the settings, else the model."""
    attach = model.thresholds.attach if set_.attach is None else set_.attach
    suggest = model.thresholds.suggest if set_.suggest is None else set_.suggest
    return attach, min(suggest, attach)


async def current(conn: Conn, actor: Actor) -> SettingsView:
    """What is set and what is in force."""
    actor.need(*READ)
    set_, model, default = await tuning(conn, actor), await deciding(conn, actor), Policy()
    attach, suggest = thresholds(set_, model)
    return SettingsView(
        set=set_,
        attach=attach,
        suggest=suggest,
        reopen_days=default.reopen_days if set_.reopen_days is None else set_.reopen_days,
        burst_seconds=default.burst_seconds if set_.burst_seconds is None else set_.burst_seconds,
        model=model.version,
        version=(await organization(conn, actor)).version,
    )


async def change(conn: Conn, actor: Actor, wanted: SettingsChange, *, expected: int | None = None) -> SettingsView:
    """Set all of it anew; ``expected`` is the organisation's version that the change is based on. The audit trail has
    what was before and after. Raises ``ThresholdsCrossed``."""
    actor.need(MANAGE)
    model = await deciding(conn, actor)
    attach = model.thresholds.attach if wanted.attach is None else wanted.attach
    suggest = model.thresholds.suggest if wanted.suggest is None else wanted.suggest
    if wanted.suggest is not None and suggest > attach:
        raise ThresholdsCrossed(attach=attach, suggest=suggest)
    # Only what differs from the default is kept, so that a better default of a later version takes effect.
    default = msgspec.to_builtins(SettingsChange())
    kept = {name: value for name, value in msgspec.to_builtins(wanted).items() if value != default[name]}
    settings = OrganizationChange(settings={NAME: kept or None})
    await update_organization(conn, actor, change=settings, expected=expected)
    return await current(conn, actor)
