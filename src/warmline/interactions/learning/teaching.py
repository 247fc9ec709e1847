"""Corrections teach: train a model, check it beside the active one, and let the better one decide."""

import asyncio
from datetime import timedelta
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.learning import store
from warmline.interactions.learning.active import active_model
from warmline.interactions.learning.choosing import replace_active
from warmline.interactions.learning.errors import NothingToLearn
from warmline.interactions.learning.events import ContinuityModelTrained
from warmline.interactions.learning.judged import rows_of
from warmline.interactions.learning.model import SHIPPED, ContinuityModel, Row
from warmline.interactions.learning.settings import MANAGE, tuning
from warmline.interactions.learning.shipped import shipped
from warmline.interactions.learning.training import NotEnough, compare, train
from warmline.interactions.learning.views import ModelView, Tuning
from warmline.kit import clock
from warmline.kit.db import Conn, Database
from warmline.kit.events import publish
from warmline.kit.ids import new_id

HISTORY = timedelta(days=365)
# Corrections before the first model of an organisation, and further ones before each next.
LEAST, MORE = 30, 20


class _Material(msgspec.Struct, frozen=True, kw_only=True):
    """What a model is made of."""

    rows: list[Row]
    known: int
    active: ContinuityModel
    tuning: Tuning
    corrections: int


async def learn(db: Database, actor: Actor, *, propose: bool = False) -> ModelView:
    """Train a model now. It is kept whatever comes of it: a better one decides from then on, or is proposed where
    ``propose`` or the settings ask for a person.

    Opens its own transactions, since training takes seconds, and runs it in a thread. Raises ``NothingToLearn``.
    """
    actor.need(MANAGE)
    async with db.transaction(actor.org_id) as conn:
        material = await _material(conn, actor)
    try:
        made = await asyncio.to_thread(_made, material)
    except NotEnough as reason:
        raise NothingToLearn(reason=str(reason)) from reason
    async with db.transaction(actor.org_id) as conn:
        return await _keep(conn, actor, material, made, propose=propose or material.tuning.learn == "propose")


async def learn_when_due(db: Database, actor: Actor) -> ModelView | None:
    """The same, where enough was corrected since the last time, and the organisation wants it."""
    async with db.transaction(actor.org_id) as conn:
        last = await store.last(conn, actor.org_id)
        corrections = await store.count_corrections(conn, actor.org_id)
        wanted = (await tuning(conn, actor)).learn != "off"
    due = corrections >= LEAST if last is None else corrections - last.corrections >= MORE
    if not (due and wanted):
        return None
    try:
        return await learn(db, actor)
    except NothingToLearn:
        # The corrections are about contacts that no candidate was weighed for.
        return None


async def _material(conn: Conn, actor: Actor) -> _Material:
    set_, now = await tuning(conn, actor), clock.now()
    settle = timedelta(days=set_.settle_days)
    found = await store.decisions(conn, actor.org_id, since=now - HISTORY, now=now, settle=settle)
    return _Material(
        rows=rows_of(found),
        known=sum(each.known for each in found),
        active=await active_model(conn, actor.org_id) or shipped(),
        tuning=set_,
        corrections=await store.count_corrections(conn, actor.org_id),
    )


def _made(material: _Material) -> ContinuityModel:
    """Drawn toward the shipped model, not the active one, or old corrections would count again and again."""
    if not material.rows:
        raise NotEnough("no correction is about a contact for which candidates were weighed")
    made = train(
        material.rows,
        shipped(),
        version=SHIPPED + 1,
        at=clock.now(),
        risk=material.tuning.risk,
        corrections=material.known,
    )
    return msgspec.structs.replace(made, compared=compare(made, material.active, material.rows))


async def _keep(conn: Conn, actor: Actor, material: _Material, made: ContinuityModel, *, propose: bool) -> ModelView:
    await store.lock(conn, actor.org_id)
    last = await store.last(conn, actor.org_id)
    number = last.number + 1 if last else SHIPPED + 1
    made = msgspec.structs.replace(made, version=number, name=f"learned-{number}")
    better = made.compared is not None and made.compared.better
    status = "proposed" if better else "declined"
    model_id = new_id()
    await store.insert(
        conn, actor.org_id, model_id, made, corrections=material.corrections, by=actor.ref, at=clock.now()
    )
    await store.set_status(conn, actor.org_id, model_id, status)
    event = ContinuityModelTrained(model_id=model_id, number=number, status=status, after={"status": status})
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    # Where somebody chose another model meanwhile, it was compared with the wrong one.
    same = (await active_model(conn, actor.org_id) or shipped()) == material.active
    if better and same and not propose:
        await replace_active(conn, actor, model_id)
    return await _one(conn, actor, model_id)


async def _one(conn: Conn, actor: Actor, model_id: UUID) -> ModelView:
    return (await store.models(conn, actor.org_id, [model_id]))[0]
