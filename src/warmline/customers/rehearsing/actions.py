"""Try thresholds of identity on the organisation's own history. Nothing is changed."""

from datetime import datetime, timedelta
from typing import Any

from warmline.accounts import Actor
from warmline.customers.actions.settings import thresholds
from warmline.customers.model import Thresholds
from warmline.customers.rehearsing.model import IdentityDryRun, IdentityTrial, Tried, rehearse
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.sql import load

SQL = load("warmline.customers.rehearsing")
MOST = 50_000


async def dry_run(conn: Conn, actor: Actor, wanted: IdentityTrial) -> IdentityDryRun:
    """What other thresholds would have made of the decisions of the last days. Reads only."""
    actor.need("customer.read")
    now_in_force = await thresholds(conn, actor.org_id)
    link = now_in_force.link if wanted.link is None else wanted.link
    suggest = min(now_in_force.suggest, link) if wanted.suggest is None else wanted.suggest
    if suggest > link:
        raise Invalid.field("suggest", f"it is above the threshold for linking ({link})")
    now = clock.now()
    since = now - timedelta(days=wanted.days)
    rows = await SQL.scored_decisions(conn, org_id=actor.org_id, since=since, most=MOST)
    settled = now - timedelta(days=wanted.settle_days)
    after = Thresholds(link=link, suggest=suggest)
    found = [_tried(row, settled) for row in rows]
    return rehearse(found, now_in_force, after, days=wanted.days, changes=wanted.changes)


def _tried(row: Any, settled: datetime) -> Tried:
    if row["undone"]:
        right: bool | None = False
    elif row["kind"] == "suggest":
        right = True if row["one"] else None
    else:
        right = True if row["at"] <= settled else None
    return Tried(
        **{name: row[name] for name in ("id", "kind", "customer_id", "other_customer_id", "rule", "score", "at")},
        right=right,
    )
