"""Frames out of events: the entities that a batch changed, loaded once for all who see the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.kit.db import Conn
from warmline.kit.events import Recorded
from warmline.realtime.model import Change, Frame, Loader, audience, entities_of, moves, sees_all

# Who follows the audit trail also hears of events that change no entity.
AUDIT = "audit.read"
encoder = msgspec.json.Encoder()
Entity = tuple[str, UUID]


class Told(msgspec.Struct, frozen=True):
    """One event for one kind of reader. ``frame`` is None where there is nothing for them to see. ``lost`` is what the
    event took out of sight, of which the frame tells where it ``tells_lost``; ``hidden`` is what they do not see now,
    and may have seen before for another reason."""

    recorded: Recorded
    frame: bytes | None
    shown: tuple[Entity, ...]
    hidden: tuple[Entity, ...]
    lost: tuple[Entity, ...]
    tells_lost: bool


class Telling:
    """A batch of events, told to different readers. Lives as long as the transaction that reads the batch."""

    def __init__(self, conn: Conn, snapshots: Mapping[str, Loader], batch: Sequence[Recorded]) -> None:
        self._conn = conn
        self._batch = batch
        self._snapshots = snapshots
        self._entities = [[each for each in entities_of(one) if each[0] in snapshots] for one in batch]
        self._ids: dict[str, list[UUID]] = defaultdict(list)
        for entities in self._entities:
            for kind, id_ in entities:
                if id_ not in self._ids[kind]:
                    self._ids[kind].append(id_)
        self._loaded: dict[tuple[str, Any], Mapping[UUID, Any]] = {}
        self._told: dict[Any, list[Told]] = {}

    async def for_(self, actor: Actor) -> list[Told]:
        """The batch as this actor may see it."""
        audiences = {kind: audience(self._snapshots[kind], actor) for kind in self._ids}
        key = (actor.may(AUDIT), *audiences.values())
        if key not in self._told:
            values = {kind: await self._load(kind, actor) for kind in self._ids}
            # Who sees all of a kind and does not see one has lost it for good.
            whole = {kind for kind in self._ids if sees_all(self._snapshots[kind], actor)}
            self._told[key] = [self._tell(n, values, whole, audits=actor.may(AUDIT)) for n in range(len(self._batch))]
        return self._told[key]

    async def _load(self, kind: str, actor: Actor) -> Mapping[UUID, Any]:
        loader = self._snapshots[kind]
        key = (kind, audience(loader, actor))
        if key not in self._loaded:
            self._loaded[key] = await loader(self._conn, actor, self._ids[kind])
        return self._loaded[key]

    def _tell(self, n: int, values: Mapping[str, Mapping[UUID, Any]], whole: set[str], *, audits: bool) -> Told:
        recorded, entities = self._batch[n], self._entities[n]
        shown = tuple(each for each in entities if each[1] in values[each[0]])
        unseen = [each for each in entities if each[1] not in values[each[0]]]
        moved = moves(recorded)
        lost = tuple(each for each in unseen if moved or each[0] in whole)
        hidden = tuple(each for each in unseen if each not in lost)
        event = recorded.event
        changes = [change(kind, id_, values[kind][id_]) for kind, id_ in shown]
        if audits:
            # Who may read the whole log is also told what happened to what is gone.
            changes += [Change(kind, id_, None, None) for kind, id_ in lost]
        frame = None
        if shown or audits:
            frame = encoder.encode(
                Frame(
                    cursor=recorded.cursor,
                    type=event.type,
                    at=recorded.at,
                    actor=recorded.actor,
                    case_id=event.case_id,
                    interaction_id=event.interaction_id,
                    customer_id=event.customer_id,
                    changes=changes,
                )
            )
        return Told(recorded, frame, shown, hidden, lost, tells_lost=audits)


def change(kind: str, id_: UUID, value: Any) -> Change:
    """An entity as it is now."""
    return Change(kind, id_, getattr(value, "version", None), value)


def dropped(cursor: str, entities: Sequence[Entity]) -> bytes:
    """A frame that only says what is not to be seen any more."""
    return encoder.encode(Frame(cursor=cursor, changes=[Change(kind, id_, None, None) for kind, id_ in entities]))
