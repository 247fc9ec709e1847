"""Vocabularies, terms and capture templates: one function per query."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.governance.model import CaptureTemplate, Term, TermStatus, Vocabulary
from warmline.governance.store.sql import SQL
from warmline.kit.db import Conn


def _terms(rows: Sequence[Any]) -> list[Term]:
    return [Term(**{**row, "status": TermStatus(row["status"])}) for row in rows]


async def vocabularies(conn: Conn, org_id: UUID, after: str | None, limit: int) -> list[Vocabulary]:
    rows = await SQL.vocabularies(conn, org_id=org_id, after=after, size=limit)
    return [Vocabulary(**row) for row in rows]


async def vocabularies_by_id(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[Vocabulary]:
    return [Vocabulary(**row) for row in await SQL.vocabularies_by_id(conn, org_id=org_id, ids=list(ids))]


async def vocabulary_by_code(conn: Conn, org_id: UUID, code: str) -> Vocabulary | None:
    row = await SQL.vocabulary_by_code(conn, org_id=org_id, code=code)
    return Vocabulary(**row) if row else None


async def lock_vocabulary(conn: Conn, org_id: UUID, code: str) -> Vocabulary | None:
    row = await SQL.lock_vocabulary(conn, org_id=org_id, code=code)
    return Vocabulary(**row) if row else None


async def insert_vocabularies(
    conn: Conn, org_id: UUID, labels: dict[str, str], *, pack: str | None = None
) -> list[Vocabulary]:
    """Those that were new; ``labels`` by code."""
    rows = await SQL.insert_vocabularies(
        conn, org_id=org_id, codes=list(labels), labels=list(labels.values()), pack=pack
    )
    return [Vocabulary(**row) for row in rows]


async def update_vocabulary(conn: Conn, org_id: UUID, code: str, label: str) -> Vocabulary:
    return Vocabulary(**await SQL.update_vocabulary(conn, org_id=org_id, code=code, label=label))


async def vocabulary_version(conn: Conn, codes: Sequence[str]) -> str:
    return str(await SQL.vocabulary_version(conn, codes=list(codes)))


async def term_status(conn: Conn, vocabulary: str, code: str) -> TermStatus | None:
    row = await SQL.find_term(conn, vocabulary=vocabulary, code=code)
    return TermStatus(row["status"]) if row else None


async def term_codes(conn: Conn, vocabulary: str) -> list[str]:
    return [row["code"] for row in await SQL.term_codes(conn, vocabulary=vocabulary)]


async def active_terms(conn: Conn, vocabulary: str) -> list[Term]:
    return _terms(await SQL.active_terms(conn, vocabulary=vocabulary))


async def terms(
    conn: Conn,
    org_id: UUID,
    vocabulary: str,
    *,
    after: str | None,
    limit: int,
    status: TermStatus | None = None,
    parent: str | None = None,
) -> list[Term]:
    rows = await SQL.terms(
        conn, org_id=org_id, vocabulary=vocabulary, after=after, size=limit, status=status, parent=parent
    )
    return _terms(rows)


async def terms_by_id(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[Term]:
    return _terms(await SQL.terms_by_id(conn, org_id=org_id, ids=list(ids)))


async def lock_term(conn: Conn, org_id: UUID, term_id: UUID) -> Term | None:
    row = await SQL.lock_term(conn, org_id=org_id, id=term_id)
    return _terms([row])[0] if row else None


async def insert_terms(conn: Conn, org_id: UUID, new: Sequence[dict[str, Any]]) -> list[Term]:
    """Those that were new. Parents must come in an earlier call, or be there."""
    return _terms(await SQL.insert_terms(conn, org_id=org_id, terms=list(new)))


async def update_term(conn: Conn, org_id: UUID, term: Term) -> Term:
    """Write the fields that can change."""
    row = await SQL.update_term(
        conn,
        org_id=org_id,
        id=term.id,
        label=term.label,
        definition=term.definition,
        parent_vocabulary=term.parent_vocabulary,
        parent=term.parent,
        synonyms=term.synonyms,
        status=term.status,
    )
    return _terms([row])[0]


async def is_below(conn: Conn, org_id: UUID, term: Term, other_vocabulary: str, other: str) -> bool:
    """Whether the other term is narrower than this one."""
    return bool(
        await SQL.narrower_terms(
            conn,
            org_id=org_id,
            vocabulary=term.vocabulary,
            code=term.code,
            other_vocabulary=other_vocabulary,
            other=other,
        )
    )


async def templates(
    conn: Conn, org_id: UUID, *, after: UUID | None, limit: int, moment: str | None = None
) -> list[CaptureTemplate]:
    rows = await SQL.templates(conn, org_id=org_id, after=after, size=limit, moment=moment)
    return [CaptureTemplate(**row) for row in rows]


async def templates_by_id(conn: Conn, org_id: UUID, ids: Sequence[UUID]) -> list[CaptureTemplate]:
    return [CaptureTemplate(**row) for row in await SQL.templates_by_id(conn, org_id=org_id, ids=list(ids))]


async def templates_for(conn: Conn, moment: str, channel: str | None, category: str | None) -> list[CaptureTemplate]:
    rows = await SQL.templates_for(conn, moment=moment, channel=channel, category=category)
    return [CaptureTemplate(**row) for row in rows]


async def lock_template(conn: Conn, org_id: UUID, template_id: UUID) -> CaptureTemplate | None:
    row = await SQL.lock_template(conn, org_id=org_id, id=template_id)
    return CaptureTemplate(**row) if row else None


async def insert_templates(conn: Conn, org_id: UUID, new: Sequence[dict[str, Any]]) -> list[CaptureTemplate]:
    """Those that were new."""
    rows = await SQL.insert_templates(conn, org_id=org_id, templates=list(new))
    return [CaptureTemplate(**row) for row in rows]


async def update_template(conn: Conn, org_id: UUID, template: CaptureTemplate) -> CaptureTemplate:
    """Write the fields that can change."""
    fields = msgspec.to_builtins(template.fields)
    row = await SQL.update_template(conn, org_id=org_id, id=template.id, name=template.name, fields=fields)
    return CaptureTemplate(**row)


async def delete_template(conn: Conn, org_id: UUID, template_id: UUID) -> None:
    await SQL.delete_template(conn, org_id=org_id, id=template_id)
