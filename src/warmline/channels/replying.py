"""On which handles and accounts a customer can be answered now, and why not on the others. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from warmline.interactions import Contacted
from warmline.sdk import ChannelType


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """One of the customer's handles. ``refused`` says why nothing may be sent there."""

    handle_id: UUID
    scheme: str
    value: str
    verification: str
    refused: str | None


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """An account of ours that is switched on, with its channel's behaviour. ``refused`` says why it sends nothing."""

    account_id: UUID
    name: str
    channel: ChannelType
    refused: str | None = None


class ReplyOption(msgspec.Struct, frozen=True, kw_only=True):
    """A way to answer: ``available`` now, or the ``reason`` why not. ``current`` is how the contact came; ``wished`` is
    where the customer asked to be answered instead."""

    handle_id: UUID
    account_id: UUID
    scheme: str
    value: str
    verification: str
    channel: str
    account: str
    current: bool
    available: bool
    reason: str | None
    wished: bool = False


def options(
    handles: Iterable[Reach],
    ways: Iterable[Way],
    contacted: Mapping[tuple[UUID, UUID], Contacted],
    *,
    current: tuple[UUID | None, UUID],
    now: datetime,
    wished: tuple[UUID, UUID] | None = None,
) -> list[ReplyOption]:
    """Every way to every handle: first the one that the customer wishes, if it works, then the current one, then those
    that work. ``contacted``: by handle and account."""
    accounts = list(ways)
    found = [
        _option(handle, way, contacted.get((handle.handle_id, way.account_id)), current, wished, now)
        for handle in handles
        for way in accounts
        if way.channel.scheme == handle.scheme
    ]
    return sorted(found, key=_order)


def _order(option: ReplyOption) -> tuple[bool, bool, bool, str, str]:
    wished = option.wished and option.available
    return (not wished, not option.current, not option.available, option.channel, option.value)


def _option(
    handle: Reach,
    way: Way,
    contact: Contacted | None,
    current: tuple[UUID | None, UUID],
    wished: tuple[UUID, UUID] | None,
    now: datetime,
) -> ReplyOption:
    reason = handle.refused or way.refused or _closed(way.channel, contact, now)
    return ReplyOption(
        handle_id=handle.handle_id,
        account_id=way.account_id,
        scheme=handle.scheme,
        value=handle.value,
        verification=handle.verification,
        channel=way.channel.code,
        account=way.name,
        current=(handle.handle_id, way.account_id) == current,
        available=reason is None,
        reason=reason,
        wished=(handle.handle_id, way.account_id) == wished,
    )


def _closed(channel: ChannelType, contact: Contacted | None, now: datetime) -> str | None:
    if not channel.replies:
        return "This account only takes contacts in."
    if not channel.outbound and not (contact and contact.open):
        return "The customer has no open conversation there, and the channel cannot begin one."
    if channel.reply_window is None:
        return None
    if contact is None:
        return "The customer has not written there yet; the channel allows answers only."
    if now - contact.last_at > timedelta(seconds=channel.reply_window):
        hours = channel.reply_window / 3600
        return f"The customer last wrote more than {hours:g} hours ago; the channel allows no answer after that."
    return None
