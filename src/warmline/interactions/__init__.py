"""The record: cases, interactions, messages, and which contact belongs to which case."""

from warmline.interactions.actions.case import set_status as set_case_status
from warmline.interactions.actions.elsewhere import Target
from warmline.interactions.actions.hand_off import NewHandOff, hand_off
from warmline.interactions.actions.promises import NewActionItem, promise
from warmline.interactions.actions.receive import find_contact, receive, record_delivery, record_receipts, requeue
from warmline.interactions.actions.references import NewRef, add_ref
from warmline.interactions.actions.reply import add_note, reply
from warmline.interactions.actions.transition import transition
from warmline.interactions.actions.viewing import interaction_viewed
from warmline.interactions.actions.work import WrapUp, move, wrap_up
from warmline.interactions.context_events import (
    ActionItemCreated,
    ActionItemUpdated,
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
    lines,
    live_interaction,
    shown_attachment,
)
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
    DeliveryChanged,
    EntityRefAdded,
    EntityRefRemoved,
    InteractionAnsweredElsewhere,
    InteractionLinked,
    InteractionQueued,
    InteractionStarted,
    InteractionStatusChanged,
    InteractionUnlinked,
    InteractionViewed,
    InteractionWrappedUp,
    MessageReceived,
    NoteAdded,
    ParticipantJoined,
    ParticipantLeft,
    ReplyQueued,
    SuggestionAnswered,
)
from warmline.interactions.guard import visible_case, visible_interaction, visible_message, visible_messages
from warmline.interactions.model import ENDED, TRANSITIONS, WORKED_ON, CaseStatus, HandleTime, Status, may
from warmline.interactions.plan import Received
from warmline.interactions.receiving import Contact, Step
from warmline.interactions.settling import Settle, Tell
from warmline.interactions.snapshots import SNAPSHOTS
from warmline.interactions.store.reading import InteractionFilter, list_interactions
from warmline.interactions.views import AttachmentView, CaseView, InteractionView, MessageView

__all__ = [
    "ENDED",
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
    "DeliveryChanged",
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
    "InteractionView",
    "InteractionViewed",
    "InteractionWrappedUp",
    "Live",
    "MessageReceived",
    "MessageView",
    "NewActionItem",
    "NewHandOff",
    "NewRef",
    "NoteAdded",
    "ParticipantJoined",
    "ParticipantLeft",
    "Policy",
    "Received",
    "ReplyQueued",
    "Settle",
    "SignalRecorded",
    "Status",
    "Step",
    "SuggestionAnswered",
    "Target",
    "Tell",
    "WrapUp",
    "add_note",
    "add_ref",
    "find_contact",
    "hand_off",
    "interaction_viewed",
    "last_contacts",
    "lines",
    "list_interactions",
    "live_interaction",
    "may",
    "move",
    "promise",
    "receive",
    "record_delivery",
    "record_receipts",
    "reply",
    "requeue",
    "set_case_status",
    "shown_attachment",
    "transition",
    "visible_case",
    "visible_interaction",
    "visible_message",
    "visible_messages",
    "wrap_up",
]
