"""Changing the rules of continuity, and asking for those that apply."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance.actions.templates import PERMISSION, check_fields
from warmline.governance.changes import given
from warmline.governance.continuity import (
    ContinuityPolicy,
    ContinuityPolicyChange,
    NewContinuityPolicy,
    Switch,
    applying,
)
from warmline.governance.errors import ContinuityPolicyNotFound, ContinuityPolicyTaken
from warmline.governance.events import ContinuityPolicyCreated, ContinuityPolicyDeleted, ContinuityPolicyUpdated
from warmline.governance.model import CaptureField
from warmline.governance.store import continuity as store
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import Event, publish

TOLD = ("name", "owner_team_id", "fields")


async def continuity_policies(conn: Conn, actor: Actor, switches: Sequence[Switch]) -> list[ContinuityPolicy]:
    """The rules that apply where a matter changes hands in these ways at once, at most one for each."""
    kinds = sorted({each.kind for each in switches})
    return applying(await store.policies_for(conn, actor.org_id, kinds), switches)


async def list_policies(
    conn: Conn, actor: Actor, *, after: UUID | None = None, limit: int = 50, switch: str | None = None
) -> list[ContinuityPolicy]:
    """In the order in which they were made; everybody who works here may see them."""
    return await store.policies(conn, actor.org_id, after=after, size=limit, switch=switch)


async def get_policy(conn: Conn, actor: Actor, policy_id: UUID) -> ContinuityPolicy:
    """Raises ``ContinuityPolicyNotFound``."""
    found = await store.policies_by_id(conn, actor.org_id, [policy_id])
    if not found:
        raise ContinuityPolicyNotFound(id=policy_id)
    return found[0]


async def create_policy(conn: Conn, actor: Actor, new: NewContinuityPolicy) -> ContinuityPolicy:
    """Raises ``ContinuityPolicyTaken`` where there is one for the same switch, and ``Invalid`` for ends, teams, queues
    and vocabularies that do not exist."""
    actor.need(PERMISSION)
    await _check_ends(conn, actor, new)
    await _check_team(conn, actor, new.owner_team_id)
    await check_fields(conn, actor, new.fields)
    if new.owner_team_id is None and not new.fields:
        raise Invalid.field("fields", "a policy names a team that owns the context, fields that must travel, or both")
    made = await store.insert_policy(conn, actor.org_id, new)
    if made is None:
        raise ContinuityPolicyTaken()
    after = {name: getattr(made, name) for name in ("switch", "from_value", "to_value", *TOLD)}
    await _publish(conn, actor, ContinuityPolicyCreated(policy_id=made.id, after=after))
    return made


async def _check_ends(conn: Conn, actor: Actor, new: NewContinuityPolicy) -> None:
    for field in ("from_value", "to_value"):
        value = getattr(new, field)
        if value is None or new.switch == "channel":
            continue
        if new.switch in ("agent", "bot"):
            raise Invalid.field(field, f"a policy for {new.switch} switches is for all of them; leave it out")
        if new.switch == "queue" and field == "from_value":
            raise Invalid.field(field, "work comes into a queue from anywhere; leave it out")
        exists = store.team_exists if new.switch == "team" else store.queue_exists
        if not _uuid(value) or not await exists(conn, actor.org_id, UUID(value)):
            raise Invalid.field(field, f"there is no {new.switch} with this id")


def _uuid(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


async def _check_team(conn: Conn, actor: Actor, team_id: UUID | None) -> None:
    if team_id is not None and not await store.team_exists(conn, actor.org_id, team_id):
        raise Invalid.field("owner_team_id", "there is no such team")


async def update_policy(
    conn: Conn, actor: Actor, policy_id: UUID, change: ContinuityPolicyChange, *, expected: int | None = None
) -> ContinuityPolicy:
    """Let a rule say something else. ``expected`` is the version that the change is based on; raises ``Stale``."""
    actor.need(PERMISSION)
    before = await _locked(conn, actor, policy_id, expected)
    values = given(change)
    await _check_team(conn, actor, values.get("owner_team_id"))
    await check_fields(conn, actor, values.get("fields", []))
    return await _write(conn, actor, before, msgspec.structs.replace(before, **_plain(values)))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return values | ({"fields": msgspec.to_builtins(values["fields"])} if "fields" in values else {})


async def _write(conn: Conn, actor: Actor, before: ContinuityPolicy, wanted: ContinuityPolicy) -> ContinuityPolicy:
    if wanted == before:
        return before
    after = await store.update_policy(conn, actor.org_id, wanted)
    changed = [name for name in TOLD if getattr(before, name) != getattr(after, name)]
    event = ContinuityPolicyUpdated(
        policy_id=after.id,
        before={name: getattr(before, name) for name in changed},
        after={name: getattr(after, name) for name in changed},
    )
    await _publish(conn, actor, event)
    return after


async def extend_policy(
    conn: Conn,
    actor: Actor,
    switch: Switch,
    *,
    name: str,
    field: CaptureField | None = None,
    owner_team_id: UUID | None = None,
) -> ContinuityPolicy:
    """Let the rule for exactly this switch require one field more, or name the owning team; it is made where there is
    none."""
    actor.need(PERMISSION)
    before = await store.lock_policy_for(conn, actor.org_id, switch)
    if before is None:
        new = NewContinuityPolicy(
            switch=switch.kind,  # type: ignore[arg-type] # proposals hold the kinds that the table allows
            from_value=switch.from_value,
            to_value=switch.to_value,
            name=name,
            owner_team_id=owner_team_id,
            fields=[field] if field else [],
        )
        return await create_policy(conn, actor, new)
    await _check_team(conn, actor, owner_team_id)
    fields = list(before.fields)
    if field:
        fields = [each for each in fields if each["field"] != field.field] + [msgspec.to_builtins(field)]
    wanted = msgspec.structs.replace(before, fields=fields, owner_team_id=owner_team_id or before.owner_team_id)
    return await _write(conn, actor, before, wanted)


async def delete_policy(conn: Conn, actor: Actor, policy_id: UUID, *, expected: int | None = None) -> None:
    """Let a rule hold no more."""
    actor.need(PERMISSION)
    before = await _locked(conn, actor, policy_id, expected)
    await store.delete_policy(conn, actor.org_id, policy_id)
    old = {name: getattr(before, name) for name in ("switch", "from_value", "to_value", *TOLD)}
    await _publish(conn, actor, ContinuityPolicyDeleted(policy_id=policy_id, before=old))


async def _locked(conn: Conn, actor: Actor, policy_id: UUID, expected: int | None) -> ContinuityPolicy:
    found = await store.lock_policy(conn, actor.org_id, policy_id)
    if found is None:
        raise ContinuityPolicyNotFound(id=policy_id)
    if expected is not None and expected != found.version:
        raise Stale(kind="continuity policy")
    return found


async def _publish(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
