"""Who works here: agents, teams, roles, and keys for programs."""

import sys
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer

from warmline.cli import show
from warmline.cli.errors import WrongUsage
from warmline.cli.finding import agent_of, all_of, chosen
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, guarded, stand
from warmline.cli.options import Json, Org, PasswordStdin

agent = typer.Typer(help="People and bots who work here.", no_args_is_help=True)
team = typer.Typer(help="Teams, which queues are served by.", no_args_is_help=True)
role = typer.Typer(help="Roles, which hold permissions.", no_args_is_help=True)
key = typer.Typer(help="API keys, with which programs act.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The agent's address.")]
Code = Annotated[str, typer.Argument(help="The team's code.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for made, name in ((agent, "agent"), (team, "team"), (role, "role"), (key, "key")):
        app.add_typer(made, name=name)


def read_password(from_stdin: bool) -> str | None:
    """The password on standard input, asked for twice where a person types it; None where none is to be read."""
    with guarded():
        if not from_stdin:
            return None
        given: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if sys.stdin.isatty() else (
            sys.stdin.readline().rstrip("\r\n")
        )  # fmt: skip
        if not 12 <= len(given) <= 256:
            raise WrongUsage(problem="A password has 12 to 256 characters.")
        return given


@agent.command("create")
def create_agent(
    email: Email,
    name: Annotated[str, typer.Argument(help="What colleagues and customers call them.")],
    role: Annotated[list[str] | None, typer.Option(help="A role by its code; may be repeated.")] = None,
    team: Annotated[list[str] | None, typer.Option(help="A team by its code; may be repeated.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language such as en; may be repeated.")] = None,
    bot: Annotated[bool, typer.Option("--bot", help="A program, which does not sign in; give it a key.")] = False,
    password_stdin: PasswordStdin = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Add somebody who works here. Their password is shown once, unless it is read from standard input."""
    given = read_password(password_stdin)

    async def work(ground: Ground) -> None:
        from warmline.accounts import NewAgent, create_agent, list_roles, list_teams, reset_password

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            roles = chosen("role", await list_roles(conn, actor), role or ["agent"])
            teams = chosen("team", await list_teams(conn, actor), team or [])
            new = formed(
                NewAgent,
                email=email,
                name=name,
                kind="bot" if bot else "person",
                password=given,
                languages=language or ["en"],
                role_ids=[each.id for each in roles],
                team_ids=[each.id for each in teams],
            )
            made = await create_agent(conn, actor, new=new)
            password = None if given or bot else await reset_password(conn, actor, made.id)
        if json:
            show.out({"agent": made, "password": password})
        else:
            show.line(f"{made.name} ({made.email}) works here now.")
            _hand_over(password)

    stand(work, json=json)


def _hand_over(password: str | None) -> None:
    if password:
        show.line(f"Password, shown this once: {password}")


@agent.command("list")
def list_agents(
    everybody: Annotated[bool, typer.Option("--all", help="Those who were disabled, too.")] = False,
    org: Org = None,
    json: Json = False,
) -> None:
    """Show who works here."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import find_agents

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await all_of(
                lambda after: find_agents(conn, actor, active=None if everybody else True, after=after)
            )
        columns = {"email": "address", "name": "name", "kind": "kind", "active": "active", "languages": "languages"}
        show.items(found, columns, json=json, nothing="Nobody works here yet.")

    stand(work, json=json)


@agent.command("password")
def agent_password(email: Email, password_stdin: PasswordStdin = False, org: Org = None, json: Json = False) -> None:
    """Give an agent a new password, which is shown once, or one from standard input. All their sessions end."""
    given = read_password(password_stdin)

    async def work(ground: Ground) -> None:
        from warmline.accounts import reset_password, set_password

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await agent_of(conn, actor, email)
            if given:
                await set_password(conn, actor, found.id, password=given)
            password = None if given else await reset_password(conn, actor, found.id)
        if json:
            show.out({"agent": found.email, "password": password})
        else:
            show.line(f"{found.email} has a new password, and is signed out everywhere.")
            _hand_over(password)

    stand(work, json=json)


@agent.command("drop-second-factor")
def drop_second_factor(email: Email, org: Org = None, json: Json = False) -> None:
    """Ask an agent who lost their authenticator and their recovery codes for no code any more."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import remove_second_factor

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await agent_of(conn, actor, email)
            changed = await remove_second_factor(conn, actor, found.id)
        if json:
            show.out(changed)
        else:
            show.line(f"{changed.email} signs in with the password alone, and is signed out everywhere.")

    stand(work, json=json)


@agent.command("disable")
def disable(email: Email, org: Org = None, json: Json = False) -> None:
    """Let an agent in no more; their work and their history stay."""
    _switch(email, org, json, on=False)


@agent.command("enable")
def enable(email: Email, org: Org = None, json: Json = False) -> None:
    """Let a disabled agent in again."""
    _switch(email, org, json, on=True)


def _switch(email: str, org: str | None, json: bool, *, on: bool) -> None:
    async def work(ground: Ground) -> None:
        from warmline.accounts import disable_agent, enable_agent

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await agent_of(conn, actor, email)
            changed = await (enable_agent if on else disable_agent)(conn, actor, found.id)
        if json:
            show.out(changed)
        else:
            show.line(f"{changed.email} is {'enabled' if on else 'disabled'}.")

    stand(work, json=json)


@team.command("create")
def create_team(
    code: Code, name: Annotated[str, typer.Argument(help="What it is called.")], org: Org = None, json: Json = False
) -> None:
    """Make a team."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import NewEntry, create_team

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            made = await create_team(conn, actor, new=formed(NewEntry, code=code, name=name))
        show.out(made) if json else show.line(f"Made the team {made.code}.")

    stand(work, json=json)


@team.command("list")
def list_teams(org: Org = None, json: Json = False) -> None:
    """Show the teams."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import list_teams

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await list_teams(conn, actor)
        show.items(found, {"code": "code", "name": "name", "id": "id"}, json=json, nothing="There are no teams yet.")

    stand(work, json=json)


@team.command("add")
def join(code: Code, email: Email, org: Org = None, json: Json = False) -> None:
    """Put an agent into a team."""
    _move(code, email, org, json, into=True)


@team.command("remove")
def leave(code: Code, email: Email, org: Org = None, json: Json = False) -> None:
    """Take an agent out of a team."""
    _move(code, email, org, json, into=False)


def _move(code: str, email: str, org: str | None, json: bool, *, into: bool) -> None:
    async def work(ground: Ground) -> None:
        from warmline.accounts import join_team, leave_team, list_teams

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            (found,) = chosen("team", await list_teams(conn, actor), [code])
            person = await agent_of(conn, actor, email)
            await (join_team if into else leave_team)(conn, actor, found.id, person.id)
        if json:
            show.out({"team": found.code, "agent": person.email, "member": into})
        else:
            show.line(f"{person.email} is {'in' if into else 'not in'} the team {found.code}.")

    stand(work, json=json)


@role.command("list")
def list_roles(org: Org = None, json: Json = False) -> None:
    """Show the roles and what they allow."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import list_roles

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await list_roles(conn, actor)
        show.items(found, {"code": "code", "name": "name", "permissions": "permissions"}, json=json, nothing="")

    stand(work, json=json)


@key.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="What it is for.")],
    scope: Annotated[list[str], typer.Option(help="A permission that it has; may be repeated. `*` is all of them.")],
    days: Annotated[int | None, typer.Option(min=1, help="It ends after so many days; left out, never.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Make an API key, which is shown once."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import NewKey, create_key
        from warmline.kit import clock

        actor = await ground.actor(org)
        ends = clock.now() + timedelta(days=days) if days else None
        async with ground.db.transaction(actor.org_id) as conn:
            made = await create_key(conn, actor, new=formed(NewKey, name=name, scopes=scope, expires_at=ends))
        show.out(made) if json else show.line(f"Key {made.key.id}, shown this once:\n{made.secret}")

    stand(work, json=json)


@key.command("list")
def list_keys(org: Org = None, json: Json = False) -> None:
    """Show the API keys, those that have ended too."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import list_keys

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await all_of(lambda after: list_keys(conn, actor, after=after))
        columns = {
            "id": "id", "name": "name", "prefix": "begins", "scopes": "scopes", "last_used_at": "last used",
            "expires_at": "ends", "revoked_at": "revoked",
        }  # fmt: skip
        show.items(found, columns, json=json, nothing="There are no API keys.")

    stand(work, json=json)


@key.command("revoke")
def revoke_key(
    id_: Annotated[UUID, typer.Argument(metavar="ID", help="The key's id.")], org: Org = None, json: Json = False
) -> None:
    """End a key now."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import revoke_key

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            ended = await revoke_key(conn, actor, id_)
        show.out(ended) if json else show.line(f"The key {ended.name} ({ended.prefix}) opens nothing any more.")

    stand(work, json=json)


__all__ = ["add_to", "read_password"]
