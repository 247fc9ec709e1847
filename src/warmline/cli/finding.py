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
