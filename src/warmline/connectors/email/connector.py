"""E-mail as a connector: what it is, and which module does what the platform asks."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.connectors.email import check, compose, parse, smtp, threading
from warmline.connectors.email.addresses import domain
from warmline.connectors.email.retry import Backoff
from warmline.connectors.email.settings import SECRETS, EmailSettings
from warmline.connectors.email.supervise import REFRESH_SECONDS, Supervisor

EMAIL = sdk.ChannelType(
    code="email",
    medium=sdk.Medium.TEXT,
    synchrony=sdk.Synchrony.ASYNCHRONOUS,
    scheme="email",
    max_length=1_000_000,
    receipts=True,
    threads=True,
    outbound=True,
)


class Email(sdk.Base):
    """``refresh`` is how often accounts are read again, in seconds; ``backoff`` makes the waits after failures."""

    manifest = sdk.Manifest(
        code="email",
        name="E-mail",
        version="1.0.0",
        channels=(EMAIL,),
        settings=EmailSettings,
        secrets=SECRETS,
    )

    def __init__(self, *, refresh: float = REFRESH_SECONDS, backoff: Callable[[], Backoff] = Backoff) -> None:
        self._refresh, self._backoff = refresh, backoff

    def parse(self, envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
        return parse.parse(envelope, account)

    def external_id(self, message_id: UUID, account: sdk.Account) -> str:
        settings = msgspec.convert(account.settings, EmailSettings, from_attributes=True)
        return threading.message_id(message_id, settings.domain or domain(account.address))

    def mute(self, account: sdk.Account) -> str | None:
        settings = msgspec.convert(account.settings, EmailSettings, from_attributes=True)
        return None if settings.smtp_host else "The account has no smtp_host to send by."

    async def send(self, message: sdk.Outbound, account: sdk.Account) -> sdk.Sent:
        settings = msgspec.convert(account.settings, EmailSettings, from_attributes=True)
        sent = await smtp.send(compose.compose(message, account), settings)
        return sdk.Sent(external_id=parse.external_id(sent))

    def check(self, account: sdk.Account) -> AsyncIterator[sdk.CheckStep]:
        return check.check(account, msgspec.convert(account.settings, EmailSettings, from_attributes=True))

    async def run(self, host: sdk.Host) -> None:
        await Supervisor(host, refresh=self._refresh, backoff=self._backoff).run()


connector = Email()
