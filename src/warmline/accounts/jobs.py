"""Mails, and work that comes round."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from warmline.accounts.actions.password_reset import JOB, send_reset
from warmline.accounts.actions.second_factor import reseal_factors
from warmline.accounts.actions.sessions import forget_sessions
from warmline.accounts.actor import system
from warmline.accounts.installation import Installation
from warmline.kit.db import Database
from warmline.kit.jobs import every, job


@job(JOB, attempts=6, first_wait=timedelta(seconds=10))
async def mail_reset(db: Database, org_id: UUID, payload: dict[str, Any]) -> None:
    """Send a link to a new password. Six attempts take about five minutes, and the link is good for thirty."""
    await send_reset(db, Installation.of(db), org_id, UUID(payload["reset_id"]))


@every(seconds=3600, name="accounts.sessions")
async def sweep_sessions(db: Database, org_id: UUID) -> None:
    """Forget sessions that ended long ago."""
    async with db.transaction(org_id) as conn:
        await forget_sessions(conn, system(org_id, "accounts"))


@every(seconds=3600, name="accounts.reseal")
async def reseal(db: Database, org_id: UUID) -> None:
    """Encrypt anew what a replaced key encrypted."""
    async with db.transaction(org_id) as conn:
        await reseal_factors(conn, system(org_id, "accounts"), Installation.of(db).vault)


JOBS = [mail_reset]
PERIODIC = [sweep_sessions, reseal]
