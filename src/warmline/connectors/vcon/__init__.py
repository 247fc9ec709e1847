"""vCon (draft-ietf-vcon-vcon-core with its contact-centre extension): conversations in from other systems, and ours
out. ``read`` and ``write`` are pure, so that what goes out comes in again."""

from warmline.connectors.vcon.amend import amended
from warmline.connectors.vcon.connector import VconConnector, raw
from warmline.connectors.vcon.conversation import (
    Assessment,
    CaseOf,
    Conversation,
    File,
    Message,
    Person,
    Report,
    Transfer,
)
from warmline.connectors.vcon.unwrap import MEDIA_TYPE, unwrapped
from warmline.connectors.vcon.validate import faults
from warmline.connectors.vcon.words import uuid8
from warmline.connectors.vcon.write import written

connector = VconConnector()

__all__ = [
    "MEDIA_TYPE",
    "Assessment",
    "CaseOf",
    "Conversation",
    "File",
    "Message",
    "Person",
    "Report",
    "Transfer",
    "amended",
    "connector",
    "faults",
    "raw",
    "unwrapped",
    "uuid8",
    "written",
]
