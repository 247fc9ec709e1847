"""Second factors, recovery codes, and links to a new password."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from warmline.accounts.store.sql import SQL
from warmline.kit.db import Conn


async def put_pending(conn: Conn, org_id: UUID, agent_id: UUID, secret: bytes) -> None:
    """``secret`` is sealed."""
    await SQL.put_pending_factor(conn, org_id=org_id, agent_id=agent_id, secret=secret)


async def second_factor(conn: Conn, org_id: UUID, agent_id: UUID) -> Any:
    """A row of the sealed secret and last_step, or None."""
    return await SQL.second_factor(conn, org_id=org_id, agent_id=agent_id)


async def use_step(conn: Conn, org_id: UUID, agent_id: UUID, step: int) -> bool:
    """Whether the step was still to be had."""
    return await SQL.use_step(conn, org_id=org_id, agent_id=agent_id, step=step) is not None


async def set_second_factor(conn: Conn, org_id: UUID, agent_id: UUID, there: bool) -> None:
    await SQL.set_second_factor(conn, org_id=org_id, agent_id=agent_id, there=there)


async def delete_second_factor(conn: Conn, org_id: UUID, agent_id: UUID) -> None:
    await SQL.delete_second_factor(conn, org_id=org_id, agent_id=agent_id)


async def replace_recovery_codes(conn: Conn, org_id: UUID, agent_id: UUID, hashes: Sequence[bytes]) -> None:
    await SQL.replace_recovery_codes(conn, org_id=org_id, agent_id=agent_id, hashes=list(hashes))


async def use_recovery_code(conn: Conn, org_id: UUID, agent_id: UUID, code_hash: bytes) -> bool:
    """Whether there was such a code, unused."""
    return await SQL.use_recovery_code(conn, org_id=org_id, agent_id=agent_id, code_hash=code_hash) is not None


async def count_recovery_codes(conn: Conn, org_id: UUID, agent_id: UUID) -> int:
    found: int = await SQL.count_recovery_codes(conn, org_id=org_id, agent_id=agent_id)
    return found


async def second_factors(conn: Conn, org_id: UUID) -> list[Any]:
    """Rows of agent_id and sealed secret."""
    rows: list[Any] = await SQL.second_factors(conn, org_id=org_id)
    return rows


async def reseal(conn: Conn, org_id: UUID, agent_id: UUID, *, secret: bytes, was: bytes) -> None:
    await SQL.reseal_second_factor(conn, org_id=org_id, agent_id=agent_id, secret=secret, was=was)


async def reset_candidate(conn: Conn, org_id: UUID, email: str) -> UUID | None:
    found: UUID | None = await SQL.reset_candidate(conn, org_id=org_id, email=email)
    return found


async def insert_reset(conn: Conn, org_id: UUID, id_: UUID, *, agent_id: UUID, minutes: int) -> None:
    await SQL.insert_reset(conn, org_id=org_id, id=id_, agent_id=agent_id, minutes=minutes)


async def arm_reset(conn: Conn, org_id: UUID, id_: UUID, token_hash: bytes) -> Any:
    """A row of email, name, locale, organization; None where the link cannot be used any more."""
    return await SQL.arm_reset(conn, org_id=org_id, id=id_, token_hash=token_hash)


async def use_reset(conn: Conn, org_id: UUID, token_hash: bytes) -> UUID | None:
    """Whose link it was; None where it cannot be used any more."""
    found: UUID | None = await SQL.use_reset(conn, org_id=org_id, token_hash=token_hash)
    return found


async def void_resets(conn: Conn, org_id: UUID, agent_id: UUID) -> None:
    await SQL.void_resets(conn, org_id=org_id, agent_id=agent_id)


async def forget_resets(conn: Conn, org_id: UUID) -> None:
    await SQL.forget_resets(conn, org_id=org_id)


async def guard_set_up(conn: Conn) -> None:
    await SQL.guard_set_up(conn)
