"""Why somebody is not available, and whom customers prefer."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from warmline.cli import show
from warmline.cli.customers import customers
from warmline.cli.finding import agent_of, all_by_code, chosen
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org
from warmline.cli.people import Email, agent

if TYPE_CHECKING:
    from warmline.accounts import Actor
    from warmline.kit.db import Conn

reason = typer.Typer(help="Reasons of presence: why somebody is not available.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="Its code.")]
Name = Annotated[str, typer.Argument(help="What it is called.")]
Customer = Annotated[UUID, typer.Argument(help="The customer's id.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(reason, name="reason")


@agent.command("presence")
def presence(
    email: Email,
    status: Annotated[str | None, typer.Argument(help="available, busy, away, wrap_up or offline.")] = None,
    because: Annotated[str | None, typer.Option("--reason", help="Why, by a reason's code.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Say for an agent whether they can be offered work. Without a status, show it."""

    async def work(ground: Ground) -> None:
        from warmline.routing import presence_of, set_presence

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await agent_of(conn, actor, email)
            if status:
                now = await set_presence(conn, actor, found.id, status=status, reason=because)
            else:
                now = await presence_of(conn, actor, found.id)
        why = f" ({now.reason})" if now.reason else ""
        show.out(now) if json else show.line(f"{found.email} is {now.status}{why} since {show.shown(now.since)}.")

    stand(work, json=json)


@reason.command("create")
def create_reason(
    code: Code,
    name: Name,
    status: Annotated[str, typer.Option(help="What it is a reason for: busy, away, wrap_up or offline.")],
    org: Org = None,
    json: Json = False,
) -> None:
    """Set up a reason. As long as there are some, presence takes no other words."""

    async def work(ground: Ground) -> None:
        from warmline.routing import NewPresenceReason, create_presence_reason

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            new = formed(NewPresenceReason, code=code, name=name, status=status)
            made = await create_presence_reason(conn, actor, new)
        show.out(made) if json else show.line(f"Set up the reason {made.code} for {made.status}.")

    stand(work, json=json)


@reason.command("list")
def list_reasons(org: Org = None, json: Json = False) -> None:
    """Show the reasons, those that are switched off, too."""

    async def work(ground: Ground) -> None:
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await _reasons(conn, actor)
        columns = {"code": "code", "name": "name", "status": "for", "active": "on"}
        show.items(found, columns, json=json, nothing="There are no reasons: presence takes any words.")

    stand(work, json=json)


@reason.command("update")
def update_reason(
    code: Code,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    status: Annotated[str | None, typer.Option(help="What it is a reason for.")] = None,
    active: Annotated[bool | None, typer.Option("--on/--off", help="Whether it can be given.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Change a reason, or switch it off; whoever has it now keeps it."""

    async def work(ground: Ground) -> None:
        from warmline.routing import PresenceReasonChange, update_presence_reason

        actor = await ground.actor(org)
        given = {"name": name, "status": status, "active": active}
        change = formed(PresenceReasonChange, **{key: value for key, value in given.items() if value is not None})
        async with ground.db.transaction(actor.org_id) as conn:
            (found,) = chosen("reason", await _reasons(conn, actor), [code])
            changed = await update_presence_reason(conn, actor, found.id, change)
        state = "on" if changed.active else "off"
        show.out(changed) if json else show.line(f"The reason {changed.code} for {changed.status} is {state}.")

    stand(work, json=json)


@customers.command("prefer")
def prefer(
    customer: Customer,
    email: Annotated[str | None, typer.Argument(help="The agent's address.")] = None,
    until: Annotated[datetime | None, typer.Option(help="Until then; left out, for good.")] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Take the preference away.")] = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Say which agent a customer is to reach where possible. Without an agent, show it."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import visible_agent
        from warmline.routing import Preference, preferred_agent_of, remove_preferred_agent, set_preferred_agent

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            if nobody:
                await remove_preferred_agent(conn, actor, customer)
                show.out({"customer_id": customer, "agent_id": None}) if json else show.line(
                    "They reach whoever is free."
                )
                return
            if email:
                ends = until.astimezone() if until else None
                wanted = Preference(agent_id=(await agent_of(conn, actor, email)).id, until=ends)
                await set_preferred_agent(conn, actor, customer, wanted)
            found = await preferred_agent_of(conn, actor, customer)
            who = await visible_agent(conn, actor, found.agent_id)
        ending = f" until {show.shown(found.until)}" if found.until else ""
        show.out(found) if json else show.line(f"They are to reach {who.email}{ending}.")

    stand(work, json=json)


async def _reasons(conn: "Conn", actor: "Actor") -> list[Any]:
    from warmline.routing import list_presence_reasons

    return await all_by_code(lambda after: list_presence_reasons(conn, actor, everything=True, after=after, size=1000))
