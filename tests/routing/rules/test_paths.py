"""Escalation paths: steps when they are due, once, and only while the contact waits and the rule holds."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.routing.rules.conftest import RuledFloor, rule
from warmline.interactions import Status
from warmline.kit import clock
from warmline.routing import transfer
from warmline.routing.rules.actions.paths import take_steps
from warmline.routing.rules.model import CallBack, Escalate, Step, StepThen

HOUR = 3600


def after(seconds: int, **then: Any) -> Step:
    return Step(after_seconds=seconds, then=StepThen(**then))


async def pass_time(floor: RuledFloor, seconds: int) -> int:
    """So much time passes for all steps; how many were taken."""
    passed = timedelta(seconds=seconds)
    await floor.sql("update rule_step set due_at = due_at - $1::interval, since = since - $1::interval", passed)
    await floor.sql("update interaction set queued_at = queued_at - $1::interval", passed)
    return await take_steps(floor.db, floor.org_id)


async def test_steps_are_taken_in_their_time_and_once(floor: RuledFloor) -> None:
    main, _ = await floor.queue(), await floor.queue("urgent")
    await floor.skill("senior")
    await floor.rules(
        rule("mail", path=[
            after(HOUR, priority=10, skills={"senior": 2}),
            after(4 * HOUR, queue="urgent", escalate=Escalate(reason="4 hours")),
        ])
    )  # fmt: skip
    waits = await floor.contact(main)
    await floor.apply(waits)
    assert await take_steps(floor.db, floor.org_id) == 0
    assert await pass_time(floor, HOUR + 1) == 1
    row = await floor.contact_row(waits)
    assert (row["queue"], row["priority"]) == ("main", 10)
    assert (await floor.need(waits))["skills"] == {"senior": 2}
    await floor.apply(waits)
    assert await pass_time(floor, 3 * HOUR) == 1
    assert (await floor.contact_row(waits))["queue"] == "urgent"
    assert await floor.sql("select reason from escalation where interaction_id = $1", waits) == "4 hours"
    await floor.apply(waits)
    assert await pass_time(floor, 9 * HOUR) == 0
    row = await floor.contact_row(waits)
    assert (row["queue"], row["priority"]) == ("urgent", 10)


async def test_who_is_served_is_left_alone(floor: RuledFloor) -> None:
    agent = await floor.agent("Ada", present=False)
    await floor.rules(rule("mail", path=[after(60, priority=10)]))
    served = await floor.contact(await floor.queue())
    await floor.apply(served)
    await floor.move(served, Status.ACTIVE, owner_id=agent.id)
    assert await pass_time(floor, 61) == 1
    assert (await floor.contact_row(served))["priority"] == 0
    assert await floor.sql("select outcome from rule_step") == "over"


async def test_a_rule_that_holds_no_more_or_is_gone_takes_no_step(floor: RuledFloor) -> None:
    main = await floor.queue()
    await floor.rules(rule("en", "interaction.language != 'es'", path=[after(60, priority=10)]))
    one, two = await floor.contact(main), await floor.contact(main)
    await floor.apply(one, two)
    await floor.sql("update interaction set language = 'es' where id = $1", one)
    await floor.apply(one)
    assert await floor.sql("select outcome from rule_step where interaction_id = $1", one) == "over"
    await floor.rules()
    assert await pass_time(floor, 61) == 1
    assert (await floor.contact_row(two))["priority"] == 0


async def test_what_a_person_moved_stays_in_its_queue(floor: RuledFloor) -> None:
    main, other, _ = await floor.queue(), await floor.queue("other"), await floor.queue("urgent")
    await floor.rules(rule("mail", path=[after(60, queue="urgent", priority=5)]))
    waits = await floor.contact(main)
    await floor.apply(waits)
    await floor.act(transfer, floor.supervisor, waits, queue_id=other.id)
    await pass_time(floor, 61)
    row = await floor.contact_row(waits)
    assert (row["queue"], row["priority"]) == ("other", 5)


async def test_a_new_wait_begins_the_path_anew(floor: RuledFloor) -> None:
    agent = await floor.agent("Ada", present=False)
    await floor.rules(rule("mail", path=[after(60, priority=10)]))
    waits = await floor.contact(await floor.queue())
    await floor.apply(waits)
    await pass_time(floor, 61)
    await floor.move(waits, Status.ACTIVE, owner_id=agent.id)
    await floor.move(waits, Status.WAITING_CUSTOMER)
    await floor.move(waits, Status.QUEUED, at=clock.now() + timedelta(seconds=1))
    await floor.apply(waits)
    assert await floor.sql("select ended_at is null from rule_step") is True


@pytest.mark.parametrize("number", ["+441632960018", None])
async def test_unanswered_mail_rings(floor: RuledFloor, number: str | None) -> None:
    main, phone = await floor.queue(), await floor.queue("phone")
    saved = await floor.rules(
        rule(
            "mail",
            "interaction.channel == 'mail'",
            path=[after(4 * HOUR, call_back=CallBack(queue="phone"), priority=5)],
        )
    )
    waits = await floor.contact(main, who="ann@example.org")
    if number:
        customer = await floor.sql("select customer_id from interaction where id = $1", waits)
        await floor.sql(
            "insert into handle (org_id, customer_id, scheme, value) values ($1, $2, 'phone', $3)",
            floor.org_id, customer, number,
        )  # fmt: skip
    await floor.apply(waits)
    await pass_time(floor, 4 * HOUR + 1)
    row = await floor.row("select medium, initiation, queue_id, priority, status from interaction where id = $1", waits)
    assert row["priority"] == 5
    if number:
        assert (row["medium"], row["initiation"], row["queue_id"], row["status"]) == (
            "voice",
            "callback",
            phone.id,
            "queued",
        )
        assert await floor.sql("select number from callback where interaction_id = $1", waits) == number
    else:
        assert (row["medium"], row["queue_id"]) == ("text", main.id)
        failed = await floor.row("select failed, last_error from rule_count where rule_id = $1", saved.rules[0].id)
        assert (failed["failed"], failed["last_error"]) == (1, "the customer cannot be called back")


async def test_many_due_at_once_are_all_taken(floor: RuledFloor) -> None:
    main = await floor.queue()
    await floor.rules(rule("mail", path=[after(60, priority=1), after(120, priority=1)]))
    waits: list[UUID] = [await floor.contact(main) for _ in range(5)]
    await floor.apply(*waits)
    assert await pass_time(floor, 121) == 10
    assert {(await floor.contact_row(each))["priority"] for each in waits} == {2}
