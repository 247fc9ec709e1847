"""What follows from events, and what talks to the outside."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from warmline.accounts import system
from warmline.channels import store
from warmline.channels.actions.configure import reseal_accounts
from warmline.channels.actions.deliver import ATTEMPTS
from warmline.channels.sending import Sender
from warmline.interactions import ReplyQueued
from warmline.kit import jobs
from warmline.kit.db import Conn, Database
from warmline.kit.events import Recorded
from warmline.kit.jobs import every, job
from warmline.kit.reactions import reacts_to


@job("channels.send", attempts=ATTEMPTS, first_wait=timedelta(seconds=15))
async def send(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
    """Send one message. Eight attempts take about half an hour."""
    await Sender.of(db).send(org_id, UUID(payload["message_id"]))


@reacts_to(ReplyQueued, name="channels.deliver")
async def deliver(conn: Conn, org_id: UUID, batch: list[Recorded]) -> None:
    """Have each reply sent."""
    for each in batch:
        assert isinstance(each.event, ReplyQueued), "it reacts to nothing else"
        message_id = str(each.event.message_id)
        await jobs.enqueue(conn, org_id, "channels.send", {"message_id": message_id}, key=message_id)


@every(seconds=3600, name="channels.reseal")
async def reseal(db: Database, org_id: UUID) -> None:
    """Encrypt anew what a replaced key encrypted."""
    async with db.transaction(org_id) as conn:
        await reseal_accounts(conn, system(org_id, "channels"), Sender.of(db).registry)


@every(seconds=3600, name="channels.tickets")
async def drop_tickets(db: Database, org_id: UUID) -> None:
    """Forget tickets that nobody brought back in time."""
    async with db.transaction(org_id) as conn:
        await store.drop_tickets(conn, org_id)


JOBS = [send]
PERIODIC = [reseal, drop_tickets]
REACTIONS = [deliver]
