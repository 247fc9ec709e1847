"""Write down what can be searched, out of the record as it is now; of a conversation that goes on, only what is new."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from warmline.kit.db import Conn
from warmline.search import store
from warmline.search.model import HAS_FILES, WEIGHTS, Place
from warmline.search.terms import GAP, LONGEST, lexemes

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
        lines = [(row["id"], row["started_at"], *line(row)) for row in rows]
        if lines:
            await store.write_lines(conn, org_id, lines)


async def add(conn: Conn, org_id: UUID, said: Mapping[UUID, Collection[UUID]]) -> None:
    """Add messages to the lines of their interactions: ids of messages by interaction. What was said before is not read
    again, so a message costs the same in a long conversation. What was there when a line was made is in it already, and
    is not added again. Where there is no line that can be added to, it is made anew."""
    made_of = await store.characters_of(conn, org_id, list(said))
    await index(conn, org_id, said.keys() - made_of.keys())
    messages = [id_ for interaction in sorted(made_of) for id_ in sorted(said[interaction])]
    rows = await store.said_now(conn, org_id, messages, longest=LONGEST) if messages else []
    lines = []
    for interaction, characters in made_of.items():
        new = addition([row for row in rows if row["interaction_id"] == interaction], MOST_CHARACTERS - characters)
        if new.words:
            lines.append((interaction, *new))
    if lines:
        await store.add_to_lines(conn, org_id, lines)


class Line(NamedTuple):
    """Words as a tsvector is written, and the characters and the messages of which they were made."""

    words: str
    characters: int
    messages: list[UUID]


def addition(messages: Sequence[Any], left: int) -> Line:
    """The words of messages, behind a gap; at most ``left`` characters of them count."""
    texts: list[tuple[Place, str]] = []
    for row in messages:
        texts += _said(row["direction"], row["visibility"], row["text"], row["subject"], row["about"])
        texts += [(Place.ABOUT, each) for each in row["files"]]
    kept = _bounded(texts, left)
    words = lexemes([(WEIGHTS[place], each) for place, each in kept], base=GAP)
    if any(row["files"] for row in messages):
        words = f"{words} '{HAS_FILES}':1A"
    return Line(words, sum(len(each) for _, each in kept), [row["id"] for row in messages])


def _said(
    direction: str, visibility: str, text: str | None, subject: str | None, about: str | None
) -> list[tuple[Place, str]]:
    place = Place.NOTE if visibility == "private" else SAID[direction]
    return [(place, each) for each in (subject if subject != about else None, text) if each]


def line(row: Any) -> Line:
    """The words of one interaction, of all that there is."""
    about = [row["subject"], row["title"], row["reference"], *row["names"], *row["handles"], *row["files"]]
    about += [each for ref in row["refs"] for each in ref]
    texts = [(Place.ABOUT, each) for each in dict.fromkeys(about) if each]
    texts += [(Place.NOTE, each) for each in (row["summary"], row["notes"]) if each]
    for _, direction, visibility, text, subject in row["messages"]:
        texts += _said(direction, visibility, text, subject, row["subject"])
    kept = _bounded(texts, MOST_CHARACTERS)
    words = lexemes([(WEIGHTS[place], each) for place, each in kept])
    if row["files"]:
        words = f"{words} '{HAS_FILES}':1A"
    return Line(words, sum(len(each) for _, each in kept), [UUID(each[0]) for each in row["messages"]])


def _bounded(texts: list[tuple[Place, str]], left: int) -> list[tuple[Place, str]]:
    kept = []
    for place, text in texts:
        if left <= 0:
            break
        kept.append((place, text[:left]))
        left -= len(text)
    return kept
