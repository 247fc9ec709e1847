"""Work of agents and queues: look at it, move it, and take it off those who cannot go on."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from warmline.cli import show
from warmline.cli.errors import WrongUsage
from warmline.cli.finding import acting, addresses, agent_of, chosen, pairs, whom
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Agent, As, Json, Org
from warmline.cli.people import Email
from warmline.cli.queues import Code, queue, queues

if TYPE_CHECKING:
    from warmline.interactions import InteractionView
    from warmline.routing import Requeued, WaitingItem

task = typer.Typer(help="Work of agents and queues.", no_args_is_help=True)

Interaction = Annotated[UUID, typer.Argument(metavar="INTERACTION", help="The interaction's id.")]
ToAgent = Annotated[str | None, typer.Option("--agent", help="An agent, by address.")]
ToTeam = Annotated[str | None, typer.Option("--team", help="A team, by code.")]
ToQueue = Annotated[str | None, typer.Option("--queue", help="A queue, by code.")]
PAGE = 1000


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(task, name="task")


@task.command("list")
def list_work(email: Email, org: Org = None, json: Json = False) -> None:
    """Show what an agent has, the newest first, at most 200."""

    async def run(ground: Ground) -> None:
        from warmline.routing import current_work

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await current_work(conn, actor, (await agent_of(conn, actor, email)).id)
        columns = {
            "interaction_id": "interaction", "channel": "channel", "medium": "medium", "status": "status",
            "status_since": "since", "subject": "subject",
        }  # fmt: skip
        show.items(found, columns, json=json, nothing=f"{email} has no work.")

    stand(run, json=json)


@task.command("waiting")
def list_waiting(
    code: Code,
    limit: Annotated[int, typer.Option(min=1, max=PAGE, help="How many to show.")] = 50,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show what waits in a queue, in the order in which it is served, with its score in points."""

    async def run(ground: Ground) -> "list[WaitingItem]":
        from warmline.routing import waiting

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            (found,) = chosen("queue", await queues(conn, actor), [code])
            return [each for _, each in await waiting(conn, actor, found.id, size=limit)]

    items = stand(run, json=json)
    if json or not items:
        show.items(items, {}, json=json, nothing=f"Nothing waits in the queue {code}.")
        return
    rows = [
        [str(each.interaction_id), each.medium, show.shown(each.queued_at), str(each.priority), _points(each.score)]
        for each in items
    ]
    show.table(["interaction", "medium", "waits since", "priority", "score"], rows)


def _points(score: dict[str, float]) -> str:
    return ", ".join(f"{name} {points:.1f}" for name, points in score.items())


