"""Plays the stories of the demo in the order of time: what a customer sends, what an agent does about it, what follows.

Each step happens as if at its own moment, in a transaction of its own, by the ways that real contacts and agents take.
"""

import heapq
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from warmline import interactions, sdk
from warmline.channels import Channels
from warmline.cli.demo import customers
from warmline.cli.demo.agents import Desk
from warmline.cli.demo.dialogues import Turn
from warmline.cli.demo.office import FULL, HOLDING, PEOPLE, Office
from warmline.cli.demo.plan import RECENT, Fate, Story
from warmline.kit import clock
from warmline.kit.db import Database

MINUTE = timedelta(minutes=1)
BOXES = {"insurance": "claims", "finance": "billing"}
AGENTS = {each.name: each.teams for each in PEOPLE if each.role == "agent"}
STAYS_OPEN = frozenset({Fate.WAITING, Fate.ACTIVE, Fate.ON_HOLD, Fate.ANSWERED, Fate.HANDED_OVER, Fate.MOVED_WAITING})


class Scene:
    """A part of a story as it is played: where it is in the record, who is at it, and how late it is."""

    def __init__(self, story: Story, *, by_mail: bool, at: datetime, turns: Sequence[Turn]) -> None:
        self.story, self.by_mail, self.at, self.turns = story, by_mail, at, list(turns)
        self.agent = ""
        self.lines = 0
        self.mails = 10 if story.moved else 0
        self.answered: str | None = None
        self.interaction_id: UUID | None = None

    @property
    def box(self) -> str:
        """The mailbox, and the queue of specialists, for this matter."""
        return BOXES[self.story.dialogue.domain]

    @property
    def leaves(self) -> bool:
        """Whether the customer ends the chat before it is settled."""
        return self.story.fate is Fate.ABANDONED or (self.story.moved and not self.by_mail)

    @property
    def stays_open(self) -> bool:
        return self.story.fate in STAYS_OPEN and not (self.story.moved and not self.by_mail)


# What a scene does next, after which it says what comes then; None where it is over.
Step = Callable[[Scene], Awaitable["Step | None"]]


