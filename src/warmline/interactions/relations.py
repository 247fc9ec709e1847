"""How a contact stands to the one before it: links between contacts, beside the decision on the case. Pure."""

from datetime import timedelta
from typing import TYPE_CHECKING

from warmline.interactions.likeness import SETTLED
from warmline.interactions.terms import similarity

if TYPE_CHECKING:
    from warmline.interactions.continuity import Asked, Candidate

# The same words within a day, by another way: somebody tries every door. Fewer words than these are said by anybody.
DUPLICATE, WITHIN, LEAST_WORDS = 0.9, timedelta(days=1), 3


def relation(asked: "Asked", case: "Candidate") -> str:
    """How a contact of the case stands to the last one before it."""
    if asked.stance.complains:
        return "escalates"
    if case.status not in SETTLED and case.status != "pending_customer" and asked.stance.back:
        return "follows_up"
    return "continues"


def duplicated(asked: "Asked", case: "Candidate") -> float | None:
    """How sure it is that the contact says what the case already holds, by another handle or channel; None where it
    does not."""
    within = abs(asked.at - case.last_contact_at) <= WITHIN
    if not within or not _another_way(asked, case) or asked.numbers != case.numbers or len(asked.terms) < LEAST_WORDS:
        return None
    # Of two bags that are as large, what the one has of the other is what the other has of the one.
    sizes = len(asked.terms), len(case.terms)
    alike = similarity(asked.terms, case.terms) * min(sizes) / max(sizes)
    return round(alike, 4) if alike >= DUPLICATE else None


def _another_way(asked: "Asked", case: "Candidate") -> bool:
    """Whether nobody came to the case by this handle, or on this channel."""
    channels = {channel for channel, _ in case.contacts}
    return asked.handle_id not in case.handle_ids or bool(channels and asked.channel not in channels)
