"""A vCon of any system as a contact, in the platform's words. Pure; raises only ``Unparsable``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.connectors.vcon import analysed
from warmline.connectors.vcon.conversation import Report
from warmline.connectors.vcon.dialog import Part, files_of, part_of, text_or_none
from warmline.connectors.vcon.people import Party, handles_of, read_party
from warmline.connectors.vcon.words import at
from warmline.sdk import Unparsable

OURS = frozenset({"agent", "bot", "supervisor"})
# What other systems call the ways of talking that we know.
CHANNELS = {
    "voice": "voice", "phone": "voice", "telephone": "voice", "call": "voice", "video": "video", "email": "email",
    "mail": "email", "sms": "sms", "mms": "sms", "chat": "webchat", "webchat": "webchat", "web": "webchat",
    "whatsapp": "whatsapp", "telegram": "telegram", "messenger": "messenger", "in_person": "in_person",
}  # fmt: skip
# The format names these extensions; of others a vCon may not demand that they are understood.
UNDERSTOOD = frozenset({"CC", "cc", "warmline"})


class Side(NamedTuple):
    """Whose contact it is, by the place among the parties, and the role of each party."""

    customer: int | None
    roles: tuple[str, ...]


def uuid_of(document: Mapping[str, Any]) -> UUID:
    """The vCon's uuid; raises ``Unparsable``."""
    try:
        return UUID(document["uuid"])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unparsable("uuid: the vCon needs a UUID, by which it is known again") from error


def contact(document: Mapping[str, Any], signature: str | None, own: Sequence[str] = ()) -> list[sdk.Parsed]:
    """The conversation as one contact, with what is known of its past; and what was done about its case elsewhere.

    ``own`` are addresses and domains of this side: who has one of them is an agent, whatever the vCon says.
    """
    demanded = [each for each in _list(document, "critical") if each not in UNDERSTOOD]
    if demanded:
        # The draft: who does not know what is critical must reject the vCon. A later version may know it.
        return [sdk.Unknown(kind="extension " + ", ".join(str(each) for each in demanded)[:200])]
    known_as = _known_as(document)
    parties = [read_party(each) for each in _objects(document, "parties")]
    parts = _parts(document)
    report = analysed.report(document)
    side = _side(parties, parts, own)
    channel = _channel(report, document, parts, parties)
    inbound = _inbound(document, known_as, channel, parties, side, parts, report, signature)
    return [inbound, *_done_elsewhere(known_as, inbound, report)]


def _parts(document: Mapping[str, Any]) -> list[Part]:
    files, transcripts = files_of(document), analysed.transcripts(document)
    found = [
        part_of(each, n, files.get(n, ()), transcripts.get(n, ""))
        for n, each in enumerate(_objects(document, "dialog"))
    ]
    return sorted((each for each in found if each.said or each.missed or each.transfer), key=lambda each: each.at)


def _known_as(document: Mapping[str, Any]) -> str:
    """A newer version of a vCon is the same conversation, and must not be there twice."""
    prior = document.get("amended") or document.get("redacted")
    if isinstance(prior, dict) and isinstance(prior.get("uuid"), str):
        return str(uuid_of(prior))
    return str(uuid_of(document))


def _inbound(
    document: Mapping[str, Any],
    known_as: str,
    channel: str,
    parties: Sequence[Party],
    side: Side,
    parts: Sequence[Part],
    report: Report | None,
    signature: str | None,
) -> sdk.Inbound:
    begun = report.started_at if report else parts[0].at if parts else at(document.get("created_at"), "created_at")
    stranger = Party("customer", "", "", ())
    customer = parties[side.customer] if side.customer is not None else stranger
    sender, also = handles_of(customer, channel, f"{known_as}/{side.customer}")
    mine = [each for each in parts if each.said and not each.empty and _is_customers(each, side)]
    messages = [each.content for each in mine] or [sdk.Content(at=begun, text="")]
    return sdk.Inbound(
        external_id=known_as,
        at=begun,
        channel=channel,
        sender=sender,
        also=also,
        subject=text_or_none(document.get("subject")),
        thread=sdk.Thread(session=str(uuid_of(document)), replies_to=_earlier(report)),
        automatic=report.automatic if report else False,
        fields=_fields(document, parts, report, signature),
        # The first message is what the contact is found by.
        messages=tuple(
            msgspec.structs.replace(each, external_id=f"{known_as}#{n}" if n else None)
            for n, each in enumerate(messages)
        ),
        past=_past(document, known_as, parties, side, parts, report),
    )


