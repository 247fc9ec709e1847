"""The organisation's inquiry categories, compiled once per version of the vocabulary."""

from uuid import UUID

from warmline.governance import active_terms, vocabulary_version
from warmline.interactions.categories import Categoriser
from warmline.kit.db import Conn

_compiled: dict[UUID, tuple[str, Categoriser]] = {}
VOCABULARIES = ("inquiry_category", "inquiry_subcategory")


async def categoriser(conn: Conn, org_id: UUID) -> Categoriser:
    """The categoriser of the organisation's vocabulary as this transaction sees it."""
    version = await vocabulary_version(conn, VOCABULARIES)
    held = _compiled.get(org_id)
    if held and held[0] == version:
        return held[1]
    terms = [term for name in VOCABULARIES for term in await active_terms(conn, name)]
    made = Categoriser(terms)
    _compiled[org_id] = (version, made)
    return made
