"""Each change of the record is findable soon after it, batch by batch: nobody who records a message waits for that."""

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
from warmline.search.actions.index import index

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
    """Each conversation once, however much happened to it in the batch."""
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
        elif event.interaction_id:
            interactions.add(event.interaction_id)
    interactions |= await store.interactions_of(conn, org_id, cases=cases, customers=customers)
    await index(conn, org_id, interactions)


REACTIONS = [write_lines]
