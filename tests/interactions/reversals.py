"""An office in which anything is decided at any time: what the state machine of the reversals plays on."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from tests.interactions.desk import START, Desk, mail, visitor
from tests.interactions.screen import Screen
from warmline import customers, sdk
from warmline.interactions.actions import correct, join
from warmline.interactions.jobs import REACTIONS
from warmline.kit.errors import Conflict, Invalid
from warmline.kit.reactions import Reactor

WHY = {"reason": "because"}
TEXTS = (
    "Hail broke my windscreen",
    "A card is lost",
    "The hail and my windscreen, and a new question about my pension",
)
ADDRESSES = [f"{name}@example.com" for name in ("ada", "shop", "eve", "bob")]
# Proven from the first: that a contact proves an address later is no decision, and nothing takes it back.
PROVEN = sdk.Verification.VERIFIED
SENDERS = [*(mail(each, PROVEN) for each in ADDRESSES), visitor("v1"), visitor("v2")]

CUSTOMERS = "select id, merged_into, root_id, decision_id from customer order by id"
HANDLES = "select id, customer_id, verification, confidence, decision_id from handle order by id"
CONTACTS = """
select i.id, i.customer_id, i.case_id, p.customer_id as written_by
from interaction i join participant p on p.interaction_id = i.id and p.role = 'customer' order by i.id
"""
CASES = "select id, customer_id, joined_into from case_record order by id"
MESSAGES = "select id, interaction_id from message order by id"
# What is in another customer's case though nobody said so.
STRANGERS = """
select i.id from interaction i join customer ic on ic.id = i.customer_id
join case_record k on k.id = i.case_id join customer kc on kc.id = k.customer_id
where ic.root_id <> kc.root_id and not exists (select from case_decision d
  where d.interaction_id = i.id and d.case_id = k.id and d.rule = 'confirmed' and d.undone_at is null)
"""
NOWHERE = """
select i.id from interaction i left join case_record k on k.id = i.case_id
where k.id is null or k.joined_into is not null
"""
# Words that a case is said to be about though nobody in it said them; the stems of these texts are their beginnings.
LEFT_BEHIND = """
select k.id, term from case_record k, jsonb_object_keys(k.terms) as term
where not exists (select from interaction i join message m on m.interaction_id = i.id
  where i.case_id = k.id and m.text ilike '%' || term || '%')
