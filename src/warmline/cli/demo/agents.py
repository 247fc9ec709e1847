"""What the demo's agents do: real verbs, each at its own moment."""

from datetime import datetime, timedelta
from uuid import UUID

from warmline import channels, interactions, routing
from warmline.accounts import Actor, agent_as_actor
from warmline.channels import Answer, Registry
from warmline.cli.demo import words
from warmline.cli.demo.office import Office
from warmline.cli.demo.plan import Story
from warmline.cli.ground import actor_of
from warmline.interactions import NewActionItem, NewHandOff, NewNote, NewRef, NewReply, Status, WrapUp
from warmline.kit import clock
from warmline.kit.db import Conn

MINUTE = timedelta(minutes=1)


class Desk:
    """One agent at work in one transaction. ``at`` is where the time stands."""

    def __init__(self, conn: Conn, registry: Registry, office: Office, actor: Actor, at: datetime) -> None:
        self._conn, self._registry, self._office, self.actor, self.at = conn, registry, office, actor, at

    @classmethod
    async def of(cls, conn: Conn, registry: Registry, office: Office, name: str, at: datetime) -> "Desk":
        """The desk of an agent."""
        return cls(conn, registry, office, await agent_as_actor(conn, office.org_id, office.agents[name]), at)

    def after(self, minutes: float) -> None:
        """Let time pass."""
        self.at += MINUTE * minutes

    async def take(self, interaction_id: UUID) -> None:
        """Take waiting work."""
        with clock.as_if(self.at):
            await routing.take(self._conn, self.actor, interaction_id)

    async def say(self, interaction_id: UUID, text: str) -> str | None:
        """Answer the way that the customer came; what the channel calls the answer. It counts as delivered at once, as
        there is nobody at the other end."""
        with clock.as_if(self.at):
            said = await channels.answer(
                self._conn, self.actor, self._registry, interaction_id, Answer(new=NewReply(text=text))
            )
            system = actor_of(self._office.org_id)
            await interactions.record_delivery(self._conn, system, said.id, status="delivered")
        return said.external_id

    async def ask(self, interaction_id: UUID, story: Story) -> str | None:
        """Greet, and ask for what is missing."""
        matter = words.MATTERS[story.dialogue.intent]
        greeting = words.GREETINGS[story.turn % len(words.GREETINGS)]
        return await self.say(interaction_id, greeting.format(agent=self.actor.name, asks=matter.asks))

    async def settle(self, interaction_id: UUID, story: Story) -> str | None:
        """Say how it ends."""
        closing = words.CLOSINGS[story.turn % len(words.CLOSINGS)]
        return await self.say(interaction_id, f"{words.MATTERS[story.dialogue.intent].answers} {closing}".strip())

    async def write_down(self, interaction_id: UUID, story: Story) -> None:
        """Note what the case is about, and what is promised: the numbers that the customer gave, and every other time
        a note or a promise."""
        case_id = (await interactions.visible_interaction(self._conn, self.actor, interaction_id)).case_id
        if case_id is None:
            return
        with clock.as_if(self.at):
            for kind, number in story.dialogue.references:
                await interactions.add_ref(self._conn, self.actor, case_id, NewRef(kind=kind, external_id=number))
            if story.turn % 4 == 0:
                text = words.NOTES[story.turn % len(words.NOTES)]
                await interactions.add_note(self._conn, self.actor, interaction_id, NewNote(text=text))
            if story.turn % 3 == 0:
                due = self.at + timedelta(days=1 + story.turn % 5)
                text = words.MATTERS[story.dialogue.intent].promise
                new = NewActionItem(
                    text=text, interaction_id=interaction_id, assignee_id=self.actor.agent_id, due_at=due
                )
                await interactions.promise(self._conn, self.actor, case_id, new)

    async def hold(self, interaction_id: UUID) -> None:
        """Put it on hold."""
        with clock.as_if(self.at):
            await interactions.move(self._conn, self.actor, interaction_id, Status.ON_HOLD)

    async def hand_over(self, interaction_id: UUID, story: Story, queue: str) -> None:
        """Hand it to a queue of specialists, with the context."""
        matter = words.MATTERS[story.dialogue.intent]
        fields = {
            "category": matter.category,
            "summary": f"{matter.subject}. {story.dialogue.name} is in the chat.",
            "next_step": words.NEXT_STEP,
        }
        new = NewHandOff(
            to_kind="queue",
            to_id=self._office.queues[queue],
            reason=words.HAND_OFF,
            fields=fields,
            allow_incomplete=True,
        )
        with clock.as_if(self.at):
            await interactions.hand_off(self._conn, self.actor, interaction_id, new)

    async def wrap_up(self, interaction_id: UUID, story: Story, *, settled: bool) -> None:
        """Write down what came of it; the case is resolved with it, or waits for the customer."""
        matter = words.MATTERS[story.dialogue.intent]
        filled = WrapUp(
            outcome="resolved" if settled else "waiting_customer",
            disposition=matter.disposition,
            category=matter.category,
            subcategory=matter.subcategory or None,
            summary=f"{matter.subject}. {matter.answers if settled else matter.asks}",
            fields=words.FIELDS.get(matter.category, {}),
        )
        status = (await interactions.visible_interaction(self._conn, self.actor, interaction_id)).status
        if status in (Status.ACTIVE, Status.WAITING_CUSTOMER):
            with clock.as_if(self.at):
                await interactions.move(self._conn, self.actor, interaction_id, Status.WRAP_UP)
        self.after(1.5)
        with clock.as_if(self.at):
            await interactions.wrap_up(self._conn, self.actor, interaction_id, filled, resolve_case=settled)
