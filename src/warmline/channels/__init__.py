"""Configured inboxes, and the way of a delivery through them: accepted, read, recorded; and of a reply out."""

from warmline.channels.actions.accept import accept
from warmline.channels.actions.answer import Answer, answer
from warmline.channels.actions.configure import (
    account_for,
    accounts_of_contacts,
    create_account,
    list_accounts,
    report_health,
    reseal_accounts,
    update_account,
    visible_account,
)
from warmline.channels.actions.confirm import confirm_reading
from warmline.channels.actions.overseeing import (
    EnvelopeCount,
    FailureReason,
    UnsentMessage,
    count_unsent,
    envelope_counts,
    failure_reasons,
    healths,
    list_unsent,
)
from warmline.channels.actions.retry import (
    EnvelopeFilter,
    list_envelopes,
    read_envelope,
    retry,
    retry_all,
    retry_message,
    visible_envelope,
)
from warmline.channels.events import (
    ChannelAccountCreated,
    ChannelAccountHealthChanged,
    ChannelAccountTested,
    ChannelAccountUpdated,
    EnvelopeFailed,
    EnvelopeNotUnderstood,
    EnvelopeRecovered,
    EnvelopeRetried,
    EnvelopeViewed,
    TestMessageSent,
)
from warmline.channels.exchange import Channels
from warmline.channels.health import ChannelHealth, HealthState
from warmline.channels.host import HostFor, View
from warmline.channels.ingesting import Ingest, TakenIn
from warmline.channels.intake import Intake
from warmline.channels.jobs import JOBS, PERIODIC, REACTIONS
from warmline.channels.model import IMPORTED, ChannelAccount, EnvelopeStatus, NewAccount, StoredEnvelope
from warmline.channels.registry import Registry
from warmline.channels.routes import ROUTES
from warmline.channels.sending import Sender
from warmline.channels.snapshots import SNAPSHOTS

__all__ = [
    "IMPORTED",
    "JOBS",
    "PERIODIC",
    "REACTIONS",
    "ROUTES",
    "SNAPSHOTS",
    "Answer",
    "ChannelAccount",
    "ChannelAccountCreated",
    "ChannelAccountHealthChanged",
    "ChannelAccountTested",
    "ChannelAccountUpdated",
    "ChannelHealth",
    "Channels",
    "EnvelopeCount",
    "EnvelopeFailed",
    "EnvelopeFilter",
    "EnvelopeNotUnderstood",
    "EnvelopeRecovered",
    "EnvelopeRetried",
    "EnvelopeStatus",
    "EnvelopeViewed",
    "FailureReason",
    "HealthState",
    "HostFor",
    "Ingest",
    "Intake",
    "NewAccount",
    "Registry",
    "Sender",
    "StoredEnvelope",
    "TakenIn",
    "TestMessageSent",
    "UnsentMessage",
    "View",
    "accept",
    "account_for",
    "accounts_of_contacts",
    "answer",
    "confirm_reading",
    "count_unsent",
    "create_account",
    "envelope_counts",
    "failure_reasons",
    "healths",
    "list_accounts",
    "list_envelopes",
    "list_unsent",
    "read_envelope",
    "report_health",
    "reseal_accounts",
    "retry",
    "retry_all",
    "retry_message",
    "update_account",
    "visible_account",
    "visible_envelope",
]
