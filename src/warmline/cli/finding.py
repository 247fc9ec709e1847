"""What a person names on the command line: people by address, everything else by code."""

import json
import tomllib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from warmline.cli.errors import AgentUnknown, EntryUnknown, FileMissing, WrongUsage

if TYPE_CHECKING:
    from warmline.accounts import Actor, Agent
    from warmline.kit.db import Conn


def chosen(kind: str, entries: Sequence[Any], codes: Iterable[str]) -> list[Any]:
    """The entries with these codes, in this order. Raises ``EntryUnknown``."""
    by_code = {each.code: each for each in entries}
    for code in codes:
        if code not in by_code:
            raise EntryUnknown(kind=kind, name=code, names=", ".join(sorted(by_code)) or "none")
    return [by_code[code] for code in codes]


async def agent_of(conn: "Conn", actor: "Actor", email: str) -> "Agent":
    """Who works here under the address. Raises ``AgentUnknown``."""
    from warmline.accounts import find_agents

    found = await find_agents(conn, actor, word=email)
    for each in found:
        if each.email == email.strip().lower():
            return each
    raise AgentUnknown(email=email)


async def acting(conn: "Conn", actor: "Actor", email: str | None) -> "Actor":
    """The agent of this address as who acts, with what they may do; without one, ``actor``. Raises ``AgentUnknown``."""
    from warmline.accounts import agent_as_actor

    if email is None:
        return actor
    found = await agent_of(conn, actor, email)
    if not found.active:
        raise AgentUnknown(email=email)
    return await agent_as_actor(conn, actor.org_id, found.id)


async def addresses(conn: "Conn", actor: "Actor") -> "dict[UUID | None, str]":
    """The address of everybody who works or worked here, by id."""
    from warmline.accounts import find_agents

    return {each.id: each.email for each in await all_of(lambda after: find_agents(conn, actor, after=after))}


async def whom(
    conn: "Conn", actor: "Actor", *, agent: str | None, team: str | None, queue: str | None
) -> "dict[str, UUID]":
    """``agent_id``, ``team_id`` or ``queue_id`` of the one that is named. Raises ``WrongUsage`` for none or several."""
    from warmline.accounts import list_teams
    from warmline.routing import list_queues

    if len([each for each in (agent, team, queue) if each]) != 1:
        raise WrongUsage(problem="Name one: --agent EMAIL, --team CODE or --queue CODE.")
    if agent:
        return {"agent_id": (await agent_of(conn, actor, agent)).id}
    if team:
        return {"team_id": chosen("team", await list_teams(conn, actor), [team])[0].id}
    queues = await all_by_code(lambda after: list_queues(conn, actor, after=after, size=1000))
    return {"queue_id": chosen("queue", queues, [queue or ""])[0].id}


async def all_of(page: Callable[[UUID | None], Awaitable[list[Any]]], size: int = 1000) -> list[Any]:
    """All pages of a list that goes by id."""
    found = await page(None)
    while len(found) % size == 0 and found and (more := await page(found[-1].id)):
        found += more
    return found


async def all_by_code(page: Callable[[str | None], Awaitable[list[Any]]], size: int = 1000) -> list[Any]:
    """All pages of a list that goes by code."""
    found = await page(None)
    while len(found) % size == 0 and found and (more := await page(found[-1].code)):
        found += more
    return found


def table_in(path: Path | None) -> dict[str, Any]:
    """What a file says, in TOML, or in JSON where its name ends so; nothing without a file. Raises ``FileMissing``,
    ``WrongUsage``."""
    if path is None:
        return {}
    try:
        text = path.read_text("utf-8")
        found = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise FileMissing(path=path, problem=error) from error
    except ValueError as error:
        raise WrongUsage(problem=f"{path} cannot be read: {error}.") from error
    if not isinstance(found, dict):
        raise WrongUsage(problem=f"{path} is a list; write the settings by name.")
    return found


def pairs(given: Iterable[str], option: str) -> list[tuple[str, str]]:
    """``NAME=VALUE`` each, as the two. Raises ``WrongUsage``."""
    found = [each.partition("=") for each in given]
    for name, sign, value in found:
        if not (sign and name and value):
            raise WrongUsage(problem=f"{option} {name}{sign}{value}: write it as NAME=VALUE.")
    return [(name, value) for name, _, value in found]


def levels(given: Iterable[str], option: str = "--skill") -> dict[str, int]:
    """``CODE=LEVEL`` each. Raises ``WrongUsage``."""
    return {name: number(value, option) for name, value in pairs(given, option)}


def number(text: str, option: str) -> int:
    """A whole number. Raises ``WrongUsage``."""
    if not (text.isascii() and text.isdecimal()):
        raise WrongUsage(problem=f"{option}: {text} is no whole number.")
    return int(text)
