"""Installing an industry pack. What is there stays as it is, so that an upgrade adds and never takes away."""

from typing import Any

import msgspec

from warmline.accounts import Actor
from warmline.governance.events import PackInstalled, TemplateCreated, TermCreated, VocabularyCreated
from warmline.governance.model import CaptureTemplate, Term, Vocabulary
from warmline.governance.packs import Pack, read_pack
from warmline.governance.store import words as store
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish


async def install_pack(conn: Conn, actor: Actor, name: str) -> dict[str, int]:
    """Add what the organisation does not have of the pack; how many vocabularies, terms and templates were added.

    A term that the organisation changed or deprecated stays so. Raises ``PackUnknown``.
    """
    actor.need("vocabulary.manage")
    pack = read_pack(name)
    new = await store.insert_vocabularies(conn, actor.org_id, pack.vocabularies, pack=name)
    homes: dict[str, Vocabulary] = {}
    for code in pack.vocabularies:
        # Always in the same order, so that two who install at once cannot lock each other out.
        found = await store.lock_vocabulary(conn, actor.org_id, code)
        assert found is not None
        homes[code] = found
    terms = await _add_terms(conn, actor, pack, homes)
    rows = [msgspec.to_builtins(each) for each in pack.templates]
    templates = await store.insert_templates(conn, actor.org_id, rows)
    added = {"vocabularies": len(new), "terms": len(terms), "templates": len(templates)}
    if any(added.values()):
        await publish(
            conn,
            actor.org_id,
            actor.ref,
            [*_events(new, terms, templates, homes), PackInstalled(pack=name, pack_version=pack.version, added=added)],
            request_id=actor.request_id,
        )
    return added


async def _add_terms(conn: Conn, actor: Actor, pack: Pack, homes: dict[str, Vocabulary]) -> list[Term]:
    added: list[Term] = []
    for vocabulary, terms in pack.terms.items():
        rows: list[dict[str, Any]] = [msgspec.to_builtins(each) | {"vocabulary": vocabulary} for each in terms]
        new = await store.insert_terms(conn, actor.org_id, rows)
        if new:
            await store.update_vocabulary(conn, actor.org_id, vocabulary, homes[vocabulary].label)
        added += new
    return added


def _events(
    vocabularies: list[Vocabulary], terms: list[Term], templates: list[CaptureTemplate], homes: dict[str, Vocabulary]
) -> list[Event]:
    made: list[Event] = [
        VocabularyCreated(vocabulary_id=each.id, after={"code": each.code, "label": each.label})
        for each in vocabularies
    ]
    made += [
        TermCreated(
            term_id=each.id,
            vocabulary_id=homes[each.vocabulary].id,
            after={"vocabulary": each.vocabulary, "code": each.code, "label": each.label},
        )
        for each in terms
    ]
    made += [
        TemplateCreated(
            template_id=each.id, after={"moment": each.moment, "category": each.category, "name": each.name}
        )
        for each in templates
    ]
    return made
