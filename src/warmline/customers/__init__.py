"""Who the customers are: handles, identity resolution, reversible merge."""

from warmline.customers.actions.edit import create, update
from warmline.customers.actions.handles import link, mark_gone, mark_reachable, mark_unreachable, unlink, verify
from warmline.customers.actions.merge import merge, unmerge
from warmline.customers.actions.move import move, split
from warmline.customers.actions.read import decisions_of, get, handles_of, members, reachable, relationships_of
from warmline.customers.actions.relate import end_relationship, relate
from warmline.customers.actions.resolve import Resolving, resolve
from warmline.customers.actions.undo import undo
from warmline.customers.duplicates.actions.searching import begin as begin_deduplication
from warmline.customers.duplicates.actions.searching import fail as fail_deduplication
from warmline.customers.duplicates.actions.searching import search as deduplicate
from warmline.customers.duplicates.model import Counts, Deduplication, Proposal
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
from warmline.customers.hub.actions.claims import attribute_views, names_of, references_of, standing_relationships
from warmline.customers.hub.actions.feeds import (
    create_feed,
    list_feeds,
    list_runs,
    problems_of,
    renew_secret,
    signed_by,
    update_feed,
)
from warmline.customers.hub.actions.load import FeedImport
from warmline.customers.hub.actions.rules import change_rules, reproject
from warmline.customers.hub.diffing import AttributeDiff, CustomerDiff, FeedResult
from warmline.customers.hub.events import (
    FeedCreated,
    FeedRunFinished,
    FeedRunStarted,
    FeedUpdated,
    SurvivorshipChanged,
)
from warmline.customers.hub.fields import FeedChange, NewFeed
from warmline.customers.hub.guard import visible_feed
from warmline.customers.hub.model import Feed, FeedRun, FeedView, Reference, RowProblem, Rules
from warmline.customers.hub.reading import kind_of, rows
from warmline.customers.hub.record import Raw
from warmline.customers.hub.signing import sign
from warmline.customers.hub.views import AttributeView
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
from warmline.customers.rehearsing import IdentityDryRun, IdentityOutcome, IdentityTrial
from warmline.customers.rehearsing import dry_run as dry_run_identity
from warmline.customers.said import NOTHING, Said, read_said
from warmline.customers.snapshots import SNAPSHOTS
from warmline.customers.views import CustomerView, HandleView

__all__ = [
    "NOTHING",
    "SNAPSHOTS",
    "AttributeDiff",
    "AttributeView",
    "Claim",
    "Counts",
    "Customer",
    "CustomerChange",
    "CustomerCreated",
    "CustomerDiff",
    "CustomerSearched",
    "CustomerUpdated",
    "CustomerView",
    "CustomerViewed",
    "CustomersMerged",
    "CustomersUnmerged",
    "Decision",
    "DecisionUndone",
    "Deduplication",
    "Feed",
    "FeedChange",
    "FeedCreated",
    "FeedImport",
    "FeedResult",
    "FeedRun",
    "FeedRunFinished",
    "FeedRunStarted",
    "FeedUpdated",
    "FeedView",
    "HandleLinked",
    "HandleRecord",
    "HandleSeen",
    "HandleUnlinked",
    "HandleUpdated",
    "HandleView",
    "HandlesMoved",
    "IdentityDryRun",
    "IdentityOutcome",
    "IdentityTrial",
    "MergeSuggested",
    "NewFeed",
    "Proposal",
    "Raw",
    "Reference",
    "Relationship",
    "RelationshipEnded",
    "RelationshipKind",
    "RelationshipMade",
    "Resolved",
    "Resolving",
    "RowProblem",
    "Rules",
    "Said",
    "SurvivorshipChanged",
    "attribute_views",
    "begin_deduplication",
    "change_rules",
    "create",
    "create_feed",
    "decisions_of",
    "deduplicate",
    "dry_run_identity",
    "end_relationship",
    "fail_deduplication",
    "find_handle",
    "get",
    "handles_of",
    "kind_of",
    "link",
    "list_feeds",
    "list_runs",
    "mark_gone",
    "mark_reachable",
    "mark_unreachable",
    "members",
    "merge",
    "move",
    "names_of",
    "normalise",
    "problems_of",
    "reachable",
    "read_said",
    "references_of",
    "relate",
    "relationships_of",
    "renew_secret",
    "reproject",
    "resolve",
    "rows",
    "sign",
    "signed_by",
    "split",
    "standing_relationships",
    "undo",
    "unlink",
    "unmerge",
    "update",
    "update_feed",
    "verify",
    "visible_customer",
    "visible_feed",
    "visible_handle",
]
