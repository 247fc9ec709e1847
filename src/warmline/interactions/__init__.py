"""The record: cases, interactions, messages, and which contact belongs to which case."""

from warmline.interactions.actions.carry import carry_by
from warmline.interactions.actions.case import set_status as set_case_status
from warmline.interactions.actions.elsewhere import Target
from warmline.interactions.actions.hand_off import NewHandOff, hand_off
from warmline.interactions.actions.holding import LONGEST_SECONDS as LONGEST_HOLD
from warmline.interactions.actions.note import NewNote, add_note, onlookers
from warmline.interactions.actions.promises import NewActionItem, promise
from warmline.interactions.actions.rating import rate, rating
from warmline.interactions.actions.reading import record_reading
from warmline.interactions.actions.receive import find_contact, receive, record_delivery, record_receipts, requeue
from warmline.interactions.actions.references import NewRef, add_ref
from warmline.interactions.actions.reply import reply
from warmline.interactions.actions.reroute import Route, reroute
from warmline.interactions.actions.review import propose as propose_context_changes
from warmline.interactions.actions.review import review as review_context
from warmline.interactions.actions.saying import NewReply
from warmline.interactions.actions.taking_part import join as take_part
from warmline.interactions.actions.taking_part import leave as leave_off
from warmline.interactions.actions.transition import change_in_line, lock_in_line, offered_in_line, transition
from warmline.interactions.actions.viewing import interaction_viewed
from warmline.interactions.actions.work import WrapUp, move, wrap_up
from warmline.interactions.actions.write_along import write_along
from warmline.interactions.carrying.review import ContextReview, Counted
from warmline.interactions.contact import Contact
from warmline.interactions.context_events import (
    ActionItemCreated,
    ActionItemUpdated,
    ContextLost,
    HandOffAccepted,
    HandOffCancelled,
    HandOffDeclined,
    HandOffOffered,
    HandOffUpdated,
    SignalRecorded,
)
from warmline.interactions.continuity import Policy
from warmline.interactions.conversation import (
    Contacted,
    Live,
    last_contacts,
    latest_interaction,
    lines,
    live_interaction,
    shown_attachment,
)
from warmline.interactions.dossier import Dossier, dossier
from warmline.interactions.events import (
    CaseClosedForGood,
    CaseDecided,
    CaseJoined,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    CaseSplit,
    CaseUpdated,
    CaseViewed,
    CustomerRecounted,
    DeliveryChanged,
    EntityRefAdded,
    EntityRefRemoved,
    InteractionAnsweredElsewhere,
    InteractionLinked,
    InteractionQueued,
    InteractionStarted,
    InteractionStatusChanged,
    InteractionUnlinked,
    InteractionUpdated,
    InteractionViewed,
    InteractionWrappedUp,
    MessageReceived,
    NoteAdded,
    ParticipantJoined,
    ParticipantLeft,
    ReplyQueued,
    SuggestionAnswered,
)
from warmline.interactions.guard import (
    visible_case,
    visible_cases,
    visible_interaction,
    visible_interactions,
    visible_message,
    visible_messages,
)
from warmline.interactions.learning.choosing import activate as activate_model
from warmline.interactions.learning.choosing import list_models as list_learned_models
from warmline.interactions.learning.choosing import use_shipped as use_shipped_model
from warmline.interactions.learning.teaching import learn
from warmline.interactions.learning.trying import dry_run
from warmline.interactions.learning.views import DryRun, DryRunBody, Outcome
from warmline.interactions.learning.views import ModelView as LearnedModel
from warmline.interactions.model import ENDED, TRANSITIONS, WORKED_ON, CaseStatus, HandleTime, Status, may
from warmline.interactions.past import PastRecorded, record_past
from warmline.interactions.plan import Received
from warmline.interactions.receiving import Step
from warmline.interactions.settling import Settle, Tell
from warmline.interactions.snapshots import SNAPSHOTS
from warmline.interactions.store.reading import InteractionFilter, list_interactions
from warmline.interactions.views import AttachmentView, CaseView, InteractionView, MessageView

__all__ = [
    "ENDED",
    "LONGEST_HOLD",
    "SNAPSHOTS",
    "TRANSITIONS",
    "WORKED_ON",
    "ActionItemCreated",
    "ActionItemUpdated",
    "AttachmentView",
    "CaseClosedForGood",
    "CaseDecided",
    "CaseJoined",
    "CaseOpened",
    "CaseReopened",
    "CaseResolved",
    "CaseSplit",
    "CaseStatus",
    "CaseUpdated",
    "CaseView",
    "CaseViewed",
    "Contact",
    "Contacted",
    "ContextLost",
    "ContextReview",
    "Counted",
    "CustomerRecounted",
    "DeliveryChanged",
    "Dossier",
    "DryRun",
    "DryRunBody",
    "EntityRefAdded",
    "EntityRefRemoved",
    "HandOffAccepted",
    "HandOffCancelled",
    "HandOffDeclined",
    "HandOffOffered",
    "HandOffUpdated",
    "HandleTime",
    "InteractionAnsweredElsewhere",
    "InteractionFilter",
    "InteractionLinked",
    "InteractionQueued",
    "InteractionStarted",
    "InteractionStatusChanged",
    "InteractionUnlinked",
    "InteractionUpdated",
    "InteractionView",
    "InteractionViewed",
    "InteractionWrappedUp",
    "LearnedModel",
    "Live",
    "MessageReceived",
    "MessageView",
    "NewActionItem",
    "NewHandOff",
    "NewNote",
    "NewRef",
    "NewReply",
    "NoteAdded",
    "Outcome",
    "ParticipantJoined",
    "ParticipantLeft",
    "PastRecorded",
    "Policy",
    "Received",
    "ReplyQueued",
    "Route",
    "Settle",
    "SignalRecorded",
    "Status",
    "Step",
    "SuggestionAnswered",
    "Target",
    "Tell",
    "WrapUp",
    "activate_model",
    "add_note",
    "add_ref",
    "carry_by",
    "change_in_line",
    "dossier",
    "dry_run",
    "find_contact",
    "hand_off",
    "interaction_viewed",
    "last_contacts",
    "latest_interaction",
    "learn",
    "leave_off",
    "lines",
    "list_interactions",
    "list_learned_models",
    "live_interaction",
    "lock_in_line",
    "may",
    "move",
    "offered_in_line",
    "onlookers",
    "promise",
    "propose_context_changes",
    "rate",
    "rating",
    "receive",
    "record_delivery",
    "record_past",
    "record_reading",
    "record_receipts",
    "reply",
    "requeue",
    "reroute",
    "review_context",
    "set_case_status",
    "shown_attachment",
    "take_part",
    "transition",
    "use_shipped_model",
    "visible_case",
    "visible_cases",
    "visible_interaction",
    "visible_interactions",
    "visible_message",
    "visible_messages",
    "wrap_up",
    "write_along",
]
