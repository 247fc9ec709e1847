"""What ``warmline doctor`` asks of routing."""

from uuid import UUID

from warmline.kit.doctor import Ailment, Check, Subject
from warmline.kit.events import SQL
from warmline.routing.invariants import broken, unled


async def _routing(subject: Subject) -> str:
    """What is always true of offers and waiting work, in every organisation."""
    conn, asleep = subject.conn, 0
    ids: list[UUID] = [row["org_id"] for row in await SQL.organization_ids(conn)]
    for org_id in ids:
        async with conn.transaction(readonly=True):
            await conn.execute("select set_config('warmline.org_id', $1, true)", str(org_id))
            found = await broken(conn, org_id)
            asleep += await unled(conn, org_id) is not None
        if found:
            problem = "; ".join(each.told for each in found)
            raise Ailment(f"In organisation {org_id}: {problem}.", found[0].mend)
    led = f"; nobody makes offers now in {asleep}" if asleep else ""
    return f"offers and waiting work agree in {len(ids)} organisations{led}"


CHECKS: tuple[Check, ...] = (Check("routing", _routing, needs_database=True),)
