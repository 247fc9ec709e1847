"""Where somebody goes on from a channel that they leave: by mail, in the same case."""

from uuid import UUID

from warmline import customers, interactions, sdk
from warmline.accounts import Actor, system
from warmline.channels import store
from warmline.channels.errors import NoConversation, NoMailAccount
from warmline.channels.model import ChannelAccount
from warmline.channels.registry import Registry
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.ids import new_id

MAIL = "email"


async def mail_account(conn: Conn, registry: Registry, account: sdk.Account) -> ChannelAccount | None:
    """The account to write mails from to whoever came by another: one of the same queue before others, then one without
    trouble, then the oldest; None where none can write to anybody."""
    own = await store.account_by_id(conn, account.org_id, account.id)
    queue_id = own.queue_id if own else None
    found = [each for each in await store.all_active_accounts(conn, account.org_id) if _mails(registry, each)]
    return min(
        found,
        key=lambda each: (each.queue_id != queue_id, each.problem is not None, each.created_at, each.id),
        default=None,
    )


def _mails(registry: Registry, account: ChannelAccount) -> bool:
    if account.connector not in registry.connectors:
        return False
    channel = registry.channel(account.connector, account.channel)
    writes = channel.scheme == MAIL and channel.replies and channel.outbound and channel.reply_window is None
    return writes and registry.mute(account) is None


async def write(
    conn: Conn,
    registry: Registry,
    account: sdk.Account,
    handle: sdk.Handle,
    to: sdk.Handle,
    note: sdk.Note,
    *,
    stay: bool,
) -> None:
    """Queue a mail to the person about their latest conversation; with ``stay`` they are to be answered there.

    Raises ``NoConversation`` where there is none, ``NoMailAccount`` where nothing can be sent.
    """
    actor = actor_of(account)
    interaction_id = await latest(conn, account, handle)
    stored = await mail_account(conn, registry, account)
    if stored is None:
        raise NoMailAccount()
    handle_id = await _asserted(conn, actor, account, handle, to)
    target = _target(registry, stored, handle_id)
    said = interactions.NewReply(text=note.text, html=note.html, subject=note.subject)
    await interactions.write_along(conn, actor, interaction_id, target, said)
    if stay:
        await store.wish_answer(conn, account.org_id, interaction_id, handle_id, stored.id)
        text = f"The customer goes on by e-mail, at {to.value}. Answer them there."
        await interactions.add_note(conn, actor, interaction_id, interactions.NewNote(text=text))


def actor_of(account: sdk.Account) -> Actor:
    """A connector that does for a customer what they ask of it."""
    return system(account.org_id, account.connector)


async def latest(conn: Conn, account: sdk.Account, handle: sdk.Handle) -> UUID:
    """The newest interaction on the handle; raises ``NoConversation``."""
    handle_id = await customers.find_handle(conn, account.org_id, handle)
    found = await interactions.latest_interaction(conn, account.org_id, account.id, handle_id) if handle_id else None
    if found is None:
        raise NoConversation()
    return found


async def _asserted(conn: Conn, actor: Actor, account: sdk.Account, handle: sdk.Handle, to: sdk.Handle) -> UUID:
    """The handle of the address, once the person has said that it is theirs; whose it counts as, identity decides."""
    claim = customers.Claim(handle, (to,), clock.now(), account.connector)
    await customers.resolve(conn, actor, [claim])
    found = await customers.find_handle(conn, account.org_id, to)
    if found is None:
        raise NoMailAccount()
    return found


def _target(registry: Registry, stored: ChannelAccount, handle_id: UUID) -> interactions.Target:
    channel = registry.channel(stored.connector, stored.channel)
    message_id = new_id()
    return interactions.Target(
        handle_id=handle_id,
        account_id=stored.id,
        channel=channel.code,
        medium=channel.medium.value,
        synchrony=channel.synchrony.value,
        message_id=message_id,
        external_id=registry.get(stored.connector).external_id(message_id, registry.open(stored)),
    )
