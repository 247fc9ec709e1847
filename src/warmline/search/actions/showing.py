"""What was found, with the piece of each conversation that shows it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.search import store
from warmline.search.actions.index import SAID
from warmline.search.asking import Question
from warmline.search.excerpts import best, cut
from warmline.search.model import Excerpt, Place, SearchHit

Candidate = tuple[Place, Any, str]


async def show(conn: Conn, actor: Actor, question: Question, ids: Sequence[UUID]) -> list[SearchHit]:
    """These interactions in this order; the caller has asked whether they may be seen. Whom a conversation is with is
    seen with it; what they are called and how they are reached, only by those who may read customers."""
    rows = await store.shown(conn, actor.org_id, ids)
    if not actor.may("customer.read"):
        rows = {id_: dict(row) | {"customer_name": None, "handles": []} for id_, row in rows.items()}
    said: dict[UUID, list[Any]] = defaultdict(list)
    for message in await store.said(conn, actor.org_id, ids):
        said[message["interaction_id"]].append(message)
    names = [name for name in SearchHit.__struct_fields__ if name != "excerpt"]
    return [
        SearchHit(**{name: row[name] for name in names}, excerpt=_excerpt(question, row, said[id_]))
        for id_ in ids
        if (row := rows.get(id_))
    ]


def _excerpt(question: Question, row: Any, messages: list[Any]) -> Excerpt | None:
    """What was said comes before what it is about: the line above the excerpt shows that."""
    candidates = _candidates(row, messages)
    found = best([text for _, _, text in candidates], question.marked())
    if found:
        number, parts = found
        place, message, _ = candidates[number]
        return _shown(place, message, parts)
    first = next((each for each in candidates if each[2]), None)
    return _shown(first[0], first[1], cut(first[2], [])) if first else None


def _shown(place: Place, message: Any, parts: Any) -> Excerpt:
    return Excerpt(
        place=place,
        message_id=message["id"] if message else None,
        author=message["author"] if message else "",
        at=message["at"] if message else None,
        parts=parts,
    )


def _candidates(row: Any, messages: list[Any]) -> list[Candidate]:
    found: list[Candidate] = []
    for message in messages:
        place = Place.NOTE if message["visibility"] == "private" else SAID[message["direction"]]
        text = "\n".join(each for each in (message["text"], message["files"]) if each)
        found.append((place, message, text))
    found += [(Place.NOTE, None, row[each]) for each in ("summary", "notes") if row[each]]
    about = [row["subject"], row["case_title"], row["case_reference"], row["customer_name"]]
    found.append((Place.ABOUT, None, " · ".join([each for each in about if each] + row["handles"] + row["refs"])))
    return found
