"""E-mail: fetched by IMAP, received by SMTP or LMTP, sent by SMTP."""

from warmline.connectors.email.connector import Email, connector

__all__ = ["Email", "connector"]
