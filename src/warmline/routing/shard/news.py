"""What events say about what has to be read again. Pure.

They only say which rows to look at, and rows are read afresh; so it does not matter in which order events are taken,
or whether one is taken twice.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

# Families of events: what is before the dot.
OF_QUEUES = frozenset({"queue", "calendar", "team"})
OF_EVERYBODY = frozenset({"role", "skill", "team"})
OF_AGENTS = frozenset({"presence", "agent", "offer", "invitation", "agent_routing"})
OF_WORK = frozenset({"interaction", "work", "callback", "hand_off", "routing_rules"})
OF_LEARNING = frozenset({"routing_model", "routing_learning"})


@dataclass
class News:
    """What changed. ``loose`` is work that was offered and is not any more; ``ended`` are offers that were answered."""

    tasks: set[UUID] = field(default_factory=set)
    agents: set[UUID] = field(default_factory=set)
    cases: set[UUID] = field(default_factory=set)
    customers: set[UUID] = field(default_factory=set)
    # Agents for whom work may be kept, who came or went.
    awaited: set[UUID] = field(default_factory=set)
    made: set[UUID] = field(default_factory=set)
    ended: set[UUID] = field(default_factory=set)
    loose: set[UUID] = field(default_factory=set)
    queues: bool = False
    everybody: bool = False
    model: bool = False
    everything: bool = False

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)

    def take(self, rows: Iterable[Any], waiting: Container[UUID]) -> None:
        """Note what these events are about; ``waiting`` is the work that is known to wait."""
        for row in rows:
            family, _, what = row["type"].partition(".")
            data = row["data"]
            if family in OF_QUEUES:
                self.queues = True
            if family in OF_EVERYBODY:
                self.everybody = True
            elif family in OF_AGENTS:
                self._agent(family, data)
            if family == "offer":
                self._offer(what, data, row["interaction_id"])
            elif row["type"] == "interaction.status_changed":
                self._status(data, row["interaction_id"])
            elif row["interaction_id"] and (family in OF_WORK or row["interaction_id"] in waiting):
                self.tasks.add(row["interaction_id"])
            elif family == "case" and "owner_id" in data.get("after", ()):
                self.cases.add(row["case_id"])
            elif family == "preferred_agent":
                self.customers.add(row["customer_id"])
            if row["type"] == "routing_rules.changed" or (
                family == "organization" and "settings" in data.get("after", ())
            ):
                self.everything = True
            self.model = self.model or family in OF_LEARNING

    def _agent(self, family: str, data: Mapping[str, Any]) -> None:
        found = _ids(data, "agent_id")
        self.agents |= found
        if family == "presence" and "offline" in (_status(data, "before"), _status(data, "after")):
            self.awaited |= found

    def _offer(self, what: str, data: Mapping[str, Any], interaction_id: UUID | None) -> None:
        (self.made if what == "made" else self.ended).update(_ids(data, "offer_id"))
        if interaction_id:
            self.tasks.add(interaction_id)

    def _status(self, data: Mapping[str, Any], interaction_id: UUID) -> None:
        self.tasks.add(interaction_id)
        self.agents |= _ids(data, "agent_id") | _ids(data.get("before", {}), "owner_id")
        if data.get("from_status") == "offered" and data.get("to_status") not in ("offered", "queued"):
            self.loose.add(interaction_id)


def _status(data: Mapping[str, Any], side: str) -> Any:
    return data.get(side, {}).get("status")


def _ids(data: Mapping[str, Any], name: str) -> set[UUID]:
    found = data.get(name)
    return {UUID(str(found))} if found else set()
