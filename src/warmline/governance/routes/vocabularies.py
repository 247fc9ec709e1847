"""Vocabularies, terms and packs over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from warmline.accounts import Actor
from warmline.governance.actions import install, vocabularies
from warmline.governance.changes import NewTerm, NewVocabulary, TermChange, VocabularyChange
from warmline.governance.model import Term, TermStatus, Vocabulary
from warmline.governance.packs import CATEGORY, pack_names, read_pack
from warmline.governance.schemas import PackAdded, PackView
from warmline.kit.http import After, Db, Limit, Page, expected_version, page, read_cursor, tagged

TAGS = ["vocabularies"]
_Request = Request[Any, Any, Any]


@get("/vocabularies", operation_id="list_vocabularies", tags=TAGS)
async def list_vocabularies(
    db: Db, actor: NamedDependency[Actor], limit: Limit = 50, after: After = None
) -> Page[Vocabulary]:
    """The lists of codes that records are kept in."""
    key = read_cursor(after, tuple[str])
    async with db.transaction(actor.org_id) as conn:
        found = await vocabularies.list_vocabularies(conn, actor, after=key[0] if key else None, limit=limit + 1)
    return page(found, limit, key=lambda each: (each.code,))


@post("/vocabularies", operation_id="create_vocabulary", tags=TAGS)
async def create_vocabulary(
    db: Db, actor: NamedDependency[Actor], data: JSONBody[NewVocabulary]
) -> Response[Vocabulary]:
    """A new list of codes, empty."""
    async with db.transaction(actor.org_id) as conn:
        made = await vocabularies.create_vocabulary(conn, actor, data)
    return tagged(made, status_code=201, location=f"/api/v1/vocabularies/{made.code}")


@get("/vocabularies/{code:str}", operation_id="get_vocabulary", tags=TAGS)
async def get_vocabulary(db: Db, actor: NamedDependency[Actor], code: FromPath[str]) -> Response[Vocabulary]:
    """One list of codes, without its terms."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await vocabularies.get_vocabulary(conn, actor, code))


@patch("/vocabularies/{code:str}", operation_id="update_vocabulary", tags=TAGS)
async def update_vocabulary(
    request: _Request,
    db: Db,
    actor: NamedDependency[Actor],
    code: FromPath[str],
    data: JSONBody[VocabularyChange],
) -> Response[Vocabulary]:
    """Give a vocabulary another label."""
    async with db.transaction(actor.org_id) as conn:
        changed = await vocabularies.update_vocabulary(conn, actor, code, data, expected=expected_version(request))
    return tagged(changed)


@get("/vocabularies/{code:str}/terms", operation_id="list_terms", tags=TAGS)
async def list_terms(
    db: Db,
    actor: NamedDependency[Actor],
    code: FromPath[str],
    status: FromQuery[TermStatus | None] = None,
    parent: FromQuery[str | None] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[Term]:
    """The terms of a vocabulary, by code; those within a wider one with `parent`."""
    key = read_cursor(after, tuple[str])
    async with db.transaction(actor.org_id) as conn:
        await vocabularies.get_vocabulary(conn, actor, code)
        found = await vocabularies.list_terms(
            conn, actor, code, after=key[0] if key else None, limit=limit + 1, status=status, parent=parent
        )
    return page(found, limit, key=lambda each: (each.code,))


@post("/vocabularies/{code:str}/terms", operation_id="create_term", tags=TAGS)
async def create_term(
    db: Db, actor: NamedDependency[Actor], code: FromPath[str], data: JSONBody[NewTerm]
) -> Response[Term]:
    """Add a term."""
    async with db.transaction(actor.org_id) as conn:
        made = await vocabularies.create_term(conn, actor, code, data)
    return tagged(made, status_code=201, location=f"/api/v1/terms/{made.id}")


@get("/terms/{term_id:uuid}", operation_id="get_term", tags=TAGS)
async def get_term(db: Db, actor: NamedDependency[Actor], term_id: FromPath[UUID]) -> Response[Term]:
    """One term."""
    async with db.transaction(actor.org_id) as conn:
        return tagged(await vocabularies.get_term(conn, actor, term_id))


@patch("/terms/{term_id:uuid}", operation_id="update_term", tags=TAGS)
async def update_term(
    request: _Request,
    db: Db,
    actor: NamedDependency[Actor],
    term_id: FromPath[UUID],
    data: JSONBody[TermChange],
) -> Response[Term]:
    """Change a term, approve it (`active`), or take it out of use (`deprecated`): old records keep it."""
    async with db.transaction(actor.org_id) as conn:
        changed = await vocabularies.update_term(conn, actor, term_id, data, expected=expected_version(request))
    return tagged(changed)


def _view(name: str) -> PackView:
    pack = read_pack(name)
    return PackView(
        name=pack.name,
        label=pack.label,
        version=pack.version,
        terms=sum(len(terms) for terms in pack.terms.values()),
        categories=[term.code for term in pack.terms[CATEGORY]],
    )


@get("/packs", operation_id="list_packs", tags=TAGS)
async def list_packs(actor: NamedDependency[Actor]) -> list[PackView]:
    """The industry packs that can be installed."""
    return [_view(name) for name in pack_names()]


@post("/packs/{name:str}/install", operation_id="install_pack", tags=TAGS, status_code=200)
async def install_pack(db: Db, actor: NamedDependency[Actor], name: FromPath[str]) -> PackAdded:
    """Install a pack, or bring it up to date: what is missing is added, what is there stays as it is."""
    async with db.transaction(actor.org_id) as conn:
        added = await install.install_pack(conn, actor, name)
    return PackAdded(**added)


ROUTES = [
    list_vocabularies,
    create_vocabulary,
    get_vocabulary,
    update_vocabulary,
    list_terms,
    create_term,
    get_term,
    update_term,
    list_packs,
    install_pack,
]
