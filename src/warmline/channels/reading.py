"""Reads a stored delivery: the connector's translation, made storable, with the files set apart. Pure."""

import hashlib
import traceback
from collections.abc import Mapping
from uuid import UUID

import asyncpg
import msgspec

from warmline import sdk
from warmline.channels import washing
from warmline.channels.model import EnvelopeStatus
from warmline.channels.store import Waiting
from warmline.kit.errors import WarmlineError

RECEIPTS = frozenset({"delivered", "read", "failed"})
LONGEST_ERROR = 500


class Inbox(msgspec.Struct, frozen=True):
    """An account ready to be read for. ``channels`` are its connector's, by code."""

    account: sdk.Account
    connector: sdk.Connector
    channels: Mapping[str, sdk.ChannelType]
    queue_id: UUID | None

    def channel(self, inbound: sdk.Inbound) -> sdk.ChannelType:
        """The channel that a contact came by; raises ``Unparsable`` where the connector has none of that name."""
        code = inbound.channel or self.account.channel
        if code not in self.channels:
            raise sdk.Unparsable(f"The connector has no channel {code!r}.")
        return self.channels[code]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What an envelope says. ``files`` are contents by SHA-256; the contacts name them by it."""

    waiting: Waiting
    status: EnvelopeStatus
    error: str | None = None
    contacts: tuple[sdk.Inbound, ...] = ()
    receipts: tuple[sdk.Receipt, ...] = ()
    operations: tuple[sdk.Settled | sdk.Told, ...] = ()
    files: dict[str, bytes] = {}


def read(waiting: Waiting, inbox: Inbox, *, max_attachment: int) -> Reading:
    """Raises nothing: what goes wrong is the reading's error. Larger files than ``max_attachment`` are only named."""
    try:
        given = [washing.parsed(each) for each in inbox.connector.parse(waiting.envelope, inbox.account)]
        files: dict[str, bytes] = {}
        contacts = [_apart(each, files, max_attachment) for each in given if isinstance(each, sdk.Inbound)]
        for each in contacts:
            inbox.channel(each)
        receipts = [_checked(each) for each in given if isinstance(each, sdk.Receipt)]
        operations = [each for each in given if isinstance(each, sdk.Settled | sdk.Told)]
    except sdk.Unparsable as error:
        return failed(waiting, str(error))
    except Exception as error:  # noqa: BLE001 - a connector's bug; it is written down, and the others go on
        return failed(waiting, f"The connector could not read it: {cause(error)}")
    kinds = [each.kind for each in given if isinstance(each, sdk.Unknown)]
    if kinds and len(kinds) == len(given):
        return Reading(waiting=waiting, status=EnvelopeStatus.UNKNOWN, error=_bounded(", ".join(kinds)))
    return Reading(
        waiting=waiting,
        status=EnvelopeStatus.INGESTED,
        contacts=tuple(contacts),
        receipts=tuple(receipts),
        operations=tuple(operations),
        files=files,
    )


def failed(waiting: Waiting, problem: str) -> Reading:
    """A reading that came to nothing."""
    return Reading(waiting=waiting, status=EnvelopeStatus.FAILED, error=_bounded(problem))


def cause(error: BaseException) -> str:
    """What went wrong and where, without the words of the exception, which can be those of a customer."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {'/'.join(frames[-1].filename.split('/')[-2:])}:{frames[-1].lineno}" if frames else ""
    if isinstance(error, asyncpg.PostgresError):
        constraint = f", {error.constraint_name}" if error.constraint_name else ""
        return f"{type(error).__name__} ({error.sqlstate}{constraint})"
    name = error.code() if isinstance(error, WarmlineError) else type(error).__name__
    return name + place


def _apart(contact: sdk.Inbound, files: dict[str, bytes], limit: int) -> sdk.Inbound:
    past = contact.past
    if past and any(_with_content(each.content) for each in past.said):
        said = [msgspec.structs.replace(each, content=_sorted(each.content, files, limit)) for each in past.said]
        contact = msgspec.structs.replace(contact, past=msgspec.structs.replace(past, said=tuple(said)))
    if not any(_with_content(each) for each in contact.messages):
        return contact
    return msgspec.structs.replace(contact, messages=tuple([_sorted(each, files, limit) for each in contact.messages]))


def _with_content(message: sdk.Content) -> bool:
    return any(file.content is not None for file in message.attachments)


def _sorted(message: sdk.Content, files: dict[str, bytes], limit: int) -> sdk.Content:
    attachments = tuple([_filed(file, files, limit) for file in message.attachments])
    return msgspec.structs.replace(message, attachments=attachments)


def _filed(file: sdk.Attachment, files: dict[str, bytes], limit: int) -> sdk.Attachment:
    content = file.content
    if content is None:
        return file
    if len(content) > limit:
        return msgspec.structs.replace(file, content=None, size=len(content))
    digest = hashlib.sha256(content).hexdigest()
    files[digest] = content
    return msgspec.structs.replace(file, content=None, sha256=digest, size=len(content))


def _checked(receipt: sdk.Receipt) -> sdk.Receipt:
    if receipt.status not in RECEIPTS:
        raise sdk.Unparsable(
            f"The receipt has the status {receipt.status!r}, which is none of delivered, read, failed."
        )
    return receipt


def _bounded(problem: str) -> str:
    return washing.text(problem)[:LONGEST_ERROR]
