"""What becomes of resolutions, through the real record: they wait, fail at once, hold after a week, and count once."""

from datetime import timedelta
from uuid import UUID

from tests.routing.learning.office import WEEK, Office
from warmline.interactions import Status
from warmline.kit import clock
from warmline.routing.learning import Counts, counts_up_to
from warmline.routing.learning.jobs import PERIODIC

LATER = WEEK + timedelta(minutes=1)


async def test_what_nobody_resolved_is_no_outcome(office: Office) -> None:
    interaction_id = await office.floor.contact(office.queue)
    await office.floor.move(interaction_id, Status.ABANDONED)
    await office.floor.settle()
    await office.floor.contact(office.queue)
    await office.floor.settle()
    assert await office.rows() == []


async def test_an_outcome_waits_for_a_week(office: Office) -> None:
    interaction_id = await office.done("Ada", who="ann@example.org")
    (row,) = await office.rows()
    assert (row["interaction_id"], row["agent_id"]) == (interaction_id, office.agents["Ada"])
    assert row["due_at"] - row["resolved_at"] == WEEK
    assert (row["settled_at"], row["position"], row["learned"], row["model"]) == (None, None, None, None)
    assert await office.count() == 0
    assert await office.count(later=WEEK - timedelta(minutes=1)) == 0


async def test_it_held_where_the_customer_stayed_away(office: Office) -> None:
    await office.done("Ada", who="ann@example.org")
    assert await office.count(later=LATER) == 1
    (row,) = await office.rows()
    assert (row["resolved"], row["value"], row["position"]) == (True, 1000, 1)


async def test_a_customer_who_comes_back_in_the_same_case_is_known_at_once(office: Office) -> None:
    first = await office.done("Ada", who="ann@example.org", text="My claim for the broken window is not paid.")
    await office.done("Bo", who="bo@example.org")
    again = await office.floor.contact(office.queue, who="ann@example.org", text="The broken window is not paid yet.")
    assert await _cases(office, first, again) == 1
    await office.floor.settle()
    failed, waiting = await office.rows()
    assert (failed["resolved"], failed["recontacted_at"] is not None, failed["position"]) == (False, True, None)
    assert waiting["settled_at"] is None
    assert await office.count(later=LATER) == 2
    assert [row["value"] for row in await office.rows()] == [0, 1000]


async def test_another_matter_of_the_same_customer_is_no_return(office: Office) -> None:
    apart = {"continuity": {"attach": 1, "suggest": 1, "burst_seconds": 0}}
    await office.floor.sql("update organization set settings = $1", apart)
    first = await office.done("Ada", who="ann@example.org", text="My claim for the broken window is not paid.")
    again = await office.floor.contact(office.queue, who="ann@example.org", text="What is the rate of a savings plan?")
    assert await _cases(office, first, again) == 2
    await office.floor.settle()
    (row,) = await office.rows()
    assert row["settled_at"] is None


async def _cases(office: Office, *interaction_ids: UUID) -> int:
    ids = list(interaction_ids)
    return int(await office.floor.sql("select count(distinct case_id) from interaction where id = any ($1)", ids))


async def test_a_contact_that_repeats_it_is_a_return(office: Office) -> None:
    first = await office.done("Ada", who="ann@example.org")
    again = await office.floor.contact(office.queue, who="ann.other@example.org")
    await office.floor.sql(
        "insert into interaction_link (org_id, kind, from_id, to_id, confidence, decided_by, at)"
        " values ($1, 'repeats', $2, $3, 1, 'agent:x', now())",
        office.org_id,
        again,
        first,
    )
    assert await office.count(later=LATER) == 1
    (row,) = await office.rows()
    assert (row["resolved"], row["value"]) == (False, 0)


async def test_what_is_opened_again_did_not_hold(office: Office) -> None:
    interaction_id = await office.done("Ada", who="ann@example.org")
    await office.floor.move(interaction_id, Status.REOPENED)
    await office.floor.settle()
    (row,) = await office.rows()
    assert row["resolved"] is False
    await office.floor.move(interaction_id, Status.ACTIVE, owner_id=await office.agent("Bo"))
    await office.floor.move(interaction_id, Status.RESOLVED)
    await office.floor.settle()
    first, second = await office.rows()
    assert [first["agent_id"], second["agent_id"]] == [office.agents["Ada"], office.agents["Bo"]]
    assert (first["resolved"], second["settled_at"]) == (False, None)
    assert second["handle_seconds"] < 5


