"""What happens in the demo, decided by a seed: whose dialogue comes by which channel, when, and how it ends. Pure.

Everything is laid out over the twelve days before ``now``.
"""

import random
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from warmline.cli.demo.dialogues import Dialogue

DAYS = 12
OPENS, CLOSES = 8, 17  # o'clock, UTC


class Fate(StrEnum):
    """What becomes of a contact. ``moved`` begins as a chat and goes on by mail."""

    RESOLVED = "resolved"
    WAITING = "waiting"
    ACTIVE = "active"
    ON_HOLD = "on hold"
    ANSWERED = "waiting for the customer"
    HANDED_OVER = "handed over"
    TAKEN_OVER = "handed over and resolved"
    ABANDONED = "abandoned"
    MOVED = "moved from chat to mail, resolved"
    MOVED_WAITING = "moved from chat to mail, waiting"


# How many there are of each; all others are resolved. Chats only, mails only, or both.
COUNTS: dict[Fate, int] = {
    Fate.WAITING: 12,
    Fate.ACTIVE: 12,
    Fate.ON_HOLD: 2,
    Fate.ANSWERED: 26,
    Fate.HANDED_OVER: 4,
    Fate.TAKEN_OVER: 8,
    Fate.ABANDONED: 6,
    Fate.MOVED: 24,
    Fate.MOVED_WAITING: 4,
}
CHATS = {Fate.ACTIVE, Fate.ON_HOLD, Fate.HANDED_OVER, Fate.TAKEN_OVER, Fate.ABANDONED, Fate.MOVED, Fate.MOVED_WAITING}
MAILS = {Fate.ANSWERED}
# Those that are still to be seen to began so many minutes ago, at most.
RECENT: dict[Fate, int] = {
    Fate.WAITING: 55,
    Fate.ACTIVE: 35,
    Fate.ON_HOLD: 30,
    Fate.HANDED_OVER: 90,
}
SHARE_OF_MAIL = 0.45


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """One dialogue in the demo. ``number`` names it, ``turn`` varies what is done, ``at`` is when it begins."""

    number: int
    dialogue: Dialogue
    mail: bool
    fate: Fate
    at: datetime
    turn: int
    visitor: UUID
    session: UUID
    gives_address: bool

    @property
    def address(self) -> str:
        """The customer's mail address."""
        name = re.sub(r"[^a-z]+", ".", self.dialogue.name.lower()).strip(".") or "customer"
        return f"{name}.{self.number}@example.com"

    @property
    def moved(self) -> bool:
        return self.fate in (Fate.MOVED, Fate.MOVED_WAITING)


def stories(dialogues: Sequence[Dialogue], *, seed: int, now: datetime) -> list[Story]:
    """All of them, in the order in which they begin. The same seed gives the same ones at other times."""
    chance = random.Random(seed)  # noqa: S311 (a demo, not a secret)
    shuffled = list(dialogues)
    chance.shuffle(shuffled)
    fates = [fate for fate, count in COUNTS.items() for _ in range(count)]
    fates += [Fate.RESOLVED] * max(0, len(shuffled) - len(fates))
    found = [
        _story(number, dialogue, fate, chance, now)
        for number, (dialogue, fate) in enumerate(zip(shuffled, fates, strict=False), start=1)
    ]
    return sorted(found, key=lambda each: (each.at, each.number))


def _story(number: int, dialogue: Dialogue, fate: Fate, chance: random.Random, now: datetime) -> Story:
    mail = fate in MAILS or (fate not in CHATS and chance.random() < SHARE_OF_MAIL)
    at = _when(fate, chance, now)
    return Story(
        number=number,
        dialogue=dialogue,
        mail=mail,
        fate=fate,
        at=at,
        turn=number,
        visitor=UUID(int=chance.getrandbits(128), version=4),
        session=UUID(int=chance.getrandbits(128), version=4),
        gives_address=fate in (Fate.MOVED, Fate.MOVED_WAITING) or chance.random() < 0.6,
    )


def _when(fate: Fate, chance: random.Random, now: datetime) -> datetime:
    if fate in RECENT:
        return now - timedelta(minutes=chance.uniform(4, RECENT[fate]))
    if fate is Fate.MOVED_WAITING:
        back = 1
    elif fate is Fate.ANSWERED:
        back = chance.randint(1, 3)
    else:
        back = chance.randint(2 if fate is Fate.MOVED else 1, DAYS)
    midnight = (now - timedelta(days=back)).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=chance.uniform(OPENS, CLOSES - 2))
