"""Reading texts for policies, claims, accounts, cards, amounts, dates, vehicles and addresses."""

from warmline.entities.actions.patterns import compiled_patterns, tried_patterns
from warmline.entities.asking import asks
from warmline.entities.cards import fingerprint
from warmline.entities.expressions import checked
from warmline.entities.finding import LONGEST, find, masked
from warmline.entities.model import Asked, EntityPattern, Found, Kind, NewPattern
from warmline.entities.patterns import Patterns
from warmline.entities.snapshots import SNAPSHOTS

__all__ = [
    "LONGEST",
    "SNAPSHOTS",
    "Asked",
    "EntityPattern",
    "Found",
    "Kind",
    "NewPattern",
    "Patterns",
    "asks",
    "checked",
    "compiled_patterns",
    "find",
    "fingerprint",
    "masked",
    "tried_patterns",
]