class Play:
    """The whole demo. ``told`` is called with each story that is over."""

    def __init__(
        self, db: Database, channels: Channels, office: Office, now: datetime, told: Callable[[int], None]
    ) -> None:
        self._db, self._registry, self._ingest = db, channels.registry, channels.ingest
        self._office, self._now, self._told = office, now, told
        self._today: Counter[tuple[str, object]] = Counter()

    async def play(self, stories: Sequence[Story]) -> None:
        """All of them, the earliest step first."""
        scenes = [scene for each in stories for scene in self._scenes(each)]
        waiting: list[tuple[datetime, int, Step]] = [(scene.at, n, self._open) for n, scene in enumerate(scenes)]
        heapq.heapify(waiting)
        while waiting:
            _, number, step = heapq.heappop(waiting)
            following = await step(scenes[number])
            if following:
                heapq.heappush(waiting, (scenes[number].at, number, following))
            else:
                self._told(1)

    def _scenes(self, story: Story) -> list[Scene]:
        first, rest = story.dialogue.halves()
        if not story.moved:
            return [Scene(story, by_mail=story.mail, at=story.at, turns=story.dialogue.turns)]
        late = story.fate is Fate.MOVED_WAITING
        next_day = self._now - MINUTE * (8 + story.turn % 30) if late else story.at + timedelta(hours=22)
        return [
            Scene(story, by_mail=False, at=story.at, turns=[*first, *rest[: len(rest) // 2]]),
            Scene(story, by_mail=True, at=next_day, turns=[first[-1], *rest]),
        ]

    async def _open(self, scene: Scene) -> Step | None:
        """The customer's first words."""
        first, _ = scene.story.dialogue.halves()
        everything = scene.by_mail and scene.story.moved
        count = len(scene.turns) if everything else len(first) + scene.by_mail
        account_id, raws = self._send(scene, count)
        await self._take_in(account_id, raws)
        async with self._db.transaction(self._office.org_id) as conn:
            found = await interactions.find_contact(conn, self._office.org_id, account_id, raws[0].external_id)
        assert found, f"story {scene.story.number} was not recorded"
        scene.interaction_id = found.interaction_id
        fate = scene.story.fate
        if fate is Fate.WAITING or (fate is Fate.MOVED_WAITING and scene.by_mail):
            return None
        wait = 20 + scene.story.turn % 50 if scene.by_mail else 1 + scene.story.turn % 3
        scene.at = min(scene.at + MINUTE * wait, max(scene.at, self._now - MINUTE * 2))
        return self._go_on if fate is Fate.ABANDONED else self._work

    async def _work(self, scene: Scene) -> Step | None:
        """What an agent does about it."""
        fate, story = scene.story.fate, scene.story
        scene.agent = self._choose(scene)
        interaction_id = _there(scene)
        async with self._db.transaction(self._office.org_id) as conn:
            desk = await Desk.of(conn, self._registry, self._office, scene.agent, scene.at)
            await desk.take(interaction_id)
            desk.after(0.2)
            if fate is not Fate.ACTIVE or story.turn % 2:
                scene.answered = await desk.ask(interaction_id, story)
                await desk.write_down(interaction_id, story)
            desk.after(0.5)
            if fate is Fate.ON_HOLD:
                await desk.hold(interaction_id)
            elif fate in (Fate.HANDED_OVER, Fate.TAKEN_OVER):
                await desk.hand_over(interaction_id, story, scene.box)
        scene.at = desk.at + MINUTE * ((35 if scene.by_mail else 0.5) + 4 * scene.leaves)
        return None if scene.stays_open else self._go_on

    async def _go_on(self, scene: Scene) -> Step | None:
        """What the customer says after that; or they leave."""
        chat = self._office.accounts["chat"]
        if scene.leaves:
            await self._take_in(chat, [customers.goodbye(scene.story, chat, scene.at)])
        elif scene.turns and not (scene.by_mail and scene.story.turn % 3 == 0):
            await self._take_in(*self._send(scene, len(scene.turns)))
        scene.at += MINUTE * (15 if scene.by_mail else 1)
        return None if scene.story.fate is Fate.ABANDONED else self._finish

    async def _finish(self, scene: Scene) -> Step | None:
        """What the agent does in the end."""
        story, interaction_id = scene.story, _there(scene)
        if story.fate is Fate.TAKEN_OVER:
            scene.agent = self._specialist(scene)
        async with self._db.transaction(self._office.org_id) as conn:
            desk = await Desk.of(conn, self._registry, self._office, scene.agent, scene.at)
            found = await interactions.visible_interaction(conn, desk.actor, interaction_id)
            if found.status == "queued":
                await desk.take(interaction_id)
                desk.after(1)
            if found.status in ("queued", "active"):
                await desk.settle(interaction_id, story)
                desk.after(2)
            await desk.wrap_up(interaction_id, story, settled=not scene.leaves)
        return None

    async def _take_in(self, account_id: UUID, raws: Sequence[sdk.Raw]) -> None:
        with clock.as_if(raws[-1].received_at or self._now):
            await self._ingest.take_in(self._office.org_id, [(account_id, each) for each in raws])

    def _send(self, scene: Scene, count: int) -> tuple[UUID, list[sdk.Raw]]:
        """The next turns, by chat or by mail; the scene's time goes on to the last of them."""
        turns, scene.turns = scene.turns[:count], scene.turns[count:]
        if scene.by_mail:
            scene.mails += 1
            raw = customers.mail(scene.story, scene.box, turns, scene.at, part=scene.mails, answers=scene.answered)
            return self._office.accounts[scene.box], [raw]
        chat = self._office.accounts["chat"]
        raws = customers.lines(scene.story, chat, turns, scene.at, scene.lines)
        scene.at += customers.TYPING * (len(turns) - 1)
        scene.lines += len(turns)
        return chat, raws

    def _choose(self, scene: Scene) -> str:
        fate = scene.story.fate
        if fate in (Fate.ACTIVE, Fate.ON_HOLD):
            return self._least(scene, FULL if fate is Fate.ACTIVE else HOLDING)
        if scene.by_mail:
            return self._specialist(scene)
        # Who is busy today is not asked for more.
        taken = {*FULL, *HOLDING} if fate in RECENT else set()
        return self._least(scene, [each for each in AGENTS if each not in taken])

    def _specialist(self, scene: Scene) -> str:
        names = [name for name, teams in AGENTS.items() if scene.box in teams and name != scene.agent]
        return self._least(scene, names)

    def _least(self, scene: Scene, names: Sequence[str]) -> str:
        """Who had least that day."""
        day = scene.at.date()
        chosen = min(names, key=lambda name: (self._today[name, day], names.index(name)))
        self._today[chosen, day] += 1
        return chosen


def _there(scene: Scene) -> UUID:
    assert scene.interaction_id, f"story {scene.story.number} has no interaction"
    return scene.interaction_id
