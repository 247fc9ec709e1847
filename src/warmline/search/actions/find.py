"""Find conversations by what was said in them, whom they are with and what they are about: all of history."""

from collections import Counter
from typing import NamedTuple
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions import visible_interactions
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.http import encode_cursor, read_cursor
from warmline.search import store
from warmline.search.actions.showing import show
from warmline.search.asking import Question, read, tsquery
from warmline.search.errors import NothingToLookFor
from warmline.search.events import ConversationsSearched
from warmline.search.model import HAS_FILES, WEIGHTS, FacetValue, Filter, Order, Place, SearchFacets, SearchResults
from warmline.search.spellings import in_any_spelling
from warmline.search.store import Key

READ = ("case.read", "case.read_team")
# Matches that are looked at for one page: ranked, counted, and asked whether they may be seen.
WINDOW = 400
# The newest conversations that are looked through first, for words that are everywhere, and at most so many times that.
WALK, WALKS = 1500, 5
# Where fewer than this share have the words, the index of words is faster than to walk on.
COMMON = 0.02
# Windows that are looked through for one page where an actor may see few of the matches.
WINDOWS = 4
FACETS = ("channel", "status", "queue", "owner", "team", "category", "direction")
MOST_VALUES = 20


class Search(NamedTuple):
    """What is asked."""

    question: Question
    wanted: str
    filters: Filter
    order: Order


class Window(NamedTuple):
    """Matches, the newest first, that the actor may see; ``end`` is where it ends, None where nothing follows."""

    keys: list[Key]
    end: Key | None


def search_for(text: str, filters: Filter, *, places: list[Place], has_file: bool, order: Order) -> Search:
    """The search for a text. Raises ``NothingToLookFor``: neither words nor a filter."""
    question = Question(in_any_spelling(read(text).parts))
    weights = "".join(WEIGHTS[each] for each in places)
    parts = [tsquery(question, weights)] if question.parts else []
    if has_file:
        parts.append(f"'{HAS_FILES}'")
    if not (has_file or not question.empty or (not question.parts and filters.named())):
        raise NothingToLookFor()
    return Search(question, " & ".join(parts), filters, order if not question.empty else Order.NEWEST)


async def find(conn: Conn, actor: Actor, search: Search, *, limit: int, after: str | None) -> SearchResults:
    """A page of what was found. It is audited as a read of the conversations that are on it.

    By relevance the newest matches are ranked, a window at a time, so that old ones follow, and none is left out.
    """
    actor.need(*READ)
    if search.order is Order.RELEVANCE:
        keys, following, first = await _relevant(conn, actor, search, limit, after)
    else:
        keys, following, first = await _newest(conn, actor, search, limit, after)
    items = await show(conn, actor, search.question, [id_ for _, id_ in keys])
    event = ConversationsSearched(
        by=search.filters.named(), interaction_ids=tuple(each.interaction_id for each in items)
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    facets = await _facets(conn, actor, first) if after is None else None
    return SearchResults(items=items, next=following, facets=facets)


async def _newest(
    conn: Conn, actor: Actor, search: Search, limit: int, after: str | None
) -> tuple[list[Key], str | None, Window]:
    before: Key | None = read_cursor(after, tuple[Key])[0] if after else None  # type: ignore[index] # not None: after is given
    window = first = await _window(conn, actor, search, before)
    keys = list(window.keys)
    for _ in range(WINDOWS - 1):
        if len(keys) > limit or window.end is None:
            break
        window = await _window(conn, actor, search, window.end)
        keys += window.keys
    if len(keys) > limit:
        return keys[:limit], encode_cursor((keys[limit - 1],)), first
    return keys, encode_cursor((window.end,)) if window.end else None, first


async def _relevant(
    conn: Conn, actor: Actor, search: Search, limit: int, after: str | None
) -> tuple[list[Key], str | None, Window]:
    """The cursor holds where the window begins, and the rank and id of the last one shown in it."""
    cursor = read_cursor(after, tuple[Key | None, float | None, UUID | None])
    start, last_rank, last_id = cursor or (None, None, None)
    window = await _window(conn, actor, search, start)
    ranks = await store.ranks(conn, actor.org_id, search.wanted, [id_ for _, id_ in window.keys])
    # The newer of two ids is the greater, so that of equals the newest comes first.
    ranked = sorted(window.keys, key=lambda key: (ranks.get(key[1], 0.0), key[1]), reverse=True)
    if last_rank is not None and last_id is not None:
        ranked = [key for key in ranked if (ranks.get(key[1], 0.0), key[1]) < (last_rank, last_id)]
    if len(ranked) > limit:
        last = ranked[limit - 1]
        return ranked[:limit], encode_cursor((start, ranks.get(last[1], 0.0), last[1])), window
    return ranked, encode_cursor((window.end, None, None)) if window.end else None, window


async def _window(conn: Conn, actor: Actor, search: Search, before: Key | None) -> Window:
    keys, end = await _matches(conn, actor, search, before)
    if keys and not actor.may("case.read"):
        seen = {each.id for each in await visible_interactions(conn, actor, [id_ for _, id_ in keys])}
        keys = [key for key in keys if key[1] in seen]
    return Window(keys, end)


async def _matches(conn: Conn, actor: Actor, search: Search, before: Key | None) -> tuple[list[Key], Key | None]:
    """The next matches whoever may see them, and the last of them where more may follow."""
    if not search.wanted:
        return await _filtered(conn, actor, search, before)
    found: list[Key] = []
    for _ in range(WALKS):
        walked = await store.walk(conn, actor.org_id, search.wanted, search.filters, before, WALK)
        here = [key for key, has in walked if has]
        found += here
        if len(walked) < WALK:
            return found[:WINDOW], found[WINDOW - 1] if len(found) > WINDOW else None
        if len(found) > WINDOW:
            return found[:WINDOW], found[WINDOW - 1]
        before = walked[-1][0]
        if len(here) < COMMON * WALK:
            break
    found += await store.by_words(conn, search.wanted, search.filters, before, WINDOW + 1 - len(found))
    return found[:WINDOW], found[WINDOW - 1] if len(found) > WINDOW else None


async def _filtered(conn: Conn, actor: Actor, search: Search, before: Key | None) -> tuple[list[Key], Key | None]:
    walked = await store.walk(conn, actor.org_id, "", search.filters, before, WINDOW + 1)
    keys = [key for key, _ in walked]
    return keys[:WINDOW], keys[WINDOW - 1] if len(keys) > WINDOW else None


async def _facets(conn: Conn, actor: Actor, window: Window) -> SearchFacets:
    rows = await store.facet_columns(conn, actor.org_id, [id_ for _, id_ in window.keys])
    counts = {
        name: [FacetValue(value, n) for value, n in Counter(row[name] for row in rows).most_common(MOST_VALUES)]
        for name in FACETS
    }
    return SearchFacets(counted=len(rows), complete=window.end is None, **counts)
