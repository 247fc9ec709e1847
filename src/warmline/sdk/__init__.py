"""All that the author of a connector imports. Changes here follow semantic versioning.

A connector is one object that translates between a channel and Warmline's record. It sees only this package and
``warmline.kit``; the platform calls it, and gives it a ``Host`` for what it may ask back.
"""

from warmline.sdk.checking import CheckStatus, CheckStep, Doubtful, Trial, tried
from warmline.sdk.connector import Accepted, Base, Connector, Host, Line, Note, Position, Rating, Service
from warmline.sdk.errors import BadSignature, ConnectorError, Rejected, Unavailable, Unparsable
from warmline.sdk.manifest import ChannelType, Manifest, Medium, Synchrony
from warmline.sdk.messages import (
    Account,
    Attachment,
    Content,
    Envelope,
    Handle,
    Inbound,
    Outbound,
    Parsed,
    Partaker,
    Past,
    Raw,
    Receipt,
    Said,
    Sent,
    Settled,
    Thread,
    Told,
    Unknown,
    Verification,
)

__all__ = [
    "Accepted",
    "Account",
    "Attachment",
    "BadSignature",
    "Base",
    "ChannelType",
    "CheckStatus",
    "CheckStep",
    "Connector",
    "ConnectorError",
    "Content",
    "Doubtful",
    "Envelope",
    "Handle",
    "Host",
    "Inbound",
    "Line",
    "Manifest",
    "Medium",
    "Note",
    "Outbound",
    "Parsed",
    "Partaker",
    "Past",
    "Position",
    "Rating",
    "Raw",
    "Receipt",
    "Rejected",
    "Said",
    "Sent",
    "Service",
    "Settled",
    "Synchrony",
    "Thread",
    "Told",
    "Trial",
    "Unavailable",
    "Unknown",
    "Unparsable",
    "Verification",
    "tried",
]
