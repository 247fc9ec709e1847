"""Colleagues in a conversation: asked for advice or to take part, they join, decline and leave."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from warmline.cli import show
from warmline.cli.errors import WrongUsage
from warmline.cli.finding import acting, addresses, whom
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Agent, As, Json, Org
from warmline.cli.tasks import Interaction, ToAgent, ToQueue, ToTeam

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.kit.db import Conn
    from warmline.routing import InvitationView

invitation = typer.Typer(help="Colleagues asked into a conversation.", no_args_is_help=True)

Id = Annotated[UUID, typer.Argument(metavar="ID", help="The invitation's id.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(invitation, name="invitation")


@invitation.command("list")
def list_invitations(
    interaction: Annotated[UUID | None, typer.Argument(metavar="[INTERACTION]", help="A conversation.")] = None,
    as_: As = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show who was asked into a conversation; or, with --as alone, what waits for an agent and where they are."""

    async def run(ground: Ground) -> None:
        from warmline.routing import invitations_into, my_invitations

        if not (interaction or as_):
            raise WrongUsage(problem="Name an interaction, or an agent with --as EMAIL.")
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            who = await acting(conn, actor, as_)
            found = await (invitations_into(conn, who, interaction) if interaction else my_invitations(conn, who))
            people = await addresses(conn, actor)
        if json or not found:
            show.items(found, {}, json=json, nothing="Nobody was asked.")
            return
        rows = [_row(each, people) for each in found]
        show.table(["id", "interaction", "kind", "whom", "status", "asked", "question", "outcome"], rows)

    stand(run, json=json)


def _row(each: "InvitationView", people: dict[UUID | None, str]) -> list[str]:
    asked = people.get(each.agent_id) or (f"team {each.team_id}" if each.team_id else f"queue {each.queue_id}")
    return [
        str(each.id), str(each.interaction_id), each.kind, asked, each.status, show.shown(each.invited_at),
        each.question, each.outcome or "",
    ]  # fmt: skip


@invitation.command("make")
def make_invitation(
    interaction: Interaction,
    kind: Annotated[str, typer.Option(help="consult is advice that the customer does not see; conference.")],
    agent: ToAgent = None,
    team: ToTeam = None,
    queue: ToQueue = None,
    question: Annotated[str, typer.Option(help="What they are asked.")] = "",
    wait: Annotated[bool, typer.Option("--wait", help="Ask somebody who is not there, too.")] = False,
    as_: As = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Ask an agent, a team or who serves a queue into a conversation; the work stays with who has it."""

    async def verb(conn: "Conn", actor: "Actor", who: "Actor") -> "InvitationView":
        from warmline.routing import NewInvitation, invite

        to = await whom(conn, actor, agent=agent, team=team, queue=queue)
        return await invite(
            conn, who, interaction, formed(NewInvitation, kind=kind, question=question, wait=wait, **to)
        )

    _do(verb, as_, org, json)


@invitation.command("join")
def join(id_: Id, as_: Agent, org: Org = None, json: Json = False) -> None:
    """Bring an agent into a conversation to which they were asked; it takes its room."""

    async def verb(conn: "Conn", actor: "Actor", who: "Actor") -> "InvitationView":
        from warmline.routing import join_conversation

        return await join_conversation(conn, who, id_)

    _do(verb, as_, org, json)


@invitation.command("decline")
def decline(
    id_: Id,
    as_: Agent,
    reason: Annotated[str | None, typer.Option(help="Why not.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Say that an agent does not come."""

    async def verb(conn: "Conn", actor: "Actor", who: "Actor") -> "InvitationView":
        from warmline.routing import decline_invitation

        return await decline_invitation(conn, who, id_, reason=reason)

    _do(verb, as_, org, json)


@invitation.command("withdraw")
def withdraw(id_: Id, as_: As = None, org: Org = None, json: Json = False) -> None:
    """Take back an invitation that nobody took up yet."""

    async def verb(conn: "Conn", actor: "Actor", who: "Actor") -> "InvitationView":
        from warmline.routing import withdraw_invitation

        return await withdraw_invitation(conn, who, id_)

    _do(verb, as_, org, json)


@invitation.command("leave")
def leave(
    id_: Id,
    outcome: Annotated[str | None, typer.Option(help="What came of it, in a word.")] = None,
    note: Annotated[str | None, typer.Option(help="What the colleague said.")] = None,
    as_: As = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """End a colleague's part in a conversation, with what came of it."""

    async def verb(conn: "Conn", actor: "Actor", who: "Actor") -> "InvitationView":
        from warmline.routing import leave_conversation

        return await leave_conversation(conn, who, id_, outcome=outcome, note=note)

    _do(verb, as_, org, json)


def _do(verb: Any, as_: str | None, org: str | None, json: bool) -> None:
    async def run(ground: Ground) -> None:
        actor = await ground.actor(org)
        ground.assemble()
        async with ground.db.transaction(actor.org_id) as conn:
            done = await verb(conn, actor, await acting(conn, actor, as_))
        show.out(done) if json else show.line(f"The invitation {done.id} is {done.status}.")

    stand(run, json=json)
