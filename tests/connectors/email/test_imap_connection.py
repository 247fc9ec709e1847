"""One IMAP connection against servers that misbehave."""

import asyncio
import base64
from typing import Any

import pytest

from tests.connectors.email.recording_host import RecordingHost, account, fetching, mail, running, subjects
from tests.connectors.email.scripted_imap import cutting, scripted
from tests.mailservers import MailServers
from warmline.connectors.email import responses
from warmline.connectors.email.imap import LoginRefused, Refused, connect
from warmline.connectors.email.responses import Dropped
from warmline.connectors.email.settings import EmailSettings


async def test_farewell_instead_of_a_greeting_is_passed_on() -> None:
    async with scripted({"GREETING": b"* BYE too many connections\r\n"}) as imap:
        with pytest.raises(Dropped, match="too many connections"):
            async with connect(EmailSettings(**imap.settings())):
                pass


async def test_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responses, "MOST_LINE", 1_000_000)
    async with scripted({"UID SEARCH": b"* SEARCH" + b" 1" * 1_500_000}) as imap:
        async with connect(EmailSettings(**imap.settings())) as connection:
            with pytest.raises(Dropped, match="no end"):
                await connection.search_after(0)


async def test_long_answer_is_read_whole() -> None:
    numbers = b" ".join(b"%d" % number for number in range(1, 200_001))
    async with scripted({"UID SEARCH": b"* SEARCH " + numbers + b"\r\n%t OK\r\n"}) as imap:
        async with connect(EmailSettings(**imap.settings())) as connection:
            assert await connection.search_after(10) == list(range(11, 200_001))


async def test_silent_server_is_given_up() -> None:
    async with scripted({"EXAMINE": b""}) as imap:
        with pytest.raises(TimeoutError):
            async with connect(EmailSettings(**imap.settings()), timeout=0.1) as connection:
                await connection.examine("INBOX")


async def test_data_ahead_of_tls_is_refused() -> None:
    async with scripted({"STARTTLS": b"%t OK go ahead\r\n* CAPABILITY IMAP4rev1 EVIL\r\n"}) as imap:
        with pytest.raises(Dropped, match="ahead of TLS"):
            async with connect(EmailSettings(**imap.settings(imap_security="starttls"))):
                pass
        assert not any(b"LOGIN" in line or b"AUTHENTICATE" in line for line in imap.heard)


async def test_refused_starttls_never_sends_the_password() -> None:
    async with scripted({"STARTTLS": b"%t NO not here\r\n"}) as imap:
        with pytest.raises(Refused, match="not here"):
            async with connect(EmailSettings(**imap.settings(imap_security="starttls"))):
                pass
        assert not any(b"LOGIN" in line or b"AUTHENTICATE" in line for line in imap.heard)


async def test_unavailable_login_is_not_the_passwords_fault() -> None:
    async with scripted({"AUTHENTICATE": b"%t NO [UNAVAILABLE] database away\r\n"}) as imap:
        with pytest.raises(Refused, match="database away") as caught:
            async with connect(EmailSettings(**imap.settings())):
                pass
        assert not isinstance(caught.value, LoginRefused)


@pytest.mark.parametrize("words", [b"[AUTHENTICATIONFAILED] no", b"LOGIN failed"])
async def test_refused_login(words: bytes) -> None:
    async with scripted({"AUTHENTICATE": b"%t NO " + words + b"\r\n"}) as imap:
        with pytest.raises(LoginRefused):
            async with connect(EmailSettings(**imap.settings())):
                pass


async def test_login_where_the_server_has_no_other_way() -> None:
    async with scripted({"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n%t OK\r\n"}) as imap:
        async with connect(EmailSettings(**imap.settings(imap_user="a b", imap_password='x"y'))):
            pass
        assert any(line.endswith(b'LOGIN "a b" "x\\"y"') for line in imap.heard)
        with pytest.raises(LoginRefused, match="AUTH=PLAIN"):
            async with connect(EmailSettings(**imap.settings(imap_password="Zürich\r\nx LOGOUT"))):
                pass


async def test_password_is_sent_once_and_encoded() -> None:
    async with scripted({}) as imap:
        async with connect(EmailSettings(**imap.settings(imap_password="pä ss"))):
            pass
        assert base64.b64encode("\0kim\0pä ss".encode()) in imap.heard


async def test_connection_that_is_logged_in_already() -> None:
    async with scripted({"GREETING": b"* PREAUTH welcome\r\n"}) as imap:
        async with connect(EmailSettings(**imap.settings())) as connection:
            assert (await connection.examine("INBOX")).uidvalidity == 7
        assert not any(b"LOGIN" in line or b"AUTHENTICATE" in line for line in imap.heard)


async def test_news_in_one_packet_with_the_start_of_idling_are_not_overlooked() -> None:
    async with scripted({"IDLE": b"+ idling\r\n* 2 EXISTS\r\n"}) as imap:
        async with connect(EmailSettings(**imap.settings())) as connection:
            await asyncio.wait_for(connection.idle(3600), 5)
    async with scripted({"IDLE": b"* 2 EXISTS\r\n+ idling\r\n"}) as imap:
        async with connect(EmailSettings(**imap.settings())) as connection:
            await asyncio.wait_for(connection.idle(3600), 5)


