"""After a contact moved: what its old and its new case are about is read again from the words of who is in them now.

So nobody's words stay behind in a case that they left, and a correction also helps to place the next contact.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import read_said
from warmline.interactions.actions.vocabulary import categoriser
from warmline.interactions.meanings import meanings_of, with_meaning
from warmline.interactions.store import telling
from warmline.interactions.store.telling import Told
from warmline.interactions.terms import merge
from warmline.interactions.words import Words, read_words, without_names
from warmline.kit.db import Conn

# The mean of a case's vectors forgets what lies so many contacts back.
MOST_ENCODED = 24


async def retell(conn: Conn, actor: Actor, case_ids: Iterable[UUID | None]) -> None:
    """Make the terms, numbers, topics and vectors of these cases again from their contacts' messages, all in one go. A
    case without contacts is about nothing. The caller decides alone for their customers."""
    wanted = sorted({each for each in case_ids if each})
    if not wanted:
        return
    categories = await categoriser(conn, actor.org_id)
    told = list(_contacts(await telling.said_in_cases(conn, actor.org_id, wanted)))
    words = {
        n: read_words(read_said(_texts(rows)), categories, subject=rows[0]["subject"]) for n, rows in enumerate(told)
    }
    places: dict[UUID, list[int]] = {each: [] for each in wanted}
    for n, rows in enumerate(told):
        places[rows[0]["case_id"]].append(n)
    encoded = {n: words[n] for of_case in places.values() for n in {*of_case[:1], *of_case[-MOST_ENCODED:]}}
    vectors = await meanings_of(dict(sorted(encoded.items())))
    cases = [_case(case_id, of_case, told, words, vectors) for case_id, of_case in places.items()]
    await telling.retell_cases(conn, actor.org_id, cases)


def _contacts(rows: Sequence[Any]) -> Iterator[list[Any]]:
    """The messages of each contact; the second and further ones of a contact have no name of their own."""
    together: list[Any] = []
    for row in rows:
        if together and (row["external_id"] or row["interaction_id"] != together[0]["interaction_id"]):
            yield together
            together = []
        together.append(row)
    if together:
        yield together


def _texts(rows: Sequence[Any]) -> tuple[str, ...]:
    return tuple(each for each in (rows[0]["subject"], *(row["text"] for row in rows)) if each)


def _case(
    case_id: UUID,
    places: Sequence[int],
    told: Sequence[Sequence[Any]],
    words: dict[int, Words],
    vectors: dict[int, Any],
) -> Told:
    terms: dict[str, int] = {}
    meanings: tuple[Any, ...] = ()
    for n in places:
        terms = merge(terms, without_names(words[n].terms, words[n], told[n][0]["display_name"]))
        if n in vectors:
            meanings = with_meaning(meanings, vectors[n])
    last = max((row["at"] for n in places for row in told[n]), default=None)
    return Told(case_id, terms, meanings, last)
