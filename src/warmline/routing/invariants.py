"""What is always true of routing: asked of the tables themselves, at the end of tests and by ``warmline doctor``."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec

from warmline.kit.db import Conn
from warmline.routing.shard.store import SQL

# Rows that a finding names.
NAMED = 5
# Seconds by which an offer may outlive its time, and for which work may wait beside an idle agent who could serve it.
GRACE, BOUND = 5.0, 10.0


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must not be: ``ids`` are some of the rows, ``mend`` says what to do."""

    what: str
    ids: list[UUID]
    mend: str

    @property
    def told(self) -> str:
        """In one line."""
        return f"{self.what} ({', '.join(str(each) for each in self.ids)})"


RESTART = "Restart the process that leads routing: it puts such work right when it begins. Then tell us how it came."
Ask = Callable[..., Awaitable[list[Any]]]
RULES: tuple[tuple[Ask, str, str], ...] = (
    (SQL.offered_without_offer, "work says that it is offered, and is offered to nobody", RESTART),
    (SQL.offers_without_work, "offers are open for work that is not offered", RESTART),
    (
        SQL.overdue_offers,
        "offers are open though their time has run out",
        "Is a process at work? `warmline serve` or `warmline work` ends them.",
    ),
    (SQL.offers_to_absent, "offers are open to agents who are not there", RESTART),
    (
        SQL.agents_over_capacity,
        "agents have more than their capacity, and an offer beside it",
        "Lower what they have in hand, or raise their capacity; if nobody gave them work by hand, tell us.",
    ),
    (SQL.accepted_twice, "work was accepted by two agents in one wait", "Tell us: this can lose a customer's time."),
    (
        SQL.forsaken,
        "work waits though somebody who could serve it is idle",
        "Is a process at work? `warmline serve` or `warmline work` makes offers; `warmline why ID` says what it sees.",
    ),
)


async def broken(conn: Conn, org_id: UUID, *, grace: float = GRACE, bound: float = BOUND) -> list[Broken]:
    """What does not hold in the organisation now; empty where all is well. ``grace`` and ``bound`` are in seconds."""
    found = []
    for ask, what, mend in RULES:
        asked = {"overdue_offers": {"grace": grace}, "forsaken": {"bound": bound}}.get(ask.__name__, {})
        rows = await ask(conn, org_id=org_id, size=NAMED, **asked)
        if rows:
            found.append(Broken(what=what, ids=[row["id"] for row in rows], mend=mend))
    return found


async def unled(conn: Conn, org_id: UUID) -> float | None:
    """For how many seconds nobody has made offers in the organisation; None where somebody does, or never did."""
    row = await SQL.lease_state(conn, org_id=org_id)
    return -row["seconds"] if row and row["seconds"] < 0 else None
