"""Fetching from a real Dovecot: nothing lost, nothing twice, whatever breaks off."""

import uuid
from typing import Any

import pytest

from tests.conftest import SHARED
from tests.connectors.email.recording_host import RecordingHost, fetching, mail, running, subjects
from tests.mailservers import MailServers
from warmline import sdk


async def test_wrong_password_is_told_and_the_right_one_mends_it(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    mailservers.deliver(mailbox, mail(1))
    account = fetching(mailservers, mailbox, imap_password="wrong")
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: "refused the password of" in (host.problem(account) or ""))
        assert "set the account's imap_user and imap_password anew" in (host.problem(account) or "")
        assert host.raws(account) == []
        mended = fetching(mailservers, mailbox)
        host.on = [mended]
        await host.until(lambda: subjects(host, mended) == [1] and host.problem(mended) is None)


async def test_missing_folder_is_told(mailservers: MailServers) -> None:
    account = fetching(mailservers, mailservers.mailbox(), imap_folder="Nowhere")
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: "refused the folder Nowhere" in (host.problem(account) or ""))


async def test_outage_of_ours_loses_nothing(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    account = fetching(mailservers, mailbox)
    host = RecordingHost(account)
    mailservers.deliver(mailbox, mail(0))
    async with running(host):
        await host.until(lambda: subjects(host, account) == [0])
    mailservers.deliver(mailbox, *map(mail, range(1, 26)))
    async with running(host):
        await host.until(lambda: len(host.raws(account)) == 26)
    assert subjects(host, account) == list(range(26))
    assert len(host.offered) == 26


async def test_idle_brings_mail_at_once(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    account = fetching(mailservers, mailbox, poll_seconds=3600)
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: host.problem(account) is None)
        for number in range(3):
            mailservers.deliver(mailbox, mail(number))
            # The next look at the mailbox without IDLE would come in an hour.
            await host.until(lambda: len(host.raws(account)) == number + 1)  # noqa: B023 (used at once)


async def test_lost_connections_lose_nothing(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    account = fetching(mailservers, mailbox)
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: host.problem(account) is None)
        for round_ in range(3):
            mailservers.deliver(mailbox, *map(mail, range(10 * round_, 10 * round_ + 10)))
            mailservers.stop_dovecot()
            await host.until(lambda: "IMAP server" in (host.problem(account) or ""))
            mailservers.start_dovecot()
            await host.until(lambda: len(host.raws(account)) == 10 * round_ + 10)  # noqa: B023 (used at once)
        await host.until(lambda: host.problem(account) is None)
    assert subjects(host, account) == list(range(30))


async def test_failed_accepting_is_tried_again(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    account = fetching(mailservers, mailbox)
    host = RecordingHost(account)
    host.failure = ConnectionError("the database is away")
    mailservers.deliver(mailbox, *map(mail, range(3)))
    async with running(host):
        await host.until(lambda: host.refused >= 2)
        assert not host.states
        host.failure = None
        await host.until(lambda: subjects(host, account) == [0, 1, 2])


async def test_mail_whose_place_was_not_saved_is_offered_again_and_kept_once(mailservers: MailServers) -> None:
    class Forgetful(RecordingHost):
        forgets = 2

        async def save_state(self, account: sdk.Account, key: str, value: Any) -> None:
            self.forgets -= 1
            if self.forgets >= 0:
                raise ConnectionError("the database is away")
            await super().save_state(account, key, value)

    mailbox = mailservers.mailbox()
    account = fetching(mailservers, mailbox)
    host = Forgetful(account)
    mailservers.deliver(mailbox, *map(mail, range(3)))
    async with running(host):
        await host.until(lambda: bool(host.states))
    assert host.batches == [3, 3, 3]
    assert subjects(host, account) == [0, 1, 2]


async def test_recreated_folder_is_read_anew_and_nothing_is_doubled(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    account = fetching(mailservers, mailbox, imap_folder="Réclamations", poll_seconds=1)
    host = RecordingHost(account)
    first, again, new = mail(1), mail(2), mail(3)
    with mailservers.imap(mailbox) as client:
        client.create("R&AOk-clamations")
        client.append("R&AOk-clamations", "", "", first)
        client.append("R&AOk-clamations", "", "", again)
        async with running(host):
            await host.until(lambda: subjects(host, account) == [1, 2])
            validity = {raw.meta["uidvalidity"] for raw in host.raws(account)}
            client.delete("R&AOk-clamations")
            client.create("R&AOk-clamations")
            client.append("R&AOk-clamations", "", "", again)
            client.append("R&AOk-clamations", "", "", new)
            await host.until(lambda: subjects(host, account) == [1, 2, 3])
    assert validity.isdisjoint({host.raws(account)[-1].meta["uidvalidity"]})
    # The one that was in both folders was offered twice and kept once.
    assert len(host.offered) == 4


async def test_poison_mail_passes_and_the_next_arrives(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    mailservers.deliver(mailbox, mail(1))
    mailservers.drop(mailbox, b"")
    mailservers.drop(mailbox, b"Subject: nul\n\nbefore\x00after\n")
    mailservers.drop(mailbox, b"\xff\xfe\x00\x01 no header at all \x80" * 50)
    mailservers.drop(mailbox, b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: ;;;\n\n--y--\n(((")
    mailservers.deliver(mailbox, mail(2))
    account = fetching(mailservers, mailbox)
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: len(host.raws(account)) == 6)
        mailservers.deliver(mailbox, mail(3))
        await host.until(lambda: len(host.raws(account)) == 7)
    assert host.bodies(account) == mailservers.mails(mailbox)


async def test_too_large_mail_is_kept_by_its_headers(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    large = mail(2, text="x" * 70 + "\r\n" + "A long line.\r\n" * 10_000)
    mailservers.deliver(mailbox, mail(1), large, mail(3))
    account = fetching(mailservers, mailbox, max_message_bytes=50_000)
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: len(host.raws(account)) == 3)
    kept = host.raws(account)[1]
    assert subjects(host, account) == [1, 2, 3]
    assert int(kept.meta["too_large"]) > len(large)
    assert kept.body.endswith(b"\r\n\r\n")
    assert len(kept.body) < 1_000
    assert "too_large" not in host.raws(account)[0].meta


async def test_the_mailbox_is_left_as_it_was(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    mailservers.deliver(mailbox, mail(1))
    account = fetching(mailservers, mailbox)
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: subjects(host, account) == [1])
    with mailservers.imap(mailbox) as client:
        client.select("INBOX", readonly=True)
        flags = client.fetch("1", "(FLAGS)")[1]
    assert flags == [rb"1 (FLAGS (\Recent))"]


async def test_bytes_and_circumstances_are_kept(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    sent = mail(1)
    mailservers.deliver(mailbox, sent)
    account = fetching(mailservers, mailbox)
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: len(host.raws(account)) == 1)
    raw = host.raws(account)[0]
    assert raw.body.endswith(sent)
    assert raw.content_type == "message/rfc822"
    assert raw.external_id in sent.decode()
    assert raw.key == "kim@elsewhere.test"
    assert raw.meta["folder"] == "INBOX"
    assert raw.meta["uid"] == "1"
    assert raw.meta["internal_date"]


@pytest.mark.parametrize(("security", "port"), [("starttls", "imap"), ("tls", "imaps")])
async def test_encrypted_connections(
    mailservers: MailServers, monkeypatch: pytest.MonkeyPatch, security: str, port: str
) -> None:
    mailbox = mailservers.mailbox()
    mailservers.deliver(mailbox, mail(1))
    account = fetching(mailservers, mailbox, imap_security=security, imap_port=mailservers.ports[port])
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: "certificate that cannot be trusted" in (host.problem(account) or ""))
        assert host.raws(account) == []
        monkeypatch.setenv("SSL_CERT_FILE", str(mailservers.certificate))
        await host.until(lambda: subjects(host, account) == [1])


async def test_tls_where_the_server_speaks_none_is_told(mailservers: MailServers) -> None:
    account = fetching(mailservers, mailservers.mailbox(), imap_security="tls")
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: "does not speak TLS" in (host.problem(account) or ""))


async def test_password_with_spaces_quotes_and_umlauts(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox(password='Zürich "7" \\o/')
    mailservers.deliver(mailbox, mail(1))
    account = fetching(mailservers, mailbox)
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: subjects(host, account) == [1])


async def test_many_mails_in_bounded_batches(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    mailservers.deliver(mailbox, *map(mail, range(250)))
    account = fetching(mailservers, mailbox)
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: len(host.raws(account)) == 250)
    assert subjects(host, account) == list(range(250))
    # 8 MB or 100 mails at most are held at once.
    assert host.batches == [100, 100, 50]


async def test_unknown_host_is_told(mailservers: MailServers) -> None:
    account = fetching(mailservers, mailservers.mailbox(), imap_host=f"{uuid.uuid4()}.invalid")
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: "there is no such host name" in (host.problem(account) or ""))


async def test_every_mail_of_the_corpus_comes_through(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    mailservers.deliver(mailbox, mail(0))
    files = sorted(path for path in (SHARED / "data" / "email").rglob("*.eml") if path.is_file())
    assert len(files) > 100
    for path in files:
        mailservers.drop(mailbox, path.read_bytes())
    account = fetching(mailservers, mailbox)
    host = RecordingHost(account)
    async with running(host):
        await host.until(lambda: len(host.offered) == len(files) + 1)
    assert [raw.body for raw in host.offered] == mailservers.mails(mailbox)
