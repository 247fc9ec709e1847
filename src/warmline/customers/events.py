"""What happens to customers. Ids and plain fields only: never a name, an address or a number of a person.

``customer_ids`` are the customers that show something else afterwards: the one in question, and whom it counts as.
``in_force_id`` is the decision that holds now: ``decision_id``, or the earlier one that it put in force again;
``lifted_id`` is the one that holds no longer. What followed from that one can so be taken back with it.
"""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("customer.created", customer="customer_id")
class CustomerCreated(Event, frozen=True, kw_only=True):
    """A customer exists: from a first contact, or entered by somebody who works here."""


@announces("customer.updated", customer="customer_ids")
class CustomerUpdated(Event, frozen=True, kw_only=True):
    """Fields of a customer were changed; ``fields`` names them, before and after leave out what is personal."""

    customer_ids: tuple[UUID, ...]
    fields: tuple[str, ...] = ()


@announces("customer.viewed")
class CustomerViewed(Event, frozen=True, kw_only=True):
    """Somebody opened a customer's record."""

    view: str = "profile"


@announces("customer.searched")
class CustomerSearched(Event, frozen=True, kw_only=True):
    """Somebody listed or searched customers and saw these."""

    by: tuple[str, ...]
    customer_ids: tuple[UUID, ...]


@announces("customer.merged", customer="customer_ids", identity_decision="decision_id")
class CustomersMerged(Event, frozen=True, kw_only=True):
    """The customer now counts as another one. Nothing moved: the merge is an edge."""

    customer_ids: tuple[UUID, ...]
    into_id: UUID
    root_id: UUID
    decision_id: UUID
    lifted_id: UUID | None = None
    in_force_id: UUID | None = None


@announces("customer.unmerged", customer="customer_ids", identity_decision="decision_id")
class CustomersUnmerged(Event, frozen=True, kw_only=True):
    """A merge was taken apart: the customer counts as itself again."""

    customer_ids: tuple[UUID, ...]
    from_id: UUID
    former_root_id: UUID
    decision_id: UUID
    lifted_id: UUID | None = None
    in_force_id: UUID | None = None


@announces("handle.linked", handle="handle_id", customer="customer_ids", identity_decision="decision_id")
class HandleLinked(Event, frozen=True, kw_only=True):
    """A handle now belongs to the customer."""

    customer_ids: tuple[UUID, ...]
    handle_id: UUID
    decision_id: UUID
    rule: str
    score: float | None = None


@announces("handle.unlinked", handle="handle_id", customer="customer_ids", identity_decision="decision_id")
class HandleUnlinked(Event, frozen=True, kw_only=True):
    """A handle no longer belongs to the customer; the next contact on it starts a new one."""

    customer_ids: tuple[UUID, ...]
    handle_id: UUID
    decision_id: UUID
    rule: str
    score: float | None = None


@announces("handle.moved", handle="handle_ids", customer="customer_ids", identity_decision="decision_id")
class HandlesMoved(Event, frozen=True, kw_only=True):
    """Handles went to another customer with all that had come by them: each of ``handle_ids`` from the customer at the
    same place of ``from_ids`` to that of ``to_ids``. ``kind`` is the decision's: move, split or unsplit."""

    customer_ids: tuple[UUID, ...]
    handle_ids: tuple[UUID, ...]
    from_ids: tuple[UUID, ...]
    to_ids: tuple[UUID, ...]
    decision_id: UUID
    kind: str
    rule: str
    score: float | None = None
    lifted_id: UUID | None = None
    in_force_id: UUID | None = None


@announces("handle.seen", handle="handle_id")
class HandleSeen(Event, frozen=True, kw_only=True):
    """A contact came by the handle, the first in its hour."""

    handle_id: UUID


@announces("handle.updated", handle="handle_id", customer="customer_ids")
class HandleUpdated(Event, frozen=True, kw_only=True):
    """A handle's verification, name or reachability was changed."""

    customer_ids: tuple[UUID, ...]
    handle_id: UUID
    fields: tuple[str, ...] = ()


@announces("identity_decision.suggested", identity_decision="decision_id")
class MergeSuggested(Event, frozen=True, kw_only=True):
    """A contact showed that two customers may be one; nothing was merged."""

    decision_id: UUID
    other_customer_id: UUID
    handle_id: UUID
    rule: str


@announces("identity_decision.undone", identity_decision="decision_ids")
class DecisionUndone(Event, frozen=True, kw_only=True):
    """An identity decision was taken back; ``by_decision_id`` is the decision that did so, None for a suggestion.
    ``decision_ids`` are the decisions that changed by it: this one, and one that stands again."""

    decision_ids: tuple[UUID, ...]
    decision_id: UUID
    by_decision_id: UUID | None = None


@announces("relationship.made", relationship="relationship_id")
class RelationshipMade(Event, frozen=True, kw_only=True):
    """Two customers stand in a relationship: a household, an employer, a broker, a representative."""

    relationship_id: UUID
    other_customer_id: UUID
    kind: str


@announces("relationship.ended", relationship="relationship_id")
class RelationshipEnded(Event, frozen=True, kw_only=True):
    """A relationship between two customers has ended."""

    relationship_id: UUID
    other_customer_id: UUID
    kind: str
