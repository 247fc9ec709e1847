"""The words of routing, and which change of an offer is allowed. Pure."""

from enum import StrEnum


class PresenceStatus(StrEnum):
    """Whether an agent can be offered work. Only ``available`` is; the others say why not."""

    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"
    WRAP_UP = "wrap_up"
    NOT_RESPONDING = "not_responding"
    OFFLINE = "offline"


# Who leaves for one of these gives back at once what was offered and not yet accepted.
ABSENT = frozenset({PresenceStatus.AWAY, PresenceStatus.NOT_RESPONDING, PresenceStatus.OFFLINE})
# What people set themselves; ``not_responding`` is only ever set by a missed offer.
SETTABLE = frozenset(PresenceStatus) - {PresenceStatus.NOT_RESPONDING}


class OfferStatus(StrEnum):
    """What became of an offer. All but ``offered`` are final."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    RESCINDED = "rescinded"
    CANCELLED = "cancelled"


# A conversation in one of these media needs all of an agent's attention.
EXCLUSIVE_MEDIA = frozenset({"voice", "video", "in_person"})
