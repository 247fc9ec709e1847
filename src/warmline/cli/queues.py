"""Where contacts wait: queues, what their work needs, and who is asked after a while."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warmline.cli import show
from warmline.cli.errors import WrongUsage
from warmline.cli.finding import all_by_code, chosen, levels, number, table_in
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.kit.db import Conn
    from warmline.routing import QueueView

queue = typer.Typer(help="Queues, in which contacts wait for somebody.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="The queue's code, a short name for settings.")]
Teams = Annotated[list[str] | None, typer.Option("--team", help="A team that serves it; without any, everybody does.")]
Media = Annotated[list[str] | None, typer.Option("--medium", help="voice, text, video, in_person or device; all.")]
Priority = Annotated[int | None, typer.Option(help="Its head start, in minutes of waiting.")]
Target = Annotated[int | None, typer.Option("--service-seconds", help="Answer within so many seconds ...")]
Level = Annotated[float | None, typer.Option("--service-level", help="... this share of the work, 0 to 1.")]
OfferSeconds = Annotated[int | None, typer.Option(help="How long an offer lasts.")]
OfferTo = Annotated[int | None, typer.Option(help="To how many agents work is offered at once, 1 to 20.")]
Sticky = Annotated[int | None, typer.Option("--sticky-seconds", help="How long work prefers who knows it.")]
WrapUp = Annotated[int | None, typer.Option("--wrap-up-seconds", help="How long a call may be wrapped up.")]
Calendar = Annotated[str | None, typer.Option(help="The business hours that it keeps, by code.")]
Skills = Annotated[list[str] | None, typer.Option("--skill", help="A skill as CODE=LEVEL, 1 to 5; may be repeated.")]
Rings = Annotated[
    list[str] | None,
    typer.Option(
        "--ring",
        help="A step after so many seconds, as SECONDS:WHAT,...; WHAT is lower=N, any-skill or team=CODE.",
    ),
]
Overflow = Annotated[str | None, typer.Option(help="The queue whose people are asked, too, after a while, by code.")]
OverflowSeconds = Annotated[int | None, typer.Option(help="After how long they are.")]
File = Annotated[
    Path | None, typer.Option(help="Settings in TOML or JSON, by these names; what is on the command line counts more.")
]
# What ``--clear`` takes away, and what is then there.
CLEARED: dict[str, dict[str, Any]] = {
    "teams": {"teams": []},
    "media": {"media": []},
    "calendar": {"calendar": None},
    "skills": {"skills": {}},
    "rings": {"rings": []},
    "overflow": {"overflow": None, "overflow_seconds": None},
    "sticky_seconds": {"sticky_seconds": None},
    "wrap_up_seconds": {"wrap_up_seconds": None},
}
Clear = Annotated[
    list[str] | None,
    typer.Option("--clear", help="What to take away: " + ", ".join(CLEARED) + "."),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(queue, name="queue")


@queue.command("create")
def create_queue(
    code: Code,
    name: Annotated[str, typer.Argument(help="What it is called.")],
    team: Teams = None,
    medium: Media = None,
    priority: Priority = None,
    service_seconds: Target = None,
    service_level: Level = None,
    offer_seconds: OfferSeconds = None,
    offer_to: OfferTo = None,
    sticky_seconds: Sticky = None,
    wrap_up_seconds: WrapUp = None,
    calendar: Calendar = None,
    skill: Skills = None,
    ring: Rings = None,
    overflow: Overflow = None,
    overflow_seconds: OverflowSeconds = None,
    file: File = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Set up a queue."""
    given = _given(
        teams=team, media=medium, priority=priority, service_seconds=service_seconds, service_level=service_level,
        offer_seconds=offer_seconds, offer_to=offer_to, sticky_seconds=sticky_seconds,
        wrap_up_seconds=wrap_up_seconds, calendar=calendar, skills=skill,
        rings=ring, overflow=overflow, overflow_seconds=overflow_seconds,
    )  # fmt: skip

    async def work(ground: Ground) -> None:
        from warmline.routing import NewQueue, create_queue

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            values = await _resolved(conn, actor, {**table_in(file), **_read(given)})
            made = await create_queue(conn, actor, formed(NewQueue, **{**values, "code": code, "name": name}))
        show.out(made) if json else show.line(f"Set up the queue {made.code}.")

    stand(work, json=json)


