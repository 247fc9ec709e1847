"""Web chat as a connector: what it is, and which module does what the platform asks."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from warmline import sdk
from warmline.connectors.webchat import deliveries
from warmline.connectors.webchat.check import check
from warmline.connectors.webchat.settings import DOCUMENTS, IMAGES, SECRETS, WebChatSettings, settings_of
from warmline.connectors.webchat.wire import LONGEST_TEXT

if TYPE_CHECKING:
    from warmline.connectors.webchat.chat import Chat

WEBCHAT = sdk.ChannelType(
    code="webchat",
    medium=sdk.Medium.TEXT,
    synchrony=sdk.Synchrony.SESSION,
    scheme=deliveries.SCHEME,
    max_length=LONGEST_TEXT,
    media=IMAGES + DOCUMENTS,
    receipts=True,
    typing=True,
    outbound=False,
)


class WebChat(sdk.Base):
    """The visitors' side is served by the connector's own routes; there is nothing to poll."""

    manifest = sdk.Manifest(
        code="webchat",
        name="Web chat",
        version="1.0.0",
        channels=(WEBCHAT,),
        settings=WebChatSettings,
        secrets=SECRETS,
    )

    def __init__(self) -> None:
        self._chats: WeakSet[Chat] = WeakSet()

    def parse(self, envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
        return deliveries.parse(envelope, account)

    async def send(self, message: sdk.Outbound, account: sdk.Account) -> sdk.Sent:
        """Nothing to do: visitors read the record itself. That they got it, their page says."""
        return sdk.Sent(external_id=message.external_id, status="sent")

    def tells_reading(self, account: sdk.Account) -> bool:
        return settings_of(account).read_receipts

    def check(self, account: sdk.Account) -> AsyncIterator[sdk.CheckStep]:
        return check(settings_of(account))

    def routes(self, host: sdk.Host) -> Sequence[Any]:
        # Loads the web framework, which a worker without a web server has no use for.
        from warmline.connectors.webchat.chat import Chat
        from warmline.connectors.webchat.routes import build

        chat = Chat(host)
        self._chats.add(chat)
        return build(chat)

    async def run(self, host: sdk.Host) -> None:
        """Nothing to do until the end: then open sockets of this process are told to connect again."""
        try:
            await asyncio.Event().wait()
        finally:
            for each in self._chats:
                each.stop()


connector = WebChat()