def _past(
    document: Mapping[str, Any],
    known_as: str,
    parties: Sequence[Party],
    side: Side,
    parts: Sequence[Part],
    report: Report | None,
) -> sdk.Past:
    others = {place: n for n, place in enumerate(n for n in range(len(parties)) if n != side.customer)}
    joined = analysed.joined(document)
    said = [
        sdk.Said(by=others[each.by], content=each.content)
        for each in parts
        if each.said and not each.empty and not _is_customers(each, side) and each.by is not None
    ]
    said += [_moved(each, others, parties) for each in parts if each.transfer and each.by in others]
    said += [
        sdk.Said(by=others.get(note.by, -1), content=note.content, private=True) for note in analysed.notes(document)
    ]
    numbered = [
        msgspec.structs.replace(each, content=msgspec.structs.replace(each.content, external_id=f"{known_as}#other{n}"))
        for n, each in enumerate(said)
    ]
    partakers = [
        sdk.Partaker(role=side.roles[n], name=parties[n].name, joined_at=joined[n, "join"], left_at=joined[n, "drop"])
        for n in others
    ]
    return analysed.ended(document, parts, report, tuple(partakers), tuple(numbered))


def _moved(part: Part, others: Mapping[int, int], parties: Sequence[Party]) -> sdk.Said:
    """A transfer is no utterance; who reads the conversation later needs to know of it."""
    sender, target = (parties[n].name or f"party {n}" if n is not None and n < len(parties) else "somebody"
                      for n in (part.by, part.target))  # fmt: skip
    content = msgspec.structs.replace(part.content, text=f"Transferred from {sender} to {target}.")
    return sdk.Said(by=others.get(part.by or 0, -1), content=content, private=True)


def _is_customers(part: Part, side: Side) -> bool:
    return part.by is None or part.by == side.customer or part.by >= len(side.roles)


def _side(parties: Sequence[Party], parts: Sequence[Part], own: Sequence[str]) -> Side:
    """The customer is who is called so; else who began the conversation and is nobody of ours."""
    roles = ["agent" if _is_own(each, own) else each.role for each in parties]
    begun = [each.by for each in parts if each.by is not None and each.by < len(parties)]
    called = [n for n, role in enumerate(roles) if role == "customer"]
    nameless = [n for n in [*begun, *range(len(parties))] if not roles[n]]
    others = [n for n in range(len(parties)) if roles[n] not in OURS]
    customer = next(iter([*called, *nameless, *others]), None)
    given = (role or ("customer" if n == customer else "agent") for n, role in enumerate(roles))
    return Side(customer, tuple(given))


def _is_own(party: Party, own: Sequence[str]) -> bool:
    values = [each.value.casefold() for each in party.handles]
    wanted = [each.strip().casefold() for each in own if each.strip()]
    return any(value == each or (each.startswith("@") and value.endswith(each)) for value in values for each in wanted)


def _channel(
    report: Report | None, document: Mapping[str, Any], parts: Sequence[Part], parties: Sequence[Party]
) -> str:
    named = [report.channel if report else "", *(each.application for each in parts), *(each.kind for each in parts)]
    for each in named:
        if found := CHANNELS.get(each.strip().casefold().replace(" ", "_").replace("-", "_")):
            return found
    media = {each.medium for each in parts}
    if "video" in media:
        return "video"
    schemes = {handle.scheme for each in parties for handle in each.handles}
    if "voice" in media or ("text" not in media and "phone" in schemes):
        return "voice"
    return "email" if schemes == {"email"} else "sms" if schemes == {"phone"} else "webchat"


def _earlier(report: Report | None) -> tuple[str, ...]:
    return tuple(str(each) for each in reversed(report.case.earlier)) if report and report.case else ()


def _fields(
    document: Mapping[str, Any], parts: Sequence[Part], report: Report | None, signature: str | None
) -> dict[str, str]:
    fields = dict(report.fields) if report else {}
    for each in parts:
        fields |= each.fields
    lists = (each.get("contact_list") for each in _objects(document, "parties"))
    if found := next((each for each in lists if isinstance(each, str)), None):
        fields["contact_list"] = found
    if signature:
        fields["vcon_signature"] = signature
    return fields


def _done_elsewhere(known_as: str, inbound: sdk.Inbound, report: Report | None) -> list[sdk.Parsed]:
    case = report.case if report and not inbound.automatic else None
    if case is None:
        return []
    when: datetime = case.resolved_at or inbound.at
    done: list[sdk.Parsed] = []
    if case.reference:
        done.append(sdk.Told(external_id=known_as, at=when, reference=case.reference))
    if case.last and case.status in ("resolved", "closed"):
        done.append(sdk.Settled(external_id=known_as, at=when))
    return done


def _list(document: Mapping[str, Any], name: str) -> list[Any]:
    found = document.get(name)
    return found if isinstance(found, list) else []


def _objects(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [each if isinstance(each, dict) else {} for each in _list(document, name)]
