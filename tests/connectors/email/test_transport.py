"""The connector at work on several accounts, behind and before real mail servers."""

import uuid

import aiosmtplib
import msgspec
import pytest

from tests import mailservers as mailservers_module
from tests.conftest import eventually
from tests.connectors.email.recording_host import ORG, RecordingHost, account, fetching, mail, running, subjects
from tests.mailservers import MailServers
from warmline import sdk
from warmline.connectors.email import connector
from warmline.connectors.email.settings import EmailSettings


def test_what_the_connector_says_of_itself() -> None:
    manifest = connector.manifest
    assert (manifest.code, [channel.code for channel in manifest.channels]) == ("email", ["email"])
    assert manifest.secrets == {"imap_password", "smtp_password"}
    assert manifest.secrets <= {field.name for field in msgspec.structs.fields(EmailSettings)}


def test_missing_mail_servers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(mailservers_module.PROGRAMS, "lmtp", "/nowhere/lmtp")
    with pytest.raises(mailservers_module.MailServersMissing, match="apt-get install dovecot-imapd dovecot-lmtpd"):
        mailservers_module.check_machine()


async def send(servers: MailServers, recipient: str, body: bytes) -> None:
    """A customer's mail, through Postfix."""
    await aiosmtplib.send(
        body, sender="kim@northlight.test", recipients=[recipient], hostname="127.0.0.1", port=servers.ports["smtp"],
        start_tls=False,
    )  # fmt: skip


async def test_postfix_delivers_by_lmtp_and_tries_again(mailservers: MailServers) -> None:
    address = f"claims@{mailservers.listener_domain}"
    port = mailservers.ports["listener_lmtp"]
    ours = account(address, listen="lmtp", listen_port=port)
    host = RecordingHost(ours)
    host.failure = ConnectionError("the database is away")
    async with running(host):
        await host.until(lambda: host.problem(ours) is None)
        await send(mailservers, f"claims+vip@{mailservers.listener_domain}", mail(1))
        await host.until(lambda: host.refused >= 1)
        host.failure = None
        await host.until(lambda: subjects(host, ours) == [1])
    meta = host.raws(ours)[0].meta
    assert meta["rcpt_to"] == f"claims+vip@{mailservers.listener_domain}"
    assert meta["mail_from"] == "kim@northlight.test"


async def test_postfix_keeps_the_mail_while_we_are_down(mailservers: MailServers) -> None:
    address = f"claims@smtp.{mailservers.listener_domain}"
    ours = account(address, listen="smtp", listen_port=mailservers.ports["listener_smtp"])
    host = RecordingHost(ours)
    for number in range(5):
        await send(mailservers, address, mail(number))
    async with running(host):
        await host.until(lambda: sorted(subjects(host, ours)) == list(range(5)))


async def test_unknown_recipient_comes_back_to_the_sender(mailservers: MailServers) -> None:
    customer = mailservers.mailbox()
    theirs = fetching(mailservers, customer)
    ours = account(
        f"claims@{mailservers.listener_domain}", listen="lmtp", listen_port=mailservers.ports["listener_lmtp"]
    )
    host = RecordingHost(ours, theirs)
    async with running(host):
        await host.until(lambda: host.problem(ours) is None)
        await aiosmtplib.send(
            mail(1), sender=customer.address, recipients=[f"other@{mailservers.listener_domain}"],
            hostname="127.0.0.1", port=mailservers.ports["smtp"], start_tls=False,
        )  # fmt: skip
        await host.until(lambda: len(host.raws(theirs)) == 1)
    assert b"No such mailbox here" in host.bodies(theirs)[0]
    assert not host.raws(ours)


async def test_broken_account_stops_no_other(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    fine = fetching(mailservers, mailbox)
    wrong = fetching(mailservers, mailservers.mailbox(), imap_password="wrong")
    away = fetching(mailservers, mailservers.mailbox(), imap_port=1)
    unreadable = msgspec.structs.replace(account("x@northlight.test"), settings={"imap_port": "many"})
    host = RecordingHost(unreadable, wrong, away, fine)
    async with running(host):
        mailservers.deliver(mailbox, mail(1))
        await host.until(lambda: subjects(host, fine) == [1])
        await host.until(lambda: "refused the password" in (host.problem(wrong) or ""))
        await host.until(lambda: "nothing answers there" in (host.problem(away) or ""))
        await host.until(lambda: "settings cannot be read" in (host.problem(unreadable) or ""))
        await host.until(lambda: host.problem(fine) is None)


async def test_accounts_are_added_changed_and_removed_while_it_runs(mailservers: MailServers) -> None:
    mailbox, other = mailservers.mailbox(), mailservers.mailbox()
    ours = fetching(mailservers, mailbox, imap_folder="Nowhere")
    host = RecordingHost()
    async with running(host):
        host.on = [ours]
        await host.until(lambda: "refused the folder" in (host.problem(ours) or ""))
        changed = msgspec.structs.replace(ours, settings=msgspec.structs.replace(ours.settings, imap_folder="INBOX"))
        host.on = [changed]
        mailservers.deliver(mailbox, mail(1))
        await host.until(lambda: subjects(host, ours) == [1] and host.problem(ours) is None)
        added = fetching(mailservers, other)
        host.on = [added]
        mailservers.deliver(other, mail(2))
        await host.until(lambda: subjects(host, added) == [2])
        mailservers.deliver(mailbox, mail(3))
        mailservers.deliver(other, mail(4))
        await host.until(lambda: subjects(host, added) == [2, 4])
    assert subjects(host, ours) == [1]


async def test_health_is_told_once_and_not_again_and_again(mailservers: MailServers) -> None:
    ours = fetching(mailservers, mailservers.mailbox(), imap_password="wrong")
    host = RecordingHost(ours)
    async with running(host):
        await host.until(lambda: bool(host.told))
        before = mailservers.log().count("auth failed")

        async def refused_again() -> bool:
            return mailservers.log().count("auth failed") >= before + 3

        await eventually(refused_again)
    assert len(host.told[ours.id]) == 1


async def test_accounts_that_cannot_be_read_stop_nothing(mailservers: MailServers) -> None:
    class Away(RecordingHost):
        away = False

        async def accounts(self) -> tuple[sdk.Account, ...]:
            if self.away:
                raise ConnectionError("the database is away")
            return tuple(self.on)

    mailbox = mailservers.mailbox()
    ours = fetching(mailservers, mailbox)
    host = Away(ours)
    async with running(host):
        await host.until(lambda: host.problem(ours) is None)
        host.away = True
        mailservers.deliver(mailbox, mail(1))
        await host.until(lambda: subjects(host, ours) == [1])


async def test_settings_as_plain_values_will_do(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    ours = fetching(mailservers, mailbox)
    plain = sdk.Account(
        org_id=ORG, id=uuid.uuid4(), connector="email", channel="email", name="Plain", address=mailbox.address,
        settings=msgspec.to_builtins(ours.settings),
    )  # fmt: skip
    host = RecordingHost(plain)
    mailservers.deliver(mailbox, mail(1))
    async with running(host):
        await host.until(lambda: subjects(host, plain) == [1])