"""
BY_PEOPLE = """
select id from case_decision
where undone_at is null and because is null and kind in ('move', 'split', 'join') and rule in ('person', 'confirmed')
"""
State = dict[str, dict[UUID, tuple[Any, ...]]]


class Act(NamedTuple):
    """What one step decided: about identities, about cases, and which cases it joined."""

    identity: list[UUID]
    placed: list[UUID]
    joined: list[UUID]


class Office:
    """Ada with two addresses, Eve and Bob, each with what they wrote; ``acts`` is what was decided since, in order."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.reactor = Reactor(desk.db, REACTIONS)
        self.screen = Screen(desk)
        self.acts: list[Act] = []
        self.start: State = {}
        self.clock = START

    async def begin(self) -> None:
        for n, address in enumerate(("ada@example.com", "eve@example.com", "bob@example.com")):
            await self.desk.say(self.desk.contact("email", mail(address, PROVEN), TEXTS[n % 2]))
        await self.settle()
        shop = mail("shop@example.com", PROVEN)
        ada = (await self._ids("select customer_id as id from handle order by id"))[0]
        await self.desk.act(customers.link, self.desk.actor, ada, handle=shop, **WHY)
        for n in range(2):
            await self.desk.say(self.desk.contact("email", shop, TEXTS[n], at=START + timedelta(days=n)))
        self.start = await self.state()

    async def state(self) -> State:
        """All that decisions change, by table and id."""
        tables = {"customer": CUSTOMERS, "handle": HANDLES, "contact": CONTACTS, "case": CASES, "message": MESSAGES}
        return {name: {row["id"]: tuple(row) for row in await self.desk.rows(sql)} for name, sql in tables.items()}

    async def settle(self) -> None:
        """What follows from decisions is done."""
        await self.reactor.drain(self.desk.org)

    async def try_to(self, verb: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> None:
        """Do it, if it can be done, and remember what it decided."""
        before = await self._standing()
        with suppress(Conflict, Invalid):
            await self.desk.act(verb, self.desk.actor, *given, **named)
        await self._remember(before)

    async def say(self, who: int, text: int, also: int) -> None:
        """Somebody writes; on a browser they may show an address, proven or only said."""
        self.clock += timedelta(hours=7)
        sender, before = SENDERS[who], await self._standing()
        shown: dict[str, Any] = {}
        if sender.scheme == "web_visitor":
            level = PROVEN if also % 2 else sdk.Verification.ASSERTED
            shown = {"also": (mail(ADDRESSES[also % 4], level),), "thread": sdk.Thread(session=f"s{self.clock}")}
        channel = "webchat" if shown else "email"
        await self.desk.say(self.desk.contact(channel, sender, TEXTS[text], at=self.clock, **shown))
        await self._remember(before)

    async def undo_identity(self, nth: int) -> None:
        """Take back one of the latest decisions about who is who; that is a decision itself."""
        ids = await self._ids("select id from identity_decision order by id desc limit 6")
        await self.try_to(customers.undo, ids[nth % len(ids)], **WHY)

    async def undo_placing(self, nth: int) -> None:
        """Take back one of the latest decisions of people about cases; that is none to be taken back itself."""
        ids = await self._ids(BY_PEOPLE + " order by id desc limit 4")
        before = await self._standing()
        with suppress(Conflict, Invalid):
            if ids:
                await self.desk.act(correct.undo, self.desk.actor, ids[nth % len(ids)], **WHY)
        await self._remember(before, joins=False)

    async def unjoin(self, case: UUID) -> None:
        before = await self._standing()
        with suppress(Conflict, Invalid):
            await self.desk.act(join.unjoin, self.desk.actor, case, **WHY)
        await self._remember(before, joins=False)

    async def _standing(self) -> tuple[set[UUID], set[UUID], set[UUID]]:
        identity = await self._ids("select id from identity_decision where kind <> 'suggest'")
        joined = await self._ids("select id from case_record where joined_into is not null")
        return set(identity), set(await self._ids(BY_PEOPLE)), set(joined)

    async def _remember(self, before: tuple[set[UUID], set[UUID], set[UUID]], *, joins: bool = True) -> None:
        now = await self._standing()
        identity, placed, joined = (sorted(later - earlier) for later, earlier in zip(now, before, strict=True))
        self.acts.append(Act(identity, placed, joined if joins else []))
        await self.settle()

    async def take_all_back(self) -> None:
        """Every decision since the beginning, the latest first."""
        for act in reversed(self.acts):
            for case in act.joined:
                if case in (await self._standing())[2]:
                    await self.desk.act(join.unjoin, self.desk.actor, case, **WHY)
            for decision in reversed(act.placed):
                if decision in (await self._standing())[1]:
                    await self.desk.act(correct.undo, self.desk.actor, decision, **WHY)
            for decision in reversed(act.identity):
                await self.desk.act(customers.undo, self.desk.actor, decision, **WHY)
                await self.settle()

    async def _ids(self, sql: str) -> list[UUID]:
        return [row["id"] for row in await self.desk.rows(sql)]

    async def pick(self, sql: str, nth: int) -> UUID:
        """The nth of what the query finds, counted round."""
        ids = await self._ids(sql)
        return ids[nth % len(ids)]

    async def handles_of_one(self, nth: int, count: int) -> list[tuple[UUID, list[UUID]]]:
        """A customer who counts as nobody else, with one or two of the handles of all who count as it; none, where all
        handles are nobody's."""
        rows = await self.desk.rows(
            "select h.id, c.root_id from handle h join customer c on c.id = h.customer_id order by h.id"
        )
        if not rows:
            return []
        root = rows[nth % len(rows)]["root_id"]
        ids: list[UUID] = [row["id"] for row in rows if row["root_id"] == root]
        start = nth % len(ids)
        return [(root, (ids[start:] + ids[:start])[:count])]
