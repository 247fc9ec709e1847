"""The record: cases, interactions, messages, and which contact belongs to which case."""

from warmline.interactions.actions.receive import receive, record_delivery, record_receipts
from warmline.interactions.actions.transition import transition
from warmline.interactions.continuity import Policy
from warmline.interactions.events import (
    CaseDecided,
    CaseOpened,
    CaseReopened,
    DeliveryChanged,
    InteractionLinked,
    InteractionQueued,
    InteractionStarted,
    InteractionStatusChanged,
    MessageReceived,
)
from warmline.interactions.model import ENDED, TRANSITIONS, WORKED_ON, CaseStatus, HandleTime, Status, may
from warmline.interactions.receiving import Contact, Received

__all__ = [
    "ENDED",
    "TRANSITIONS",
    "WORKED_ON",
    "CaseDecided",
    "CaseOpened",
    "CaseReopened",
    "CaseStatus",
    "Contact",
    "DeliveryChanged",
    "HandleTime",
    "InteractionLinked",
    "InteractionQueued",
    "InteractionStarted",
    "InteractionStatusChanged",
    "MessageReceived",
    "Policy",
    "Received",
    "Status",
    "may",
    "receive",
    "record_delivery",
    "record_receipts",
    "transition",
]
