"""What several records show that count as one customer: what survives of all that is said of any of them. Pure."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from warmline.customers.hub.attributes import COLUMNS
from warmline.customers.hub.model import PERSON, Claimed
from warmline.customers.hub.survivorship import Belief, named, projected, standings
from warmline.customers.views import CustomerView

# That one record asks not to be contacted holds for all, whatever the rules say.
KEPT = "do_not_contact"


def together(shown: CustomerView, claims: Iterable[Claimed], belief: Belief) -> CustomerView:
    """The view, with what survives where sources spoke; where none did, it stays as it is."""
    found = standings(named(_entered(shown.id, list(claims))), belief)
    found.pop(KEPT, None)
    values = {name: each.winner.value if each.winner else None for name, each in found.items()}
    inherited = dict(shown.inherited)
    for name, each in found.items():
        place = name if name in COLUMNS or name == "display_name" else f"attributes.{name}"
        inherited.pop(place, None)
        giver: UUID | None = each.winner.customer_id if each.winner and each.winner.value is not None else None
        if giver and giver != shown.id:
            inherited[place] = giver
    return msgspec.structs.replace(shown, **projected(values, shown.attributes), inherited=inherited)


def _entered(root_id: UUID, claims: Sequence[Claimed]) -> list[Claimed]:
    """Without what people entered of the other records, where they entered something of the one that stays: a merge,
    which may be wrong, must not overwrite it."""
    own = {each.name for each in claims if each.source == PERSON and each.customer_id == root_id}
    return [each for each in claims if each.source != PERSON or each.customer_id == root_id or each.name not in own]
