"""Receiving by SMTP and LMTP: 250 only for what is committed, and an honest answer for all else."""

import asyncio
import contextlib
import smtplib
from collections.abc import AsyncIterator
from typing import Any

import aiosmtplib
import pytest

from tests.conftest import eventually
from tests.connectors.email.recording_host import RecordingHost, account, mail, running
from tests.mailservers import free_ports
from warmline import sdk
from warmline.connectors.email import listener

CLAIMS = "claims@northlight.test"
SENDER = "kim@elsewhere.test"


def listening(address: str, port: int, *, protocol: str = "smtp", **settings: Any) -> sdk.Account:
    return account(address, listen=protocol, listen_host="127.0.0.1", listen_port=port, **settings)


@contextlib.asynccontextmanager
async def client(port: int) -> AsyncIterator[aiosmtplib.SMTP]:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False, local_hostname="mx.test") as smtp:
        yield smtp


@contextlib.asynccontextmanager
async def receiving(*accounts: sdk.Account) -> AsyncIterator[RecordingHost]:
    """A host whose accounts all listen."""
    host = RecordingHost(*accounts)
    async with running(host):
        await host.until(lambda: all(host.problem(each) is None for each in accounts))
        yield host


def by_lmtp(port: int, recipients: list[str], body: bytes) -> list[tuple[int, bytes]]:
    """The answer to each recipient, or after DATA to each that was taken."""
    with smtplib.LMTP("127.0.0.1", port, timeout=10) as lmtp:
        lmtp.ehlo_or_helo_if_needed()
        lmtp.mail(SENDER)
        answers = [lmtp.rcpt(recipient) for recipient in recipients]
        taken = [answer for answer in answers if answer[0] == 250]
        if not taken:
            return answers
        first = lmtp.data(body)
        return [first, *(lmtp.getreply() for _ in taken[1:])]


async def test_unknown_recipient_is_refused() -> None:
    [port] = free_ports(1)
    async with receiving(listening(CLAIMS, port)) as host, client(port) as smtp:
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as caught:
            await smtp.sendmail(SENDER, ["other@northlight.test"], mail(1))
        assert caught.value.recipients[0].code == 550
        assert not host.offered


async def test_failed_accepting_asks_the_sender_to_try_again() -> None:
    [port] = free_ports(1)
    async with receiving(listening(CLAIMS, port)) as host, client(port) as smtp:
        host.failure = ConnectionError("the database is away")
        with pytest.raises(aiosmtplib.SMTPDataError) as caught:
            await smtp.sendmail(SENDER, [CLAIMS], mail(1))
        assert caught.value.code == 451
        assert "database" not in caught.value.message
        host.failure = None
        assert (await smtp.sendmail(SENDER, [CLAIMS], mail(1)))[1].startswith("2.0.0")


async def test_too_large_mail_is_refused_before_and_after_it_is_sent() -> None:
    [port] = free_ports(1)
    large = mail(1, text="A line of text.\r\n" * 1_000)
    async with receiving(listening(CLAIMS, port, max_message_bytes=5_000)) as host, client(port) as smtp:
        with pytest.raises(aiosmtplib.SMTPSenderRefused) as announced:
            await smtp.sendmail(SENDER, [CLAIMS], large)
        await smtp.mail(SENDER)
        await smtp.rcpt(CLAIMS)
        with pytest.raises(aiosmtplib.SMTPDataError) as sent:
            await smtp.data(large)
        assert (announced.value.code, sent.value.code) == (552, 552)
        await smtp.sendmail(SENDER, [CLAIMS], mail(2))
        assert len(host.offered) == 1


async def test_mail_arrives_with_its_circumstances() -> None:
    [port] = free_ports(1)
    ours, sent = listening(CLAIMS, port), mail(1)
    async with receiving(ours) as host, client(port) as smtp:
        await smtp.sendmail(SENDER, [CLAIMS], sent)
    [raw] = host.raws(ours)
    assert raw.body == sent
    assert raw.external_id in sent.decode()
    assert raw.content_type == "message/rfc822"
    assert raw.key == SENDER
    assert raw.meta == {"mail_from": SENDER, "rcpt_to": CLAIMS, "peer": "127.0.0.1", "helo": "mx.test"}


@pytest.mark.parametrize(
    "recipient", ["claims+urgent@northlight.test", "Claims@NORTHLIGHT.test", "claims+@northlight.test"]
)
async def test_tagged_and_differently_written_addresses_belong_to_the_account(recipient: str) -> None:
    [port] = free_ports(1)
    ours = listening(CLAIMS, port)
    async with receiving(ours) as host, client(port) as smtp:
        await smtp.sendmail(SENDER, [recipient], mail(1))
    assert host.raws(ours)[0].meta["rcpt_to"] == recipient


async def test_bounces_come_from_nobody() -> None:
    [port] = free_ports(1)
    ours = listening(CLAIMS, port)
    async with receiving(ours) as host, client(port) as smtp:
        await smtp.ehlo()
        await smtp.execute_command(b"MAIL", b"FROM:<>")
        await smtp.rcpt(CLAIMS)
        await smtp.data(mail(1))
    assert host.raws(ours)[0].meta["mail_from"] == "<>"


