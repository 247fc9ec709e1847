"""Counts of views: few are always exact; that there are more than a thousand is remembered, and only that."""

from typing import Any

from tests.application import Hire, Person
from tests.inbox.conftest import House
from warmline.accounts import Actor
from warmline.desk import Filters, View
from warmline.desk.actions.counting import Crowds, count
from warmline.desk.model import MOST_COUNTED
from warmline.kit.db import Database


async def counted(person: Person, views: str) -> list[tuple[int, bool]]:
    answer = await person.get("/inbox/counts", params={"views": views})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return [(each["count"], each["capped"]) for each in found]


async def crowd(house: House, size: int) -> None:
    """As many more contacts like one that waits."""
    queue = await house.floor.queue("main", await house.floor.team("others"))
    first = await house.floor.contact(queue)
    columns = (
        "customer_id, handle_id, case_id, channel, medium, account_id, direction, initiation, subject, queue_id,"
        " status, status_since, started_at, last_message_at, queued_at"
    )
    await house.floor.sql(
        f"insert into interaction (org_id, {columns}) select org_id, {columns} from interaction, generate_series(1, $2)"
        " where id = $1",
        first,
        size,
    )


async def test_what_is_few_is_exact_at_once(house: House, agent_client: Hire) -> None:
    queue = await house.floor.queue("main")
    agent = await agent_client(permissions={"case.read", "interaction.work"})
    for number in range(3):
        assert await counted(agent, f"unassigned,queue:{queue.id}") == [(number, False)] * 2
        await house.floor.contact(queue)


async def test_very_many_are_believed_for_a_while_by_those_who_may_see_them(
    house: House, db: Database, agent_client: Hire
) -> None:
    await crowd(house, MOST_COUNTED)
    agent = await agent_client(permissions={"case.read"})
    assert await counted(agent, "unassigned,mine") == [(MOST_COUNTED, True), (0, False)]
    stranger = await agent_client(permissions={"case.read_team"})
    assert await counted(stranger, "unassigned") == [(0, False)]
    actor = Actor(org_id=agent.org_id, kind="agent", id=agent.agent_id, permissions=frozenset({"case.read"}))
    brief, waiting = Crowds(believed=0), Filters(view=View.UNASSIGNED)
    async with db.transaction(agent.org_id) as conn:
        assert await count(conn, actor, waiting, crowds=brief) == (MOST_COUNTED, True)
        await conn.execute("update interaction set owner_id = $1, status = 'active'", agent.agent_id)
        assert await count(conn, actor, waiting, crowds=brief) == (0, False)


def test_what_is_remembered_has_an_end() -> None:
    crowds = Crowds(believed=10, most=2)
    for view in "abc":
        crowds.note(view, 0)
    assert [(view, 9.9) in crowds for view in "abc"] == [False, True, True]
    assert ("c", 10.0) not in crowds
