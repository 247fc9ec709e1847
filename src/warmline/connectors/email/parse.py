"""One mail to what the platform understands."""

from warmline import sdk
from warmline.connectors.email.threading import external_id

__all__ = ["external_id", "parse"]


def parse(envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
    """Being written."""
    raise sdk.Unparsable("Not yet.")
