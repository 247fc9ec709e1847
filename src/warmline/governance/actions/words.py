"""What other slices ask of the vocabularies: is this code one, which terms are there, what must be filled in."""

import difflib
from collections.abc import Sequence

from warmline.governance.errors import TermNotInUse, TermUnknown
from warmline.governance.model import CaptureTemplate, Term, TermStatus, most_specific
from warmline.governance.store import words as store
from warmline.kit.db import Conn

NEAREST = 5


async def require_term(conn: Conn, vocabulary: str, code: str, *, field: str | None = None) -> None:
    """Raise ``TermUnknown``, which lists the nearest codes, or ``TermNotInUse``, unless the code is an active term.

    ``field`` is the request's name for what holds the code.
    """
    status = await store.term_status(conn, vocabulary, code)
    if status is TermStatus.ACTIVE:
        return
    if status is not None:
        raise TermNotInUse.of(vocabulary, code, field=field or vocabulary, status=status)
    near = nearest(code, await store.term_codes(conn, vocabulary))
    raise TermUnknown.of(vocabulary, code, field=field or vocabulary, near=near)


def nearest(code: str, known: Sequence[str]) -> list[str]:
    """The known codes most like this one, or the first ones where none is like it."""
    return difflib.get_close_matches(code.lower(), known, n=NEAREST, cutoff=0.4) or list(known[:NEAREST])


async def active_terms(conn: Conn, vocabulary: str) -> list[Term]:
    """The terms that a record may have, by code; empty for a vocabulary that does not exist."""
    return await store.active_terms(conn, vocabulary)


async def vocabulary_version(conn: Conn, vocabularies: Sequence[str]) -> str:
    """A word that changes whenever a term of these vocabularies does: what is compiled from them is kept under it."""
    return await store.vocabulary_version(conn, vocabularies)


async def capture_template(
    conn: Conn, moment: str, channel: str | None, category: str | None
) -> CaptureTemplate | None:
    """The template for this moment ("wrap_up" or "hand_off"): the one for the category, else for the channel, else the
    general one; None where nothing is asked for."""
    return most_specific(await store.templates_for(conn, moment, channel, category))
