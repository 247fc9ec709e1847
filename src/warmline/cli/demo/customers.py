"""What the demo's customers send: chat lines and mails, as deliveries of the real connectors."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

import msgspec

from warmline import sdk
from warmline.cli.demo.dialogues import Turn
from warmline.cli.demo.office import DOMAIN
from warmline.cli.demo.plan import Story
from warmline.cli.demo.words import MATTERS
from warmline.connectors.email.delivery import delivered
from warmline.connectors.webchat.deliveries import leaving, saying
from warmline.connectors.webchat.tokens import Claims, Visitor
from warmline.kit import clock

TYPING = timedelta(seconds=24)
POLICY = SMTP.clone(cte_type="8bit")


def visitor(story: Story, account_id: UUID) -> Visitor:
    """The browser of a story's customer, and what they filled in before the chat."""
    email = story.address if story.gives_address else None
    issued = int(story.at.timestamp())
    return Visitor(
        account_id=account_id,
        visitor_id=story.visitor,
        session=story.session,
        issued=issued,
        expires=issued + 30 * 24 * 3600,
        claims=Claims(name=story.dialogue.name, email=email),
    )


def lines(story: Story, account_id: UUID, turns: Sequence[Turn], at: datetime, first: int) -> list[sdk.Raw]:
    """Turns typed into the chat, one after the other; ``first`` is the number of the first one."""
    someone = visitor(story, account_id)
    found = []
    for number, turn in enumerate(turns, start=first):
        with clock.as_if(at + TYPING * (number - first)):
            found.append(saying(someone, f"line-{number}", turn.text, ()))
    return found


def goodbye(story: Story, account_id: UUID, at: datetime) -> sdk.Raw:
    """The visitor ends the chat."""
    with clock.as_if(at):
        return leaving(visitor(story, account_id))


def mail(
    story: Story, box: str, turns: Sequence[Turn], at: datetime, *, part: int, answers: str | None = None
) -> sdk.Raw:
    """Turns written as a mail, under the matter's subject; ``answers`` is the Message-ID of ours that it answers."""
    subject = MATTERS[story.dialogue.intent].subject
    made = EmailMessage(policy=POLICY)
    made["From"] = f"{story.dialogue.name} <{story.address}>"
    made["To"] = f"{box}@{DOMAIN}"
    made["Date"] = format_datetime(at)
    made["Subject"] = f"Re: {subject}" if answers else subject
    made["Message-ID"] = f"<demo-{story.number}-{part}-{story.session.hex[:12]}@example.com>"
    if answers:
        made["In-Reply-To"] = made["References"] = answers
    made.set_content("\n".join([*(turn.text for turn in turns), "", story.dialogue.name]) + "\n")
    raw = delivered(made.as_bytes(), {})
    return msgspec.structs.replace(raw, received_at=at)
