"""How many contacts a view has. A view with few is counted each time; that one has very many is remembered a while."""

import time
from collections import OrderedDict
from collections.abc import Hashable

import msgspec

from warmline.accounts import Actor
from warmline.desk import store
from warmline.desk.actions.asking import asked, reach_of
from warmline.desk.model import MOST_COUNTED, Filters
from warmline.desk.store import Reach
from warmline.kit.db import Conn

# Seconds for which "more than a thousand" is believed: it hardly stops being true meanwhile, and is what costs.
BELIEVED = 10.0
# Views of agents that are remembered at once.
MOST_REMEMBERED = 20_000


class Crowds:
    """Views that had more than can be counted, and until when that is believed. ``now`` is in seconds of any clock."""

    def __init__(self, *, believed: float = BELIEVED, most: int = MOST_REMEMBERED) -> None:
        self._believed, self._most = believed, most
        self._until: OrderedDict[Hashable, float] = OrderedDict()

    def note(self, view: Hashable, now: float) -> None:
        """It has more than can be counted now."""
        self._until.pop(view, None)
        self._until[view] = now + self._believed
        if len(self._until) > self._most:
            self._until.popitem(last=False)

    def __contains__(self, question: tuple[Hashable, float]) -> bool:
        view, now = question
        return self._until.get(view, now) > now


CROWDS = Crowds()


async def count(
    conn: Conn, actor: Actor, filters: Filters, *, reach: Reach | None = None, crowds: Crowds = CROWDS
) -> tuple[int, bool]:
    """How many contacts there are, and whether counting stopped at ``MOST_COUNTED``. ``reach`` is what the actor may
    see, where that is known already."""
    view = (actor.org_id, actor.ref, actor.permissions, actor.team_ids, msgspec.json.encode(filters))
    if (view, time.monotonic()) in crowds:
        return MOST_COUNTED, True
    question = await asked(conn, actor, filters)
    unsorted = msgspec.structs.replace(question, sort="any")
    seen = reach or await reach_of(conn, actor)
    found = len(await store.inbox_ids(conn, actor.org_id, unsorted, seen, size=MOST_COUNTED + 1))
    if found > MOST_COUNTED:
        crowds.note(view, time.monotonic())
    return min(found, MOST_COUNTED), found > MOST_COUNTED
