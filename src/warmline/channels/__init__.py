"""Configured inboxes, and the way of a delivery through them: accepted, read, recorded; and of a reply out."""

from warmline.channels.actions.accept import accept
from warmline.channels.actions.configure import (
    account_for,
    create_account,
    report_health,
    reseal_accounts,
    update_account,
)
from warmline.channels.events import (
    ChannelAccountCreated,
    ChannelAccountHealthChanged,
    ChannelAccountUpdated,
    EnvelopeFailed,
    EnvelopeNotUnderstood,
    EnvelopeRecovered,
    EnvelopeRetried,
    EnvelopeViewed,
)
from warmline.channels.host import HostFor, View
from warmline.channels.ingesting import Ingest
from warmline.channels.intake import Intake
from warmline.channels.model import ChannelAccount, EnvelopeStatus, NewAccount, StoredEnvelope
from warmline.channels.registry import Registry

__all__ = [
    "ChannelAccount",
    "ChannelAccountCreated",
    "ChannelAccountHealthChanged",
    "ChannelAccountUpdated",
    "EnvelopeFailed",
    "EnvelopeNotUnderstood",
    "EnvelopeRecovered",
    "EnvelopeRetried",
    "EnvelopeStatus",
    "EnvelopeViewed",
    "HostFor",
    "Ingest",
    "Intake",
    "NewAccount",
    "Registry",
    "StoredEnvelope",
    "View",
    "accept",
    "account_for",
    "create_account",
    "report_health",
    "reseal_accounts",
    "update_account",
]
