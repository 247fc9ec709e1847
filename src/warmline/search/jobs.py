"""Each change of the record is findable soon after it, batch by batch: nobody who records a message waits for that."""

from collections import defaultdict
from uuid import UUID

from warmline.customers import (
    CustomersMerged,
    CustomersUnmerged,
    CustomerUpdated,
    HandleLinked,
    HandlesMoved,
    HandleUnlinked,
    HandleUpdated,
)
from warmline.interactions import (
    CaseDecided,
    CaseUpdated,
    CustomerRecounted,
    EntityRefAdded,
    EntityRefRemoved,
    InteractionStarted,
    InteractionUpdated,
    InteractionWrappedUp,
    MessageReceived,
    NoteAdded,
    PastRecorded,
    ReplyQueued,
)
from warmline.kit.db import Conn
from warmline.kit.events import Recorded
from warmline.kit.reactions import reacts_to
from warmline.search import store
from warmline.search.actions.index import add, index

OF_CUSTOMERS = (
    CustomersMerged,
    CustomersUnmerged,
    CustomerUpdated,
    HandleLinked,
    HandlesMoved,
    HandleUnlinked,
    HandleUpdated,
)
OF_CASES = (CaseUpdated, EntityRefAdded, EntityRefRemoved)
SAYING = (MessageReceived, NoteAdded, ReplyQueued)


@reacts_to(
    *OF_CUSTOMERS,
    *OF_CASES,
    CaseDecided,
    CustomerRecounted,
    InteractionStarted,
    InteractionUpdated,
    InteractionWrappedUp,
    MessageReceived,
    NoteAdded,
    PastRecorded,
    ReplyQueued,
    name="search.lines",
)
async def write_lines(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Each conversation once, however much happened to it in the batch. One in which only something more was said gets
    that added to what is written; a long conversation is not read again for each message."""
    said: defaultdict[UUID, set[UUID]] = defaultdict(set)
    interactions: set[UUID] = set()
    cases: set[UUID] = set()
    customers: set[UUID] = set()
    for event in (each.event for each in batch):
        if isinstance(event, OF_CUSTOMERS):
            customers.update(event.customer_ids)
        elif isinstance(event, CustomerRecounted):
            interactions.update(event.interaction_ids)
        elif isinstance(event, OF_CASES) and event.case_id:
            cases.add(event.case_id)
        elif isinstance(event, SAYING) and event.interaction_id:
            said[event.interaction_id].add(event.message_id)
        elif event.interaction_id:
            interactions.add(event.interaction_id)
    interactions |= await store.interactions_of(conn, org_id, cases=cases, customers=customers)
    await index(conn, org_id, interactions)
    await add(conn, org_id, {id_: messages for id_, messages in said.items() if id_ not in interactions})


REACTIONS = [write_lines]
