"""The queries with which contacts are received and their messages' fate is noted."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from warmline.interactions.book import Book, CaseState, OpenInteraction
from warmline.interactions.meanings import encoder_name, packed, unpacked
from warmline.interactions.plan import Plan
from warmline.interactions.reasons import evidence_json
from warmline.interactions.references import folded
from warmline.interactions.store.sql import SQL
from warmline.kit.db import Conn


async def lock_customers(conn: Conn, root_ids: Iterable[UUID]) -> None:
    """Decide for these customers alone until commit."""
    await SQL.lock_customers(conn, root_ids=list(root_ids))


async def case_numbers(conn: Conn, count: int) -> list[int]:
    """Fresh case numbers."""
    return [row["number"] for row in await SQL.next_case_numbers(conn, count=count)]


async def policy_settings(conn: Conn, org_id: UUID) -> Any:
    """What the organisation set for continuity, as it is kept."""
    return await SQL.interaction_policy(conn, org_id=org_id)


async def load_threads(conn: Conn, org_id: UUID, book: Book, keys: Sequence[tuple[UUID, str]]) -> None:
    """Put what these external ids lead to into the book."""
    if not keys:
        return
    accounts, ids = zip(*keys, strict=True)
    for row in await SQL.threads(conn, org_id=org_id, account_ids=list(accounts), external_ids=list(ids)):
        key = (row["account_id"], row["external_id"])
        if row["here"]:
            book.known.add(key)
        if row["here"] or key not in book.threads:
            book.threads[key] = (row["interaction_id"], row["case_id"])


async def roots_of_contacts(conn: Conn, org_id: UUID, keys: Sequence[tuple[UUID, str]]) -> set[UUID]:
    """The customers of recorded contacts, by account and external id."""
    accounts, ids = zip(*keys, strict=True)
    rows = await SQL.roots_of_contacts(conn, org_id=org_id, account_ids=list(accounts), external_ids=list(ids))
    return {row["root_id"] for row in rows}


async def load_waiting(conn: Conn, org_id: UUID, book: Book, case_ids: Iterable[UUID]) -> None:
    """Put what waits in these cases into the book, where it is found by its case alone."""
    for row in await SQL.waiting_in_cases(conn, org_id=org_id, case_ids=list(case_ids)):
        if row["id"] not in book.interactions:
            book.interactions[row["id"]] = _interaction(row)


async def load_open(
    conn: Conn, org_id: UUID, book: Book, handle_ids: Sequence[UUID], sessions: Sequence[tuple[UUID, str]]
) -> None:
    """Put the interactions that have not ended into the book."""
    rows = list(await SQL.open_on_handles(conn, org_id=org_id, handle_ids=handle_ids)) if handle_ids else []
    if sessions:
        accounts, tokens = zip(*sessions, strict=True)
        rows += await SQL.open_in_sessions(conn, org_id=org_id, account_ids=list(accounts), sessions=list(tokens))
    for row in rows:
        if row["id"] not in book.interactions:
            book.add_interaction(_interaction(row))


def _interaction(row: Any) -> OpenInteraction:
    return OpenInteraction(
        id=row["id"],
        account_id=row["account_id"],
        customer_id=row["customer_id"],
        root_id=row["root_id"],
        handle_id=row["handle_id"],
        initiation=row["initiation"],
        case_id=row["case_id"],
        participant_id=row["participant_id"],
        status=row["status"],
        queue_id=row["queue_id"],
        session=row["session"],
        last_message_at=row["last_message_at"],
        channel=row["channel"],
    )


def _case(row: Any) -> CaseState:
    return CaseState(
        id=row["id"],
        customer_id=row["customer_id"],
        root_id=row["root_id"],
        status=row["status"],
        category=row["category"],
        terms=row["terms"],
        last_contact_at=row["last_contact_at"],
        resolved_at=row["resolved_at"],
        references=(folded(row["reference"]), *(folded(each) for each in row["told"])),
        handle_ids=tuple(dict.fromkeys(each for each in row["handle_ids"] if each)),
        last_interaction_id=row["last_interaction_id"],
        contacts=tuple(zip(row["channels"], row["started"], strict=True))[::-1],
        meanings=unpacked(row["meanings"], row["meaning_by"]),
    )


async def load_cases_of(conn: Conn, org_id: UUID, book: Book, root_ids: Sequence[UUID]) -> None:
    """Put the latest cases of these customers into the book."""
    if root_ids:
        for row in await SQL.cases_of_customers(conn, org_id=org_id, root_ids=root_ids):
            book.add_case(_case(row))


async def load_cases(conn: Conn, org_id: UUID, book: Book, case_ids: Iterable[UUID]) -> None:
    """Put these cases into the book."""
    missing = [each for each in case_ids if each not in book.cases]
    if missing:
        for row in await SQL.cases_by_id(conn, org_id=org_id, case_ids=missing):
            book.add_case(_case(row))


CASE = (
    "ids reference_texts customer_ids titles categories statuses terms opened last_contacts resolved resolutions "
    "meanings"
)
INTERACTION = (
    "ids customer_ids handle_ids case_ids channels media account_ids statuses automatic categories subjects queue_ids "
    "sessions fields started queued closed resolved last_messages"
)


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _named(names: str, rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return dict(zip(names.split(), _columns(rows), strict=True))


def _json(value: list[Any]) -> str:
    # A list in an array of jsonb would be taken for a further dimension of the array.
    return msgspec.json.encode(value).decode()


async def write_cases(conn: Conn, org_id: UUID, plan: Plan) -> None:
    """Insert the cases that the batch opened, as they stand at its end."""
    if not plan.cases:
        return
    rows = [
        (c.id, reference, c.customer_id, title, c.category, c.status, c.terms, opened, c.last_contact_at, c.resolved_at,
         c.resolutions, packed(c.meanings))
        for c, reference, title, opened in plan.cases
    ]  # fmt: skip
    await SQL.insert_cases(conn, org_id=org_id, meaning_by=encoder_name(), **_named(CASE, rows))


async def write_interactions(conn: Conn, org_id: UUID, plan: Plan, now: datetime) -> None:
    """Insert the interactions that the batch started, as they stand at its end, and their customers' sides."""
    if not plan.interactions:
        return
    rows = [
        (
            i.id,
            i.customer_id,
            i.handle_id,
            i.case_id,
            contact.channel,
            contact.medium,
            i.account_id,
            i.status,
            contact.inbound.automatic,
            category,
            contact.inbound.subject,
            i.queue_id,
            i.session,
            contact.inbound.fields,
            contact.inbound.at,
            now if i.queue_id else None,
            now if i.status == "closed" else None,
            i.resolved_at,
            i.last_message_at,
        )
        for i, contact, category in plan.interactions
    ]
    await SQL.insert_interactions(conn, org_id=org_id, now=now, **_named(INTERACTION, rows))
    people = [
        (i.participant_id, i.id, i.customer_id, i.handle_id, inbound.sender.name or resolved.display_name, inbound.at)
        for i, resolved, inbound in plan.participants
    ]
    await SQL.insert_participants(
        conn, org_id=org_id, **_named("ids interaction_ids customer_ids handle_ids names joined", people)
    )


