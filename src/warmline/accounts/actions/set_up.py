"""The first run: whoever has the server's token may begin the one organisation that an empty installation gets."""

import hmac

from warmline.accounts.actions.attempts import CLIENT_FACTOR, count
from warmline.accounts.actions.sign_in import Visitor
from warmline.accounts.errors import SetUpDone, SetUpTokenWrong
from warmline.accounts.installation import Installation
from warmline.accounts.store import factors as store
from warmline.accounts.tokens import subject
from warmline.kit.db import Conn, Database
from warmline.kit.events import SQL


async def is_empty(db: Database) -> bool:
    """Whether there is no organisation yet."""
    async with db.transaction(None) as conn:
        return not await SQL.organization_ids(conn)


async def check_set_up(db: Database, installation: Installation, *, token: str, visitor: Visitor) -> None:
    """Refuse who may not begin the organisation; raises ``SetUpDone``, ``TooMany`` and ``SetUpTokenWrong``."""
    if not await is_empty(db):
        raise SetUpDone()
    by_client = subject("set up", visitor.client)
    await count(db, {by_client: installation.limits.attempts * CLIENT_FACTOR}, installation.limits)
    if not hmac.compare_digest(token.strip().encode(), installation.set_up_token.encode()):
        raise SetUpTokenWrong()


async def claim(conn: Conn) -> None:
    """Of two first runs at once, let the first go on and refuse the other. Call it first in the transaction that begins
    the organisation."""
    await store.guard_set_up(conn)
    if await SQL.organization_ids(conn):
        raise SetUpDone()
