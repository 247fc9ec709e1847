"""An agent on a weak link sends twice (cw#9314): with a key of the client's own, each write is done exactly once."""

import asyncio
import inspect
from typing import Any, NamedTuple

import httpx
import pytest

from tests.application import Person, over
from tests.journeys.house import Office
from warmline.app.slices import ROUTES
from warmline.kit.http.holding import WRITES


class Write(NamedTuple):
    """Something that an agent does to a mail that they have taken, and the event that it leaves."""

    path: str
    body: dict[str, Any]
    event: str


WRITTEN = [
    Write("/interactions/{id}/replies", {"text": "Which garage do you want?"}, "reply.queued"),
    Write("/interactions/{id}/notes", {"text": "Call her tomorrow."}, "note.added"),
    Write("/interactions/{id}/wrap-up", {"summary": "Done.", "resolve_case": True}, "interaction.wrapped_up"),
    Write("/interactions/{id}/split", {"reason": "Another matter."}, "case.opened"),
    Write("/cases", {"customer_id": "{customer_id}", "title": "Another matter"}, "case.opened"),
    Write("/customers", {"display_name": "Her husband"}, "customer.created"),
]


async def taken(office: Office) -> tuple[Person, dict[str, Any]]:
    """An agent, and a mail that they have taken."""
    box, agent = await office.mailbox(await office.queue()), await office.hire()
    await office.mail(box, office.address(), "Hail broke my windscreen.", "Hail")
    await office.settle()
    (interaction,) = await office.interactions()
    return agent, await office.taken(agent, interaction)


def about(write: Write, interaction: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    body = {name: each.format(**interaction) if isinstance(each, str) else each for name, each in write.body.items()}
    return write.path.format(**interaction), body


async def happened(office: Office, event: str) -> int:
    return len(await office.admin.items("/events", type=event))


class LosesAnswers:
    """A weak link: requests arrive, and no answer comes back."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def lose(message: Any) -> None:
            """The server has written it, and nobody reads it."""

        await self.app(scope, receive, lose)
        raise ConnectionResetError("the link is gone")


async def lost(agent: Person, office: Office, path: str, body: dict[str, Any], key: dict[str, str]) -> None:
    """The agent sends, and hears nothing."""
    transport = over(LosesAnswers(office.house.app))
    async with httpx.AsyncClient(
        transport=transport, base_url=agent.base_url, headers=agent.headers, cookies=agent.cookies
    ) as weak:
        with pytest.raises(ConnectionResetError):
            await weak.post(path, json=body, headers=key)


@pytest.mark.parametrize("write", WRITTEN, ids=lambda each: each.path)
async def test_a_write_whose_answer_was_lost_is_done_once(office: Office, write: Write) -> None:
    agent, interaction = await taken(office)
    path, body = about(write, interaction)
    before, key = await happened(office, write.event), {"Idempotency-Key": "sent on the train"}
    await lost(agent, office, path, body, key)
    again = [await agent.post(path, json=body, headers=key) for _ in range(2)]
    assert [each.is_success for each in again] == [True, True], again[0].text
    assert again[0].content == again[1].content
    assert {each.headers["Idempotency-Replayed"] for each in again} == {"true"}
    assert await happened(office, write.event) == before + 1


@pytest.mark.parametrize("write", WRITTEN, ids=lambda each: each.path)
async def test_a_write_that_is_sent_twice_at_once_is_done_once(office: Office, write: Write) -> None:
    agent, interaction = await taken(office)
    path, body = about(write, interaction)
    before, key = await happened(office, write.event), {"Idempotency-Key": "an impatient double click"}
    first, second = await asyncio.gather(*(agent.post(path, json=body, headers=key) for _ in range(2)))
    assert (first.is_success, first.content) == (True, second.content), first.text
    assert await happened(office, write.event) == before + 1


async def test_a_reply_that_was_sent_twice_reaches_the_customer_once(office: Office) -> None:
    agent, interaction = await taken(office)
    body, key = {"text": "Which garage do you want?"}, {"Idempotency-Key": "1"}
    path = f"/interactions/{interaction['id']}/replies"
    await lost(agent, office, path, body, key)
    await office.settle()
    assert (await agent.post(path, json=body, headers=key)).status_code == 201
    await office.settle()
    said = await office.messages(interaction)
    assert [each["direction"] for each in said] == ["inbound", "outbound"]
    (handle,) = [each["value"] for each in await handles(office, interaction)]
    assert len(office.house.post_office.to(handle)) == 1


async def handles(office: Office, interaction: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await office.admin.items(f"/customers/{interaction['customer_id']}/handles")
    return found


async def test_another_agents_key_is_another_key(office: Office) -> None:
    """Two clients that both count from one must not get each other's answers."""
    agent, interaction = await taken(office)
    path, key = f"/interactions/{interaction['id']}/notes", {"Idempotency-Key": "1"}
    for each in (agent, await office.hire()):
        noted = await each.post(path, json={"text": "The same words."}, headers=key)
        assert noted.json()["author_id"] == str(each.agent_id)
    assert await happened(office, "note.added") == 2


async def test_a_visitor_who_sends_again_says_it_once(office: Office) -> None:
    visitor = await office.visit(await office.chat(), "Hello")
    again = await visitor.post("/messages", json={"client_id": "1", "text": "Hello"})
    assert (again.status_code, again.json()["new"]) == (202, False)
    await office.settle()
    assert [each["text"] for each in (await visitor.get("/messages")).json()["items"]] == ["Hello"]


# The one is known by the external ids of what it delivers, the other only asks and writes nothing.
WITHOUT_KEY = {"deliver", "preview_calendar"}


def test_every_write_of_the_api_takes_a_key() -> None:
    """The key is kept in the transaction of the request's own database: a handler without it would forget the key."""
    writes = [each for each in ROUTES if set(getattr(each, "http_methods", ())) & set(WRITES)]
    forgetful = {each.operation_id for each in writes if "db" not in inspect.signature(each.fn).parameters}
    assert len(writes) > 50
    assert forgetful == WITHOUT_KEY