@task.command("transfer")
def transfer_work(
    interaction: Interaction,
    agent: ToAgent = None,
    team: ToTeam = None,
    queue: ToQueue = None,
    wait: Annotated[bool, typer.Option("--wait", help="Leave it for the agent, who is away or has no room.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why, for a warm transfer: the context goes along.")] = None,
    field: Annotated[
        list[str] | None, typer.Option(help="An answer to the template's questions, as NAME=VALUE; may be repeated.")
    ] = None,
    incomplete: Annotated[bool, typer.Option("--incomplete", help="Send it though answers are missing.")] = False,
    as_: As = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Move work to an agent, a team or a queue, at its own age: with --reason warm, without cold."""

    async def run(ground: Ground) -> "tuple[InteractionView, str | None]":
        from warmline.routing import transfer

        actor = await ground.actor(org)
        ground.assemble()
        async with ground.db.transaction(actor.org_id) as conn:
            to = await whom(conn, actor, agent=agent, team=team, queue=queue)
            warm = _warm(reason, field or [], incomplete=incomplete)
            who = await acting(conn, actor, as_)
            moved = await transfer(conn, who, interaction, **to, wait=wait, warm=warm)
            codes = {each.id: each.code for each in await queues(conn, actor)}
            return moved, codes.get(moved.queue_id) if moved.queue_id else None

    moved, place = stand(run, json=json)
    where = f"waits in the queue {place}" if place else "waits"
    first = f", for {agent} first" if agent else ""
    show.out(moved) if json else show.line(f"It {where}{first}.")


def _warm(reason: str | None, fields: list[str], *, incomplete: bool) -> Any:
    from warmline.routing import Warm

    if reason is None:
        if fields or incomplete:
            raise WrongUsage(problem="--field and --incomplete are of a warm transfer: say its --reason, too.")
        return None
    answers = dict(pairs(fields, "--field"))
    return formed(Warm, reason=reason, fields=answers, allow_incomplete=incomplete)


@task.command("take")
def take_work(interaction: Interaction, as_: Agent, org: Org = None, json: Json = False) -> None:
    """Take waiting work for an agent, by hand."""

    async def run(ground: Ground) -> None:
        from warmline.routing import take

        actor = await ground.actor(org)
        ground.assemble()
        async with ground.db.transaction(actor.org_id) as conn:
            taken = await take(conn, await acting(conn, actor, as_), interaction)
        show.out(taken) if json else show.line(f"{as_} has it now.")

    stand(run, json=json)


@task.command("give")
def give_work(interaction: Interaction, email: Email, as_: As = None, org: Org = None, json: Json = False) -> None:
    """Give work at once to a colleague who has joined the conversation."""

    async def run(ground: Ground) -> None:
        from warmline.routing import give

        actor = await ground.actor(org)
        ground.assemble()
        async with ground.db.transaction(actor.org_id) as conn:
            to = await agent_of(conn, actor, email)
            given = await give(conn, await acting(conn, actor, as_), interaction, to.id)
        show.out(given) if json else show.line(f"{to.email} has it now.")

    stand(run, json=json)


@task.command("requeue")
def requeue_work(
    agent: ToAgent = None, team: ToTeam = None, as_: As = None, org: Org = None, json: Json = False
) -> None:
    """Take all work off an agent, or off everybody of a team: it waits in its queues again, at its own age."""

    async def run(ground: Ground) -> "tuple[Requeued, dict[UUID | None, str]]":
        from warmline.routing import requeue_all, requeue_team

        if bool(agent) == bool(team):
            raise WrongUsage(problem="Name one: --agent EMAIL or --team CODE.")
        actor = await ground.actor(org)
        ground.assemble()
        async with ground.db.transaction(actor.org_id) as conn:
            who = await acting(conn, actor, as_)
            to = await whom(conn, actor, agent=agent, team=team, queue=None)
            done = await (requeue_all if agent else requeue_team)(conn, who, *to.values())
            return done, await addresses(conn, actor)

    done, people = stand(run, json=json)
    if json:
        show.out(done)
        return
    show.line(
        f"{len(done.moved)} wait again, {len(done.offers)} are offered to others, "
        f"{len(done.left)} conversations of colleagues were left, {len(done.kept)} were kept."
    )
    words = {"no_queue": "it belongs to no queue", "wrap_up": "only its paperwork is left"}
    moved = [[str(each), "waits again", "", ""] for each in done.moved]
    kept = [[str(each.interaction_id), "kept", people[each.agent_id], words[each.why]] for each in done.kept]
    if rows := moved + kept:
        show.table(["interaction", "", "by", "because"], rows)


@queue.command("estimates")
def show_estimates(
    code: Code,
    since: Annotated[datetime | None, typer.Option(help="From when on; left out, seven days.")] = None,
    until: Annotated[datetime | None, typer.Option(help="Until when; left out, now.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show how far the waits that customers were told were from those that came."""

    async def run(ground: Ground) -> None:
        from warmline.routing import estimate_errors

        actor = await ground.actor(org)
        between = {
            "since": since.astimezone() if since else None,
            "until": until.astimezone() if until else None,
        }
        async with ground.db.transaction(actor.org_id) as conn:
            (named,) = chosen("queue", await queues(conn, actor), [code])
            found = await estimate_errors(conn, actor, named.id, **between)
        if json:
            show.out(found)
            return
        show.line(f"{found.told} waits were told, {found.measured} of them could be measured.")
        if found.measured:
            lines = {
                "mean wait": _seconds(found.mean_waited),
                "bias (told minus waited)": _seconds(found.bias),
                "mean error": _seconds(found.mean_absolute_error),
                "error, 90th percentile": _seconds(found.p90_absolute_error),
                "within 25 %": f"{found.within_quarter or 0:.0%}",
            }
            show.table(["", ""], [[name, value] for name, value in lines.items()])

    stand(run, json=json)


def _seconds(value: float | None) -> str:
    return f"{value or 0:.0f} s"
