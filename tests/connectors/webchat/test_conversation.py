"""What visitors say becomes the record: once, in order, in one interaction."""

from tests.connectors.webchat.conftest import Chat
from tests.connectors.webchat.site import Visitor


async def test_what_is_said_comes_back_as_a_line(chat: Chat, visitor: Visitor) -> None:
    async with visitor.connect() as socket:
        ack = await socket.say("m1", "Hello")
        assert ack["new"] is True
        line = await socket.line("Hello")
    assert (line["client_id"], line["author"]) == ("m1", "customer")
