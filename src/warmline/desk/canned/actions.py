"""Keep a text, change it, and fill it for a contact."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import msgspec

from warmline.accounts import Actor, organization, visible_team
from warmline.customers import visible_customer
from warmline.desk.canned import store
from warmline.desk.canned.errors import CannedCodeTaken, CannedNotYours, CannedResponseNotFound, CannedTextUnusable
from warmline.desk.canned.events import CannedResponseCreated, CannedResponseDeleted, CannedResponseUpdated
from warmline.desk.canned.model import CannedChange, CannedResponse, NewCanned, Rendered, Scope
from warmline.desk.canned.snapshots import READ, visible_canned
from warmline.desk.canned.variables import dated, fill, first_name, problems
from warmline.interactions import InteractionView, visible_case, visible_interaction
from warmline.kit import clock
from warmline.kit.db import Conn, savepoint
from warmline.kit.errors import FieldError, Invalid, Stale
from warmline.kit.events import Event, publish
from warmline.kit.ids import new_id

FIELDS = ("code", "name", "body", "folder", "language", "channels")


async def create_canned(conn: Conn, actor: Actor, new: NewCanned) -> CannedResponse:
    """Keep a text: for oneself, for one's team, or, with ``vocabulary.manage``, for everybody.

    Raises ``CannedTextUnusable``, ``CannedCodeTaken``, ``CannedNotYours``.
    """
    actor.need(*READ)
    await _settled_scope(conn, actor, new)
    _check(new.body)
    canned_id = new_id()
    fields = {name: getattr(new, name) for name in FIELDS}
    try:
        async with savepoint(conn):
            await store.insert(
                conn,
                actor.org_id,
                id=canned_id,
                scope=new.scope.value,
                agent_id=actor.agent_id if new.scope is Scope.PERSONAL else None,
                team_id=new.team_id,
                **fields,
            )
    except asyncpg.UniqueViolationError as error:
        raise CannedCodeTaken(code=new.code) from error
    await _tell(conn, actor, CannedResponseCreated(canned_id=canned_id, after={"code": new.code, "scope": new.scope}))
    return await visible_canned(conn, actor, canned_id)


async def _settled_scope(conn: Conn, actor: Actor, new: NewCanned) -> None:
    if (new.scope is Scope.TEAM) != (new.team_id is not None):
        raise Invalid.field("team_id", "a team goes with a team's text, and with no other")
    if new.scope is Scope.PERSONAL and actor.agent_id is None:
        raise Invalid.field("scope", "a program has no texts of its own")
    if new.team_id:
        await visible_team(conn, actor, new.team_id)
    _need_hold(actor, new.scope, actor.agent_id, new.team_id)


def _need_hold(actor: Actor, scope: str, agent_id: UUID | None, team_id: UUID | None) -> None:
    """One's own and one's teams' texts are one's to change; the others are for who keeps them in order."""
    own = agent_id == actor.agent_id if scope == Scope.PERSONAL else team_id in actor.team_ids
    if not own and not (actor.may(store.KEEPER) and scope != Scope.PERSONAL):
        raise CannedNotYours()


def _check(body: str) -> None:
    found = problems(body)
    if found:
        raise CannedTextUnusable(problems="; ".join(found), fields=[FieldError("body", each) for each in found])


async def update_canned(
    conn: Conn, actor: Actor, canned_id: UUID, change: CannedChange, *, version: int | None = None
) -> CannedResponse:
    """Change what is given. Raises ``Stale`` and what ``create_canned`` raises."""
    old = await _lock(conn, actor, canned_id, version)
    before = {name: old[name] for name in FIELDS}
    given = {name: value for name in FIELDS if (value := getattr(change, name)) is not msgspec.UNSET}
    after = before | given
    _check(after["body"])
    changed = [name for name in FIELDS if after[name] != before[name]]
    if changed:
        try:
            async with savepoint(conn):
                await store.change(conn, actor.org_id, canned_id, **after)
        except asyncpg.UniqueViolationError as error:
            raise CannedCodeTaken(code=after["code"]) from error
        # What somebody wrote stays out of the log.
        told = [name for name in changed if name != "body"]
        event = CannedResponseUpdated(
            canned_id=canned_id,
            before={each: before[each] for each in told},
            after={each: after[each] for each in told},
        )
        await _tell(conn, actor, event)
    return await visible_canned(conn, actor, canned_id)


async def delete_canned(conn: Conn, actor: Actor, canned_id: UUID) -> None:
    """Keep a text no more."""
    old = await _lock(conn, actor, canned_id, None)
    await store.delete(conn, actor.org_id, canned_id)
    await _tell(conn, actor, CannedResponseDeleted(canned_id=canned_id, before={"code": old["code"]}))


async def _lock(conn: Conn, actor: Actor, canned_id: UUID, version: int | None) -> Any:
    await visible_canned(conn, actor, canned_id)
    old = await store.lock(conn, actor.org_id, canned_id)
    if old is None:
        raise CannedResponseNotFound(id=canned_id)
    _need_hold(actor, old["scope"], old["agent_id"], old["team_id"])
    if version not in (None, old["version"]):
        raise Stale(kind="canned response")
    return old


async def list_canned(
    conn: Conn, actor: Actor, wanted: store.Wanted, *, after: tuple[str, UUID] | None = None, size: int = 51
) -> list[CannedResponse]:
    """A page of the texts that one uses, by code."""
    actor.need(*READ)
    return await store.page_of(conn, actor, wanted, after=after, size=size)


async def render(conn: Conn, actor: Actor, canned_id: UUID, interaction_id: UUID) -> Rendered:
    """A text filled for a contact, and counted as used. What has no value is named, and stands there as it was."""
    canned = await visible_canned(conn, actor, canned_id)
    contact = await visible_interaction(conn, actor, interaction_id)
    language = canned.language or contact.language
    text, missing = fill(canned.body, await _values(conn, actor, contact, language))
    await store.count_use(conn, actor.org_id, canned_id, clock.now())
    return Rendered(text=text, language=language, missing=missing)


async def _values(conn: Conn, actor: Actor, contact: InteractionView, language: str | None) -> dict[str, str]:
    ours = await organization(conn, actor)
    values = {
        "agent.name": actor.name,
        "agent.first_name": first_name(actor.name),
        "organization.name": ours.name,
        "today": dated(_today(ours.time_zone, clock.now()), language or ours.locale),
    }
    if contact.case_id:
        case = await visible_case(conn, actor, contact.case_id)
        values |= {"case.reference": case.reference, "case.title": case.title}
    if contact.customer_id and actor.may("customer.read"):
        customer = await visible_customer(conn, actor, contact.customer_id)
        if customer.named:
            person = customer.kind == "person"
            values["customer.name"] = customer.display_name
            values["customer.first_name"] = first_name(customer.display_name) if person else ""
    return values


def _today(zone: str, at: datetime) -> Any:
    return at.astimezone(ZoneInfo(zone)).date()


async def _tell(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
