"""Receive contacts: batched, in order, as if one by one. The heart of the ingest path."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from warmline.accounts import Actor
from warmline.customers import Said, mark_gone
from warmline.interactions.actions.senders import Senders
from warmline.interactions.actions.transition import transition
from warmline.interactions.actions.vocabulary import categoriser
from warmline.interactions.book import Book
from warmline.interactions.categories import Categoriser
from warmline.interactions.contact import Contact
from warmline.interactions.events import DeliveryChanged
from warmline.interactions.learning import active_model, shipped
from warmline.interactions.learning.settings import policy_of, readable
from warmline.interactions.meanings import meanings_of
from warmline.interactions.model import Status
from warmline.interactions.plan import Received
from warmline.interactions.receiving import Receiving, Step
from warmline.interactions.references import reference
from warmline.interactions.store import receiving as store
from warmline.interactions.store import status as standing
from warmline.interactions.words import Words, read_words
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.sdk import Receipt

# A later word about a message never takes back a better one; a failure after delivery is worth knowing.
PROGRESS = {"queued": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 4}


async def receive(conn: Conn, actor: Actor, steps: Sequence[Step]) -> list[Received]:
    """Record contacts in the order given: whom they are from, interaction, case, messages, decisions and events.

    A batch takes a fixed number of statements. A contact whose external id is recorded is answered as a duplicate.
    Between the contacts may stand what was done elsewhere about earlier ones; where such an operation names an unknown
    contact, its answer has no interaction, and nothing was done.
    """
    if not steps:
        return []
    org_id = actor.org_id
    contacts = {n: each for n, each in enumerate(steps) if isinstance(each, Contact)}
    about = sorted({(each.account_id, each.external_id) for each in steps if not isinstance(each, Contact)})
    book = Book()
    await store.load_threads(conn, org_id, book, _threads(contacts.values(), about))
    senders = await Senders.begin(conn, actor, {n: each for n, each in contacts.items() if _is_new(book, each)})
    categories = await categoriser(conn, org_id)
    words = {n: _read(contacts[n], said, categories) for n, said in senders.said.items()}
    # Before the first row is locked: from then on all who follow the log wait for this transaction.
    meanings = await meanings_of(words)
    roots = await store.roots_of_contacts(conn, org_id, about) if about else set()
    await store.lock_customers(conn, roots | senders.possible)
    await _load(conn, org_id, book, senders, contacts.values(), about)
    policy = policy_of(readable(org_id, await store.policy_settings(conn, org_id)))
    numbers = await store.case_numbers(conn, len(contacts))
    now = clock.now()
    batch = Receiving(
        book,
        policy,
        await active_model(conn, org_id) or shipped(),
        [reference(number) for number in numbers],
        senders.resolve,
        now=now,
        words=words,
        meanings=meanings,
    )
    received = [batch.take(each, n) for n, each in enumerate(steps)]
    await senders.end(conn, actor)
    plan = batch.plan
    await store.write_cases(conn, org_id, plan)
    await store.write_interactions(conn, org_id, plan, now)
    await store.write_messages(conn, org_id, plan, now)
    await store.write_decisions(conn, org_id, plan, now, actor.ref)
    await store.write_refs(conn, org_id, plan, actor.ref)
    await store.write_moved(conn, org_id, plan, book, now)
    await publish(conn, org_id, actor.ref, plan.events, request_id=actor.request_id)
    return received


def _read(contact: Contact, said: Said, categories: Categoriser) -> Words:
    return read_words(said, categories, subject=contact.inbound.subject, silent=not contact.inbound.messages)


def _threads(contacts: Iterable[Contact], about: Iterable[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    """The external ids by which earlier messages are found."""
    keys = set(about)
    for each in contacts:
        keys.add((each.account_id, each.inbound.external_id))
        keys.update((each.account_id, key) for key in each.inbound.thread.replies_to)
    return sorted(keys)


def _is_new(book: Book, contact: Contact) -> bool:
    return (contact.account_id, contact.inbound.external_id) not in book.known


async def _load(
    conn: Conn,
    org_id: UUID,
    book: Book,
    senders: Senders,
    contacts: Iterable[Contact],
    about: Sequence[tuple[UUID, str]],
) -> None:
    """Put what the batch can lead to into the book: interactions that go on, and cases."""
    sessions = {(each.account_id, each.inbound.thread.session) for each in contacts if each.inbound.thread.session}
    await store.load_open(conn, org_id, book, sorted(senders.handle_ids), [(a, s) for a, s in sessions if s])
    await store.load_cases_of(conn, org_id, book, sorted(senders.possible))
    led_to = {case_id for _, case_id in book.threads.values() if case_id}
    led_to.update(each.case_id for each in book.interactions.values() if each.case_id)
    await store.load_cases(conn, org_id, book, led_to)
    settled = {case_id for key in about if (case_id := book.threads.get(key, (None, None))[1])}
    if settled:
        await store.load_waiting(conn, org_id, book, settled)


async def find_contact(conn: Conn, org_id: UUID, account_id: UUID, external_id: str) -> Received | None:
    """Where the contact with this external id is, or None where it is not recorded."""
    book = Book()
    key = (account_id, external_id)
    await store.load_threads(conn, org_id, book, [key])
    if key not in book.known:
        return None
    interaction_id, case_id = book.threads[key]
    return Received(interaction_id=interaction_id, case_id=case_id)


async def record_receipts(conn: Conn, actor: Actor, receipts: Sequence[tuple[UUID, Receipt]]) -> int:
    """Note what became of messages that we sent; receipts about unknown messages are passed over. Returns how many told
    something new."""
    if not receipts:
        return 0
    keys = sorted({(account_id, receipt.external_id) for account_id, receipt in receipts})
    rows = {(row["account_id"], row["external_id"]): row for row in await store.lock_sent(conn, actor.org_id, keys)}
    state = {key: row["delivery"] for key, row in rows.items()}
    changes: dict[UUID, tuple[UUID, str, str | None]] = {}
    gone: dict[UUID, str] = {}
    events = []
    for account_id, receipt in receipts:
        key = (account_id, receipt.external_id)
        if key not in rows or PROGRESS[receipt.status] <= PROGRESS[state[key]]:
            continue
        row = rows[key]
        events.append(
            DeliveryChanged(
                case_id=row["case_id"],
                interaction_id=row["interaction_id"],
                customer_id=row["customer_id"],
                message_id=row["id"],
                delivery=receipt.status,
                before={"delivery": state[key]},
                after={"delivery": receipt.status},
            )
        )
        state[key] = receipt.status
        changes[row["id"]] = (row["id"], receipt.status, receipt.reason)
        if receipt.gone and row["handle_id"]:
            gone[row["handle_id"]] = receipt.reason or "nobody is there"
    if changes:
        await store.update_delivery(conn, actor.org_id, list(changes.values()))
        await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)
    if gone:
        await mark_gone(conn, actor, gone)
    for event in events:
        if event.delivery == "failed" and event.interaction_id:
            await _bring_back(conn, actor, event.interaction_id)
    return len(events)


async def _bring_back(conn: Conn, actor: Actor, interaction_id: UUID) -> None:
    """An interaction that waits for an answer to what never arrived is work again, for who had it first."""
    row = await standing.lock_interaction(conn, actor.org_id, interaction_id)
    if row["status"] == Status.WAITING_CUSTOMER and row["queue_id"]:
        await transition(conn, actor, interaction_id, Status.QUEUED, preferred_id=row["owner_id"])


async def record_delivery(
    conn: Conn,
    actor: Actor,
    message_id: UUID,
    *,
    status: str,
    reason: str | None = None,
    external_id: str | None = None,
) -> None:
    """Note what became of one message that we sent, by its id; ``external_id`` is what the channel calls it."""
    row = await store.lock_sent_message(conn, actor.org_id, message_id)
    if row is not None and external_id is not None:
        await store.name_sent_message(conn, actor.org_id, message_id, external_id)
    if row is None or PROGRESS[status] <= PROGRESS[row["delivery"]]:
        return
    await _change_delivery(conn, actor, row, status, reason)


async def requeue(conn: Conn, actor: Actor, message_id: UUID) -> bool:
    """Let a message of ours that failed wait for sending again; whether there was one that had failed."""
    row = await store.lock_sent_message(conn, actor.org_id, message_id)
    if row is None or row["delivery"] != "failed":
        return False
    await _change_delivery(conn, actor, row, "queued", None)
    return True


async def _change_delivery(conn: Conn, actor: Actor, row: Any, status: str, reason: str | None) -> None:
    await store.update_delivery(conn, actor.org_id, [(row["id"], status, reason)])
    event = DeliveryChanged(
        case_id=row["case_id"],
        interaction_id=row["interaction_id"],
        customer_id=row["customer_id"],
        message_id=row["id"],
        delivery=status,
        before={"delivery": row["delivery"]},
        after={"delivery": status},
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    if status == "failed":
        await _bring_back(conn, actor, row["interaction_id"])
