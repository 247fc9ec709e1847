"""A branch office as it really runs: the server on a port with its background work, and people who use it by HTTP."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from tests.conftest import eventually
from tests.mailservers import Mailbox, MailServers, free_ports
from warmline.accounts import create_organization, system
from warmline.app import create_app
from warmline.app.program import Program
from warmline.app.runtime import runtime
from warmline.app.serving import listening
from warmline.governance import install_pack
from warmline.kit.db import Database
from warmline.kit.ids import new_id
from warmline.kit.settings import Settings

PASSWORD = "correct horse battery staple"


class Colleague:
    """Somebody who works here, signed in by cookie as a browser would be."""

    def __init__(self, http: httpx.AsyncClient, who: dict[str, Any]) -> None:
        self.http, self.id, self.name = http, str(who["id"]), who["name"]

    async def get(self, path: str, **query: Any) -> Any:
        """The answer's JSON; fails on anything but success."""
        return self._body(await self.http.get(f"/api/v1{path}", params=query))

    async def post(self, path: str, body: Any = None) -> Any:
        """The answer's JSON; fails on anything but success."""
        return self._body(await self.http.post(f"/api/v1{path}", json=body))

    async def put(self, path: str, body: Any = None) -> Any:
        """The answer's JSON; fails on anything but success."""
        return self._body(await self.http.put(f"/api/v1{path}", json=body))

    async def offers(self) -> list[dict[str, Any]]:
        """What this person is offered just now."""
        offers = (await self.get("/offers", status="offered"))["items"]
        return [each for each in offers if each["agent_id"] == self.id]

    async def accept_next(self, **about: Any) -> str:
        """Wait for an offer and accept it; returns the interaction's id."""

        async def look() -> dict[str, Any] | None:
            return next((each for each in await self.offers() if about.items() <= each.items()), None)

        offer = await eventually(look, within=60)
        assert offer
        await self.post(f"/offers/{offer['id']}/accept")
        return str(offer["interaction_id"])

    @staticmethod
    def _body(answer: httpx.Response) -> Any:
        assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None


class Branch:
    """``url`` is where it is served; ``boss`` may do everything; ``team`` serves ``queue``."""

    def __init__(self, url: str, org: UUID, stack: AsyncExitStack) -> None:
        self.url, self.org, self._stack = url, org, stack
        self.boss: Colleague
        self.team = self.queue = ""

    def leave_behind(self, http: httpx.AsyncClient) -> None:
        """Close this client when the office closes."""
        self._stack.push_async_callback(http.aclose)

    async def sign_in(self, email: str) -> Colleague:
        """A browser of its own, signed in."""
        http = await self._stack.enter_async_context(httpx.AsyncClient(base_url=self.url, timeout=20))
        entry = {"email": email, "password": PASSWORD, "organization_id": str(self.org)}
        answer = await http.post("/api/v1/session", json=entry)
        assert answer.status_code == 201, answer.text
        http.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return Colleague(http, answer.json())

    async def hire(self, name: str) -> Colleague:
        """An agent of the team, available."""
        roles = {each["code"]: each["id"] for each in (await self.boss.get("/roles"))["items"]}
        email = f"{name.lower()}.{new_id().hex[-8:]}@northlight.test"
        new = {"email": email, "name": name, "password": PASSWORD, "role_ids": [roles["agent"]]}
        await self.boss.post("/agents", {**new, "team_ids": [self.team]})
        colleague = await self.sign_in(email)
        await colleague.put("/me/presence", {"status": "available"})
        return colleague

    async def open_chat(self) -> str:
        """A web chat on the queue; returns the address of its test page."""
        new = {"connector": "webchat", "channel": "webchat", "name": "Northlight", "queue_id": self.queue}
        made = await self.boss.post("/channels", new)
        return f"{self.url}/channels/webchat/{made['id']}/page"

    async def open_mailbox(self, servers: MailServers, mailbox: Mailbox) -> None:
        """The mailbox as an account on the queue: fetched by IMAP, sent from by SMTP."""
        settings = {
            "imap_host": "127.0.0.1",
            "imap_port": servers.ports["imap"],
            "imap_security": "none",
            "imap_user": mailbox.address,
            "imap_password": mailbox.password,
            "smtp_host": "127.0.0.1",
            "smtp_port": servers.ports["smtp"],
            "smtp_security": "none",
            "display_name": "Northlight Insurance",
        }
        new = {"connector": "email", "channel": "email", "name": "Service", "address": mailbox.address}
        await self.boss.post("/channels", {**new, "settings": settings, "queue_id": self.queue})


@asynccontextmanager
async def open_branch(db: Database, folder: Path) -> AsyncIterator[Branch]:
    """An organisation with a pack, a team and a queue, served with everything that runs in the background."""
    port = free_ports(1)[0]
    settings = Settings(data_dir=folder, port=port, public_url=f"http://127.0.0.1:{port}", shutdown_seconds=5)
    org = new_id()
    async with db.transaction(org) as conn:
        address = f"boss.{org.hex[-12:]}@northlight.test"
        await create_organization(conn, name="Northlight", admin_email=address, admin_password=PASSWORD)
        await install_pack(conn, system(org, "test"), "insurance")
    program = Program(db, settings)
    app = create_app(db, settings, program=program)
    async with AsyncExitStack() as stack:
        app.state.running = running = await stack.enter_async_context(runtime(program))
        await stack.enter_async_context(listening(app, settings, hang_up=lambda: running.stop("realtime", grace=5)))
        branch = Branch(f"http://{settings.host}:{port}", org, stack)
        branch.boss = await branch.sign_in(address)
        branch.team = (await branch.boss.post("/teams", {"code": "claims", "name": "Claims"}))["id"]
        queue = {"code": "claims", "name": "Claims", "team_ids": [branch.team]}
        branch.queue = (await branch.boss.post("/queues", queue))["id"]
        yield branch
