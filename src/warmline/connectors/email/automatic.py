"""Whether a machine sent it. Such mail is kept and never answered, so that two machines cannot talk for ever."""

import re
from collections.abc import Mapping

from warmline.connectors.email import phrases
from warmline.connectors.email.headers import Headers

_PRECEDENCE = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_MARKS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-mail-autoreply", "x-vacation")
_SUPPRESS = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)
_DAEMON = re.compile(r"mailer[-_.]?daemon|mail-daemon", re.IGNORECASE)
_SYSTEM = re.compile(r"postmaster|no[-_.]?reply|do[-_.]?not[-_.]?reply|bounces?|maildelivery", re.IGNORECASE)
# How mail programs begin the subject of an absence note; our own subject follows.
_AWAY = re.compile(rf"(?:(?:re|aw):\s*)?{phrases.pattern('away')}", re.IGNORECASE)
_UNDELIVERED = re.compile(phrases.pattern("undelivered"), re.IGNORECASE)


def is_automatic(headers: Headers, sender: str, account: str, meta: Mapping[str, str]) -> bool:
    """``sender`` and ``account`` are addresses. ``meta`` may hold ``mail_from``, the sender of the SMTP envelope."""
    return (
        _says_so(headers)
        or comes_from_system(headers, sender, meta)
        or sender.lower() == account.lower()
        or _is_list(headers, account)
        or _is_report(headers)
        or _is_away(headers)
    )


def comes_from_system(headers: Headers, sender: str, meta: Mapping[str, str]) -> bool:
    """Whether a mail system wrote it: by its null path, its name, or its role together with what it reports.

    Machines send with an empty return path, so that nothing comes back (RFC 5321 section 4.5.5).
    """
    paths = (headers.unfolded(name) for name in ("return-path", "x-envelope-from"))
    if meta.get("mail_from") == "" or any(path.replace(" ", "") == "<>" for path in paths):
        return True
    if _DAEMON.match(sender or headers.text("from")) or "x-failed-recipients" in headers:
        return True
    return bool(_SYSTEM.match(sender) and _UNDELIVERED.search(headers.text("subject")))


def _says_so(headers: Headers) -> bool:
    submitted = headers.unfolded("auto-submitted").partition(";")[0].split("(")[0].strip().lower()
    marked = any(name in headers and headers.unfolded(name).lower() != "no" for name in _MARKS)
    return submitted not in ("", "no") or marked or bool(_SUPPRESS.search(headers.unfolded("x-auto-response-suppress")))


def _is_list(headers: Headers, account: str) -> bool:
    """A mailing list or a newsletter. But to an inbox that is itself a list (a group address), customers come so."""
    own = account.lower()
    identity = headers.unfolded("list-id").lower()
    if own in headers.unfolded("list-post").lower() or own.replace("@", ".") in identity:
        return False
    if identity or headers.unfolded("precedence").lower() in _PRECEDENCE:
        return True
    return "list-unsubscribe" in headers and ("list-unsubscribe-post" in headers or "feedback-id" in headers)


def _is_report(headers: Headers) -> bool:
    return headers.unfolded("content-type").lower().startswith(("multipart/report", "message/delivery-status"))


def _is_away(headers: Headers) -> bool:
    """A subject alone proves nothing: people write about their absence too. An answer that begins so is a machine's."""
    answers = "in-reply-to" in headers or "references" in headers
    made = "x-ms-exchange-generated-message-source" in headers
    return (answers or made) and bool(_AWAY.match(headers.text("subject")))
