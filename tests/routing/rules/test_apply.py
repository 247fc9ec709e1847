"""What rules do with contacts that wait: once, adding up, and never against what a person did."""

from typing import Any
from uuid import UUID

import pytest

from tests.conftest import logged
from tests.routing.rules.conftest import RuledFloor, rule
from warmline.interactions import Status
from warmline.routing import transfer
from warmline.routing.rules.actions.watching import apply_timed, apply_to_all

COMPLAINT = "interaction.text.says(['complaint', 'ombudsman'])"


async def told(floor: RuledFloor, type_: str) -> list[Any]:
    return [each.event for each in await logged(floor.db, floor.org_id) if each.event.type == type_]


async def test_without_rules_nothing_is_touched(floor: RuledFloor) -> None:
    waits = await floor.contact(await floor.queue())
    before = await floor.contact_row(waits)
    await floor.apply(waits)
    assert await floor.contact_row(waits) == before
    assert await floor.need(waits) is None


async def test_a_rule_gives_queue_skills_priority_service_and_intent(floor: RuledFloor) -> None:
    main, _ = await floor.queue(), await floor.queue("complaints")
    await floor.skill("complaints")
    asked = await floor.agent("Cleo", present=False)
    saved = await floor.rules(
        rule("complaint", COMPLAINT, queue="complaints", skills={"complaints": 3}, priority=10, service_seconds=60,
             intent="complaint", agent=str(asked.id)),
    )  # fmt: skip
    angry = await floor.contact(main, text="I will write to the Ombudsman!")
    calm = await floor.contact(main, text="Where is my claim?")
    await floor.apply(angry, calm)
    moved, stayed = await floor.contact_row(angry), await floor.contact_row(calm)
    assert (moved["queue"], moved["priority"], moved["preferred_id"]) == ("complaints", 10, asked.id)
    assert (stayed["queue"], stayed["priority"], stayed["preferred_id"]) == ("main", 0, None)
    need = await floor.need(angry)
    assert need["skills"] == {"complaints": 3}
    assert (need["service_seconds"], need["intent"], need["rules_version"]) == (60, "complaint", 1)
    assert need["matched"] == [{"rule_id": str(saved.rules[0].id), "name": "complaint"}]
    (event,) = await told(floor, "routing_rules.applied")
    assert event.interaction_id == angry
    assert event.after["priority"] == 10
    assert [each.interaction_id for each in await told(floor, "interaction.queued")].count(angry) == 2


async def test_what_comes_to_an_inbox_without_a_queue_waits_where_a_rule_sends_it(floor: RuledFloor) -> None:
    await floor.queue("claims")
    agent = await floor.agent("Ana")
    await floor.rules(rule("all", "interaction.text.says(['claim'])", queue="claims", priority=5))
    waits, other = await floor.contact(None, text="My claim?"), await floor.contact(None, text="Hello")
    await floor.settle()
    assert (await floor.status(waits), await floor.status(other)) == ("offered", "received")
    (offer,) = await floor.offers()
    assert (offer.interaction_id, offer.agent_id) == (waits, agent.id)


@pytest.mark.parametrize("how", ["recorded", "long ago"])
async def test_rules_leave_alone_what_nobody_waits_in(floor: RuledFloor, how: str) -> None:
    await floor.queue("claims")
    await floor.rules(rule("all", queue="claims"))
    noted = await floor.contact(None)
    if how == "recorded":
        await floor.sql("update channel_account set connector = 'contacts' where org_id = $1", floor.org_id)
    else:
        await floor.sql("update interaction set started_at = now() - interval '2 days' where id = $1", noted)
    await floor.apply(noted)
    row = await floor.contact_row(noted)
    assert (await floor.status(noted), row["queue"]) == ("received", None)


async def test_applying_again_changes_nothing(floor: RuledFloor) -> None:
    main, _ = await floor.queue(), await floor.queue("vip")
    await floor.rules(rule("all", queue="vip", priority=5), rule("more", priority=3))
    waits = await floor.contact(main)
    for _ in range(3):
        await floor.apply(waits)
        await apply_to_all(floor.db, floor.org_id)
    row = await floor.contact_row(waits)
    assert (row["queue"], row["priority"]) == ("vip", 8)
    assert len(await told(floor, "routing_rules.applied")) == 1
    counted = await floor.sql("select matched from rule_count limit 1")
    assert counted == 1


