"""A customer who chats, by the visitor's interface of the web chat."""

from typing import Any

import httpx

from tests.journeys.branch import Branch
from warmline.kit.ids import new_id


class Visitor:
    """Somebody on the customer's page. ``say`` returns when it is durable."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def say(self, text: str) -> None:
        answer = await self.http.post("messages", json={"client_id": new_id().hex, "text": text})
        assert answer.status_code == 202, answer.text

    async def read(self) -> list[dict[str, Any]]:
        """The whole conversation as the visitor sees it."""
        answer = await self.http.get("messages", params={"limit": 200})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found


async def chat(office: Branch, account: str, *, name: str = "Kim Lee", email: str = "") -> Visitor:
    """A visitor who has begun a session with the web chat account."""
    http = httpx.AsyncClient(base_url=f"{office.url}/channels/webchat/{account}/", timeout=20)
    office.leave_behind(http)
    fields = {"name": name, "email": email or f"kim-{new_id().hex[-8:]}@example.com"}
    answer = await http.post("session", json={"fields": fields})
    assert answer.status_code == 201, answer.text
    http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return Visitor(http)