async def write_messages(conn: Conn, org_id: UUID, plan: Plan, now: datetime) -> None:
    """Insert what was said, and the files."""
    if plan.messages:
        rows = [
            (
                message_id,
                interaction.id,
                interaction.participant_id,
                content.text,
                content.html,
                content.elided,
                contact.inbound.subject,
                contact.account_id,
                external_id,
                content.at,
            )
            for message_id, interaction, contact, content, external_id in plan.messages
        ]
        await SQL.insert_messages(
            conn,
            org_id=org_id,
            now=now,
            **_named(
                "ids interaction_ids participant_ids texts htmls elided subjects account_ids external_ids at", rows
            ),
        )
    if plan.attachments:
        files = [
            (message_id, n, each.name, each.content_type, each.size, each.sha256, each.inline_id)
            for message_id, n, each in plan.attachments
        ]
        await SQL.insert_attachments(
            conn, org_id=org_id, **_named("message_ids positions names content_types sizes hashes inline_ids", files)
        )


async def write_decisions(conn: Conn, org_id: UUID, plan: Plan, now: datetime, decided_by: str) -> None:
    """Insert why each interaction is where it is, and how interactions are related."""
    if plan.decisions:
        rows = [
            (
                decision_id,
                interaction_id,
                d.kind,
                case_id,
                d.rule,
                d.score,
                _json(evidence_json(d.evidence)),
                _json(
                    [
                        {"case_id": str(candidate), "score": score, "features": features}
                        for candidate, score, features in d.candidates
                    ]
                ),
            )
            for decision_id, interaction_id, case_id, d in plan.decisions
        ]
        await SQL.insert_decisions(
            conn,
            org_id=org_id,
            now=now,
            decided_by=decided_by,
            **_named("ids interaction_ids kinds case_ids rules scores evidence candidates", rows),
        )
    if plan.links:
        rows = [(*link[:5], _json(evidence_json(link[5]))) for link in plan.links]
        await SQL.insert_links(
            conn,
            org_id=org_id,
            now=now,
            decided_by=decided_by,
            **_named("ids kinds from_ids to_ids confidences evidence", rows),
        )


