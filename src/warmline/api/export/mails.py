"""Messages of the record as mails: as they came, byte for byte, where they came as mail; else written as one."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from warmline import sdk
from warmline.accounts import Actor
from warmline.api.export.chosen import Found, Wanted, chosen, files, originals
from warmline.connectors.email.letter import Letter, mboxrd, rendered
from warmline.kit.db import Conn, Database

MAIL = "message/rfc822"
# So many messages before it a mail names in its References.
CHAIN = 20


class Exported(NamedTuple):
    """A message as a mail; ``original`` where it is the one that came."""

    message_id: UUID
    at: datetime
    sender: str
    body: bytes
    original: bool

    @property
    def mbox(self) -> bytes:
        """As it stands in an mbox."""
        return mboxrd(self.body, self.sender, self.at)


async def mails(db: Database, actor: Actor, wanted: Wanted, what: str = "mail") -> AsyncGenerator[Exported, None]:
    """Conversation by conversation, each from its beginning. Private notes are no mail, and are left out."""
    actor.need("export")
    async with aclosing(chosen(db, actor, wanted, what)) as found:
        async for conn, each in found:
            for mail in await _of(conn, actor.org_id, each):
                yield mail


async def _of(conn: Conn, org_id: UUID, found: Found) -> list[Exported]:
    shown = [each for each in found.messages if each["visibility"] == "public" and not _empty(each)]
    keys = [(each["account_id"], each["external_id"]) for each in shown if each["external_id"]]
    came = await originals(conn, org_id, keys, MAIL)
    written = [each for each in shown if (each["account_id"], each["external_id"]) not in came]
    attached = await files(conn, org_id, written, contents=True)
    people = {each["id"]: each for each in found.people}
    mails = []
    for n, each in enumerate(shown):
        sender = _side(each, people, found)
        body = came.get((each["account_id"], each["external_id"]))
        original = body is not None
        if body is None:
            body = rendered(_letter(each, sender, shown[max(0, n - CHAIN) : n], people, found, attached))
        mails.append(Exported(each["id"], each["at"], sender.value, body, original))
    return mails


def _empty(message: Any) -> bool:
    """It stands only for the contact, such as a call of which nothing was written down."""
    return not (message["text"] or message["html"] or message["elided"] or message["files"])


def _letter(
    message: Any,
    sender: sdk.Handle,
    before: Sequence[Any],
    people: dict[UUID, Any],
    found: Found,
    attached: dict[UUID, list[Any]],
) -> Letter:
    row = found.row
    notes = {"Channel": row["channel"], "Interaction": str(row["id"]), "Case": row["reference"] or ""}
    text = "\n\n".join(each for each in (message["text"], message["elided"]) if each)
    return Letter(
        id=message["external_id"] or str(message["id"]),
        at=message["at"],
        sender=sender,
        to=_to(message, people, found),
        subject=message["subject"] or row["subject"] or row["case_title"] or "",
        text=text,
        html=message["html"],
        answers=tuple(each["external_id"] or str(each["id"]) for each in before),
        attachments=tuple(
            sdk.Attachment(
                name=each["name"],
                content_type=each["content_type"],
                content=each["content"],
                size=each["size"],
                inline_id=each["inline_id"],
            )
            for each in attached.get(message["id"], ())
        ),
        notes={name: value for name, value in notes.items() if value},
    )


def _side(message: Any, people: dict[UUID, Any], found: Found) -> sdk.Handle:
    """Who wrote it, by the address that they wrote from: ours is the account's."""
    person = people[message["participant_id"]]
    if message["direction"] == "outbound":
        return _account(found, person["name"] or person["agent_name"] or found.row["account_name"])
    if person["scheme"]:
        return sdk.Handle(person["scheme"], person["value"], person["name"] or None)
    return sdk.Handle("unknown", str(person["customer_id"] or person["id"]), person["name"] or None)


def _to(message: Any, people: dict[UUID, Any], found: Found) -> tuple[sdk.Handle, ...]:
    if message["direction"] != "outbound":
        return (_account(found, found.row["account_name"]),)
    customer = next((each for each in people.values() if each["role"] == "customer"), None)
    name = customer["name"] or None if customer else None
    if message["scheme"]:
        return (sdk.Handle(message["scheme"], message["value"], name),)
    if customer and customer["scheme"]:
        return (sdk.Handle(customer["scheme"], customer["value"], name),)
    return ()


def _account(found: Found, name: str) -> sdk.Handle:
    address = found.row["account_address"] or found.row["account_name"]
    return sdk.Handle("email" if "@" in address else found.row["channel"], address, name or None)
