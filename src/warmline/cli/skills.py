"""What agents can do, and how much at once."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from warmline.cli import show
from warmline.cli.errors import WrongUsage
from warmline.cli.finding import agent_of, all_of, chosen, levels
from warmline.cli.forms import formed
from warmline.cli.ground import Ground, stand
from warmline.cli.options import Json, Org
from warmline.cli.people import Email, agent

if TYPE_CHECKING:
    from warmline.accounts import Actor, Agent, Skill
    from warmline.kit.db import Conn

skill = typer.Typer(help="Skills, which queues ask for and agents have at a level.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="Its code.")]
Name = Annotated[str, typer.Argument(help="What it is called.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(skill, name="skill")


@skill.command("create")
def create_skill(code: Code, name: Name, org: Org = None, json: Json = False) -> None:
    """Make a skill, which nobody has yet."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import NewEntry, create_skill

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            made = await create_skill(conn, actor, new=formed(NewEntry, code=code, name=name))
        show.out(made) if json else show.line(f"Made the skill {made.code}.")

    stand(work, json=json)


@skill.command("list")
def list_skills(org: Org = None, json: Json = False) -> None:
    """Show the skills."""

    async def work(ground: Ground) -> None:
        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await _skills(conn, actor)
        show.items(found, {"code": "code", "name": "name", "id": "id"}, json=json, nothing="There are no skills yet.")

    stand(work, json=json)


@skill.command("update")
def update_skill(
    code: Code,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    new_code: Annotated[str | None, typer.Option("--code", help="Another code, unless a queue asks for it.")] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Rename a skill."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import EntryChange, update_skill

        actor = await ground.actor(org)
        given = {key: value for key, value in (("name", name), ("code", new_code)) if value}
        async with ground.db.transaction(actor.org_id) as conn:
            (found,) = chosen("skill", await _skills(conn, actor), [code])
            changed = await update_skill(conn, actor, found.id, change=formed(EntryChange, **given))
        show.out(changed) if json else show.line(f"The skill {changed.code} is called {changed.name}.")

    stand(work, json=json)


@skill.command("delete")
def delete_skill(code: Code, org: Org = None, json: Json = False) -> None:
    """Delete a skill that no queue asks for; it is taken from its agents."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import delete_skill

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            (found,) = chosen("skill", await _skills(conn, actor), [code])
            await delete_skill(conn, actor, found.id)
        show.out({"deleted": code}) if json else show.line(f"Deleted the skill {code}.")

    stand(work, json=json)


@agent.command("skill")
def agent_skill(
    email: Email,
    level: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE=LEVEL]...", help="Levels 1 to 5; 0 takes it.")
    ] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Set an agent's levels of skill; what is not named stays. Without any, show them."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import drop_skill, set_skill, visible_agent

        actor = await ground.actor(org)
        wanted = levels(level or [], "CODE=LEVEL")
        wrong = [code for code, each in wanted.items() if each > 5]
        if wrong:
            raise WrongUsage(problem=f"{wrong[0]}={wanted[wrong[0]]}: a level is 1 to 5, and 0 takes the skill away.")
        async with ground.db.transaction(actor.org_id) as conn:
            found, skills = await agent_of(conn, actor, email), await _skills(conn, actor)
            for each in chosen("skill", skills, wanted):
                if wanted[each.code]:
                    await set_skill(conn, actor, found.id, each.id, level=wanted[each.code])
                else:
                    await drop_skill(conn, actor, found.id, each.id)
            changed = await visible_agent(conn, actor, found.id)
        codes = {each.id: each.code for each in skills}
        named = {codes[id_]: each for id_, each in changed.skills.items()}
        if json:
            show.out({"agent": changed.email, "skills": named})
        else:
            show.line(
                f"{changed.email}: {', '.join(f'{code} {each}' for code, each in sorted(named.items())) or 'none'}"
            )

    stand(work, json=json)


@agent.command("update")
def update_agent(
    email: Email,
    name: Annotated[str | None, typer.Option(help="What colleagues and customers call them.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="A language such as en, for those there were.")] = None,
    capacity: Annotated[list[str] | None, typer.Option(help="Units at once, as MEDIUM=UNITS; may be repeated.")] = None,
    interruptible: Annotated[
        list[str] | None, typer.Option(help="text or device: a live conversation may interrupt it; none is nothing.")
    ] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Change an agent: languages, how much they take at once, and what may be interrupted. The rest stays."""

    async def work(ground: Ground) -> None:
        from warmline.accounts import AgentChange, update_agent
        from warmline.routing import AgentRoutingChange, set_agent_routing, visible_profile

        actor = await ground.actor(org)
        async with ground.db.transaction(actor.org_id) as conn:
            found = await agent_of(conn, actor, email)
            given = _changes(found, name, language, capacity)
            changed = await update_agent(conn, actor, found.id, change=formed(AgentChange, **given))
            if interruptible:
                media = [] if interruptible == ["none"] else interruptible
                await set_agent_routing(conn, actor, found.id, formed(AgentRoutingChange, interruptible=media))
            profile = await visible_profile(conn, actor, found.id)
        if json:
            show.out({"agent": changed, "routing": profile})
            return
        units = ", ".join(f"{medium} {each}" for medium, each in sorted(changed.capacity.items()))
        named = show.shown(profile.interruptible) or "nothing"
        spoken = ", ".join(changed.languages)
        show.line(f"{changed.email}: speaks {spoken}; at once {units}; interruptible {named}.")

    stand(work, json=json)


def _changes(
    found: "Agent", name: str | None, language: list[str] | None, capacity: list[str] | None
) -> dict[str, Any]:
    given: dict[str, Any] = {"name": name} if name else {}
    if language:
        given["languages"] = language
    if capacity:
        given["capacity"] = {**found.capacity, **levels(capacity, "--capacity")}
    return given


async def _skills(conn: "Conn", actor: "Actor") -> "list[Skill]":
    from warmline.accounts import list_skills

    return await all_of(lambda after: list_skills(conn, actor, after=after))
