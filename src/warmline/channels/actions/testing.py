"""Try an account before it is saved, or as it is: what works, what does not, and what to do about it."""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec
import structlog

from warmline import sdk
from warmline.accounts import Actor
from warmline.channels import health_store as store
from warmline.channels import settings as shapes
from warmline.channels.actions.configure import visible_account, with_settings
from warmline.channels.errors import NoWayOut, TestMessageRefused
from warmline.channels.events import ChannelAccountTested, TestMessageSent
from warmline.channels.model import ChannelTest
from warmline.channels.registry import Registry
from warmline.kit import clock, events
from warmline.kit.db import Conn
from warmline.kit.errors import Invalid
from warmline.kit.ids import new_id
from warmline.sdk import CheckStatus, CheckStep

log = structlog.get_logger(__name__)

# What a whole test may take; somebody looks at the screen meanwhile.
SECONDS = 15.0
MOST_STEPS = 50
LONGEST_DETAIL = 1000
# Shorter ones would be hidden in words that have nothing to do with them.
SHORTEST_SECRET = 4
NOBODY = UUID(int=0)


class Draft(msgspec.Struct, frozen=True):
    """An account as it would be. ``as_saved``: it is tried exactly as it is stored."""

    account: sdk.Account
    as_saved: bool


async def draft(conn: Conn, actor: Actor, registry: Registry, wanted: ChannelTest) -> Draft:
    """The account that the request describes: a new one, or a stored one with its secrets, and what is to change.

    Raises ``SettingsRefused``, ``ConnectorMissing``, ``ChannelMissing``.
    """
    actor.need("channel.manage")
    if wanted.account_id is None:
        return Draft(_new(actor, registry, wanted), as_saved=False)
    stored = await visible_account(conn, actor, wanted.account_id)
    changed = with_settings(registry, stored, wanted.settings) if wanted.settings else stored
    if wanted.address is not None:
        changed = msgspec.structs.replace(changed, address=wanted.address.strip())
    return Draft(registry.open(changed), as_saved=changed == stored)


def _new(actor: Actor, registry: Registry, wanted: ChannelTest) -> sdk.Account:
    if wanted.connector is None or wanted.channel is None:
        raise Invalid.field("connector", "is required, with channel, where there is no account_id")
    registry.channel(wanted.connector, wanted.channel)
    return sdk.Account(
        org_id=actor.org_id,
        id=NOBODY,
        connector=wanted.connector,
        channel=wanted.channel,
        name=wanted.name,
        address=(wanted.address or "").strip(),
        settings=shapes.check(registry.get(wanted.connector).manifest, wanted.settings),
    )


async def run_test(registry: Registry, account: sdk.Account, *, seconds: float = SECONDS) -> list[CheckStep]:
    """The steps as far as they come within the time. Outside of any transaction: servers are slow."""
    connector = registry.get(account.connector)
    found: list[CheckStep] = []
    try:
        async with asyncio.timeout(seconds), contextlib.aclosing(_steps(connector, account)) as steps:
            async for step in steps:
                found.append(step)
                if len(found) == MOST_STEPS:
                    break
    except TimeoutError:
        found.append(_failed("time", "Answer in time", f"The test was stopped after {seconds:g} seconds."))
    except Exception as error:
        # A connector's own fault is shown as a step that failed; its text may hold anything, so it is only logged.
        log.exception("channel_test_failed", connector=account.connector)
        found.append(_failed("connector", "Test", f"The connector failed: {type(error).__name__}."))
    hidden = list(_secrets(registry.get(account.connector).manifest, account))
    return [_without(step, hidden) for step in found]


async def record_test(conn: Conn, actor: Actor, tested: Draft, steps: list[CheckStep]) -> None:
    """Note in the audit trail that an account was tried, and, where it was tried as it is, what was found."""
    account, failed = tested.account, [step for step in steps if step.status is CheckStatus.FAILED]
    saved = account.id != NOBODY
    if saved and tested.as_saved:
        problem = " ".join(step.detail for step in failed) or None
        shown = msgspec.to_builtins(steps)
        await store.keep_test(conn, actor.org_id, account.id, problem=problem, steps=shown, at=clock.now())
        if problem is None:
            # What could not be sent before was for reasons that are gone now.
            await store.forget_checks(conn, actor.org_id, account.id, ["sending"])
    event = ChannelAccountTested(
        account_id=account.id if saved else None,
        connector=account.connector,
        channel=account.channel,
        passed=not failed,
        failed=tuple(step.code for step in failed),
    )
    await events.publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)


async def send_test_message(registry: Registry, account: sdk.Account, to: str, *, seconds: float = SECONDS) -> None:
    """Send a few words by an account, outside of the record. Raises ``NoWayOut`` or ``TestMessageRefused``."""
    channel = registry.channel(account.connector, account.channel)
    if not (channel.outbound and channel.replies):
        raise NoWayOut(name=account.name)
    connector, message_id = registry.get(account.connector), new_id()
    message = sdk.Outbound(
        message_id=message_id,
        external_id=connector.external_id(message_id, account),
        to=sdk.Handle(channel.scheme, to),
        sender_name=account.name,
        at=clock.now(),
        subject="Warmline: a test message",
        text=f"This shows that {account.name} can send. Somebody asked for it in Warmline; there is nothing to do.",
        meta={"auto": "auto-generated"},
    )
    try:
        async with asyncio.timeout(seconds):
            await connector.send(message, account)
    except sdk.ConnectorError as error:
        secrets = list(_secrets(connector.manifest, account))
        raise TestMessageRefused(reason=_hide(str(error), secrets)) from error
    except TimeoutError as error:
        raise TestMessageRefused(reason="The channel did not answer in time.") from error


async def record_test_message(conn: Conn, actor: Actor, account_id: UUID) -> None:
    """Note in the audit trail that it was sent; not to whom, which is a person's address."""
    sent = TestMessageSent(account_id=account_id)
    await events.publish(conn, actor.org_id, actor.ref, [sent], request_id=actor.request_id)


def _steps(connector: sdk.Connector, account: sdk.Account) -> Any:
    # A connector that was written before there were tests has none.
    return getattr(connector, "check", sdk.Base().check)(account)


def _failed(code: str, title: str, detail: str) -> CheckStep:
    return CheckStep(code=code, title=title, status=CheckStatus.FAILED, detail=detail)


def _secrets(manifest: sdk.Manifest, account: sdk.Account) -> Iterable[str]:
    values: Mapping[str, Any] = msgspec.to_builtins(account.settings)
    for name in manifest.secrets:
        value = values.get(name)
        if isinstance(value, str) and len(value) >= SHORTEST_SECRET:
            yield value


def _without(step: CheckStep, secrets: list[str]) -> CheckStep:
    """The step without secrets: a server may repeat what it was sent."""
    detail = _hide(step.detail, secrets)[:LONGEST_DETAIL]
    return msgspec.structs.replace(step, detail=detail, title=_hide(step.title, secrets))


def _hide(text: str, secrets: list[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "•••")
    return text