async def write_refs(conn: Conn, org_id: UUID, plan: Plan, source: str) -> None:
    """Insert what cases are about, or called elsewhere."""
    if plan.refs:
        await SQL.insert_refs(
            conn, org_id=org_id, source=source, **_named("ids case_ids kinds external_ids", plan.refs)
        )


async def write_moved(conn: Conn, org_id: UUID, plan: Plan, book: Book, now: datetime) -> None:
    """Update interactions and cases that were there before the batch."""
    going_on = [
        (i.id, i.status, i.last_message_at, i.resolved_at, i.queue_id) for i in plan.moved.values() if not i.new
    ]
    if going_on:
        named = _named("ids statuses last_messages resolved queue_ids", going_on)
        await SQL.update_received(conn, org_id=org_id, now=now, **named)
    touched = [
        (c.id, c.terms, c.category, c.status, c.last_contact_at, c.resolved_at, c.resolutions, packed(c.meanings))
        for c in book.cases.values()
        if c.touched and not c.new
    ]
    if touched:
        await SQL.update_touched_cases(
            conn,
            org_id=org_id,
            meaning_by=encoder_name(),
            **_named("ids terms categories statuses last_contacts resolved resolutions meanings", touched),
        )


async def lock_sent(conn: Conn, org_id: UUID, keys: Sequence[tuple[UUID, str]]) -> list[Any]:
    """Messages of ours by account and external id, locked."""
    accounts, ids = zip(*keys, strict=True)
    rows: list[Any] = await SQL.lock_sent_messages(
        conn, org_id=org_id, account_ids=list(accounts), external_ids=list(ids)
    )
    return rows


async def update_delivery(conn: Conn, org_id: UUID, changes: Sequence[tuple[UUID, str, str | None]]) -> None:
    """What became of our messages."""
    ids, deliveries, reasons = _columns(changes)
    await SQL.update_delivery(conn, org_id=org_id, ids=ids, deliveries=deliveries, reasons=reasons)


async def name_sent_message(conn: Conn, org_id: UUID, message_id: UUID, external_id: str) -> None:
    """What the channel calls a message of ours."""
    await SQL.name_sent_message(conn, org_id=org_id, id=message_id, external_id=external_id)


async def lock_sent_message(conn: Conn, org_id: UUID, message_id: UUID) -> Any:
    """One message of ours, locked, or None."""
    return await SQL.lock_sent_message(conn, org_id=org_id, id=message_id)


async def own_customer(conn: Conn, org_id: UUID, interaction_id: UUID) -> UUID:
    """The customer of the interaction's own handle, merges not followed."""
    found: UUID = await SQL.own_customer(conn, org_id=org_id, id=interaction_id)
    return found
