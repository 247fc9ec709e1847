"""Record the past of contacts that were just placed: batched, a fixed number of statements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance import active_terms
from warmline.interactions.events import InteractionStatusChanged
from warmline.interactions.past.events import PastRecorded
from warmline.interactions.past.placing import Codes, Outcome, Placed, Rows, Uttered
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish
from warmline.kit.sql import load
from warmline.sdk import Inbound

SQL = load(__package__)
CODES = ("outcome", "disposition")
PARTAKERS = "ids interaction_ids roles customer_ids names joined left"
SAID = "ids interaction_ids participant_ids directions texts htmls elided account_ids external_ids handle_ids at"
FILES = "message_ids positions names content_types sizes hashes inline_ids"
ENDED = (
    "ids directions statuses since answered responded ended last talk hold wrap_up outcomes dispositions notes "
    "summaries fields"
)


async def record_past(conn: Conn, actor: Actor, contacts: Sequence[tuple[UUID, Inbound]]) -> int:
    """Add who else took part, what they said and how it ended to contacts (account id and contact) that are recorded.

    One of which that is known already is left as it is, so this can be repeated. Returns how many were not.
    """
    given = [(account_id, each) for account_id, each in contacts if each.past is not None]
    if not given:
        return 0
    rows = Rows()
    codes = await _codes(conn, [each for _, each in given])
    for placed in await _placed(conn, actor.org_id, given):
        rows.add(placed, codes)
    await _write(conn, actor.org_id, rows)
    events = [event for each in rows.outcomes for event in _events(each)]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
    return len(rows.outcomes)


async def _codes(conn: Conn, contacts: Sequence[Inbound]) -> Codes:
    """By what people call them, code or label, the codes of the vocabularies that are named in the batch."""
    found: Codes = {}
    for name in CODES:
        if any(each.past and getattr(each.past, name) for each in contacts):
            terms = await active_terms(conn, name)
            found[name] = {called.casefold(): each.code for each in terms for called in (each.label, each.code)}
    return found


async def _placed(conn: Conn, org_id: UUID, contacts: Sequence[tuple[UUID, Inbound]]) -> list[Placed]:
    rows = await SQL.placed_contacts(
        conn,
        org_id=org_id,
        account_ids=[account_id for account_id, _ in contacts],
        external_ids=[each.external_id for _, each in contacts],
    )
    uttered: dict[UUID, list[Uttered]] = {}
    for row in await SQL.messages_of(conn, org_id=org_id, ids=[row["id"] for row in rows]):
        uttered.setdefault(row["interaction_id"], []).append(Uttered(row["id"], row["at"]))
    found: dict[UUID, Placed] = {}
    for row in rows:
        inbound = contacts[row["position"] - 1][1]
        if row["id"] in found or inbound.past is None or row["sender_id"] is None:
            continue
        found[row["id"]] = Placed(
            interaction_id=row["id"],
            case_id=row["case_id"],
            customer_id=row["customer_id"],
            status=row["status"],
            handle_id=row["handle_id"],
            account_id=row["account_id"],
            sender_id=row["sender_id"],
            external_id=inbound.external_id,
            started_at=inbound.at,
            past=inbound.past,
            uttered=uttered[row["id"]],
        )
    return list(found.values())


async def _write(conn: Conn, org_id: UUID, rows: Rows) -> None:
    if rows.partakers:
        await SQL.insert_partakers(conn, org_id=org_id, **_named(PARTAKERS, rows.partakers))
    if rows.said:
        await SQL.insert_said(conn, org_id=org_id, now=clock.now(), **_named(SAID, rows.said))
    if rows.files:
        await SQL.insert_files(conn, org_id=org_id, **_named(FILES, rows.files))
    if rows.interactions:
        columns = _named(ENDED, rows.interactions)
        columns["fields"] = [msgspec.json.encode(each).decode() for each in columns["fields"]]
        await SQL.complete(conn, org_id=org_id, **columns)


def _named(names: str, rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return dict(zip(names.split(), (list(column) for column in zip(*rows, strict=True)), strict=True))


def _events(outcome: Outcome) -> list[Event]:
    placed = outcome.placed
    ids: dict[str, Any] = {
        "interaction_id": placed.interaction_id,
        "case_id": placed.case_id,
        "customer_id": placed.customer_id,
    }
    events: list[Event] = [
        PastRecorded(**ids, message_ids=outcome.message_ids, participants=len(placed.past.partakers))
    ]
    if outcome.status != placed.status and placed.past.ended_at:
        events.append(
            InteractionStatusChanged(
                **ids,
                from_status=placed.status,
                to_status=outcome.status,
                since=placed.past.ended_at,
                before={"status": placed.status},
                after={"status": outcome.status},
            )
        )
    return events
