"""What follows from events beside the engine's own work, which is in ``shard``."""

from uuid import UUID

from warmline.interactions import InteractionStatusChanged, Status
from warmline.kit.db import Conn
from warmline.kit.events import Recorded
from warmline.kit.jobs import Periodic
from warmline.kit.reactions import Reaction, reacts_to
from warmline.routing.actions.presence import note_finished

IN_HAND = frozenset({Status.ACTIVE, Status.ON_HOLD, Status.WRAP_UP})


@reacts_to(InteractionStatusChanged, name="routing.finished")
async def finished(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Agents are idle since the last piece of work left their hands."""
    await note_finished(conn, org_id, [(who, one.at) for one in batch if (who := finished_by(one))])


def finished_by(recorded: Recorded) -> UUID | None:
    """The agent out of whose hands the event took a piece of work."""
    event = recorded.event
    if not isinstance(event, InteractionStatusChanged) or event.from_status not in IN_HAND:
        return None
    if event.to_status in IN_HAND:
        return None
    had_it = event.before.get("owner_id")
    return UUID(str(had_it)) if had_it else event.agent_id


REACTIONS: list[Reaction] = [finished]
PERIODIC: list[Periodic] = []
