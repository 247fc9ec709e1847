"""Who the customers are: handles, identity resolution, reversible merge."""

from warmline.customers.actions.edit import create, update
from warmline.customers.actions.handles import link, mark_reachable, mark_unreachable, unlink, verify
from warmline.customers.actions.merge import merge, unmerge
from warmline.customers.actions.move import move, split
from warmline.customers.actions.read import decisions_of, get, handles_of, members, reachable, relationships_of
from warmline.customers.actions.relate import end_relationship, relate
from warmline.customers.actions.resolve import resolve
from warmline.customers.actions.undo import undo
from warmline.customers.events import (
    CustomerCreated,
    CustomerSearched,
    CustomersMerged,
    CustomersUnmerged,
    CustomerUpdated,
    CustomerViewed,
    DecisionUndone,
    HandleLinked,
    HandleSeen,
    HandlesMoved,
    HandleUnlinked,
    HandleUpdated,
    MergeSuggested,
    RelationshipEnded,
    RelationshipMade,
)
from warmline.customers.fields import CustomerChange
from warmline.customers.finding import find_handle
from warmline.customers.guard import visible_customer, visible_handle
from warmline.customers.model import (
    Claim,
    Customer,
    Decision,
    HandleRecord,
    Relationship,
    RelationshipKind,
    Resolved,
)
from warmline.customers.normalise import normalise
from warmline.customers.snapshots import SNAPSHOTS
from warmline.customers.views import CustomerView, HandleView

__all__ = [
    "SNAPSHOTS",
    "Claim",
    "Customer",
    "CustomerChange",
    "CustomerCreated",
    "CustomerSearched",
    "CustomerUpdated",
    "CustomerView",
    "CustomerViewed",
    "CustomersMerged",
    "CustomersUnmerged",
    "Decision",
    "DecisionUndone",
    "HandleLinked",
    "HandleRecord",
    "HandleSeen",
    "HandleUnlinked",
    "HandleUpdated",
    "HandleView",
    "HandlesMoved",
    "MergeSuggested",
    "Relationship",
    "RelationshipEnded",
    "RelationshipKind",
    "RelationshipMade",
    "Resolved",
    "create",
    "decisions_of",
    "end_relationship",
    "find_handle",
    "get",
    "handles_of",
    "link",
    "mark_reachable",
    "mark_unreachable",
    "members",
    "merge",
    "move",
    "normalise",
    "reachable",
    "relate",
    "relationships_of",
    "resolve",
    "split",
    "undo",
    "unlink",
    "unmerge",
    "update",
    "verify",
    "visible_customer",
    "visible_handle",
]
