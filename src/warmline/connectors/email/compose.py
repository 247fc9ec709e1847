"""A reply of ours as a mail: threading headers, both bodies, attachments. No value from outside can add a header."""

import html
import re
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from uuid import UUID

import idna
import msgspec

from warmline import sdk
from warmline.connectors.email import phrases
from warmline.connectors.email.addresses import domain
from warmline.connectors.email.charset import clean, one_line
from warmline.connectors.email.parameters import media_type
from warmline.connectors.email.settings import EmailSettings
from warmline.connectors.email.threading import ids, message_id

# RFC 5322 lets References grow for ever; servers do not. The first id and the last ones keep the thread together.
MAX_REFERENCES = 21
MAX_SUBJECT = 500

_REPLY = re.compile(rf"\s*{phrases.pattern('reply_prefix')}\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]", re.IGNORECASE)


class _Ids(UnstructuredHeader, BaseHeader):
    """Ids are folded between them and never encoded: the standard library would encode a long one."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {(policy.linesep + ' ').join(str(self).split())}{policy.linesep}"


def _policy() -> Policy:
    registry = HeaderRegistry()
    for name in ("message-id", "in-reply-to", "references"):
        registry.map_to_type(name, _Ids)
    # Seven bits pass through every server unchanged, and so keep a DKIM signature whole.
    return SMTP.clone(header_factory=registry, cte_type="7bit")


POLICY = _policy()


def compose(message: sdk.Outbound, account: sdk.Account) -> EmailMessage:
    """The mail to send. The same message gives the same Message-ID. Raises ``Rejected`` where it can never be sent."""
    settings = msgspec.convert(account.settings, EmailSettings, from_attributes=True)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _address(account.address, _sender_name(message, account, settings))
    mail["To"] = _address(message.to.value, message.to.name or "")
    mail["Subject"] = subject_of(message)
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = _id(message.external_id, account, settings)
    if answered := [one for text in message.replies_to for one in ids(text)]:
        mail["In-Reply-To"] = answered[-1]
        mail["References"] = " ".join(_references(answered))
    if kind := message.meta.get("auto"):
        # So that other machines do not answer: RFC 3834, and what Exchange heeds instead.
        mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"] = one_line(kind), "All"
    _write_bodies(mail, message, settings.signature.strip())
    for attachment in message.attachments:
        attach(mail, attachment)
    return mail


def subject_of(message: sdk.Outbound) -> str:
    """On one line; with one "Re:" where it answers something."""
    subject = one_line(message.subject or "")[:MAX_SUBJECT]
    return subject if not message.replies_to or _REPLY.match(subject) else f"Re: {subject}".strip()


def _sender_name(message: sdk.Outbound, account: sdk.Account, settings: EmailSettings) -> str:
    names = (one_line(message.sender_name), one_line(settings.display_name))
    return ", ".join(dict.fromkeys(name for name in names if name)) or one_line(account.name)


def _address(value: str, name: str) -> Address:
    local, _, host = one_line(value).rpartition("@")
    try:
        ascii_host = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
        address = Address(one_line(name)[:200], local, ascii_host)
        str(address)
        if not (local.isascii() and local and ascii_host) or re.search(r"[\s<>,;\"()\[\]]", local + ascii_host):
            raise ValueError(value)
    except (ValueError, IndexError) as error:
        raise sdk.Rejected("The recipient or the account has an address that mail cannot be sent to.") from error
    return address


def _id(external_id: str, account: sdk.Account, settings: EmailSettings) -> str:
    """The Message-ID that was given out; a bare UUID gets the account's domain."""
    try:
        return message_id(UUID(external_id), settings.domain or domain(account.address))
    except ValueError:
        found = ids(external_id)
    if len(found) != 1 or not found[0].isascii() or not found[0].isprintable():
        raise sdk.Rejected("The message has no usable Message-ID.")
    return found[0]


def _references(answered: list[str]) -> list[str]:
    chain = list(dict.fromkeys(answered))
    return chain if len(chain) <= MAX_REFERENCES else [chain[0], *chain[-(MAX_REFERENCES - 1) :]]


def _write_bodies(mail: EmailMessage, message: sdk.Outbound, signature: str) -> None:
    text = clean(message.text)
    mail.set_content(f"{text}\n\n-- \n{clean(signature)}" if signature else text, charset="utf-8")
    if message.html is not None:
        below = f"<div>-- <br>{html.escape(clean(signature)).replace(chr(10), '<br>')}</div>" if signature else ""
        mail.add_alternative(clean(message.html) + below, subtype="html", charset="utf-8")


def attach(mail: EmailMessage, attachment: sdk.Attachment) -> None:
    """Add a file. Raises ``Rejected`` where it has no content."""
    if attachment.content is None:
        raise sdk.Rejected(f"The attachment {attachment.name!r} has no content to send.")
    maintype, _, subtype = (media_type(attachment.content_type.lower()) or "application/octet-stream").partition("/")
    if maintype in ("text", "message", "multipart"):
        # Their content would be read as structure, or changed on its way; a file must arrive as it is.
        maintype, subtype = ("application", "octet-stream") if maintype != "text" else (maintype, subtype)
    name = one_line(attachment.name)[:200] or "attachment"
    page = mail.get_body(("html",)) if attachment.inline_id else None
    if page is not None:
        cid = f"<{one_line(attachment.inline_id or '').strip('<>')}>"
        page.add_related(attachment.content, maintype, subtype, cid=cid, filename=name, disposition="inline")
    else:
        mail.add_attachment(attachment.content, maintype, subtype, filename=name)
