"""Private notes, and the colleagues whom they call upon."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.interactions.actions.deciding import locked_contact
from warmline.interactions.actions.taking_part import join
from warmline.interactions.errors import CannotSee
from warmline.interactions.events import NoteAdded
from warmline.interactions.guard import visible_interaction, visible_message
from warmline.interactions.store import writing
from warmline.interactions.store.mentioning import Onlooker, who_may_see
from warmline.interactions.views import InteractionView, Mentionable, MessageView
from warmline.kit import clock
from warmline.kit.db import Conn
from warmline.kit.errors import FieldError, Invalid
from warmline.kit.events import publish
from warmline.kit.ids import new_id

SHOWN = 20


class NewNote(msgspec.Struct, frozen=True, kw_only=True):
    """A private note. ``mentions`` are agents and teams; ``language`` is a BCP 47 tag."""

    text: str
    mentions: Sequence[UUID] = ()
    language: str | None = None


async def add_note(conn: Conn, actor: Actor, interaction_id: UUID, note: NewNote) -> MessageView:
    """Write a private note; customers never see it. Raises ``CannotSee`` where somebody is mentioned who may not."""
    actor.need("interaction.work", "case.write")
    if not note.text.strip():
        raise Invalid.field("text", "say something")
    await visible_interaction(conn, actor, interaction_id)
    interaction = await locked_contact(conn, actor, interaction_id)
    mentions = sorted(set(note.mentions))
    await _need_sight(conn, actor, interaction, mentions)
    at, message_id = clock.now(), new_id()
    await writing.insert_message(
        conn,
        actor.org_id,
        id=message_id,
        interaction_id=interaction_id,
        participant_id=await join(conn, actor, interaction, interaction_id, at),
        direction="internal",
        visibility="private",
        text=note.text,
        html=None,
        subject=None,
        account_id=interaction.account_id,
        external_id=None,
        in_reply_to=None,
        handle_id=None,
        delivery=None,
        language=note.language,
        mentions=mentions,
        at=at,
    )
    event = NoteAdded(
        case_id=interaction.case_id,
        interaction_id=interaction_id,
        customer_id=interaction.customer_id,
        message_id=message_id,
        mentions=tuple(mentions),
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
    return await visible_message(conn, actor, message_id)


async def _need_sight(conn: Conn, actor: Actor, interaction: InteractionView, mentions: Sequence[UUID]) -> None:
    """A mention shows nothing to whom the record is closed: that would widen who sees a customer's matter by a note."""
    if not mentions:
        return
    seeing = await who_may_see(conn, actor.org_id, interaction.id, among=mentions)
    reached = {each.id for each in seeing}.union(*(each.team_ids for each in seeing))
    blind = [each for each in mentions if each not in reached]
    if blind:
        names = await writing.names_of(conn, actor.org_id, blind)
        shown = ", ".join(names.get(each, str(each)) for each in blind)
        raise CannotSee(names=shown, fields=[FieldError("mentions", shown)])


async def mentionable(conn: Conn, actor: Actor, interaction_id: UUID, *, query: str) -> list[Mentionable]:
    """Whom a note there may call upon, by how their name or one of its words begins: agents, then teams."""
    actor.need("interaction.work", "case.write")
    await visible_interaction(conn, actor, interaction_id)
    seeing = await who_may_see(conn, actor.org_id, interaction_id)
    agents = [Mentionable(id=each.id, kind="agent", name=each.name) for each in seeing if each.id != actor.agent_id]
    teams = await writing.names_of(conn, actor.org_id, sorted(_teams(seeing)))
    named = [Mentionable(id=id_, kind="team", name=name) for id_, name in teams.items()]
    sought = query.casefold().strip()
    return [each for each in [*agents, *sorted(named, key=_by_name)] if _begins(each.name, sought)][:SHOWN]


def _teams(seeing: Sequence[Onlooker]) -> set[UUID]:
    return set[UUID]().union(*(each.team_ids for each in seeing))


def _by_name(each: Mentionable) -> str:
    return each.name.casefold()


def _begins(name: str, sought: str) -> bool:
    folded = name.casefold()
    return folded.startswith(sought) or any(word.startswith(sought) for word in folded.split())


async def onlookers(conn: Conn, org_id: UUID, interaction_id: UUID, mentions: Sequence[UUID]) -> set[UUID]:
    """The agents whom these mentions reach now: those named, and the members of the teams, who may see it."""
    return {each.id for each in await who_may_see(conn, org_id, interaction_id, among=mentions)}
