"""What an e-mail account can be told. Every field has a default, so an account that only listens needs none."""

from typing import Annotated, Literal

import msgspec

Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Size = Annotated[int, msgspec.Meta(ge=1)]
Security = Literal["tls", "starttls", "none"]
Listen = Literal["none", "smtp", "lmtp"]

# To be named in the manifest: these are stored encrypted and never shown.
SECRETS = frozenset({"imap_password", "smtp_password"})


class EmailSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Fetching is off where ``imap_host`` is empty, sending where ``smtp_host`` is. Sizes in bytes, times in seconds.

    ``listen_port`` 0 takes a free port. ``domain`` is the right side of our Message-IDs; empty means the domain of the
    account's address. ``trusted_authserv_id`` names our own receiving server, as it signs its Authentication-Results
    (RFC 8601): only what it says can prove a sender. Attachments above ``max_attachment_bytes`` are named, not kept.
    """

    imap_host: str = ""
    imap_port: Port = 993
    imap_security: Security = "tls"
    imap_user: str = ""
    imap_password: str = ""
    imap_folder: str = "INBOX"

    smtp_host: str = ""
    smtp_port: Port = 465
    smtp_security: Security = "tls"
    smtp_user: str = ""
    smtp_password: str = ""

    listen: Listen = "none"
    listen_host: str = "127.0.0.1"
    listen_port: Port = 0

    domain: str = ""
    display_name: str = ""
    signature: str = ""
    trusted_authserv_id: str = ""
    max_message_bytes: Size = 50 * 1024 * 1024
    max_attachment_bytes: Size = 25 * 1024 * 1024
    poll_seconds: Annotated[int, msgspec.Meta(ge=1)] = 60
