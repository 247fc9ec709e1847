"""The installation's own mails, by the SMTP server of the settings. Channels send through their connectors."""

import ssl
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import formatdate, make_msgid, parseaddr
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

import aiosmtplib

from warmline.kit.errors import WarmlineError
from warmline.kit.settings import Settings

SECONDS = 20.0
SUBMISSION, SUBMISSION_TLS = 587, 465


class MailNotSent(WarmlineError):
    """The mail server {host} did not take the mail: {problem}."""


class Mailer:
    """Sends mails through one server, a connection for each."""

    def __init__(self, url: str, sender: str, *, seconds: float = SECONDS) -> None:
        """``url`` and ``sender`` as the settings ``smtp_url`` and ``mail_from``; ``seconds`` bound each step."""
        parts = urlsplit(url)
        self.host = parts.hostname or "localhost"
        self._secure = parts.scheme == "smtps"
        self._port = parts.port or (SUBMISSION_TLS if self._secure else SUBMISSION)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password or "")
        self._sender = sender
        self._seconds = seconds

    @classmethod
    def of(cls, settings: Settings) -> "Mailer | None":
        """The one that the settings name; None where they do not name both server and sender."""
        if settings.smtp_url is None or settings.mail_from is None:
            return None
        return cls(settings.smtp_url, settings.mail_from)

    async def send(self, to: str, *, subject: str, text: str) -> None:
        """Send plain text to one address; raises ``MailNotSent``, whose text names no address and no password."""
        mail = self._written(to, subject, text)
        try:
            async with self._server() as server:
                await server.send_message(mail, sender=parseaddr(self._sender)[1], recipients=[to])
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError, ValueError) as error:
            # Their texts quote the recipient and what the server said of them, which must not be kept.
            raise MailNotSent(host=self.host, problem=_plainly(error)) from None

    async def check(self) -> None:
        """Connect, begin TLS and sign in as for a mail, and send none; raises ``MailNotSent``."""
        try:
            async with self._server() as server:
                await server.noop()
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError, ValueError) as error:
            raise MailNotSent(host=self.host, problem=_plainly(error)) from None

    def _server(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self._port,
            username=self._user,
            password=self._password if self._user else None,
            timeout=self._seconds,
            use_tls=self._secure,
            start_tls=self._begins_tls(),
        )

    def _begins_tls(self) -> bool | None:
        """Never on this host, where nobody listens in; else always for a password, and where it is offered."""
        if self._secure or _is_here(self.host):
            return False
        return True if self._user else None

    def _written(self, to: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage(policy=LINES)
        mail["From"], mail["To"], mail["Subject"] = self._sender, to, subject
        mail["Date"] = formatdate(usegmt=True)
        mail["Message-ID"] = make_msgid(domain=parseaddr(self._sender)[1].rpartition("@")[2])
        # RFC 3834: no holiday notice answers this.
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        return mail


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _plainly(error: Exception) -> str:
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code}" if isinstance(code, int) else type(error).__name__