@pytest.mark.parametrize(
    ("mode", "stop", "queue", "priority"),
    [("first", False, "one", 1), ("all", False, "one", 7), ("all", True, "one", 3)],
)
async def test_first_all_and_stop(floor: RuledFloor, mode: str, stop: bool, queue: str, priority: int) -> None:
    main = await floor.queue()
    for code in ("one", "two"):
        await floor.queue(code)
    await floor.rules(
        rule("no", "interaction.channel == 'voice'", priority=50),
        rule("one", queue="one", priority=1),
        rule("off", priority=90, active=False),
        rule("two", queue="two", priority=2, stop=stop),
        rule("three", priority=4),
        mode=mode,
    )
    waits = await floor.contact(main)
    await floor.apply(waits)
    row = await floor.contact_row(waits)
    assert (row["queue"], row["priority"]) == (queue, priority)


async def test_set_then_add_and_the_highest_level_counts(floor: RuledFloor) -> None:
    main = await floor.queue()
    await floor.skill("spanish")
    await floor.rules(
        rule("a", priority=7, skills={"spanish": 2}),
        rule("b", set_priority=20, skills={"spanish": 4}),
        rule("c", set_priority=50, skills={"spanish": 1}),
        rule("d", priority=100),
    )
    waits = await floor.contact(main)
    await floor.apply(waits)
    assert (await floor.contact_row(waits))["priority"] == 100
    assert (await floor.need(waits))["skills"] == {"spanish": 4}


async def test_what_does_not_hold_any_more_is_taken_back(floor: RuledFloor) -> None:
    main, _ = await floor.queue(), await floor.queue("vip")
    await floor.skill("spanish")
    await floor.rules(rule("all", queue="vip", priority=30, skills={"spanish": 3}, service_seconds=60))
    waits = await floor.contact(main)
    await floor.apply(waits)
    await floor.sql("update work_need set skills = skills || '{\"by-hand\": 2}' where interaction_id = $1", waits)
    await floor.rules()
    await apply_to_all(floor.db, floor.org_id)
    row, need = await floor.contact_row(waits), await floor.need(waits)
    assert (row["queue"], row["priority"]) == ("main", 0)
    assert need["skills"] == {"by-hand": 2}
    assert (need["service_seconds"], need["rules_version"]) == (None, 2)


async def test_a_transfer_by_a_person_is_not_undone(floor: RuledFloor) -> None:
    main, _, other = await floor.queue(), await floor.queue("vip"), await floor.queue("other")
    await floor.rules(rule("all", queue="vip", priority=5))
    waits = await floor.contact(main)
    await floor.apply(waits)
    await floor.act(transfer, floor.supervisor, waits, queue_id=other.id)
    await floor.apply(waits)
    assert (await floor.contact_row(waits))["queue"] == "other"
    await floor.rules(rule("all", queue="main", priority=9))
    await floor.apply(waits)
    row = await floor.contact_row(waits)
    assert (row["queue"], row["priority"]) == ("other", 9)


async def test_a_transfer_before_the_rules_looked_is_not_undone_either(floor: RuledFloor) -> None:
    main, vip = await floor.queue(), await floor.queue("vip")
    waits = await floor.contact(main)
    await floor.act(transfer, floor.supervisor, waits, queue_id=vip.id)
    await floor.rules(rule("all", queue="main"))
    await floor.apply(waits)
    assert (await floor.contact_row(waits))["queue"] == "vip"


async def test_a_priority_that_a_person_gave_stays(floor: RuledFloor) -> None:
    main = await floor.queue()
    await floor.rules(rule("all", priority=5))
    waits = await floor.contact(main)
    await floor.apply(waits)
    await floor.sql("update interaction set priority = 40 where id = $1", waits)
    await floor.rules(rule("all", priority=6))
    await floor.apply(waits)
    assert (await floor.contact_row(waits))["priority"] == 40


async def test_conditions_see_the_contact_without_what_rules_did(floor: RuledFloor) -> None:
    main, _ = await floor.queue(), await floor.queue("vip")
    await floor.rules(rule("main", "interaction.queue == 'main' && interaction.priority == 0", queue="vip", priority=9))
    waits = await floor.contact(main)
    await floor.apply(waits)
    await floor.rules(rule("main", "interaction.queue == 'main' && interaction.priority == 0", queue="vip", priority=8))
    await floor.apply(waits)
    row = await floor.contact_row(waits)
    assert (row["queue"], row["priority"]) == ("vip", 8)


async def test_a_rule_that_cannot_be_worked_out_stops_nothing(floor: RuledFloor) -> None:
    main = await floor.queue()
    saved = await floor.rules(
        rule("missing", "customer.attributes.region == 'north'", priority=50), rule("sound", priority=2)
    )
    waits = [await floor.contact(main) for _ in range(3)]
    await floor.apply(*waits)
    assert {(await floor.contact_row(each))["priority"] for each in waits} == {2}
    counted = await floor.row("select * from rule_count where rule_id = $1", saved.rules[0].id)
    assert (counted["matched"], counted["failed"], counted["last_error"]) == (0, 3, "there is no field region")