@queue.command("update")
def update_queue(
    code: Code,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    active: Annotated[bool | None, typer.Option("--on/--off", help="Switch it on or off.")] = None,
    team: Teams = None,
    medium: Media = None,
    priority: Priority = None,
    service_seconds: Target = None,
    service_level: Level = None,
    offer_seconds: OfferSeconds = None,
    offer_to: OfferTo = None,
    sticky_seconds: Sticky = None,
    wrap_up_seconds: WrapUp = None,
    calendar: Calendar = None,
    skill: Skills = None,
    ring: Rings = None,
    overflow: Overflow = None,
    overflow_seconds: OverflowSeconds = None,
    clear: Clear = None,
    file: File = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Change a queue; what is left out stays. Teams, media, skills and rings are replaced as a whole."""
    given = _given(
        name=name, active=active, teams=team, media=medium, priority=priority, service_seconds=service_seconds,
        service_level=service_level, offer_seconds=offer_seconds, offer_to=offer_to, sticky_seconds=sticky_seconds,
        wrap_up_seconds=wrap_up_seconds,
        calendar=calendar, skills=skill, rings=ring, overflow=overflow, overflow_seconds=overflow_seconds,
    )  # fmt: skip

    async def work(ground: Ground) -> None:
        from warmline.routing import QueueChange, update_queue

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            (found,) = chosen("queue", await queues(conn, actor), [code])
            values = await _resolved(conn, actor, {**table_in(file), **_cleared(clear or []), **_read(given)})
            changed = await update_queue(conn, actor, found.id, formed(QueueChange, **values))
        show.out(changed) if json else show.line(f"The queue {changed.code} is at version {changed.version}.")

    stand(work, json=json)


@queue.command("list")
def list_queues(org: Org = None, json: Json = False) -> None:
    """Show the queues."""

    async def work(ground: Ground) -> None:
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await queues(conn, actor)
        columns = {
            "code": "code",
            "name": "name",
            "priority": "priority",
            "active": "on",
            "open": "open",
            "id": "id",
        }
        show.items(found, columns, json=json, nothing="There are no queues yet.")

    stand(work, json=json)


@queue.command("show")
def show_queue(code: Code, org: Org = None, json: Json = False) -> None:
    """Show all that is set for a queue."""

    async def work(ground: Ground) -> None:
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            everything = await queues(conn, actor)
            (found,) = chosen("queue", everything, [code])
            lines = [] if json else await _lines(conn, actor, found, everything)
        if json:
            show.out(found)
        else:
            show.table(["setting", "value"], lines)

    stand(work, json=json)


async def queues(conn: "Conn", actor: "Actor") -> "list[QueueView]":
    """All queues."""
    from warmline.routing import list_queues

    return await all_by_code(lambda after: list_queues(conn, actor, after=after, size=1000))


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options as a file would have them."""
    found = dict(given)
    if "skills" in found:
        found["skills"] = levels(found["skills"])
    if "rings" in found:
        found["rings"] = [ring_of(each) for each in found["rings"]]
    return found


def ring_of(text: str) -> dict[str, Any]:
    """``60:lower=1,team=second`` as a step. Raises ``WrongUsage``."""
    seconds, _, what = text.partition(":")
    found: dict[str, Any] = {"after_seconds": number(seconds, "--ring")}
    for part in what.split(","):
        name, _, value = part.strip().partition("=")
        if name == "lower":
            found["lower"] = number(value, "--ring")
        elif name == "any-skill" and not value:
            found["any_skill"] = True
        elif name == "team" and value:
            found["teams"] = [*found.get("teams", []), value]
        else:
            raise WrongUsage(problem=f"--ring {text}: write it as SECONDS:lower=N,any-skill,team=CODE.")
    return found


def _cleared(names: list[str]) -> dict[str, Any]:
    unknown = [each for each in names if each not in CLEARED]
    if unknown:
        raise WrongUsage(problem=f"--clear {unknown[0]}: choose among {', '.join(CLEARED)}.")
    return {name: value for each in names for name, value in CLEARED[each].items()}


async def _resolved(conn: "Conn", actor: "Actor", values: dict[str, Any]) -> dict[str, Any]:
    """Codes as the ids that they stand for."""
    from warmline.accounts import list_teams
    from warmline.calendars import list_calendars

    found = dict(values)
    teams = {each.code: each for each in await list_teams(conn, actor)}
    wrong = [each for each in ("teams", "rings") if not isinstance(found.get(each, []), list)]
    if wrong:
        raise WrongUsage(problem=f"{wrong[0]}: expected a list.")
    if "teams" in found:
        found["team_ids"] = [each.id for each in chosen("team", list(teams.values()), found.pop("teams"))]
    if "rings" in found:
        found["rings"] = [_with_ids(each, list(teams.values())) for each in found["rings"]]
    if "calendar" in found:
        code = found.pop("calendar")
        calendars = await all_by_code(lambda after: list_calendars(conn, actor, after=after, size=1000))
        found["calendar_id"] = chosen("calendar", calendars, [code])[0].id if code else None
    if "overflow" in found:
        code = found.pop("overflow")
        found["overflow_queue_id"] = chosen("queue", await queues(conn, actor), [code])[0].id if code else None
    return found


def _with_ids(ring: Any, teams: list[Any]) -> Any:
    if not (isinstance(ring, dict) and "teams" in ring):
        return ring
    rest = {name: value for name, value in ring.items() if name != "teams"}
    return {**rest, "team_ids": [each.id for each in chosen("team", teams, ring["teams"])]}


async def _lines(conn: "Conn", actor: "Actor", found: "QueueView", everything: "list[QueueView]") -> list[list[str]]:
    from warmline.accounts import list_teams
    from warmline.calendars import visible_calendar

    teams = {each.id: each.code for each in await list_teams(conn, actor)}
    codes = {each.id: each.code for each in everything}
    kept = await visible_calendar(conn, actor, found.calendar_id) if found.calendar_id else None
    change, to = found.closes_at or found.opens_at, found.overflow_queue_id
    lines = {
        "name": found.name,
        "on": found.active,
        "open now": found.open,
        "closes" if found.open else "opens": change or "never",
        "calendar": kept.code if kept else "always open",
        "teams": [teams[each] for each in found.team_ids] or "everybody",
        "media": [each.value for each in found.media] or "all",
        "priority": found.priority,
        "target": f"{found.service_level:.0%} in {found.service_seconds} s",
        "offers": f"to {found.offer_to} at once, for {found.offer_seconds} s",
        "sticky": "as the organisation has it" if found.sticky_seconds is None else f"{found.sticky_seconds} s",
        "wrap-up": "without a limit" if found.wrap_up_seconds is None else f"{found.wrap_up_seconds} s",
        "skills": [f"{code} {level}" for code, level in found.skills.items()] or "none",
        "overflow": f"{codes[to]} after {found.overflow_seconds} s" if to else "none",
    }
    steps = {f"after {each.after_seconds} s": _step(each, teams) for each in found.rings}
    return [[name, show.shown(value)] for name, value in {**lines, **steps}.items()]


def _step(ring: Any, teams: Mapping[Any, str]) -> str:
    words = [f"levels {ring.lower} lower"] if ring.lower else []
    words += ["any skill"] if ring.any_skill else []
    words += [f"team {teams.get(each, each)} too" for each in ring.team_ids]
    return ", ".join(words)
