"""One mail to what the platform understands. Pure, and robust: whatever the bytes are, the answer is a message, a
receipt, or ``Unparsable`` with the reason."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from warmline import sdk
from warmline.connectors.email import bounce, mime
from warmline.connectors.email.addresses import Mailbox, mailboxes
from warmline.connectors.email.authentication import is_proven
from warmline.connectors.email.automatic import comes_from_system, is_automatic
from warmline.connectors.email.body import Body, body_of
from warmline.connectors.email.forward import thread_of
from warmline.connectors.email.headers import Headers
from warmline.connectors.email.settings import EmailSettings
from warmline.connectors.email.threading import external_id
from warmline.connectors.email.trim import trim

__all__ = ["external_id", "parse"]

KEPT_HEADERS = (
    "message-id",
    "in-reply-to",
    "references",
    "auto-submitted",
    "list-id",
    "reply-to",
    "authentication-results",
    "x-mailer",
)
MAX_HEADER = 1000  # characters of each that is kept
MAX_SUBJECT = 1000
# A sender's clock is believed within these; else our own time of receipt stands.
OLDEST = timedelta(days=7)
NEWEST = timedelta(minutes=5)

NO_SENDER = "The mail names no sender: there is no address in From, Sender, Reply-To or Return-Path."


def parse(envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
    """One ``Inbound``, or one ``Receipt`` for a report about a mail of ours. Raises only ``Unparsable``.

    The envelope's meta may hold ``mail_from`` (the sender of the SMTP envelope), ``internal_date`` (when it came to the
    mailbox), ``too_large`` (the size in bytes of a mail of which only the headers are here) and ``unreadable`` (why).
    """
    if not envelope.body.strip():
        raise sdk.Unparsable(envelope.meta.get("unreadable") or "The mail is empty.")
    try:
        return [_parse(envelope, account, msgspec.convert(account.settings, EmailSettings, from_attributes=True))]
    except sdk.Unparsable:
        raise
    except Exception as error:
        # A mail that our code does not survive must wait, visible, for a version that does; not stop the others.
        raise sdk.Unparsable(f"This version cannot read the mail ({type(error).__name__}).") from error


def _parse(envelope: sdk.Envelope, account: sdk.Account, settings: EmailSettings) -> sdk.Parsed:
    root = mime.read(envelope.body)
    root.headers.charset = next((named for part in root.walk() if (named := part.parameters.get("charset"))), None)
    at = _time(root.headers, envelope)
    if (report := bounce.receipt_of(root, at)) is not None:
        return report
    body = body_of(root, settings.max_attachment_bytes)
    if (size := envelope.meta.get("too_large", "")).isdecimal():
        whole = sdk.Attachment(name="message.eml", content_type="message/rfc822", size=int(size[:15]))
        body.attachments.append(whole)
    sender = _sender(root.headers, account.address, envelope.meta)
    if comes_from_system(root.headers, sender.address if sender else "", envelope.meta):
        notice = bounce.free_form_receipt(root, body.text, at)
        if notice is not None:
            return notice
    if sender is None:
        raise sdk.Unparsable(NO_SENDER)
    return _inbound(envelope, account, settings, root.headers, sender, body, at)


def _inbound(
    envelope: sdk.Envelope,
    account: sdk.Account,
    settings: EmailSettings,
    headers: Headers,
    sender: Mailbox,
    body: Body,
    at: datetime,
) -> sdk.Inbound:
    trimmed = trim(body.text)
    automatic = is_automatic(headers, sender.address, account.address, envelope.meta)
    # What a machine encloses is the mail that it tells about.
    thread = thread_of(headers, [] if automatic else body.enclosed, passes_on=trimmed.passes_on)
    # What a forward passes on is new to us: nothing of it is history.
    text, elided = (body.text, "") if thread.forwarded else (trimmed.text, trimmed.elided)
    content = sdk.Content(
        at=at,
        text=text,
        html=body.html,
        elided=elided or None,
        external_id=envelope.external_id,
        attachments=tuple(body.attachments),
    )
    return sdk.Inbound(
        external_id=envelope.external_id,
        at=at,
        sender=_handle(sender, _verification(headers, sender, settings)),
        to=tuple(_handle(box) for box in _recipients(headers)),
        subject=headers.text("subject")[:MAX_SUBJECT] or None,
        messages=(content,),
        thread=thread,
        automatic=automatic,
        headers={name: value[:MAX_HEADER] for name in KEPT_HEADERS if (value := headers.text(name))},
    )


def _sender(headers: Headers, account: str, meta: dict[str, str]) -> Mailbox | None:
    """Who wrote. A form on our own site writes in our name and puts the customer into Reply-To."""
    fields = [headers.unfolded(name) for name in ("from", "sender", "reply-to", "return-path")]
    found = [box[0] for field in (*fields, meta.get("mail_from", "")) if (box := mailboxes(field))]
    if not found:
        return None
    reply = next(iter(mailboxes(fields[2])), None)
    ours = found[0].address.lower() == account.lower()
    return reply if ours and reply is not None else found[0]


def _verification(headers: Headers, sender: Mailbox, settings: EmailSettings) -> sdk.Verification:
    authors = [box.address for field in headers.every("from") for box in mailboxes(field)]
    proven = authors == [sender.address] and is_proven(headers, sender.address, settings.trusted_authserv_id)
    return sdk.Verification.VERIFIED if proven else sdk.Verification.ASSERTED


def _recipients(headers: Headers) -> list[Mailbox]:
    boxes = [box for name in ("to", "cc") for field in headers.every(name) for box in mailboxes(field)]
    return list({box.address.lower(): box for box in reversed(boxes)}.values())[::-1][:200]


def _handle(box: Mailbox, verification: sdk.Verification = sdk.Verification.NONE) -> sdk.Handle:
    return sdk.Handle("email", box.address, box.name, verification)


def _time(headers: Headers, envelope: sdk.Envelope) -> datetime:
    """The sender's date, if the mailbox's own time does not contradict it."""
    arrived = envelope.received_at if envelope.received_at.tzinfo else envelope.received_at.replace(tzinfo=UTC)
    noted = _date(envelope.meta.get("internal_date", ""))
    if noted is not None and noted < arrived:
        arrived = noted
    said = _date(headers.unfolded("date"))
    return said if said is not None and arrived - OLDEST <= said <= arrived + NEWEST else arrived


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text[:100])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        # A date that cannot be read says nothing about the mail.
        return None
