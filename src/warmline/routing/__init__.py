"""Who serves what: queues, presence, and the engine that offers waiting work to agents."""

from warmline.routing.actions.offers import accept_offer, decline_offer, expire_offers, list_offers
from warmline.routing.actions.place import place
from warmline.routing.actions.presence import list_presences, presence_of, set_presence
from warmline.routing.actions.queues import create_queue, list_queues, queue_loads, update_queue
from warmline.routing.actions.waiting import position, waiting
from warmline.routing.actions.work import Requeued, current_work, requeue_all, take, transfer
from warmline.routing.events import (
    OfferAccepted,
    OfferCancelled,
    OfferDeclined,
    OfferMade,
    OfferRescinded,
    OfferTimedOut,
    PresenceChanged,
    QueueCreated,
    QueueUpdated,
)
from warmline.routing.model import (
    NewQueue,
    OfferStatus,
    OfferView,
    PresenceStatus,
    PresenceView,
    QueueChange,
    QueueLoad,
    QueueView,
    WaitingItem,
    WorkItem,
)
from warmline.routing.snapshots import SNAPSHOTS, visible_offer, visible_queue

__all__ = [
    "SNAPSHOTS",
    "NewQueue",
    "OfferAccepted",
    "OfferCancelled",
    "OfferDeclined",
    "OfferMade",
    "OfferRescinded",
    "OfferStatus",
    "OfferTimedOut",
    "OfferView",
    "PresenceChanged",
    "PresenceStatus",
    "PresenceView",
    "QueueChange",
    "QueueCreated",
    "QueueLoad",
    "QueueUpdated",
    "QueueView",
    "Requeued",
    "WaitingItem",
    "WorkItem",
    "accept_offer",
    "create_queue",
    "current_work",
    "decline_offer",
    "expire_offers",
    "list_offers",
    "list_presences",
    "list_queues",
    "place",
    "position",
    "presence_of",
    "queue_loads",
    "requeue_all",
    "set_presence",
    "take",
    "transfer",
    "update_queue",
    "visible_offer",
    "visible_queue",
    "waiting",
]
