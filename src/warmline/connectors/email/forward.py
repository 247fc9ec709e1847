"""Whether a mail passes on another one. A forward is a matter of its own: it is linked to the old one."""

import re

from warmline import sdk
from warmline.connectors.email import phrases
from warmline.connectors.email.headers import Headers, split
from warmline.connectors.email.mime import Part
from warmline.connectors.email.threading import answered, ids, nearest, own_id

_SUBJECT = re.compile(rf"\s*[\[(]?{phrases.pattern('forward_prefix')}\s*(?:\[\d+\]|\(\d+\))?\s*[:：\])]", re.IGNORECASE)


def thread_of(headers: Headers, enclosed: list[Part], *, passes_on: bool) -> sdk.Thread:
    """What the mail answers or forwards. ``passes_on`` says that its text introduces another message."""
    direct = answered(headers)
    named = [one for field in headers.every("x-forwarded-message-id") for one in ids(field)]
    inside = [one for part in enclosed if (one := _id_of(part))]
    subject = bool(_SUBJECT.match(headers.text("subject")))
    # An answer may carry a message as a file; only without a thread of its own is that file the matter.
    if named or (subject and (passes_on or enclosed)) or (enclosed and not direct):
        return sdk.Thread(replies_to=nearest((*named, *inside, *direct)), forwarded=True)
    return sdk.Thread(replies_to=direct)


def _id_of(part: Part) -> str | None:
    headers, _ = split(part.content()[:65536])
    return own_id(headers)
