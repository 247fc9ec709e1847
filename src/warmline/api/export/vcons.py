"""Conversations of the record as vCons: one for each interaction."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.api.export.chosen import Found, Wanted, chosen, files
from warmline.connectors import vcon
from warmline.connectors.vcon import (
    Assessment,
    CaseOf,
    Conversation,
    File,
    Message,
    Person,
    Report,
    Transfer,
    uuid8,
)
from warmline.kit.db import Conn, Database
from warmline.sdk import Handle, Verification


class Vcon(NamedTuple):
    """A vCon as JSON on one line, without its end."""

    uuid: str
    interaction_id: UUID
    body: bytes


async def vcons(
    db: Database, actor: Actor, wanted: Wanted, *, contents: bool = True, anew: bool = False
) -> AsyncGenerator[Vcon, None]:
    """In the order in which the conversations began. ``contents``: with the files in them, and not only their names.
    ``anew`` writes from the record alone also those that came as vCons."""
    actor.need("export")
    kept = None if anew else vcon.MEDIA_TYPE
    async with aclosing(chosen(db, actor, wanted, "vcon", kept=kept)) as found:
        async for conn, each in found:
            document = await _document(conn, actor.org_id, each, contents=contents)
            yield Vcon(document["uuid"], each.row["id"], msgspec.json.encode(document))


async def _document(conn: Conn, org_id: UUID, found: Found, *, contents: bool) -> dict[str, Any]:
    attached = await files(conn, org_id, found.messages, contents=contents)
    given = conversation(org_id, found, attached)
    if found.original is not None:
        return vcon.amended(vcon.unwrapped(found.original).document, given)
    return vcon.written(given)


def conversation(org_id: UUID, found: Found, attached: dict[UUID, list[Any]]) -> Conversation:
    """Rows of the record as what the format is written from. Pure."""
    row = found.row
    people, places = _people(found)
    return Conversation(
        uuid=uuid8(row["id"], str(org_id), *_state(found)),
        interaction_id=row["id"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        subject=row["subject"],
        medium=row["medium"],
        summary=row["summary"],
        session=row["session"],
        people=tuple(people),
        messages=tuple(_message(each, places, attached) for each in found.messages),
        transfers=tuple(
            Transfer(at=each["accepted_at"], sender=places[each["from_id"]], target=places[each["accepted_by"]])
            for each in found.transfers
        ),
        assessments=tuple(
            Assessment(**{name: each[name] for name in Assessment.__struct_fields__}) for each in found.signals
        ),
        report=_report(org_id, found),
    )


def _state(found: Found) -> tuple[str, ...]:
    """A new version of somebody else's vCon is another one each time; ours keeps its uuid while it grows."""
    return (str(found.row["version"]),) if found.original is not None else ()


def _people(found: Found) -> tuple[list[Person], dict[UUID, int]]:
    """Who took part, and the place of each by the ids of participant and agent."""
    people: list[Person] = []
    places: dict[UUID, int] = {}
    for row in found.people:
        places[row["id"]] = len(people)
        if row["agent_id"]:
            places.setdefault(row["agent_id"], len(people))
        people.append(
            Person(
                role=row["role"],
                name=row["name"] or row["agent_name"] or "",
                id=row["agent_id"] or row["customer_id"],
                handles=_handles(row),
                joined_at=row["joined_at"] if row["role"] != "customer" else None,
                left_at=row["left_at"],
            )
        )
    for row in found.transfers:
        for agent_id, side in ((row["from_id"], "from"), (row["accepted_by"], "to")):
            if agent_id not in places:
                places[agent_id] = len(people)
                handle = Handle("email", row[f"{side}_email"], row[f"{side}_name"], Verification.VERIFIED)
                people.append(Person(role="agent", name=row[f"{side}_name"], id=agent_id, handles=(handle,)))
    return people, places


def _handles(row: Any) -> tuple[Handle, ...]:
    if row["scheme"]:
        return (Handle(row["scheme"], row["value"], row["name"] or None, Verification(row["verification"])),)
    return (Handle("email", row["email"], row["name"], Verification.VERIFIED),) if row["email"] else ()


def _message(row: Any, places: dict[UUID, int], attached: dict[UUID, list[Any]]) -> Message:
    return Message(
        by=places[row["participant_id"]],
        at=row["at"],
        text=row["text"],
        html=row["html"],
        elided=row["elided"],
        external_id=row["external_id"],
        private=row["visibility"] == "private",
        files=tuple(
            File(name=each["name"], content_type=each["content_type"], content=each["content"],
                 inline_id=each["inline_id"])
            for each in attached.get(row["id"], ())
        ),
    )  # fmt: skip


def _report(org_id: UUID, found: Found) -> Report:
    row = found.row
    same = (
        "channel", "direction", "status", "automatic", "started_at", "answered_at", "ended_at", "talk_seconds",
        "hold_seconds", "wrap_up_seconds", "category", "subcategory", "language", "priority", "outcome", "disposition",
        "notes",
    )  # fmt: skip
    return Report(
        **{name: row[name] for name in same},
        fields={name: value if isinstance(value, str) else str(value) for name, value in row["fields"].items()},
        case=_case(org_id, found) if row["case_id"] else None,
    )


def _case(org_id: UUID, found: Found) -> CaseOf:
    row = found.row
    return CaseOf(
        reference=row["reference"],
        title=row["case_title"],
        status=row["case_status"],
        resolved_at=row["case_resolved_at"],
        earlier=tuple(
            uuid8(each, str(org_id)) if each not in found.sessions else _uuid(found.sessions[each], each)
            for each in reversed(row["earlier_ids"])
        ),
        last=row["last_of_case"],
    )


def _uuid(session: str, otherwise: UUID) -> UUID:
    try:
        return UUID(session)
    except ValueError:
        return otherwise
