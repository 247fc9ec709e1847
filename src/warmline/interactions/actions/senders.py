"""Whom the contacts of a batch are from: found here, or known to whoever hands them over."""

from collections.abc import Mapping

from warmline.accounts import Actor
from warmline.customers import NOTHING, Claim, Resolved, Resolving, Said, read_said
from warmline.interactions.contact import Contact
from warmline.interactions.recalling import read_earlier
from warmline.interactions.receiving import Recall
from warmline.kit.db import Conn


class Senders:
    """The contacts of a batch by their place among its steps. ``possible`` are the customers (by whom they count as)
    that they may be from, ``handle_ids`` the known handles that they may have come by."""

    def __init__(
        self, known: Mapping[int, Resolved], places: Mapping[int, int], batch: Resolving, said: dict[int, Said]
    ):
        self._known, self._places, self._batch = known, places, batch
        self.said = said
        self.possible = batch.possible | {each.root_id for each in known.values() if not each.new}
        self.handle_ids = batch.handle_ids | {
            each.handle_id for each in known.values() if each.handle_id and not each.new
        }

    @classmethod
    async def begin(cls, conn: Conn, actor: Actor, contacts: Mapping[int, Contact]) -> "Senders":
        """Read what is known of them; locks until commit."""
        known = {n: each.resolved for n, each in contacts.items() if each.resolved is not None}
        asked = {n: each for n, each in contacts.items() if n not in known}
        batch = await Resolving.begin(
            conn, actor, [claim(each) for each in asked.values()], recallable=_speaks_of_earlier
        )
        said = dict(zip(asked, batch.said, strict=True))
        said |= {n: read_said(texts(contacts[n])) for n in known}
        return cls(known, {n: place for place, n in enumerate(asked)}, batch, said)

    def resolve(self, n: int, recall: Recall) -> Resolved:
        """Whom the contact at this step is from, as if they came one at a time."""
        return self._known.get(n) or self._batch.resolve(self._places[n], recall)

    async def end(self, conn: Conn, actor: Actor) -> None:
        """Write what was decided."""
        if self._places:
            await self._batch.end(conn, actor)


def claim(contact: Contact) -> Claim:
    """Who the contact says that it is from."""
    inbound = contact.inbound
    return Claim(inbound.sender, inbound.also, inbound.at, contact.source, texts(contact))


def texts(contact: Contact) -> tuple[str, ...]:
    """Its own words, the subject first; of what a machine wrote, none."""
    inbound = contact.inbound
    if inbound.automatic:
        return ()
    return tuple(each for each in (inbound.subject, *(each.text for each in inbound.messages)) if each)


def _speaks_of_earlier(said: Said) -> bool:
    return said is not NOTHING and read_earlier(said.rest) is not None
