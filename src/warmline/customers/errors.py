"""What can go wrong with identities."""

from warmline.kit.errors import Conflict, Invalid, NotFound


class CustomerNotFound(NotFound):
    """There is no customer {id} that you may see."""


class HandleNotFound(NotFound):
    """There is no handle {id} that you may see."""


class DecisionNotFound(NotFound):
    """There is no identity decision {id} that you may see."""


class RelationshipNotFound(NotFound):
    """There is no relationship {id} that you may see."""


class HandleTaken(Conflict):
    """The {scheme} handle belongs to another customer; unlink it there first, or merge the two customers."""


class HandleNotLinked(Conflict):
    """Handle {handle_id} does not belong to customer {customer_id}."""


class HandleFree(Conflict):
    """Handle {handle_id} belongs to no customer."""


class HandleHasOwner(Conflict):
    """Handle {handle_id} belongs to customer {customer_id} already."""


class MergeWithItself(Conflict):
    """A customer cannot be merged with itself."""


class AlreadyMerged(Conflict):
    """Customer {customer_id} already counts as customer {root_id}; unmerge it first."""


class MergeCycle(Conflict):
    """Customer {into_id} already counts as customer {customer_id}; the merge would be a circle."""


class NotMerged(Conflict):
    """Customer {customer_id} is not merged into another."""


class SplitTakenBack(Conflict):
    """Customer {customer_id} was split off, and that was taken back; to split it off again, undo {decision_id}."""


class AlreadyUndone(Conflict):
    """Decision {decision_id} was already taken back."""


class DecisionSuperseded(Conflict):
    """A later decision stands on top of decision {decision_id}; undo that one first."""


class RelatedToItself(Conflict):
    """A customer cannot stand in a relationship to itself, nor to a record that counts as it."""


class AlreadyRelated(Conflict):
    """The two customers already stand in this relationship."""


class RelationshipOver(Conflict):
    """The relationship {relationship_id} has already ended."""


class IdentityThresholdsCrossed(Invalid):
    """The threshold for suggesting ({suggest}) is above the one for linking ({link})."""
