"""Trying an e-mail account against real mail servers: each thing that can be wrong is named, with what to do."""

import asyncio
from typing import Any

import pytest

from tests.connectors.email.recording_host import account, fetching
from tests.mailservers import MailServers, free_ports
from warmline import sdk
from warmline.connectors.email import connector
from warmline.sdk import CheckStatus, CheckStep


async def steps(ours: sdk.Account) -> dict[str, CheckStep]:
    return {step.code: step async for step in connector.check(ours)}


def statuses(found: dict[str, CheckStep]) -> dict[str, str]:
    return {code: step.status.value for code, step in found.items()}


async def test_an_address_that_is_none_is_named() -> None:
    found = await steps(account("claims"))
    assert found["address"].status is CheckStatus.FAILED
    assert "claims is no e-mail address" in found["address"].detail


async def test_an_account_without_servers_is_warned_of() -> None:
    found = await steps(account("claims@northlight.test"))
    assert statuses(found) == {"address": "ok", "receiving": "warning", "sending": "warning"}


async def test_a_wrong_password_is_named_and_what_follows_is_not_tried(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    found = await steps(fetching(mailservers, mailbox, imap_password="wrong", smtp_user=mailbox.address,
                                 smtp_password="wrong"))  # fmt: skip
    assert statuses(found) == {
        "address": "ok",
        "imap.host": "ok",
        "imap.connect": "ok",
        "imap.login": "failed",
        "imap.folder": "skipped",
        "smtp.host": "ok",
        "smtp.connect": "ok",
        "smtp.login": "failed",
        "smtp.sender": "skipped",
    }
    assert f"refused the password of {mailbox.address}" in found["imap.login"].detail
    assert "set the account's imap_user and imap_password anew" in found["imap.login"].detail
    assert found["imap.login"].settings == ("imap_user", "imap_password")
    assert "smtp_password anew" in found["smtp.login"].detail


@pytest.mark.parametrize(
    ("settings", "step", "problem"),
    [
        ({"imap_host": "nowhere.invalid"}, "imap.host", "there is no such host name"),
        ({"imap_host": "169.254.169.254"}, "imap.host", "an address that Warmline does not connect to"),
        ({"smtp_host": "169.254.169.254"}, "smtp.host", "an address that Warmline does not connect to"),
        ({"imap_security": "tls"}, "imap.connect", "does not speak TLS"),
        ({"imap_security": "starttls"}, "imap.connect", "certificate that cannot be trusted"),
        ({"smtp_security": "starttls"}, "smtp.connect", "certificate that cannot be trusted"),
        ({"imap_folder": "Nowhere"}, "imap.folder", "refused the folder Nowhere"),
    ],
)
async def test_what_is_wrong_is_named(
    mailservers: MailServers, settings: dict[str, Any], step: str, problem: str
) -> None:
    found = await steps(fetching(mailservers, mailservers.mailbox(), **settings))
    assert found[step].status is CheckStatus.FAILED
    assert problem in found[step].detail


async def test_a_port_where_nobody_answers_is_named(mailservers: MailServers) -> None:
    found = await steps(fetching(mailservers, mailservers.mailbox(), imap_port=free_ports(1)[0]))
    assert "nothing answers there. Check host and port" in found["imap.connect"].detail


async def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    monkeypatch.setattr("warmline.connectors.email.check.TIMEOUT", 0.2)
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        ours = account("claims@northlight.test", imap_host="127.0.0.1", imap_port=port, imap_security="none")
        found = await steps(ours)
    assert "does not answer in time" in found["imap.connect"].detail


async def test_a_sender_that_may_not_be_one_is_named(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    ours = fetching(mailservers, mailbox)
    found = await steps(sdk.Account(**{name: getattr(ours, name) for name in ours.__struct_fields__}
                                    | {"address": "kim@elsewhere.test"}))  # fmt: skip
    assert found["smtp.sender"].status is CheckStatus.WARNING
    assert "takes no mail for it" in found["smtp.sender"].detail


async def test_a_port_that_is_taken_is_named() -> None:
    async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        found = await steps(account("claims@northlight.test", listen="smtp", listen_port=port))
    assert found["listen.port"].status is CheckStatus.FAILED
    assert "Check listen_host and listen_port" in found["listen.port"].detail
    free = await steps(account("claims@northlight.test", listen="lmtp"))
    assert free["listen.port"].status is CheckStatus.OK


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
async def test_a_working_account_passes_and_nothing_is_sent(
    mailservers: MailServers, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(mailservers.certificate))
    mailbox = mailservers.mailbox()
    ports = {"imap_port": mailservers.ports["imaps" if security == "tls" else "imap"],
             "smtp_port": mailservers.ports["smtps" if security == "tls" else "smtp"]}  # fmt: skip
    secrets = {"smtp_user": mailbox.address, "smtp_password": mailbox.password} if security != "none" else {}
    ours = fetching(mailservers, mailbox, imap_security=security, smtp_security=security, **ports, **secrets)
    found = await steps(ours)
    assert {step.status for step in found.values()} == {CheckStatus.OK}, found
    assert found["imap.login"].seconds is not None
    assert mailservers.mails(mailbox) == []
