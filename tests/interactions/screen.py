"""A screen that shows all it may see, draws again what events name, and is compared with what a fetch gives."""

from typing import Any
from uuid import UUID

from tests.conftest import logged
from tests.interactions.desk import Desk
from warmline.accounts import Actor
from warmline.interactions import SNAPSHOTS
from warmline.realtime.model import entities_of

TABLES = {
    "case": "case_record",
    "interaction": "interaction",
    "message": "message",
    "decision": "case_decision",
    "link": "interaction_link",
    "signal": "signal",
    "hand_off": "hand_off",
    "entity_ref": "entity_ref",
    "action_item": "action_item",
}
Known = dict[tuple[str, UUID], Any]


class Screen:
    """What one actor sees, by kind and id."""

    def __init__(self, desk: Desk, actor: Actor | None = None) -> None:
        self.desk, self.actor = desk, actor or desk.actor
        self.known: Known = {}
        self._place = (0, 0)

    async def follow(self) -> None:
        """Apply what was announced since the last time."""
        batch = await logged(self.desk.db, self.desk.org, self._place)
        async with self.desk.db.transaction(self.desk.org) as conn:
            for each in batch:
                self._place = (each.xact, each.seq)
                for kind, id_ in entities_of(each):
                    if kind in SNAPSHOTS:
                        self.known.pop((kind, id_), None)
                        for value in (await SNAPSHOTS[kind](conn, self.actor, [id_])).values():
                            self.known[kind, id_] = value

    async def refetched(self) -> Known:
        """Everything, fetched anew."""
        found: Known = {}
        async with self.desk.db.transaction(self.desk.org) as conn:
            for kind, table in TABLES.items():
                ids = [row["id"] for row in await conn.fetch(f"select id from {table}")]
                seen = await SNAPSHOTS[kind](conn, self.actor, ids)
                found.update({(kind, id_): value for id_, value in seen.items()})
        return found