async def test_work_in_hand_is_left_alone(floor: RuledFloor) -> None:
    main, _ = await floor.queue(), await floor.queue("vip")
    agent = await floor.agent("Ada", present=False)
    active = await floor.contact(main)
    await floor.move(active, Status.ACTIVE, owner_id=agent.id)
    await floor.rules(rule("all", queue="vip", priority=5))
    await floor.apply(active)
    row = await floor.contact_row(active)
    assert (row["queue"], row["priority"]) == ("main", 0)


async def test_any_number_of_contacts_takes_the_same_number_of_queries(floor: RuledFloor) -> None:
    main, _ = await floor.queue(), await floor.queue("vip")
    await floor.rules(rule("all", queue="vip", priority=5))
    await floor.apply(await floor.contact(main))
    counts, waits = [], []
    for number in (1, 12):
        waits = [await floor.contact(main) for _ in range(number)]
        counts.append(await queries(floor, waits))
    assert counts[0] == counts[1]
    assert counts[0] <= 16
    assert await queries(floor, waits) == 2


async def queries(floor: RuledFloor, ids: list[UUID]) -> int:
    from warmline.routing.rules import apply_rules

    seen: list[Any] = []
    async with floor.db.transaction(floor.org_id) as conn:
        plain = conn._con
        plain.add_query_logger(seen.append)
        try:
            await apply_rules(conn, floor.org_id, ids)
        finally:
            plain.remove_query_logger(seen.append)
    return len(seen)


async def test_time_is_looked_at_again(floor: RuledFloor) -> None:
    main = await floor.queue()
    await floor.rules(rule("late", "interaction.waiting_minutes >= 10", priority=20))
    waits = await floor.contact(main)
    await floor.apply(waits)
    assert (await floor.contact_row(waits))["priority"] == 0
    await floor.sql("update interaction set queued_at = queued_at - interval '11 minutes' where id = $1", waits)
    await floor.sql("update rule_standing set looked_at = looked_at - interval '1 minute', interaction_version = $2"
                    " where interaction_id = $1", waits, (await floor.contact_row(waits))["version"])  # fmt: skip
    await apply_timed(floor.db, floor.org_id)
    assert (await floor.contact_row(waits))["priority"] == 20


async def test_facts_come_from_the_whole_record(floor: RuledFloor) -> None:
    main = await floor.queue()
    waits = await floor.contact(main, text="First words", who="ann@example.org")
    customer = await floor.sql("select customer_id from interaction where id = $1", waits)
    await floor.sql(
        "update customer set tier = 'gold', segments = '{vulnerable}', attributes = $2 where id = $1",
        customer,
        {"region": "north", "age": 81},
    )
    await floor.sql(
        "insert into signal (org_id, interaction_id, kind, label, value, confidence, producer, at)"
        " values ($1, $2, 'sentiment', 'negative', -0.9, 0.9, 'm', now()) returning id",
        floor.org_id,
        waits,
    )
    each = [
        "interaction.channel == 'mail' && interaction.medium == 'text' && interaction.direction == 'inbound'",
        "interaction.first_text == 'First words' && interaction.text == 'First words' && interaction.messages == 1",
        "interaction.queue == 'main' && interaction.account == 'Test' && !interaction.live && !interaction.answered",
        "customer.tier == 'gold' && customer.vulnerable && 'vulnerable' in customer.segments",
        "customer.attributes.region == 'north' && customer.attributes.age > 80 && customer.open_cases == 1",
        "case.known && case.status == 'open' && case.contacts == 1 && case.reopened == 0 && case.age_hours == 0",
        "signals.exists(s, s.kind == 'sentiment' && s.label == 'negative' && s.value < -0.8 && s.confidence > 0.8)",
        "now.hour >= 0 && now.weekday in ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] && size(now.date) == 10",
    ]
    await floor.rules(*(rule(f"r{n}", when, priority=1) for n, when in enumerate(each)))
    await floor.apply(waits)
    assert (await floor.row("select array_agg(last_error) as e from rule_count"))["e"] == [None] * len(each)
    assert (await floor.contact_row(waits))["priority"] == len(each)


@pytest.mark.parametrize("gone", ["update queue set active = false where code = 'vip'", "delete from skill"])
async def test_what_is_not_there_any_more_is_passed_over(floor: RuledFloor, gone: str) -> None:
    main, _ = await floor.queue(), await floor.queue("vip")
    await floor.skill("spanish")
    await floor.rules(rule("all", queue="vip", skills={"spanish": 2}, priority=4))
    await floor.sql(gone)
    waits = await floor.contact(main)
    await floor.apply(waits)
    row, need = await floor.contact_row(waits), await floor.need(waits)
    assert row["priority"] == 4
    assert row["queue"] == ("main" if "queue" in gone else "vip")
    assert need["skills"] == ({} if "skill" in gone else {"spanish": 2})
