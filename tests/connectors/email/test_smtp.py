"""Sending through a real Postfix: what is refused for good, what is tried again, and what arrives."""

import asyncio
import uuid
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from tests.connectors.email.recording_host import RecordingHost, account, fetching, running
from tests.mailservers import MailServers, free_ports
from warmline import sdk
from warmline.connectors.email import connector
from warmline.connectors.email.threading import message_id


def outbound(to: str, **more: Any) -> sdk.Outbound:
    message = uuid.uuid4()
    values: dict[str, Any] = {
        "message_id": message,
        "external_id": message_id(message, "northlight.test"),
        "to": sdk.Handle("email", to),
        "sender_name": "Robin",
        "at": datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        "text": "Dear Kim,\nthe claim is paid. Grüße",
        "subject": "Your claim",
    }
    return sdk.Outbound(**(values | more))


async def test_account_without_server_refuses_for_good() -> None:
    with pytest.raises(sdk.Rejected, match="smtp_host"):
        await connector.send(outbound("kim@elsewhere.test"), account("claims@northlight.test"))


async def test_refused_recipient_is_refused_for_good(mailservers: MailServers) -> None:
    ours = fetching(mailservers, mailservers.mailbox())
    with pytest.raises(sdk.Rejected, match=r"554 5\.7\.1 .*Relay access denied"):
        await connector.send(outbound("kim@elsewhere.test"), ours)
    with pytest.raises(sdk.Rejected, match=r"552 5\.2\.2 .*This mailbox is full"):
        await connector.send(outbound("full@northlight.test"), ours)


async def test_passing_trouble_is_tried_again(mailservers: MailServers) -> None:
    ours = fetching(mailservers, mailservers.mailbox())
    with pytest.raises(sdk.Unavailable, match=r"450 4\.2\.1 .*This mailbox is busy"):
        await connector.send(outbound("busy@northlight.test"), ours)


async def test_mail_larger_than_the_server_takes_is_refused_for_good(mailservers: MailServers) -> None:
    ours = fetching(mailservers, mailservers.mailbox())
    large = sdk.Attachment(name="scan.pdf", content_type="application/pdf", content=b"x" * 11_000_000)
    with pytest.raises(sdk.Rejected, match=r"552 5\.3\.4"):
        await connector.send(outbound("full@northlight.test", attachments=(large,)), ours)


async def test_wrong_password_is_the_accounts_trouble(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    ours = fetching(mailservers, mailbox, smtp_user=mailbox.address, smtp_password="wrong")
    with pytest.raises(sdk.Unavailable, match=f"refused the password of {mailbox.address} .*set .*smtp_password anew"):
        await connector.send(outbound(mailbox.address), ours)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"smtp_security": "starttls"}, "certificate that cannot be trusted"),
        ({"smtp_security": "tls"}, "does not speak TLS"),
        ({"smtp_host": "nowhere.invalid"}, "there is no such host name"),
    ],
)
async def test_unusable_server_is_told(mailservers: MailServers, settings: dict[str, Any], problem: str) -> None:
    ours = fetching(mailservers, mailservers.mailbox(), **settings)
    with pytest.raises(sdk.Unavailable, match=problem):
        await connector.send(outbound("kim@elsewhere.test"), ours)


async def test_server_that_is_away_is_told(mailservers: MailServers) -> None:
    ours = fetching(mailservers, mailservers.mailbox(), smtp_port=free_ports(1)[0])
    with pytest.raises(sdk.Unavailable, match="nothing answers there"):
        await connector.send(outbound("kim@elsewhere.test"), ours)


@pytest.mark.parametrize("greeting", [b"554 no service\r\n", b"421 too busy\r\n", b"", b"what?\r\n"])
async def test_server_that_is_not_ready_is_tried_again(greeting: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        ours = account("claims@northlight.test", smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
        with pytest.raises(sdk.Unavailable):
            await connector.send(outbound("kim@elsewhere.test"), ours)


@pytest.mark.parametrize(("security", "port"), [("none", "smtp"), ("starttls", "smtp"), ("tls", "smtps")])
async def test_mail_arrives_threaded(
    mailservers: MailServers, monkeypatch: pytest.MonkeyPatch, security: str, port: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(mailservers.certificate))
    ours, theirs = mailservers.mailbox(), mailservers.mailbox()
    secrets = {"smtp_user": ours.address, "smtp_password": ours.password} if security != "none" else {}
    sending = fetching(mailservers, ours, smtp_security=security, smtp_port=mailservers.ports[port], **secrets)
    customer = fetching(mailservers, theirs)
    message = outbound(theirs.address, replies_to=("<first@elsewhere.test>", "<second@elsewhere.test>"))
    host = RecordingHost(customer)
    async with running(host):
        sent = await connector.send(message, sending)
        await host.until(lambda: len(host.raws(customer)) == 1)
    arrived = message_from_bytes(host.bodies(customer)[0], policy=default)
    assert sent == sdk.Sent(external_id=message.external_id)
    assert arrived["Message-ID"] == message.external_id
    assert arrived["In-Reply-To"] == "<second@elsewhere.test>"
    assert arrived["References"].split() == ["<first@elsewhere.test>", "<second@elsewhere.test>"]
    assert arrived["Return-Path"] == f"<{ours.address}>"
    assert arrived["Subject"] == "Re: Your claim"
    assert "Grüße" in arrived.get_content()


async def test_bounce_comes_back_to_the_account(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    ours = fetching(mailservers, mailbox)
    message = outbound("nobody.here@northlight.test")
    host = RecordingHost(ours)
    async with running(host):
        await connector.send(message, ours)
        await host.until(lambda: len(host.raws(ours)) == 1)
    bounce = message_from_bytes(host.bodies(ours)[0], policy=default)
    assert bounce.get_content_type() == "multipart/report"
    assert message.external_id in bounce.as_string()
    assert "5.1.1" in bounce.as_string()
