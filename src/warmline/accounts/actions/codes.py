"""Taking a code: each works once, whoever comes first with it."""

from uuid import UUID

from warmline.accounts import events, factors
from warmline.accounts.store import factors as store
from warmline.kit import clock
from warmline.kit.crypto import SecretUnreadable, Vault
from warmline.kit.db import Conn
from warmline.kit.events import publish
from warmline.kit.log import logger

log = logger(__name__)


async def take_code(
    conn: Conn, vault: Vault, org_id: UUID, agent_id: UUID, code: str, *, request_id: str | None = None
) -> bool:
    """Whether this is a code of the agent's authenticator or a recovery code, neither of them used; now it is."""
    plain = factors.plain(code)
    if await take_step(conn, vault, org_id, agent_id, plain):
        return True
    if not await store.use_recovery_code(conn, org_id, agent_id, factors.digest(org_id, agent_id, plain)):
        return False
    left = await store.count_recovery_codes(conn, org_id, agent_id)
    event = events.RecoveryCodeUsed(agent_id=agent_id, left=left)
    await publish(conn, org_id, f"agent:{agent_id}", [event], request_id=request_id)
    return True


async def take_step(conn: Conn, vault: Vault, org_id: UUID, agent_id: UUID, code: str) -> bool:
    """Whether this is a code of the authenticator that has not been used; now it is."""
    row = await store.second_factor(conn, org_id, agent_id)
    if row is None:
        return False
    try:
        secret = vault.open(row["secret"], place=factors.place(org_id, agent_id)).decode()
    except SecretUnreadable:
        # The installation's key was lost. Recovery codes still work, and an administrator can take the factor away.
        log.error("second_factor_unreadable", agent_id=str(agent_id))
        return False
    step = factors.step_of(secret, factors.plain(code), clock.now(), after=row["last_step"])
    return step is not None and await store.use_step(conn, org_id, agent_id, step)
