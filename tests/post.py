"""A real SMTP server in the test's own process, which keeps what it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.conftest import eventually
from tests.mailservers import free_ports


class Post:
    """``mails`` are those that arrived, the earliest first. ``refuses`` answers every recipient with 550."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuses = False
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or not."""
        if self.refuses:
            return f"550 5.1.1 {address} is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the mail."""
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.recipients += envelope.rcpt_tos
        self.mails.append(mail)
        return "250 OK"

    async def next(self, to: str, *, within: float = 60.0) -> EmailMessage:
        """The next mail to the address, taken away."""

        async def arrived() -> EmailMessage | None:
            return next((each for each in self.mails if each["to"] == to), None)

        mail = await eventually(arrived, within=within)
        assert mail is not None
        self.mails.remove(mail)
        return mail


@contextmanager
def post_office(*, login: tuple[str, str] | None = None) -> Iterator[Post]:
    """The server, on a port of its own; with a login, it is judged where one is given."""

    def judge(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode()) == login
        return AuthResult(success=right, handled=False)

    post = Post()
    [post.port] = free_ports(1)
    more: dict[str, Any] = {"auth_require_tls": False, "authenticator": judge} if login else {}
    controller = Controller(post, hostname="127.0.0.1", port=post.port, ready_timeout=60.0, **more)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