async def test_who_comes_back_after_a_week_comes_too_late(office: Office) -> None:
    await office.done("Ada", who="ann@example.org")
    with clock.as_if(clock.now() + LATER):
        again = await office.floor.contact(office.queue, who="ann@example.org")
    assert await office.floor.sql("select case_id from interaction where id = $1", again)
    await office.floor.settle()
    await office.count(later=LATER)
    (row,) = await office.rows()
    assert row["resolved"] is True


async def test_satisfaction_counts_where_it_is_known(office: Office) -> None:
    interaction_id = await office.done("Ada", who="ann@example.org")
    await office.floor.sql(
        "insert into signal (org_id, interaction_id, kind, value, confidence, producer, at)"
        " values ($1, $2, 'satisfaction', 0.2, 1, 'survey', now())",
        office.org_id,
        interaction_id,
    )
    await office.count(later=LATER)
    (row,) = await office.rows()
    assert (row["satisfaction"], row["value"]) == (0.2, 800)


async def test_everything_counts_once_whatever_is_repeated(office: Office) -> None:
    for place in range(3):
        await office.done("Ada", who=f"c{place}@example.org")
    # The reaction sees its events again, as after a restart that lost its cursor.
    await office.floor.sql("delete from reaction_cursor where reaction = 'routing.outcomes'")
    await office.floor.settle()
    assert [await office.count(later=LATER) for _ in range(2)] == [3, 0]
    assert [row["position"] for row in await office.rows("position")] == [1, 2, 3]


async def test_the_job_counts_and_publishes(office: Office) -> None:
    await office.past({"Ada": (30, 20)})
    await office.switch(on=True, minimum=10)
    await office.done("Ada")
    with clock.as_if(clock.now() + LATER):
        await PERIODIC[0](office.db, office.org_id)
    numbers = await office.floor.sql("select array_agg((number, position)::text order by number) from routing_model")
    assert numbers == ["(1,30)", "(2,31)"]


async def test_the_counts_of_the_table_are_those_that_were_kept(office: Office) -> None:
    await office.past({"Ada": (30, 20), "Bo": (25, 25)})
    await office.switch(on=True, minimum=10)
    eight = clock.now() - timedelta(days=8)
    await office.past({"Bo": (9, 3)}, intent="billing", resolved_at=lambda n: eight + timedelta(seconds=n))
    model = await office.publish(later=timedelta(minutes=1))
    assert (model.number, model.outcomes, model.position) == (2, 64, 64)
    kept = Counts.read(await office.floor.sql("select counts from routing_model where number = 2"))
    async with office.db.transaction(office.org_id) as conn:
        again = await counts_up_to(conn, office.org_id, model.position)
    assert again.dump() == kept.dump()
    assert await office.floor.sql("select counts from routing_model where number = 1") is None


async def test_what_the_organisation_keeps_about_people_does_not_reach_the_model(office: Office) -> None:
    """Two customers who differ in nothing but protected attributes leave the same counts, to the byte."""
    dumps = set[bytes]()
    for place, attributes in enumerate(({"gender": "f", "age": 71, "religion": "x"}, {"gender": "m", "age": 22})):
        interaction_id: UUID = await office.done("Ada", who=f"p{place}@example.org")
        await office.floor.sql(
            "update customer set attributes = $2, language = $3 where id ="
            " (select customer_id from interaction where id = $1)",
            interaction_id,
            attributes,
            "tr" if place else "en",
        )
        await office.count(later=LATER)
        async with office.db.transaction(office.org_id) as conn:
            counts = await counts_up_to(conn, office.org_id, 2, after=place)
        # Handle times of two test runs differ by a blink.
        dumps.add(b"".join(repr((key, cell.number, cell.value)).encode() for key, cell in counts.cells()))
    assert len(dumps) == 1
