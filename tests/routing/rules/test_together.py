"""Rules beside what others ask for, and beside each other: levels of skill, and counts at the same moment."""

import asyncio
from uuid import UUID

from tests.routing.rules.conftest import RuledFloor, rule
from tests.routing.rules.test_paths import after, pass_time
from warmline.interactions import Status
from warmline.routing.rules.actions.watching import watch
from warmline.routing.rules.model import Escalate

SKILLS = ("glass", "care", "law")


async def asked_for(floor: RuledFloor, interaction_id: UUID, **levels: int) -> None:
    """Somebody else asks for these levels, beside what is asked for already."""
    await floor.sql(
        "insert into work_need as n (org_id, interaction_id, skills) values ($1, $2, $3) on conflict"
        " (org_id, interaction_id) do update set skills = n.skills || excluded.skills returning interaction_id",
        floor.org_id, interaction_id, levels,
    )  # fmt: skip


async def test_a_rule_lowers_no_level_and_gives_back_what_it_raised(floor: RuledFloor) -> None:
    for each in SKILLS:
        await floor.skill(each)
    waits = await floor.contact(await floor.queue())
    await asked_for(floor, waits, glass=4, care=2)
    await floor.rules(rule("all", skills={"glass": 3, "care": 5, "law": 1}))
    for _ in range(2):
        await floor.apply(waits)
        assert (await floor.need(waits))["skills"] == {"glass": 4, "care": 5, "law": 1}
    await floor.rules(rule("less", skills={"care": 3}))
    await floor.apply(waits)
    assert (await floor.need(waits))["skills"] == {"glass": 4, "care": 3}
    await floor.rules()
    await floor.apply(waits)
    assert (await floor.need(waits))["skills"] == {"glass": 4, "care": 2}


async def test_what_somebody_asks_for_meanwhile_stays(floor: RuledFloor) -> None:
    for each in SKILLS:
        await floor.skill(each)
    waits = await floor.contact(await floor.queue())
    await floor.rules(rule("all", skills={"glass": 3}))
    await floor.apply(waits)
    await asked_for(floor, waits, glass=5, law=2)
    await floor.rules(rule("all", skills={"glass": 4}))
    await floor.apply(waits)
    assert (await floor.need(waits))["skills"] == {"glass": 5, "law": 2}
    await floor.rules()
    await floor.apply(waits)
    assert (await floor.need(waits))["skills"] == {"glass": 5, "law": 2}


async def test_a_step_lowers_no_level(floor: RuledFloor) -> None:
    for each in SKILLS:
        await floor.skill(each)
    waits = await floor.contact(await floor.queue())
    await asked_for(floor, waits, glass=4, care=2)
    await floor.rules(rule("path", path=[after(60, skills={"glass": 3, "care": 3, "law": 1})]))
    await floor.apply(waits)
    assert await pass_time(floor, 61) == 1
    assert (await floor.need(waits))["skills"] == {"glass": 4, "care": 3, "law": 1}


async def test_counts_at_the_same_moment_never_deadlock(floor: RuledFloor) -> None:
    """Those who apply rules to what waits, and those who watch what is in hand, count the same rules."""
    found = await floor.rules(
        rule("first", "!interaction.text.says(['second'])", escalate=Escalate(reason="look")),
        rule("second", "interaction.text.says(['second'])", escalate=Escalate(reason="look")),
        mode="all",
    )
    queue, agent = await floor.queue(), await floor.agent("Ada", present=False)
    rounds, each_way = 12, []
    for _ in range(rounds):
        # One transaction counts the second rule for what waits, then the first for what is in hand; the other one the
        # other way round.
        for waiting, talking in (("second", "first"), ("first", "second")):
            waits = await floor.contact(queue, text=waiting)
            talks = await floor.contact(queue, text=talking)
            await floor.move(talks, Status.ACTIVE, owner_id=agent.id)
            each_way.append([waits, talks])
    await asyncio.gather(*(floor.act(watch, floor.org_id, pair) for pair in each_way))
    for each in found.rules:
        assert await floor.sql("select matched from rule_count where rule_id = $1", each.id) == 2 * rounds
