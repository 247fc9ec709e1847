"""What the scenarios play on: an organisation with its administrator, and what a screen holds of it."""

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from tests.application import Person
from tests.routing.floor import Floor
from warmline.accounts import Actor
from warmline.app.slices import SNAPSHOTS
from warmline.kit.db import Database

# Where the ids of each kind of entity are; envelopes are announced only once there is something to say about them.
TABLES = {
    "case": "case_record",
    "decision": "case_decision",
    "link": "interaction_link",
    "envelope": "envelope where id in (select (data ->> 'envelope_id')::uuid from event where type like 'envelope.%')",
}
COLUMNS = {
    "organization": "org_id",
    "presence": "agent_id",
    "saved_view_order": "agent_id",
    "agent_routing": "agent_id",
    "preferred_agent": "customer_id",
}
Shown = dict[tuple[str, str], Any]


class Stage:
    """``admin`` acts over HTTP; ``floor`` has customers who write, and agents beside."""

    def __init__(self, db: Database, admin: Person) -> None:
        self.db, self.admin = db, admin
        self.floor = Floor(db, admin.org_id)
        self.watch(admin.org_id)

    def watch(self, org_id: UUID) -> None:
        """Whose events the scenario is about: usually the administrator's organisation."""
        self.org_id = org_id
        self.reader = Actor(
            org_id=org_id, kind="agent", id=self.admin.agent_id, name="Reader", permissions=frozenset({"*"})
        )

    async def make(self, path: str, **body: Any) -> dict[str, Any]:
        """What a POST created."""
        return await self.admin.made(path, **body)

    async def call(self, method: str, path: str, **body: Any) -> Any:
        """The answer to a request that succeeds."""
        answer = await self.admin.request(method, path, json=body or None)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def shown(self, actor: Actor, kinds: Iterable[str] = SNAPSHOTS) -> Shown:
        """All that the actor may see of these kinds, fetched now."""
        found: Shown = {}
        async with self.db.transaction(self.org_id) as conn:
            for kind in kinds:
                rows = await conn.fetch(f"select {COLUMNS.get(kind, 'id')} as id from {TABLES.get(kind, kind)}")
                values = await SNAPSHOTS[kind](conn, actor, [row["id"] for row in rows])
                found |= {(kind, str(id_)): plain(value) for id_, value in values.items()}
        return found


def plain(value: Any) -> Any:
    """An entity as JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def apply(state: Mapping[tuple[str, str], Any], frames: Iterable[Mapping[str, Any]]) -> Shown:
    """What a client does with frames: take what is newer, drop what is not to be seen."""
    held = dict(state)
    for frame in frames:
        for change in frame.get("changes", ()):
            key = (change["kind"], change["id"])
            if change["value"] is None:
                held.pop(key, None)
            elif key not in held or is_newer(change, held[key]):
                held[key] = change["value"]
    return held


def is_newer(change: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    """Whether the change has something that the client has not; what has no version is taken as it comes."""
    return change["version"] is None or change["version"] > held["version"]


Scenario = Callable[[Stage], AsyncGenerator[None, None]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(*types: str) -> Callable[[Scenario], Scenario]:
    """A play for these events: what it does before its ``yield`` is the past, what it does after brings the events."""

    def register(play: Scenario) -> Scenario:
        for type_ in types:
            assert type_ not in SCENARIOS, f"two scenarios for {type_}"
            SCENARIOS[type_] = play
        return play

    return register
