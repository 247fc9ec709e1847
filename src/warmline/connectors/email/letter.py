"""A message of any channel as a mail to be kept: what an archive reads. Nothing of it is sent."""

import hashlib
import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

import idna
import msgspec

from warmline import sdk
from warmline.connectors.email.charset import clean, one_line
from warmline.connectors.email.compose import MAX_REFERENCES, MAX_SUBJECT, POLICY, attach
from warmline.connectors.email.threading import ids

# RFC 2606 keeps this domain free, so that an address that is none can reach nobody.
NOWHERE = "invalid"
ATOM = re.compile(r"[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
QUOTED = re.compile(rb"^(>*From )", re.MULTILINE)


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """``id`` is what the message is called; where that is no Message-ID, one is made of it. ``answers`` are those
    before it, oldest first. ``notes`` become headers ``X-Warmline-...``."""

    id: str
    at: datetime
    sender: sdk.Handle
    to: tuple[sdk.Handle, ...]
    subject: str
    text: str
    html: str | None = None
    answers: tuple[str, ...] = ()
    attachments: tuple[sdk.Attachment, ...] = ()
    notes: dict[str, str] = {}


def rendered(letter: Letter) -> bytes:
    """The mail, with CRLF. The same letter gives the same bytes."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _mailbox(letter.sender)
    if letter.to:
        mail["To"] = [_mailbox(each) for each in letter.to]
    mail["Subject"] = one_line(letter.subject)[:MAX_SUBJECT]
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = message_id_of(letter.id)
    if letter.answers:
        chain = [message_id_of(each) for each in letter.answers][-MAX_REFERENCES:]
        mail["In-Reply-To"], mail["References"] = chain[-1], " ".join(chain)
    for name, value in letter.notes.items():
        mail[f"X-Warmline-{name}"] = one_line(value)[:MAX_SUBJECT]
    mail.set_content(clean(letter.text), charset="utf-8")
    if letter.html is not None:
        mail.add_alternative(clean(letter.html), subtype="html", charset="utf-8")
    for each in letter.attachments:
        _attach(mail, each)
    _number_boundaries(mail, hashlib.sha256(msgspec.json.encode(letter)).hexdigest()[:40])
    return mail.as_bytes()


def message_id_of(name: str) -> str:
    """A Message-ID as it is; what other channels call a message, as one."""
    found = ids(name)
    if len(found) == 1 and found[0].isascii() and found[0].isprintable():
        return found[0]
    return f"<{_local(name)}@warmline.{NOWHERE}>"


def mboxrd(mail: bytes, sender: str, at: datetime) -> bytes:
    """The mail as it stands in an mbox: every line that begins with ``From`` behind any number of ``>`` gets one more,
    so that the mail can be had again byte for byte."""
    at = at.astimezone(UTC)
    first = f"From {_local(sender, '@') or 'MAILER-DAEMON'} {at:%a %b} {at.day:2d} {at:%H:%M:%S %Y}\n".encode()
    end = b"\n" if mail.endswith(b"\n") else b"\n\n"
    return first + QUOTED.sub(rb">\1", mail) + end


def _mailbox(handle: sdk.Handle) -> Address:
    local, _, host = one_line(handle.value).rpartition("@")
    try:
        if handle.scheme == "email" and local:
            host = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
            found = Address(one_line(handle.name or "")[:200], local, host)
            if local.isascii() and re.fullmatch(r"[A-Za-z0-9.-]+", host):
                return found
    except (ValueError, IndexError):
        # Somebody's address that mail has no way to write; what can be shown of it is shown.
        local = handle.value
    return Address(one_line(handle.name or "")[:200], _local(handle.value), f"{_host(handle.scheme)}.{NOWHERE}")


def _local(text: str, kept: str = "") -> str:
    bare = "".join(each if each in kept else ATOM.sub("-", each) for each in one_line(text)[:64])
    return re.sub(r"\.+", ".", bare).strip(".") or "unknown"


def _host(scheme: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", scheme.lower()).strip("-") or "unknown"


def _attach(mail: EmailMessage, attachment: sdk.Attachment) -> None:
    if attachment.content is not None:
        attach(mail, attachment)
        return
    size = f", {attachment.size} bytes" if attachment.size else ""
    note = f"The file {one_line(attachment.name)} ({one_line(attachment.content_type)}{size}) was not kept.\n"
    mail.add_attachment(note, subtype="plain", charset="utf-8", filename="file-not-kept.txt")


def _number_boundaries(mail: EmailMessage, name: str) -> None:
    """Python makes up a boundary each time; of the same letter it should be the same. It is made of all that is in the
    letter, so nobody can write a letter that contains it."""
    for number, part in enumerate(each for each in mail.walk() if each.is_multipart()):
        part.set_boundary(f"=_{name}_{number}")
