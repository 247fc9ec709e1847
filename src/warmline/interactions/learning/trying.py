"""Try thresholds on the organisation's own history. Nothing is changed."""

from datetime import timedelta

from warmline.accounts import Actor
from warmline.interactions.learning import store
from warmline.interactions.learning.errors import ContinuityModelNotFound, ThresholdsCrossed
from warmline.interactions.learning.model import SHIPPED, ContinuityModel
from warmline.interactions.learning.rehearsal import Setting, rehearse
from warmline.interactions.learning.settings import deciding, thresholds, tuning
from warmline.interactions.learning.shipped import shipped
from warmline.interactions.learning.views import DryRun, DryRunBody
from warmline.kit import clock
from warmline.kit.db import Conn


async def dry_run(conn: Conn, actor: Actor, wanted: DryRunBody) -> DryRun:
    """What would have become of the contacts of the last days, beside what today's settings make of them.

    Reads only. The evidence quotes what customers wrote, so it is for who may see all cases. Raises
    ``ThresholdsCrossed`` and ``ContinuityModelNotFound``.
    """
    actor.need("case.read")
    set_, model = await tuning(conn, actor), await deciding(conn, actor)
    attach, suggest = thresholds(set_, model)
    before = Setting(model=model, attach=attach, suggest=suggest)
    after = await _wanted(conn, actor, wanted, before)
    now = clock.now()
    found = await store.decisions(
        conn,
        actor.org_id,
        since=now - timedelta(days=wanted.days),
        now=now,
        settle=timedelta(days=set_.settle_days),
    )
    return rehearse(found, before, after, days=wanted.days, changes=wanted.changes)


async def _wanted(conn: Conn, actor: Actor, wanted: DryRunBody, now: Setting) -> Setting:
    model, attach, suggest = now.model, now.attach, now.suggest
    if wanted.model is not None and wanted.model != now.model.version:
        # Another model's probabilities mean something else, so it brings its own thresholds.
        model = await _by_number(conn, actor, wanted.model)
        attach, suggest = model.thresholds.attach, model.thresholds.suggest
    attach = attach if wanted.attach is None else wanted.attach
    if wanted.suggest is None:
        suggest = min(suggest, attach)
    elif wanted.suggest > attach:
        raise ThresholdsCrossed(attach=attach, suggest=wanted.suggest)
    else:
        suggest = wanted.suggest
    return Setting(model=model, attach=attach, suggest=suggest)


async def _by_number(conn: Conn, actor: Actor, number: int) -> ContinuityModel:
    if number == SHIPPED:
        return shipped()
    found = await store.newest(conn, actor.org_id, before=number + 1, size=1)
    if not found or found[0].number != number:
        raise ContinuityModelNotFound(id=number)
    return found[0].model
