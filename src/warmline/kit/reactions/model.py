"""What a reaction is: a function that handles committed events, each exactly once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from warmline.kit.db import Conn
from warmline.kit.errors import WarmlineError
from warmline.kit.events import Event, Recorded

Handler = Callable[[Conn, UUID, list[Recorded]], Awaitable[None]]
MAX_SHARDS = 64

registry: dict[str, "Reaction"] = {}


class ShardsChanged(WarmlineError):
    """The reaction {reaction} has {found} cursors and its code says {shards}; a migration must set its cursors anew."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """A handler with its name, which is also the name of its cursor. ``types`` is None where it wants every event."""

    name: str
    types: frozenset[str] | None
    handle: Handler
    shards: int = 1

    async def __call__(self, conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
        """Handle the events in this transaction."""
        await self.handle(conn, org_id, batch)

    def wants(self, type_: str, spread: int, shard: int) -> bool:
        """Whether an event is for this shard; the same rule as in the query ``read_wanted``."""
        return (self.types is None or type_ in self.types) and spread % self.shards == shard


def reacts_to(*events: type[Event], name: str, shards: int = 1) -> Callable[[Handler], Reaction]:
    """Make a reaction of ``async def handle(conn, org_id, batch)``; ``reacts_to(Event, ...)`` is for every event.

    It gets events in the order of the log, in the transaction that moves its cursor; it must not talk to the outside,
    for which there are jobs. Events of one case keep their order; with shards > 1 other cases are handled beside it.
    A new reaction begins with the first event there is. The number of shards is for good: see ``ShardsChanged``.
    """
    if not 1 <= shards <= MAX_SHARDS:
        raise ValueError(f"{name}: shards must be 1 to {MAX_SHARDS}.")

    def make(handle: Handler) -> Reaction:
        if name in registry:
            raise ValueError(f"Two reactions are called {name}.")
        types = None if Event in events else frozenset(event.type for event in events)
        registry[name] = Reaction(name, types, handle, shards)
        return registry[name]

    return make
