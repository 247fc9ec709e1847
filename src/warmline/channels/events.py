"""What channels announce. No text of a message and no value of a setting or handle is in an event."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("channel_account.created", channel_account="account_id")
class ChannelAccountCreated(Event, frozen=True, kw_only=True):
    """A channel account was set up."""

    account_id: UUID
    connector: str
    channel: str


@announces("channel_account.updated", channel_account="account_id")
class ChannelAccountUpdated(Event, frozen=True, kw_only=True):
    """A channel account was changed; of settings and secrets it tells only the names."""

    account_id: UUID
    settings: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


@announces("channel_account.health_changed", channel_account="account_id")
class ChannelAccountHealthChanged(Event, frozen=True, kw_only=True):
    """A channel account stopped working, works again, or has another problem than before."""

    account_id: UUID
    healthy: bool


@announces("channel_account.tested", channel_account="account_id")
class ChannelAccountTested(Event, frozen=True, kw_only=True):
    """Somebody had a channel account tried, before it was saved (then it has no id) or as it is. ``failed`` names the
    steps that failed."""

    account_id: UUID | None = None
    connector: str
    channel: str
    passed: bool
    failed: tuple[str, ...] = ()


@announces("channel_account.test_message_sent", channel_account="account_id")
class TestMessageSent(Event, frozen=True, kw_only=True):
    """Somebody had a test message sent by a channel account."""

    # Otherwise pytest takes it for a test.
    __test__ = False

    account_id: UUID


@announces("envelope.failed", envelope="envelope_id")
class EnvelopeFailed(Event, frozen=True, kw_only=True):
    """A delivery could not be recorded; it is kept, and can be run again."""

    envelope_id: UUID
    account_id: UUID
    error: str


@announces("envelope.not_understood", envelope="envelope_id")
class EnvelopeNotUnderstood(Event, frozen=True, kw_only=True):
    """A delivery is of a kind that its connector does not know; it is kept, and can be run again by a later version."""

    envelope_id: UUID
    account_id: UUID


@announces("envelope.retried", envelope="envelope_id")
class EnvelopeRetried(Event, frozen=True, kw_only=True):
    """Somebody had a failed or unknown delivery run again."""

    envelope_id: UUID
    account_id: UUID


@announces("envelope.recovered", envelope="envelope_id")
class EnvelopeRecovered(Event, frozen=True, kw_only=True):
    """A delivery that had failed before is recorded now."""

    envelope_id: UUID
    account_id: UUID


@announces("envelope.viewed", envelope="envelope_id")
class EnvelopeViewed(Event, frozen=True, kw_only=True):
    """Somebody read what a raw delivery contains."""

    envelope_id: UUID
    account_id: UUID
