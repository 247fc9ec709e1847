"""What a visitor does, as deliveries: written by the chat, and read again, purely, by ``parse``."""

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.connectors.webchat.addresses import typed_address
from warmline.connectors.webchat.settings import settings_of
from warmline.connectors.webchat.tokens import Claims, Visitor
from warmline.kit import clock

SCHEME = "web_visitor"


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A stored file of a message."""

    name: str
    content_type: str
    sha256: str
    size: int


class Saying(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="message"):
    """Something said."""

    visitor: UUID
    session: UUID
    client_id: str
    text: str
    files: tuple[File, ...] = ()
    claims: Claims = Claims()


class Noticing(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="receipt"):
    """A message of ours was shown to the visitor, or read."""

    visitor: UUID
    message_id: UUID
    status: Literal["delivered", "read"]


class Leaving(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="end"):
    """The visitor has ended the conversation."""

    visitor: UUID
    session: UUID
    claims: Claims = Claims()


class Kind(msgspec.Struct, frozen=True):
    """What decides who can read a delivery."""

    kind: str


KINDS = frozenset({"message", "receipt", "end"})
Delivery = Saying | Noticing | Leaving


def saying(visitor: Visitor, client_id: str, text: str, files: Iterable[File]) -> sdk.Raw:
    """A message as a delivery. Its id is the visitor's own, so the same message sent twice is one."""
    body = Saying(
        visitor=visitor.visitor_id,
        session=visitor.session,
        client_id=client_id,
        text=text,
        files=tuple(files),
        claims=visitor.claims,
    )
    return _raw(visitor, external_id(visitor.visitor_id, client_id), body)


def noticing(visitor: Visitor, message_id: UUID, status: Literal["delivered", "read"]) -> sdk.Raw:
    """A receipt as a delivery; there is one of each kind for a message and a visitor."""
    body = Noticing(visitor=visitor.visitor_id, message_id=message_id, status=status)
    return _raw(visitor, f"{visitor.visitor_id}/{status}/{message_id}", body)


def leaving(visitor: Visitor) -> sdk.Raw:
    """The end as a delivery; a session ends once."""
    body = Leaving(visitor=visitor.visitor_id, session=visitor.session, claims=visitor.claims)
    return _raw(visitor, f"{visitor.visitor_id}/end/{visitor.session}", body)


def _raw(visitor: Visitor, given_id: str, body: Delivery) -> sdk.Raw:
    return sdk.Raw(
        external_id=given_id, body=msgspec.json.encode(body), received_at=clock.now(), key=str(visitor.session)
    )


def external_id(visitor_id: UUID, client_id: str) -> str:
    """What a visitor's message is called in its account."""
    return f"{visitor_id}/message/{client_id}"


def client_id_of(visitor_id: UUID, given_id: str | None) -> str | None:
    """The visitor's own name of a message, where it is one of theirs."""
    mine = external_id(visitor_id, "")
    return given_id.removeprefix(mine) if given_id and given_id.startswith(mine) else None


def parse(envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
    """Translate a delivery; raises only ``Unparsable``."""
    about: Kind = _decode(envelope.body, Kind)
    if about.kind not in KINDS:
        return [sdk.Unknown(kind=about.kind)]
    delivery: Delivery = _decode(envelope.body, Delivery)
    match delivery:
        case Saying() as said:
            return [_contact(envelope, said, account)]
        case Leaving() as left:
            return [_departure(envelope, left)]
        case Noticing() as noticed:
            return [sdk.Receipt(external_id=str(noticed.message_id), status=noticed.status, at=envelope.received_at)]


def _decode(body: bytes, shape: Any) -> Any:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # msgspec names the field and the type, and quotes no value.
        raise sdk.Unparsable(f"The delivery is not what a chat sends: {error}") from error


def _contact(envelope: sdk.Envelope, said: Saying, account: sdk.Account) -> sdk.Inbound:
    typed = typed_address(said.text, settings_of(account).origins)
    files = tuple(
        sdk.Attachment(name=each.name, content_type=each.content_type, sha256=each.sha256, size=each.size)
        for each in said.files
    )
    content = sdk.Content(at=envelope.received_at, text=said.text, external_id=envelope.external_id, attachments=files)
    return sdk.Inbound(
        external_id=envelope.external_id,
        at=envelope.received_at,
        sender=sender(said.visitor, said.claims),
        also=also(said.claims, typed),
        thread=sdk.Thread(session=str(said.session)),
        fields=answers(said.claims),
        messages=(content,),
    )


def _departure(envelope: sdk.Envelope, left: Leaving) -> sdk.Inbound:
    return sdk.Inbound(
        external_id=envelope.external_id,
        at=envelope.received_at,
        sender=sender(left.visitor, left.claims),
        also=also(left.claims, None),
        thread=sdk.Thread(session=str(left.session)),
        messages=(),
        ends=True,
    )


def sender(visitor_id: UUID, claims: Claims) -> sdk.Handle:
    """The visitor's handle: our own signature proves it."""
    return sdk.Handle(SCHEME, str(visitor_id), claims.name, sdk.Verification.VERIFIED)


def also(claims: Claims, typed: str | None) -> tuple[sdk.Handle, ...]:
    """What else the visitor goes by: proved by the site, or only said."""
    given = [
        ("crm_id", claims.user_id, sdk.Verification.VERIFIED),
        ("email", claims.user_email, sdk.Verification.VERIFIED),
        ("email", claims.email, sdk.Verification.ASSERTED),
        ("phone", claims.phone, sdk.Verification.ASSERTED),
        ("email", typed, sdk.Verification.ASSERTED),
    ]
    found: dict[tuple[str, str], sdk.Handle] = {}
    for scheme, value, verification in given:
        if value:
            found.setdefault((scheme, value.casefold()), sdk.Handle(scheme, value, None, verification))
    return tuple(found.values())


def answers(claims: Claims) -> dict[str, str]:
    """The pre-chat form as it was filled in."""
    known = {"name": claims.name, "email": claims.email, "phone": claims.phone}
    return {name: value for name, value in known.items() if value} | claims.fields
