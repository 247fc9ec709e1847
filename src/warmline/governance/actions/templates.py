"""Changing capture templates: what must be filled in at wrap-up and hand-off."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance.actions.words import require_term
from warmline.governance.changes import NewTemplate, TemplateChange, given
from warmline.governance.errors import TemplateNotFound, TemplateTaken
from warmline.governance.events import TemplateCreated, TemplateDeleted, TemplateUpdated
from warmline.governance.model import CaptureField, CaptureTemplate
from warmline.governance.store import words as store
from warmline.kit.db import Conn
from warmline.kit.errors import FieldError, Invalid, Stale
from warmline.kit.events import Event, publish

PERMISSION = "vocabulary.manage"
CATEGORIES = "inquiry_category"


async def _publish(conn: Conn, actor: Actor, event: Event) -> None:
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def list_templates(
    conn: Conn, actor: Actor, *, after: UUID | None = None, limit: int = 50, moment: str | None = None
) -> list[CaptureTemplate]:
    """In the order in which they were made; everybody who works here may see them."""
    return await store.templates(conn, actor.org_id, after=after, limit=limit, moment=moment)


async def get_template(conn: Conn, actor: Actor, template_id: UUID) -> CaptureTemplate:
    """Raises ``TemplateNotFound``."""
    found = await store.templates_by_id(conn, actor.org_id, [template_id])
    if not found:
        raise TemplateNotFound(id=template_id)
    return found[0]


async def create_template(conn: Conn, actor: Actor, new: NewTemplate) -> CaptureTemplate:
    """Raises ``TemplateTaken`` where there is one for the same moment, channel and category."""
    actor.need(PERMISSION)
    if new.category:
        await require_term(conn, CATEGORIES, new.category, field="category")
    await check_fields(conn, actor, new.fields)
    row: dict[str, Any] = msgspec.to_builtins(new)
    made = await store.insert_templates(conn, actor.org_id, [row])
    if not made:
        raise TemplateTaken()
    await _publish(conn, actor, TemplateCreated(template_id=made[0].id, after=row))
    return made[0]


async def check_fields(conn: Conn, actor: Actor, fields: Sequence[CaptureField]) -> None:
    """Raise ``Invalid`` for a field that is asked for twice, a vocabulary that is not there, or a default that its
    vocabulary does not have."""
    names = [each.field for each in fields]
    problems = [
        FieldError(f"fields[{n}].field", f"{name!r} is asked for twice")
        for n, name in enumerate(names)
        if name in names[:n]
    ]
    known = {each.code for each in await store.vocabularies(conn, actor.org_id, None, 1000)}
    problems += [
        FieldError(f"fields[{n}].vocabulary", f"there is no vocabulary {each.vocabulary!r}")
        for n, each in enumerate(fields)
        if each.vocabulary and each.vocabulary not in known
    ]
    if problems:
        raise Invalid(problem="; ".join(f"{each.field}: {each.problem}" for each in problems), fields=problems)
    for n, each in enumerate(fields):
        if each.vocabulary and each.default:
            await require_term(conn, each.vocabulary, each.default, field=f"fields[{n}].default")


async def _locked(conn: Conn, actor: Actor, template_id: UUID, expected: int | None) -> CaptureTemplate:
    found = await store.lock_template(conn, actor.org_id, template_id)
    if found is None:
        raise TemplateNotFound(id=template_id)
    if expected is not None and expected != found.version:
        raise Stale(kind="capture template")
    return found


async def update_template(
    conn: Conn, actor: Actor, template_id: UUID, change: TemplateChange, *, expected: int | None = None
) -> CaptureTemplate:
    """Ask for other fields. ``expected`` is the version that the change is based on; raises ``Stale``."""
    actor.need(PERMISSION)
    before = await _locked(conn, actor, template_id, expected)
    values = given(change)
    if "fields" in values:
        await check_fields(conn, actor, values["fields"])
    wanted = msgspec.structs.replace(before, **msgspec.to_builtins(values))
    if wanted == before:
        return before
    after = await store.update_template(conn, actor.org_id, wanted)
    changed = [name for name in ("name", "fields") if getattr(before, name) != getattr(after, name)]
    event = TemplateUpdated(
        template_id=template_id,
        before={name: getattr(before, name) for name in changed},
        after={name: getattr(after, name) for name in changed},
    )
    await _publish(conn, actor, event)
    return after


async def delete_template(conn: Conn, actor: Actor, template_id: UUID, *, expected: int | None = None) -> None:
    """Ask for these fields no more."""
    actor.need(PERMISSION)
    before = await _locked(conn, actor, template_id, expected)
    await store.delete_template(conn, actor.org_id, template_id)
    old = {"moment": before.moment, "channel": before.channel, "category": before.category, "name": before.name}
    await _publish(conn, actor, TemplateDeleted(template_id=template_id, before=old | {"fields": before.fields}))