async def test_connection_is_of_use_after_idling_without_news() -> None:
    async with scripted({"IDLE": b"+ idling\r\n* OK Still here\r\n* 1 FETCH (FLAGS ())\r\n* 1 EXI"}) as imap:
        imap.answers["DONE"] = b"STS\r\n%t OK idled\r\n"
        async with connect(EmailSettings(**imap.settings())) as connection:
            await connection.idle(0.05)
            assert (await connection.examine("INBOX")).uidnext == 2


async def test_connection_lost_while_idling_is_noticed_at_once() -> None:
    idles = asyncio.Event()

    def idle(command: bytes) -> bytes:
        idles.set()
        return b"+ idling\r\n"

    async with scripted({"IDLE": idle}) as imap, connect(EmailSettings(**imap.settings())) as connection:
        idling = asyncio.create_task(connection.idle(3600))
        await asyncio.wait_for(idles.wait(), 5)
        imap.writers[0].close()
        with pytest.raises(Dropped):
            await asyncio.wait_for(idling, 5)


async def test_message_larger_than_the_server_said_is_cut_and_the_next_command_works() -> None:
    body = b"Subject: big\r\n\r\n" + b"x" * 400_000
    fetch = b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%b)\r\n%%t OK\r\n" % (len(body), body)
    async with scripted({"UID FETCH": fetch}) as imap:
        async with connect(EmailSettings(**imap.settings(max_message_bytes=1_000))) as connection:
            found = await connection.fetch([1])
            assert found[1].body == body[:1_001]
            assert (await connection.examine("INBOX")).uidnext == 2


def _fetches(broken: int) -> Any:
    """Three messages, of which the server cannot give out one."""

    def answer(command: bytes) -> bytes:
        uids = {b"1:3": [1, 2, 3]}.get(command.split()[2]) or [int(command.split()[2])]
        if b"RFC822.SIZE" in command:
            return b"".join(b"* %d FETCH (UID %d RFC822.SIZE 90)\r\n" % (uid, uid) for uid in uids) + b"%t OK\r\n"
        if broken in uids:
            return b"%t NO [SERVERBUG] Internal error occurred\r\n"
        body = b"Subject: Mail %d\r\n\r\n" % uids[0]
        return b"* %d FETCH (BODY[] {%d}\r\n%b UID %d)\r\n%%t OK\r\n" % (uids[0], len(body), body, uids[0])

    return answer


async def test_message_that_the_server_cannot_give_out_does_not_hold_up_the_others() -> None:
    answers = {
        "EXAMINE": b"* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4] ok\r\n%t OK open\r\n",
        "UID SEARCH": b"* SEARCH 1 2 3\r\n%t OK\r\n",
        "UID FETCH": _fetches(broken=2),
    }
    async with scripted(answers) as imap:
        ours = account("claims@northlight.test", **imap.settings())
        host = RecordingHost(ours)
        async with running(host):
            await host.until(lambda: len(host.raws(ours)) == 3)
    first, missing, last = host.raws(ours)
    assert (first.body, last.body) == (b"Subject: Mail 1\r\n\r\n", b"Subject: Mail 3\r\n\r\n")
    assert missing.body == b""
    assert missing.meta["unreadable"]
    # It was asked for again before it was given up.
    assert sum(line.endswith(b"UID FETCH 2 (UID INTERNALDATE BODY.PEEK[])") for line in imap.heard) == 3


async def test_server_without_idle_is_looked_at_again() -> None:
    async with scripted({"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n%t OK\r\n"}) as imap:
        ours = account("claims@northlight.test", **imap.settings(poll_seconds=1))
        host = RecordingHost(ours)
        imap.answers["UID SEARCH"] = b"* SEARCH\r\n%t OK\r\n"
        async with running(host):
            await host.until(lambda: host.problem(ours) is None)
            imap.answers["EXAMINE"] = b"* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n%t OK open\r\n"
            imap.answers["UID SEARCH"] = b"* SEARCH 1\r\n%t OK\r\n"
            imap.answers["UID FETCH"] = _fetches(broken=0)
            await host.until(lambda: subjects(host, ours) == [1])
    assert not any(b"IDLE" in line for line in imap.heard)


async def test_connection_that_breaks_off_anywhere_loses_nothing(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    mailservers.deliver(mailbox, *map(mail, range(5)))
    async with cutting(mailservers.ports["imap"], step=70) as (port, came):
        ours = fetching(mailservers, mailbox, imap_port=port)
        host = RecordingHost(ours)
        async with running(host, longest_wait=0.01):
            await host.until(lambda: host.problem(ours) is None and len(host.raws(ours)) == 5, within=60)
    assert subjects(host, ours) == [0, 1, 2, 3, 4]
    assert len(came) > 20
