"""Mail from disk, taken in by the e-mail connector as if a server had handed it over."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from warmline import channels, sdk
from warmline.accounts import Actor
from warmline.channels import IMPORTED, ChannelAccount
from warmline.cli import mailboxes, show
from warmline.cli.channel import chosen
from warmline.cli.errors import FileMissing, WrongUsage
from warmline.cli.ground import Ground
from warmline.cli.mailboxes import Mail
from warmline.connectors.email.delivery import delivered

CONNECTOR = CHANNEL = "email"
BATCH, BATCH_BYTES = 200, 8 * 1024 * 1024
LISTED = 1_000


class MailProblem(msgspec.Struct, frozen=True):
    """What is wrong with a mail."""

    mail: str
    problem: str


class ImportedMail(msgspec.Struct, kw_only=True):
    """What became of the mails. ``failed`` ones are kept and can be run again; ``skipped`` are files that are none."""

    account: str
    mails: int = 0
    recorded: int = 0
    repeated: int = 0
    failed: int = 0
    skipped: int = 0
    problems: list[MailProblem] = []


async def mailbox(ground: Ground, actor: Actor, account: str | None, address: str | None) -> ChannelAccount:
    """The account that the mail came to: the one that is named, that of the address, or the only one there is."""
    async with ground.db.transaction(actor.org_id) as conn:
        if account is not None:
            found = await chosen(conn, actor, account)
            if found.connector != CONNECTOR:
                raise WrongUsage(problem=f"{found.name} is no mailbox, but an account of {found.connector}.")
            return found
        if address is not None:
            registry = ground.program.channels.registry
            return await channels.account_for(conn, actor, registry, CONNECTOR, CHANNEL, address)
        mailboxes = [each for each in await channels.list_accounts(conn, actor) if each.connector == CONNECTOR]
    if len(mailboxes) == 1:
        return mailboxes[0]
    names = ", ".join(each.address for each in mailboxes) or "none yet"
    raise WrongUsage(problem=f"Say to which mailbox the mail came, with --address or --account; there are: {names}.")


async def import_mail(ground: Ground, actor: Actor, account: ChannelAccount, path: Path) -> ImportedMail:
    """Take in all mail of an mbox, a Maildir or a folder, the oldest first."""
    result = ImportedMail(account=account.address or account.name)
    try:
        found = list(mailboxes.mails(path))
    except OSError as error:
        raise FileMissing(path=error.filename or path, problem=error.strerror) from error
    mails = mailboxes.in_order(each for each in found if isinstance(each, Mail))
    result.mails, result.skipped = len(mails), len(found) - len(mails)
    with show.progress("Importing", len(mails)) as bar:
        for batch in _batches(mails):
            await _take(ground, actor, account, batch, result)
            bar(len(batch))
    return result


def _batches(mails: Sequence[Mail]) -> list[list[Mail]]:
    batches: list[list[Mail]] = []
    size = 0
    for each in mails:
        if not batches or len(batches[-1]) >= BATCH or size + each.size > BATCH_BYTES:
            batches.append([])
            size = 0
        batches[-1].append(each)
        size += each.size
    return batches


async def _take(
    ground: Ground, actor: Actor, account: ChannelAccount, batch: Sequence[Mail], result: ImportedMail
) -> None:
    raws = [(account.id, _raw(each)) for each in batch]
    ends = await ground.program.channels.ingest.take_in(actor.org_id, raws)
    for each, end in zip(batch, ends, strict=True):
        if not end.new:
            result.repeated += 1
        elif end.status == "ingested":
            result.recorded += 1
        else:
            result.failed += 1
            if len(result.problems) < LISTED:
                result.problems.append(MailProblem(each.name, end.error or end.status))


def _raw(mail: Mail) -> sdk.Raw:
    return delivered(mail.read(), {**mail.meta, IMPORTED: mail.path.name})
