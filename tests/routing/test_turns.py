"""What a turn writes at once is what is written one by one."""

from typing import Any
from uuid import UUID

from tests.routing.floor import Floor
from warmline.interactions import Status, transition
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.routing.shard import store

# What differs between two pieces of work by their nature, and when each was last touched.
OWN = {"id", "customer_id", "handle_id", "case_id", "started_at", "created_at", "updated_at", "external_id", "subject",
       "queued_at", "last_message_at", "last_inbound_at", "account_id", "thread_key", "facts", "session"}  # fmt: skip


async def row(floor: Floor, interaction_id: UUID) -> dict[str, Any]:
    """An interaction as it is, but for what is its own."""
    async with floor.db.transaction(floor.org_id) as conn:
        found = await conn.fetchrow("select * from interaction where id = $1", interaction_id)
    return {name: value for name, value in found.items() if name not in OWN}


async def changes(floor: Floor, interaction_id: UUID) -> list[Any]:
    """The status events of an interaction: which columns are filled, and what they say."""
    async with floor.db.transaction(floor.org_id) as conn:
        found = await conn.fetch(
            "select type, case_id, customer_id, data from event where interaction_id = $1 order by xact, seq",
            interaction_id,
        )
    return [
        (each["type"], each["case_id"] is not None, each["customer_id"] is not None, each["data"])
        for each in found
        if each["type"].startswith("interaction.status")
    ]


async def test_offering_at_once_is_as_offering_by_transition(floor: Floor) -> None:
    queue = await floor.queue()
    waiting = {await floor.contact(queue), await floor.contact(queue)}
    await floor.agent("Asked", capacity={"text": 1})
    await floor.settle()
    (offer,) = await floor.offers()
    first, (second,) = offer.interaction_id, waiting - {offer.interaction_id}
    await floor.act(transition, floor.system, second, Status.OFFERED, at=offer.offered_at)
    ours, theirs = await row(floor, first), await row(floor, second)
    assert ours == theirs
    assert ours["first_offered_at"] == ours["status_since"] == offer.offered_at
    assert await changes(floor, first) == await changes(floor, second)


async def test_who_is_busy_is_passed_over_and_loads_are_from_after_the_locks(floor: Floor, db: Database) -> None:
    queue = await floor.queue()
    there, locked = await floor.agent("There"), await floor.agent("Locked")
    waiting, held = await floor.contact(queue), await floor.contact(queue)
    assert there.id
    assert locked.id
    async with db.transaction(floor.org_id) as other:
        await other.execute("select from presence where agent_id = $1 for update", locked.id)
        await other.execute("select from interaction where id = $1 for update", held)
        async with db.transaction(floor.org_id) as conn:
            loads, about = await store.lock_for_offers(
                conn, floor.org_id, [there.id, locked.id, new_id()], [waiting, held, new_id()]
            )
    assert loads == {there.id: {}}
    assert set(about) == {waiting}
