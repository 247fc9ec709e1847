"""Changing vocabularies and their terms. Nothing is deleted: old records keep their codes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance.changes import NewTerm, NewVocabulary, TermChange, VocabularyChange, given
from warmline.governance.errors import TermNotFound, TermOfItself, TermTaken, VocabularyTaken, VocabularyUnknown
from warmline.governance.events import TermCreated, TermUpdated, VocabularyCreated, VocabularyUpdated
from warmline.governance.model import Term, TermStatus, Vocabulary
from warmline.governance.store import words as store
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid, Stale
from warmline.kit.events import Event, publish

PERMISSION = "vocabulary.manage"


async def _publish(conn: Conn, actor: Actor, events: Sequence[Event]) -> None:
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


async def list_vocabularies(conn: Conn, actor: Actor, *, after: str | None = None, limit: int = 50) -> list[Vocabulary]:
    """By code; everybody who works here may see them."""
    return await store.vocabularies(conn, actor.org_id, after, limit)


async def get_vocabulary(conn: Conn, actor: Actor, code: str) -> Vocabulary:
    """Raises ``VocabularyUnknown``."""
    found = await store.vocabulary_by_code(conn, actor.org_id, code)
    if found is None:
        raise VocabularyUnknown(code=code)
    return found


async def create_vocabulary(conn: Conn, actor: Actor, new: NewVocabulary) -> Vocabulary:
    """Raises ``VocabularyTaken``."""
    actor.need(PERMISSION)
    made = await store.insert_vocabularies(conn, actor.org_id, {new.code: new.label})
    if not made:
        raise VocabularyTaken(code=new.code)
    after = {"code": new.code, "label": new.label}
    await _publish(conn, actor, [VocabularyCreated(vocabulary_id=made[0].id, after=after)])
    return made[0]


async def _locked(conn: Conn, actor: Actor, code: str) -> Vocabulary:
    found = await store.lock_vocabulary(conn, actor.org_id, code)
    if found is None:
        raise VocabularyUnknown(code=code)
    return found


async def update_vocabulary(
    conn: Conn, actor: Actor, code: str, change: VocabularyChange, *, expected: int | None = None
) -> Vocabulary:
    """Give a vocabulary another label. ``expected`` is the version that the change is based on; raises ``Stale``."""
    actor.need(PERMISSION)
    before = await _locked(conn, actor, code)
    _check_version("vocabulary", before.version, expected)
    if change.label == before.label:
        return before
    after = await store.update_vocabulary(conn, actor.org_id, code, change.label)
    event = VocabularyUpdated(vocabulary_id=after.id, before={"label": before.label}, after={"label": after.label})
    await _publish(conn, actor, [event])
    return after


def _check_version(kind: str, version: int, expected: int | None) -> None:
    if expected is not None and expected != version:
        raise Stale(kind=kind)


async def list_terms(
    conn: Conn,
    actor: Actor,
    vocabulary: str,
    *,
    after: str | None = None,
    limit: int = 50,
    status: TermStatus | None = None,
    parent: str | None = None,
) -> list[Term]:
    """By code; ``parent`` is the code of a wider term."""
    return await store.terms(conn, actor.org_id, vocabulary, after=after, limit=limit, status=status, parent=parent)


async def get_term(conn: Conn, actor: Actor, term_id: UUID) -> Term:
    """Raises ``TermNotFound``."""
    found = await store.terms_by_id(conn, actor.org_id, [term_id])
    if not found:
        raise TermNotFound(id=term_id)
    return found[0]


async def create_term(conn: Conn, actor: Actor, vocabulary: str, new: NewTerm) -> Term:
    """Add a term. Raises ``TermTaken``, ``VocabularyUnknown``, and ``Invalid`` for a parent that is not there."""
    actor.need(PERMISSION)
    home = await _locked(conn, actor, vocabulary)
    row: dict[str, Any] = msgspec.to_builtins(new)
    row |= {"vocabulary": vocabulary, "parent_vocabulary": _parents_home(vocabulary, new.parent, new.parent_vocabulary)}
    await _check_parent(conn, row["parent_vocabulary"], new.parent)
    made = await store.insert_terms(conn, actor.org_id, [row])
    if not made:
        raise TermTaken(vocabulary=vocabulary, code=new.code)
    await _changed(conn, actor, home)
    shown = {name: value for name, value in row.items() if value not in (None, "", [])}
    await _publish(conn, actor, [TermCreated(term_id=made[0].id, vocabulary_id=home.id, after=shown)])
    return made[0]


def _parents_home(vocabulary: str, parent: str | None, parent_vocabulary: str | None) -> str | None:
    return (parent_vocabulary or vocabulary) if parent else None


async def _check_parent(conn: Conn, vocabulary: str | None, parent: str | None) -> None:
    if parent and vocabulary and await store.term_status(conn, vocabulary, parent) is None:
        raise Invalid.field("parent", f"{vocabulary} has no term {parent!r}")


async def _changed(conn: Conn, actor: Actor, vocabulary: Vocabulary) -> None:
    # Its version tells those who compiled the terms that they must do so again.
    await store.update_vocabulary(conn, actor.org_id, vocabulary.code, vocabulary.label)


async def update_term(
    conn: Conn, actor: Actor, term_id: UUID, change: TermChange, *, expected: int | None = None
) -> Term:
    """Change, approve or deprecate a term. ``expected`` is the version that the change is based on; raises ``Stale``,
    and ``TermOfItself`` where the new parent is below the term."""
    actor.need(PERMISSION)
    before = await get_term(conn, actor, term_id)
    # Terms change one at a time, or two changes could make a circle of parents.
    home = await _locked(conn, actor, before.vocabulary)
    locked = await store.lock_term(conn, actor.org_id, term_id)
    assert locked is not None
    _check_version("term", locked.version, expected)
    wanted = msgspec.structs.replace(locked, **given(change))
    wanted = msgspec.structs.replace(
        wanted, parent_vocabulary=_parents_home(wanted.vocabulary, wanted.parent, wanted.parent_vocabulary)
    )
    if wanted == locked:
        return locked
    await _check_tree(conn, actor, locked, wanted)
    after = await store.update_term(conn, actor.org_id, wanted)
    await _changed(conn, actor, home)
    old, new = _difference(locked, after)
    await _publish(conn, actor, [TermUpdated(term_id=term_id, vocabulary_id=home.id, before=old, after=new)])
    return after


async def _check_tree(conn: Conn, actor: Actor, old: Term, new: Term) -> None:
    if not (new.parent and new.parent_vocabulary) or (old.parent_vocabulary, old.parent) == (
        new.parent_vocabulary,
        new.parent,
    ):
        return
    await _check_parent(conn, new.parent_vocabulary, new.parent)
    itself = (new.parent_vocabulary, new.parent) == (old.vocabulary, old.code)
    if itself or await store.is_below(conn, actor.org_id, old, new.parent_vocabulary, new.parent):
        raise TermOfItself(code=old.code)


def _difference(old: Term, new: Term) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = msgspec.to_builtins(old), msgspec.to_builtins(new)
    changed = [name for name in before if name not in ("version", "updated_at") and before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}
