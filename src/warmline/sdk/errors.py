"""What can go wrong between a channel and the platform."""


class ConnectorError(Exception):
    """Base of what a connector may raise; its text is shown to the administrator, so it holds no message content."""


class BadSignature(ConnectorError):
    """The delivery does not prove that it comes from the channel: answered 401, nothing is stored."""


class Unparsable(ConnectorError):
    """The envelope cannot be read. It is kept as failed with this text, shown, and can be run again."""


class Rejected(ConnectorError):
    """The channel refused the message for good: it is marked failed with this reason and not sent again."""


class Unavailable(ConnectorError):
    """The channel cannot be reached now: the message is sent again later."""
