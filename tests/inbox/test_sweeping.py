"""What was read long ago is forgotten: notices, and marks on contacts that ended; what is unread stays."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.application import Hire, Person, problem
from tests.conftest import eventually
from tests.inbox.conftest import House, row_of
from warmline.desk.actions.sweeping import sweep
from warmline.kit import clock
from warmline.kit.db import Database

WORK = {"interaction.work", "case.read", "case.write"}
LONG_AGO = timedelta(days=91)


async def test_a_time_that_is_no_time_is_refused(admin: Person) -> None:
    for days in (0, "ninety", 4000):
        answer = await admin.patch("/organization", json={"settings": {"desk": {"keep_read_days": days}}})
        assert problem(answer, 422, "invalid")["errors"][0]["field"] == "settings.desk"


async def test_read_notices_go_and_unread_ones_stay(house: House, db: Database, agent_client: Hire) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    maya, ruth = await agent_client(permissions=WORK), await agent_client(permissions=WORK)
    for _ in range(3):
        await ruth.made(f"/interactions/{found}/notes", text="@maya look", mentions=[str(maya.agent_id)])
    await house.react()
    old, recent, unread = [each["id"] for each in await maya.items("/me/notifications")]
    read = "update notification set read_at = $2 where id = $1"
    await house.floor.sql(read, UUID(old), clock.now() - LONG_AGO)
    await house.floor.sql(read, UUID(recent), clock.now() - timedelta(days=80))
    await sweep(db, house.admin.org_id, batch=1)
    assert [each["id"] for each in await maya.items("/me/notifications")] == [recent, unread]
    await house.admin.patch("/organization", json={"settings": {"desk": {"keep_read_days": 70}}})
    await sweep(db, house.admin.org_id, batch=1)
    assert [each["id"] for each in await maya.items("/me/notifications")] == [unread]


async def test_marks_go_once_their_contact_has_ended_long_ago(house: House, db: Database, agent_client: Hire) -> None:
    queue = await house.floor.queue("main")
    ended, open_, called_unread, recent = [await house.floor.contact(queue) for _ in range(4)]
    maya = await agent_client(permissions=WORK)
    for each in (ended, open_, called_unread, recent):
        await maya.put(f"/interactions/{each}/read-mark", json={})
    await maya.put(f"/interactions/{called_unread}/read-mark", json={"unread": True})
    over = "update interaction set status = 'abandoned', ended_at = now()"
    ids = [ended, called_unread, recent]
    await house.floor.sql(f"{over}, last_message_at = $2 where id = any ($1)", ids, clock.now() - LONG_AGO)
    aged = [ended, open_, called_unread]
    await house.floor.sql("update read_mark set at = $2 where interaction_id = any ($1)", aged, clock.now() - LONG_AGO)
    await sweep(db, house.admin.org_id, batch=1)
    left: Any = await house.floor.sql("select array_agg(interaction_id order by interaction_id) from read_mark")
    assert left == sorted([open_, called_unread, recent])
    assert (await row_of(maya, ended))["unread"] is False


async def end(house: House, *contacts: UUID) -> None:
    """These ended long ago, and were looked at before that."""
    over = "update interaction set status = 'abandoned', ended_at = now(), last_message_at = $2 where id = any ($1)"
    await house.floor.sql(over, list(contacts), clock.now() - LONG_AGO)
    aged = "update read_mark set at = $2 where interaction_id = any ($1)"
    await house.floor.sql(aged, list(contacts), clock.now() - LONG_AGO)


async def marked(house: House) -> list[UUID]:
    found: list[UUID] | None = await house.floor.sql("select array_agg(interaction_id) from read_mark")
    return found or []


async def test_a_mark_stays_while_a_note_after_it_is_unread(house: House, db: Database, agent_client: Hire) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    maya, ruth = await agent_client(permissions=WORK), await agent_client(permissions=WORK)
    await maya.put(f"/interactions/{found}/read-mark", json={})
    await ruth.made(f"/interactions/{found}/notes", text="They called again.")
    await end(house, found)
    await sweep(db, house.admin.org_id)
    assert (await row_of(maya, found))["unread"] is True
    await maya.put(f"/interactions/{found}/read-mark", json={})
    await end(house, found)
    await sweep(db, house.admin.org_id)
    assert await marked(house) == [], "it was read, and goes"
    assert (await row_of(maya, found))["unread"] is False


async def test_what_is_called_unread_during_a_sweep_stays(house: House, db: Database, agent_client: Hire) -> None:
    found = await house.floor.contact(await house.floor.queue("main"))
    maya = await agent_client(permissions=WORK)
    await maya.put(f"/interactions/{found}/read-mark", json={})
    await end(house, found)
    waiting = "select count(*) from pg_locks where not granted and pid <> pg_backend_pid()"

    async with asyncio.TaskGroup() as tasks:
        async with db.transaction(house.admin.org_id) as conn:
            await conn.execute("update read_mark set unread = true where interaction_id = $1", found)
            swept = tasks.create_task(sweep(db, house.admin.org_id))

            async def blocked() -> bool:
                return bool(await house.floor.sql(waiting))

            await eventually(blocked)
        await swept
    assert await marked(house) == [found]
    assert (await row_of(maya, found))["unread"] is True


async def test_a_setting_that_nobody_can_read_counts_as_not_set(house: House, db: Database, agent_client: Hire) -> None:
    old, recent = [await house.floor.contact(await house.floor.queue(name)) for name in ("main", "other")]
    maya = await agent_client(permissions=WORK)
    for each in (old, recent):
        await maya.put(f"/interactions/{each}/read-mark", json={})
    await end(house, old, recent)
    young = "update read_mark set at = $2 where interaction_id = $1"
    await house.floor.sql(young, recent, clock.now() - timedelta(days=89))
    for unreadable in ({"keep_read_days": "ninety"}, "none"):
        setting = "update organization set settings = settings || jsonb_build_object('desk', $1::jsonb)"
        await house.floor.sql(setting, unreadable)
        await sweep(db, house.admin.org_id)
        assert await marked(house) == [recent]
