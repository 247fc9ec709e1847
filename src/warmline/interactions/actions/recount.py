"""After customers were merged, or taken apart, or a handle moved: the record says as whose it counts now."""

from collections.abc import Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.events import CustomerRecounted
from warmline.interactions.store import correcting, following
from warmline.interactions.store.following import Recounted
from warmline.kit.db import Conn
from warmline.kit.events import Event, publish

# So many cases or interactions are told in one event.
TOLD = 500


async def recount(conn: Conn, actor: Actor, customer_ids: Sequence[UUID]) -> None:
    """Raise the versions of the cases and interactions of customers that count as another one now, and tell of it."""
    cases = await correcting.touch_cases_of(conn, actor.org_id, customer_ids)
    interactions = await correcting.touch_interactions_of(conn, actor.org_id, customer_ids)
    await tell(conn, actor, cases, interactions)


async def hand_over(conn: Conn, actor: Actor, contacts: Sequence[Recounted], because: UUID) -> list[Recounted]:
    """Contacts are another customer's, and what was said in them; noted as what follows from an identity decision.
    Returns those that still were the former one's: the others stay as they are."""
    done = await following.recount(conn, actor.org_id, contacts)
    changed = [each for each in contacts if each.id in done]
    await following.insert_followed(conn, actor.org_id, because, contacts=changed)
    messages = await following.touch_messages(conn, actor.org_id, done)
    await tell(conn, actor, (), [each.id for each in changed], messages)
    return changed


async def tell(
    conn: Conn, actor: Actor, cases: Sequence[UUID], interactions: Sequence[UUID] = (), messages: Sequence[UUID] = ()
) -> None:
    """Tell that these cases, interactions and messages are, or count as, another customer's."""
    events: list[Event] = [CustomerRecounted(case_ids=some) for some in _parts(cases)]
    events += [CustomerRecounted(interaction_ids=some) for some in _parts(interactions)]
    events += [CustomerRecounted(message_ids=some) for some in _parts(messages)]
    await publish(conn, actor.org_id, actor.ref, events, request_id=actor.request_id)


def _parts(ids: Sequence[UUID]) -> list[tuple[UUID, ...]]:
    return [tuple(ids[start : start + TOLD]) for start in range(0, len(ids), TOLD)]
