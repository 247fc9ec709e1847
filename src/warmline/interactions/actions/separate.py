"""After customers turn out to be different people: nobody's words stay in another's case."""

from collections.abc import Sequence
from uuid import UUID

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import alone, decide, locked_contact
from warmline.interactions.actions.join import take_apart
from warmline.interactions.actions.open_case import open_case
from warmline.interactions.store import correcting, reading
from warmline.kit.db import Conn

REASON = "the customers were merged when it was placed, and are not any more"


async def separate(conn: Conn, actor: Actor, customer_ids: Sequence[UUID]) -> int:
    """Contacts in a case whose customer is no longer theirs get a case of their own, one per case and customer; cases
    that were joined stand alone again. What a person put there knowing that it is another's stays. Returns how many
    contacts got another case."""
    await alone(conn, actor, None, *await correcting.cases_of(conn, actor.org_id, customer_ids))
    for row in await correcting.cases_joined_to_strangers(conn, actor.org_id, customer_ids):
        [case] = await reading.all_cases(conn, actor.org_id, [row["id"]])
        await take_apart(conn, actor, case, row["joined_into"], reason=REASON)
    opened: dict[tuple[UUID, UUID], UUID] = {}
    rows = await correcting.strangers_in_cases(conn, actor.org_id, customer_ids)
    for row in rows:
        interaction = await locked_contact(conn, actor, row["id"])
        place = (row["case_id"], row["root_id"])
        if place not in opened:
            title, category = interaction.subject or "", interaction.category
            opened[place] = await open_case(conn, actor, row["customer_id"], title=title, category=category)
        await decide(conn, actor, interaction, "split", opened[place], reason=REASON, rule="unmerge")
    return len(rows)
