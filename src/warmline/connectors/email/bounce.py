"""What became of a mail of ours, as mail systems report it: delivery status (RFC 3464), read receipts (RFC 8098), and
the free-form failure notices of systems that keep to neither."""

import re
from collections.abc import Iterable
from datetime import datetime

from warmline import sdk
from warmline.connectors.email import phrases
from warmline.connectors.email.headers import Headers, split
from warmline.connectors.email.mime import Part
from warmline.connectors.email.threading import answered, ids, own_id

MAX_REASON = 500
_MAX_GROUPS = 100

_RETURNED = {
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global-headers",
}
_STATUS_TYPES = {"message/delivery-status", "message/global-delivery-status"}
_READ_TYPES = {"message/disposition-notification", "message/global-disposition-notification"}
_GROUPS = re.compile(rb"(?:\r?\n){2,}")
_ID_IN_TEXT = re.compile(r"^[\s>|]*message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_CODE = re.compile(r"\b([45])(?:\d\d|\.\d{1,3}\.\d{1,3})\b")
# The mailbox or its domain does not exist, or has moved (RFC 3463, section 3.2; RFC 7505).
_GONE = re.compile(r"\b5\.1\.(?:1|2|3|6|10)\b")
_DELAYED = re.compile(r"delay|warning|will (?:be|keep|continue)[^.\n]{0,20} (?:retr|try)", re.IGNORECASE)
_FAILED = re.compile(phrases.pattern("failed"), re.IGNORECASE)
_TYPED = re.compile(r"^\s*[a-z0-9-]{1,20}\s*;\s*", re.IGNORECASE)
_HEAD = 65536


def receipt_of(root: Part, at: datetime) -> sdk.Receipt | None:
    """The standard reports. None where it is no report, or says nothing final, or names no message."""
    parts = list(root.walk())
    statuses = [part for part in parts if part.content_type in _STATUS_TYPES]
    if statuses:
        verdict = _verdict([group for part in statuses for group in _groups(part)])
        original = _original_id(root.headers, parts)
        if verdict is None or original is None:
            return None
        return _receipt(original, verdict[0], at, verdict[1])
    for part in parts:
        if part.content_type in _READ_TYPES:
            return _read_receipt(part, at)
    return None


def free_form_receipt(root: Part, text: str, at: datetime) -> sdk.Receipt | None:
    """A failure notice in words. The caller knows already that a mail system sent it."""
    notice = text[:20_000]
    if not _FAILED.search(f"{root.headers.text('subject')}\n{notice}") or _DELAYED.search(root.headers.text("subject")):
        return None
    original = _original_id(root.headers, list(root.walk()), text)
    return _receipt(original, "failed", at, _said(notice)) if original else None


def _receipt(original: str, status: str, at: datetime, reason: str | None) -> sdk.Receipt:
    gone = status == "failed" and _GONE.search(reason or "") is not None
    return sdk.Receipt(external_id=original, status=status, at=at, reason=reason, gone=gone)


def _verdict(groups: list[Headers]) -> tuple[str, str | None] | None:
    """The status and reason; a failure for any recipient is one, and a delay is neither failure nor delivery."""
    arrived = False
    for group in groups:
        action = group.unfolded("action").partition("(")[0].strip().lower()
        status = group.unfolded("status").partition("(")[0].strip()
        if action in ("failed", "failure") or (not action and status.startswith("5")):
            return "failed", _reason(status, group)
        arrived = arrived or action in ("delivered", "relayed", "expanded")
    return ("delivered", None) if arrived else None


def _reason(status: str, group: Headers) -> str:
    said = _TYPED.sub("", group.text("diagnostic-code"))
    recipient = _TYPED.sub("", group.text("final-recipient") or group.text("original-recipient"))
    words = " ".join(word for word in (status if status not in said else "", said) if word)
    return (words or f"Not delivered to {recipient or 'the recipient'}.")[:MAX_REASON]


def _groups(part: Part) -> Iterable[Headers]:
    """The field groups: about the message first, then one for each recipient."""
    for group in _GROUPS.split(part.content()[:_HEAD])[:_MAX_GROUPS]:
        headers, _ = split(group.strip())
        if "action" in headers or "status" in headers:
            yield headers


def _original_id(outer: Headers, parts: list[Part], text: str = "") -> str | None:
    """The Message-ID of what was sent: in what came back, else in the words, else in what the report answers."""
    for part in parts:
        if part.content_type in _RETURNED and (found := own_id(split(part.content()[:_HEAD])[0])):
            return found
    words = text or "\n".join(part.text()[:_HEAD] for part in parts if part.content_type == "text/plain")
    if found_in_text := _ID_IN_TEXT.search(words):
        return next(iter(ids(found_in_text[1])), None)
    return next(iter(answered(outer)), None)


def _read_receipt(part: Part, at: datetime) -> sdk.Receipt | None:
    fields, _ = split(part.content()[:_HEAD].strip())
    original = next(iter(ids(fields.unfolded("original-message-id"))), None)
    disposition = fields.unfolded("disposition").rpartition(";")[2].partition("/")[0].strip().lower()
    return sdk.Receipt(external_id=original, status="read", at=at) if original and disposition == "displayed" else None


def _said(notice: str) -> str:
    """The line with the server's code, or the first line that tells of the failure."""
    lines = [" ".join(line.split()) for line in notice.split("\n")[:200]]
    coded = next((line for line in lines if _CODE.search(line) and not line.lower().startswith("message-id")), "")
    return (coded or next((line for line in lines if _FAILED.search(line)), "Not delivered."))[:MAX_REASON]
