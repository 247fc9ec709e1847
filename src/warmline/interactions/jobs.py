"""What the record does when customers turn out to be others."""

from uuid import UUID

from warmline.accounts import system
from warmline.customers import CustomersMerged, CustomersUnmerged, members
from warmline.interactions.actions.recount import recount
from warmline.interactions.actions.separate import separate
from warmline.kit.db import Conn
from warmline.kit.events import Recorded
from warmline.kit.reactions import reacts_to


@reacts_to(CustomersUnmerged, name="interactions.separate")
async def separate_unmerged(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Contacts that were put in one case because their customers were merged go apart with them."""
    actor = system(org_id, "continuity")
    for each in batch:
        event = each.event
        assert isinstance(event, CustomersUnmerged), "it reacts to nothing else"
        ids = {*event.customer_ids, event.from_id, *await members(conn, event.former_root_id)}
        await separate(conn, actor, sorted(ids))


@reacts_to(CustomersMerged, CustomersUnmerged, name="interactions.recount")
async def recount_records(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Screens that show a case or a contact see as whose it counts now."""
    actor = system(org_id, "continuity")
    for each in batch:
        event = each.event
        assert isinstance(event, CustomersMerged | CustomersUnmerged), "it reacts to nothing else"
        stayed = event.root_id if isinstance(event, CustomersMerged) else event.former_root_id
        moved = [customer_id for customer_id in event.customer_ids if customer_id != stayed]
        await recount(conn, actor, moved)


REACTIONS = [separate_unmerged, recount_records]
