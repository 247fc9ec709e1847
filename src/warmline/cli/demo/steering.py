"""How the demo's work finds its people: business hours, skills that work asks for, reasons of presence, and rules."""

from typing import Any, Literal
from uuid import UUID

from warmline import calendars, routing
from warmline.accounts import Actor
from warmline.cli.forms import formed
from warmline.kit.db import Conn

ZONE = "Europe/Berlin"
# A break at noon; what comes then waits at its own age.
DAY = [("08:00", "12:30"), ("13:15", "18:00")]
WEEK = {"mon": DAY, "tue": DAY, "wed": DAY, "thu": DAY, "fri": DAY}
REASONS: tuple[tuple[str, str, Literal["busy", "away"]], ...] = (
    ("meeting", "In a meeting", "busy"),
    ("training", "In training", "busy"),
    ("lunch", "Lunch", "away"),
    ("break", "Break", "away"),
)
COMPLAINT = "interaction.text.says(['complaint', 'ombudsman', 'lawyer', 'regulator'])"
RULES = routing.RuleSet(
    rules=[
        routing.Rule(
            name="Words of a complaint",
            when=COMPLAINT,
            then=routing.Then(
                skills={"complaints": 2},
                intent="complaint",
                priority=10,
                escalate=routing.Escalate(reason="Words of a complaint", team="front"),
            ),
        ),
        routing.Rule(
            name="Writes German",
            when="interaction.text.says(['guten tag', 'hallo', 'versicherung', 'schaden', 'danke'])",
            then=routing.Then(queue="german"),
        ),
        routing.Rule(
            name="Stolen, or an accident",
            when="interaction.text.says(['stolen', 'accident'])",
            then=routing.Then(priority=15, service_seconds=60),
        ),
        routing.Rule(
            name="Unanswered mail",
            when="interaction.channel == 'email'",
            path=[
                routing.Step(after_seconds=3_600, then=routing.StepThen(priority=10)),
                routing.Step(
                    after_seconds=14_400,
                    then=routing.StepThen(escalate=routing.Escalate(reason="Unanswered for four hours")),
                ),
            ],
        ),
    ]
)


async def give_reasons(conn: Conn, actor: Actor) -> None:
    """Why somebody may be busy or away."""
    for code, name, status in REASONS:
        await routing.create_presence_reason(
            conn, actor, routing.NewPresenceReason(code=code, name=name, status=status)
        )


async def open_queues(conn: Conn, actor: Actor, teams: dict[str, UUID]) -> dict[str, UUID]:
    """The queues by code. Those of the specialists ask for skills, after a while for less, and then at the front desk
    too; only the German desk keeps office hours, so that the rest of the demo is awake at any time."""
    found = {each.code: each.id for each in await routing.list_queues(conn, actor)}
    rings = [
        routing.RingStep(after_seconds=120, lower=1),
        routing.RingStep(after_seconds=600, any_skill=True, team_ids=[teams["front"]]),
    ]
    specialists = {"rings": rings, "overflow_queue_id": found["general"], "overflow_seconds": 1_800}
    for code, name, priority, skill in (
        ("claims", "Claims", 5, "claims"),
        ("billing", "Cards and accounts", 0, "cards"),
    ):
        new = {**specialists, "priority": priority, "skills": {skill: 3}, "team_ids": [teams[code]]}
        found[code] = await _open(conn, actor, code=code, name=name, **new)
    found["german"] = await _open(
        conn,
        actor,
        code="german",
        name="German desk",
        calendar_id=await _office_hours(conn, actor),
        skills={"german": 4},
        team_ids=[teams["claims"], teams["billing"]],
        rings=[routing.RingStep(after_seconds=300, lower=1)],
    )
    return found


async def _open(conn: Conn, actor: Actor, **values: Any) -> UUID:
    return (await routing.create_queue(conn, actor, routing.NewQueue(**values))).id


async def _office_hours(conn: Conn, actor: Actor) -> UUID:
    holidays = {"country": "DE", "subdivision": "BE"}
    new = formed(
        calendars.NewCalendar, code="office", name="Office hours", timezone=ZONE, weekly=WEEK, holidays=holidays
    )
    return (await calendars.create_calendar(conn, actor, new)).id


async def lay_down_rules(conn: Conn, actor: Actor) -> None:
    """Rules that the demo's contacts meet."""
    await routing.save_rules(conn, actor, RULES, note="The demo's rules")