async def test_same_mail_twice_is_there_once() -> None:
    [port] = free_ports(1)
    ours, sent = listening(CLAIMS, port), mail(1)
    async with receiving(ours) as host, client(port) as smtp:
        for _ in range(2):
            await smtp.sendmail(SENDER, [CLAIMS], sent)
    assert len(host.raws(ours)) == 1


async def test_poison_mail_passes_and_the_next_arrives() -> None:
    [port] = free_ports(1)
    ours = listening(CLAIMS, port)
    poison = (
        b"Subject: \xff\x00\r\nContent-Type: multipart/mixed; boundary\r\n\r\n" + b"x" * 200_000 + b"\x00\r\n.dot\r\n"
    )
    async with receiving(ours) as host, client(port) as smtp:
        await smtp.sendmail(SENDER, [CLAIMS], poison)
        await smtp.sendmail(SENDER, [CLAIMS], b"")
        await smtp.sendmail(SENDER, [CLAIMS], mail(2))
    assert host.bodies(ours)[0] == poison
    assert len(host.raws(ours)) == 3


async def test_one_listener_serves_several_accounts() -> None:
    [port] = free_ports(1)
    claims, sales = listening(CLAIMS, port), listening("sales@northlight.test", port)
    async with receiving(claims, sales) as host, client(port) as smtp:
        await smtp.sendmail(SENDER, [CLAIMS, "sales@northlight.test"], mail(1))
        assert len(host.raws(claims)) == len(host.raws(sales)) == 1
        host.on = [claims]

        async def refused() -> bool:
            """The listener hears of a removed account in a moment."""
            try:
                await smtp.sendmail(SENDER, ["sales@northlight.test"], mail(2))
            except aiosmtplib.SMTPRecipientsRefused:
                return True
            except aiosmtplib.SMTPDataError as error:
                return error.code == 550
            return False

        await eventually(refused)
        await smtp.sendmail(SENDER, [CLAIMS], mail(3))


async def test_lmtp_answers_each_recipient() -> None:
    [port] = free_ports(1)
    claims = listening(CLAIMS, port, protocol="lmtp")
    small = listening("small@northlight.test", port, protocol="lmtp", max_message_bytes=300)
    async with receiving(claims, small) as host:
        recipients = [CLAIMS, "unknown@northlight.test", "small@northlight.test"]
        answers = await asyncio.to_thread(by_lmtp, port, recipients, mail(1, text="x" * 500))
    assert [code for code, _ in answers] == [250, 552]
    assert len(host.raws(claims)) == 1
    assert not host.raws(small)


async def test_lmtp_answers_each_recipient_also_when_nobody_takes_the_mail() -> None:
    [port] = free_ports(1)
    claims = listening(CLAIMS, port, protocol="lmtp", max_message_bytes=1_000)
    sales = listening("sales@northlight.test", port, protocol="lmtp", max_message_bytes=1_000)
    async with receiving(claims, sales) as host:
        large = mail(1, text="x" * 70 + "\r\n" + "A line.\r\n" * 500)
        answers = await asyncio.to_thread(by_lmtp, port, [CLAIMS, "sales@northlight.test"], large)
        host.failure = ConnectionError("the database is away")
        failed = await asyncio.to_thread(by_lmtp, port, [CLAIMS, "sales@northlight.test"], mail(2))
        unknown = await asyncio.to_thread(by_lmtp, port, ["nobody@northlight.test"], mail(3))
    assert [code for code, _ in answers] == [552, 552]
    assert [code for code, _ in failed] == [451, 451]
    assert [code for code, _ in unknown] == [550]


async def test_taken_port_is_told_and_had_when_it_is_free() -> None:
    [port] = free_ports(1)
    other = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", port)
    ours = listening(CLAIMS, port)
    host = RecordingHost(ours)
    async with running(host):
        await host.until(lambda: f"cannot listen on 127.0.0.1:{port}" in (host.problem(ours) or ""))
        other.close()
        await other.wait_closed()
        await host.until(lambda: host.problem(ours) is None)


async def test_too_many_connections_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "MOST_SESSIONS", 1)
    [port] = free_ports(1)
    async with receiving(listening(CLAIMS, port)) as host:
        async with client(port) as first:
            with pytest.raises(aiosmtplib.SMTPConnectResponseError) as caught:
                async with client(port):
                    pass
            assert caught.value.code == 421
            await first.sendmail(SENDER, [CLAIMS], mail(1))
        assert len(host.offered) == 1


async def test_connection_that_breaks_off_in_the_mail_leaves_nothing() -> None:
    [port] = free_ports(1)
    async with receiving(listening(CLAIMS, port)) as host:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for line in (b"EHLO mx.test", b"MAIL FROM:<kim@elsewhere.test>", b"RCPT TO:<claims@northlight.test>", b"DATA"):
            writer.write(line + b"\r\n")
        while not (await reader.readline()).startswith(b"354"):
            pass
        writer.write(b"Subject: half\r\n\r\n.\r")
        writer.close()
        await writer.wait_closed()
        async with client(port) as smtp:
            await smtp.sendmail(SENDER, [CLAIMS], mail(1))
    assert len(host.offered) == 1
