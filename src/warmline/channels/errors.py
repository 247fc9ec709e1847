"""What can go wrong with a configured inbox, an arriving delivery, or a message on its way out."""

from warmline.kit.errors import Conflict, FieldError, Invalid, NotFound, Unauthorized
from warmline.sdk import Manifest


class ConnectorMissing(NotFound):
    """There is no connector {id}; installed are: {installed}."""


class ChannelMissing(Invalid):
    """The connector {connector} has no channel {channel}; it has: {channels}."""

    @classmethod
    def of(cls, manifest: Manifest, channel: str) -> "ChannelMissing":
        """The error for a channel that the manifest does not name."""
        known = ", ".join(each.code for each in manifest.channels)
        wrong = [FieldError("channel", f"is none of {known}")]
        return cls(connector=manifest.code, channel=channel, channels=known, fields=wrong)


class SettingsRefused(Invalid):
    """The settings do not fit the connector {connector}: {problem}."""


class AccountExists(Conflict):
    """There is an account of {connector} with the address {address} on {channel} already."""


class SignatureRefused(Unauthorized):
    """The delivery does not prove that it comes from the channel: {problem}"""


class FileNotKept(NotFound):
    """There is no such file with the message {id}, or it was too large to keep."""


class NothingToRetry(Conflict):
    """The envelope {id} is {status}; only failed and unknown ones can be run again."""


class WayNotOpen(Conflict):
    """The customer cannot be answered there now. {reason}"""


class NoWayOut(Conflict):
    """The account {name} only takes contacts in, or writes only to somebody who is there; a test message needs an
    account that can begin a conversation."""


class TestMessageRefused(Conflict):
    """The test message was not sent. {reason}"""

    # Otherwise pytest takes it for a test.
    __test__ = False


class NoConversation(Conflict):
    """There is no conversation here yet; say something first."""


class NoMailAccount(Conflict):
    """No e-mail can be sent from here; the organisation has no account that sends."""
