"""Dry runs: they change nothing, say what would then be so, and count it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.routing.rules.conftest import RuledFloor, rule
from warmline.interactions import Status
from warmline.kit.errors import Forbidden
from warmline.routing import transfer
from warmline.routing.rules import RulesDryRun, RuleSet, dry_run
from warmline.routing.rules.errors import RulesInvalid
from warmline.routing.rules.model import Escalate, Rule
from warmline.routing.rules.rehearsal import DryRunBody

TABLES = (
    "interaction",
    "work_need",
    "rule_standing",
    "rule_count",
    "rule_step",
    "escalation",
    "event",
    "rule_set_version",
)


async def tried(floor: RuledFloor, *rules: Rule, **given: Any) -> RulesDryRun:
    reached = []
    found = await dry_run(
        floor.db,
        floor.system,
        DryRunBody(rules=RuleSet(rules=list(rules)), **given),
        reached=lambda *n: reached.append(n),
    )
    assert not reached or reached[-1] == (found.looked_at, found.looked_at)
    return found


async def state(floor: RuledFloor) -> dict[str, Any]:
    return {
        each: await floor.row(f"select count(*), md5(string_agg(t::text, '' order by t::text)) from {each} t")
        for each in TABLES
    }


async def test_needs_the_permission_and_sound_rules(floor: RuledFloor) -> None:
    agent = await floor.agent("Ada", present=False)
    with pytest.raises(Forbidden):
        await dry_run(floor.db, agent, DryRunBody(rules=RuleSet()))
    with pytest.raises(RulesInvalid):
        await tried(floor, rule("bad", "customer.teir == ''"))


async def test_nothing_to_try(floor: RuledFloor) -> None:
    found = await tried(floor, rule("all"))
    assert (found.contacts, found.looked_at, found.changed, found.never_matched) == (0, 0, 0, ["all"])


async def test_it_changes_nothing_and_equals_what_then_comes(floor: RuledFloor) -> None:
    main, other, _ = await floor.queue(), await floor.queue("other"), await floor.queue("vip")
    await floor.skill("spanish")
    agent = await floor.agent("Ada", present=False)
    waits = [
        await floor.contact(main, text=text) for text in ("a complaint", "nothing", "another complaint", "a complaint")
    ]
    await floor.act(transfer, floor.supervisor, waits[3], queue_id=other.id)
    served = await floor.contact(main, text="old complaint")
    await floor.move(served, Status.ACTIVE, owner_id=agent.id)
    rules = [
        rule("words", "interaction.text.says(['complaint'])", queue="vip", priority=7, skills={"spanish": 2},
             escalate=Escalate(reason="complaint")),
        rule("voice", "interaction.channel == 'voice'", priority=50),
        rule("broken", "customer.attributes.region == 'north'", priority=3),
        rule("soon", service_seconds=60, intent="claim"),
    ]  # fmt: skip
    before = await state(floor)
    found = await tried(floor, *rules)
    assert await state(floor) == before
    assert (found.contacts, found.looked_at, found.sampled) == (5, 5, 1)
    assert (found.changed, found.queue, found.skills, found.priority) == (5, 3, 4, 4)
    assert (found.service_seconds, found.intent, found.escalated) == (5, 5, 4)
    assert [(each.from_queue, each.to_queue, each.count) for each in found.moves] == [("main", "vip", 3)]
    assert found.never_matched == ["voice", "broken"]
    assert [(each.name, each.matched, each.failed) for each in found.rules] == [
        ("words", 4, 0), ("voice", 0, 0), ("broken", 0, 5), ("soon", 5, 0)
    ]  # fmt: skip
    foretold = {each.interaction_id: each for each in found.examples}
    await floor.rules(*rules)
    await floor.apply(*waits)
    for each in waits:
        row, need = await floor.contact_row(each), await floor.need(each)
        after = foretold[each].after
        assert after.get("queue", row["queue"]) == row["queue"]
        assert after.get("priority", row["priority"]) == row["priority"]
        assert after.get("skills", {}) == need["skills"]
        assert after["service_seconds"] == need["service_seconds"]
        assert foretold[each].rules == [one["name"] for one in need["matched"]]
    assert (await floor.contact_row(waits[3]))["queue"] == "other"
    assert await floor.sql("select count(*) from escalation") == 3


async def test_only_the_last_days_count_and_many_are_sampled(floor: RuledFloor) -> None:
    main = await floor.queue()
    for number in range(12):
        each = await floor.contact(main)
        at = timedelta(days=number)
        await floor.sql("update interaction set started_at = started_at - $2::interval where id = $1", each, at)
    assert (await tried(floor, rule("all", priority=1), days=5)).contacts == 5
    found = await tried(floor, rule("all", priority=1), days=90, sample=4, examples=1)
    assert (found.contacts, found.sampled) == (12, 3)
    assert found.looked_at in range(5)
    assert found.changed == found.looked_at
    assert len(found.examples) <= 1


async def test_what_is_over_is_seen_as_it_began(floor: RuledFloor) -> None:
    agent = await floor.agent("Ada", present=False)
    old = await floor.contact(await floor.queue(), ago=86_400.0)
    await floor.move(old, Status.ACTIVE, owner_id=agent.id)
    found = await tried(
        floor,
        rule("late", "interaction.waiting_minutes > 10", priority=1),
        rule("queued", "interaction.status == 'queued' && !interaction.answered", priority=1),
    )
    assert [each.matched for each in found.rules] == [0, 1]
