"""Write down what can be searched, out of the record as it is now."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from warmline.kit.db import Conn
from warmline.search import store
from warmline.search.model import HAS_FILES, WEIGHTS, Place
from warmline.search.terms import LONGEST, lexemes

# Interactions that are read at once; a customer may have thousands.
AT_ONCE = 200
# A tsvector holds a megabyte; this much of one conversation is far below, whatever its words.
MOST_CHARACTERS = 400_000
SAID = {"inbound": Place.CUSTOMER, "outbound": Place.OURS, "internal": Place.NOTE}


async def index(conn: Conn, org_id: UUID, interaction_ids: Collection[UUID]) -> None:
    """Make these interactions findable as they are now; done again, it changes nothing."""
    ids = sorted(interaction_ids)
    for start in range(0, len(ids), AT_ONCE):
        rows = await store.searchable(conn, org_id, ids[start : start + AT_ONCE], longest=LONGEST)
        lines = [(row["id"], row["started_at"], line(row)) for row in rows]
        if lines:
            await store.write_lines(conn, org_id, lines)


def line(row: Any) -> str:
    """The words of one interaction, as a tsvector is written."""
    about = [row["subject"], row["title"], row["reference"], *row["names"], *row["handles"], *row["files"]]
    about += [each for ref in row["refs"] for each in ref]
    texts = [(Place.ABOUT, each) for each in dict.fromkeys(about) if each]
    texts += [(Place.NOTE, each) for each in (row["summary"], row["notes"]) if each]
    for direction, visibility, text, subject in row["messages"]:
        place = Place.NOTE if visibility == "private" else SAID[direction]
        texts += [(place, each) for each in (subject if subject != row["subject"] else None, text) if each]
    words = lexemes([(WEIGHTS[place], each) for place, each in _bounded(texts)])
    return f"{words} '{HAS_FILES}':1A" if row["files"] else words


def _bounded(texts: list[tuple[Place, str]]) -> list[tuple[Place, str]]:
    kept, left = [], MOST_CHARACTERS
    for place, text in texts:
        if left <= 0:
            break
        kept.append((place, text[:left]))
        left -= len(text)
    return kept
