"""An organisation that looks for duplicates, and its queue of proposals."""

from typing import Any
from uuid import UUID

import httpx

from tests.customers.desk import Desk, mail
from warmline.customers import CustomerChange, create
from warmline.customers.duplicates.actions.searching import begin, search
from warmline.customers.duplicates.jobs import REACTIONS
from warmline.customers.duplicates.model import Deduplication, RunState
from warmline.kit.reactions import Reactor

SOMEBODY = "00000000-0000-7000-8000-000000000000"
BECAUSE = {"reason": "I asked her."}
ADA = {"given_name": "Ada", "family_name": "Lovelace", "date_of_birth": "1815-12-10", "city": "London"}


async def enter(desk: Desk, address: str, **attributes: str) -> UUID:
    name = " ".join(attributes.get(each, "") for each in ("given_name", "family_name")).strip() or address
    change = CustomerChange(display_name=name, attributes=dict(attributes))
    return (await desk.do(create, fields=change, handles=[mail(address)])).id


async def set_policy(desk: Desk, **policy: Any) -> None:
    await desk.fetch("update organization set settings = jsonb_build_object('identity', $1::jsonb) returning 1", policy)


async def follow(desk: Desk) -> None:
    """Let what happened take its effect on proposals."""
    await Reactor(desk.db, REACTIONS).drain(desk.org)


async def find(desk: Desk, *, dry_run: bool = False) -> Deduplication:
    """A search from its beginning to its end."""
    run = await desk.do(begin, dry_run=dry_run)
    done = await search(desk.db, desk.org, run.id)
    await follow(desk)
    assert done.state == RunState.DONE
    return done


async def queue(web: httpx.AsyncClient, **params: Any) -> list[dict[str, Any]]:
    answer = await web.get("/identity/proposals", params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def proposed(desk: Desk, web: httpx.AsyncClient) -> dict[str, Any]:
    """The one proposal that a search makes."""
    await find(desk)
    (item,) = await queue(web)
    return dict(item["proposal"])
