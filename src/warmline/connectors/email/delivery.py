"""A mail as it is handed to the platform, however it came."""

from collections.abc import Mapping

from warmline import sdk
from warmline.connectors.email.addresses import mailboxes
from warmline.connectors.email.headers import split
from warmline.connectors.email.parse import external_id

# Bytes; a sender that is named later orders nothing.
HEAD = 64 * 1024


def delivered(body: bytes, meta: Mapping[str, str]) -> sdk.Raw:
    """The delivery: the bytes untouched. Mails of one sender are read in the order in which they came."""
    return sdk.Raw(
        external_id=external_id(body),
        body=body,
        content_type="message/rfc822",
        meta=dict(meta),
        key=_sender(body),
    )


def _sender(body: bytes) -> str:
    headers, _ = split(body[:HEAD])
    found = mailboxes(headers.unfolded("from"))
    return found[0].address.lower() if found else ""
