"""Places a batch of contacts one after the other, in memory: which interaction, which case, what to write. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from warmline.customers import Resolved, Said
from warmline.interactions import continuity
from warmline.interactions import events as announce
from warmline.interactions.book import Book, CaseState, OpenInteraction
from warmline.interactions.categories import Categoriser
from warmline.interactions.continuity import Asked, Decision, Policy
from warmline.interactions.learning.model import ContinuityModel
from warmline.interactions.meanings import with_meaning
from warmline.interactions.plan import Plan, Received
from warmline.interactions.reasons import Evidence
from warmline.interactions.recalling import fit, read_earlier
from warmline.interactions.references import folded, references_in
from warmline.interactions.settling import Settle, Tell, settle, tell
from warmline.interactions.stance import Stance, read_stance
from warmline.interactions.terms import merge, numbers_in, terms_of, topics_in, words_in
from warmline.kit.ids import new_id
from warmline.sdk import Content, Inbound


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed delivery. Its attachments are stored already: they have ``sha256``, no content."""

    account_id: UUID
    channel: str
    medium: str
    synchrony: str
    queue_id: UUID | None
    envelope_id: UUID | None
    inbound: Inbound
    # What brought it: the name of a connector.
    source: str = ""
    # Whom it is from, where somebody knows already.
    resolved: Resolved | None = None


class From(Contact, frozen=True, kw_only=True):
    """A contact of which it is known whom it is from."""

    resolved: Resolved


# What can come in a batch, in order.
Step = Contact | Settle | Tell

# What a further message makes of an interaction that waited for it, or of which the agent thought that it was over.
WAKES = {"waiting_customer": "queued", "wrap_up": "active"}
# What becomes of it when the customer leaves for good.
LEAVES = {
    "received": "abandoned",
    "queued": "abandoned",
    "offered": "abandoned",
    "active": "wrap_up",
    "on_hold": "wrap_up",
    "waiting_customer": "wrap_up",
}
TITLE = 120
MOST_CONTACTS = 12
SETTLED = ("resolved", "closed")


class Words(NamedTuple):
    """A contact's words: as one text, and what is read from them."""

    text: str
    said: Said
    terms: dict[str, int]
    category: str | None
    stance: Stance
    names: frozenset[str] = frozenset()


# How well earlier contacts of these customers fit what a contact says of one, asked at its time.
Recall = Callable[[Sequence[UUID], datetime], Mapping[UUID, float]]
# Whom the contact at this place among the steps is from.
Who = Callable[[int, Recall], Resolved]


class Receiving:
    """One batch. ``references`` are fresh ones, one per contact, for the cases that it opens; ``meanings`` has the vector
    of each contact that has one, by its place among the steps."""

    def __init__(
        self,
        book: Book,
        policy: Policy,
        model: ContinuityModel,
        references: Sequence[str],
        who: Who,
        *,
        now: datetime,
        decided_by: str,
        words: Mapping[int, Words],
        meanings: Mapping[int, Any],
    ) -> None:
        self.book, self.policy, self.model = book, policy, model
        self._references = iter(references)
        self._who = who
        self.now, self.decided_by = now, decided_by
        self.plan = Plan()
        self._all_words, self._meanings = words, meanings
        self._at = 0

    def take(self, step: Step, at: int) -> Received:
        """Place a contact, or do what was done about an earlier one elsewhere. ``at`` is its place among the steps."""
        self._at = at
        if isinstance(step, Settle):
            return settle(self.book, self.plan, step)
        if isinstance(step, Tell):
            return tell(self.book, self.plan, step)
        return self.place(step)

    def place(self, given: Contact) -> Received:
        """Decide, and note what to write. Later contacts of the batch see it as done."""
        inbound = given.inbound
        if (given.account_id, inbound.external_id) in self.book.known:
            interaction_id, case_id = self.book.threads.get((given.account_id, inbound.external_id), (None, None))
            return Received(interaction_id=interaction_id, case_id=case_id, duplicate=True)
        contact = self._from(given)
        if inbound.automatic:
            return self._record(contact, self._start(contact, None, None))
        interaction = self._going_on(contact)
        if interaction is None and not inbound.messages:
            return Received(interaction_id=None, case_id=None)
        if interaction is None:
            interaction = self._place_in_case(contact)
        return self._record(contact, interaction)

    def _from(self, given: Contact) -> From:
        resolved = given.resolved or self._who(self._at, self._recall)
        return From(**{**msgspec.structs.asdict(given), "resolved": resolved})

    def _recall(self, root_ids: Sequence[UUID], at: datetime) -> Mapping[UUID, float]:
        """How well what the contact says of an earlier one fits each of these customers."""
        words = self._words()
        earlier = read_earlier(words.text)
        if earlier is None:
            return {}
        alive = {
            root_id: [
                case for case in self.book.cases_of(root_id) if continuity.alive(case.candidate(), at, self.policy)
            ]
            for root_id in root_ids
        }
        found = {root: fit(earlier, at, cases, words.category, words_in(words.terms)) for root, cases in alive.items()}
        return {root: score for root, score in found.items() if score}

    def _going_on(self, contact: From) -> OpenInteraction | None:
        """The interaction that this is simply the next part of: the same session, or a burst on the same handle."""
        session = contact.inbound.thread.session
        if session:
            found = self.book.by_session.get((contact.account_id, session))
            return found if found and found.root_id == contact.resolved.root_id else None
        thread = contact.inbound.thread
        if thread.replies_to or thread.forwarded or contact.resolved.handle_id is None or contact.synchrony == "live":
            return None
        limit = timedelta(seconds=self.policy.burst_seconds)
        for each in self.book.by_handle.get((contact.account_id, contact.resolved.handle_id), ()):
            near = abs(contact.inbound.at - each.last_message_at) <= limit
            if near and not each.session and each.root_id == contact.resolved.root_id:
                return each
        return None

    def _words(self) -> Words:
        """What the present contact says."""
        return self._all_words[self._at]

    def _place_in_case(self, contact: From) -> OpenInteraction:
        asked = self._asked(contact, self._words())
        cases = [case.candidate() for case in self.book.cases_of(contact.resolved.root_id)]
        decision = self._decide(asked, cases)
        if decision.kind == "attach" and decision.case_id:
            case = self.book.cases[decision.case_id]
            interaction = self._live_in(contact, case) or self._start(contact, case, asked.category)
        else:
            case = self._open(contact, asked)
            interaction = self._start(contact, case, asked.category)
        self._note(decision, interaction, case)
        return interaction

    def _decide(self, asked: Asked, cases: Sequence[continuity.Candidate]) -> Decision:
        return continuity.decide(asked, cases, self.policy, self.model)

    def _asked(self, contact: From, words: Words) -> Asked:
        keyed, key = self._keyed(contact)
        return Asked(
            root_id=contact.resolved.root_id,
            handle_id=contact.resolved.handle_id,
            at=contact.inbound.at,
            channel=contact.channel,
            category=words.category,
            terms=words_in(words.terms),
            numbers=numbers_in(words.terms),
            topics=topics_in(words.terms),
            stance=words.stance,
            references=tuple(references_in(words.text)),
            forwarded=contact.inbound.thread.forwarded,
            keyed=keyed,
            key=key,
            meaning=self._meanings.get(self._at),
        )

    def _keyed(self, contact: From) -> tuple[continuity.Candidate | None, str | None]:
        for external_id in contact.inbound.thread.replies_to:
            found = self.book.threads.get((contact.account_id, external_id))
            case = self.book.cases.get(found[1]) if found and found[1] else None
            if found and case:
                candidate = msgspec.structs.replace(case.candidate(), last_interaction_id=found[0])
                return candidate, "a message that this one answers"
        session = contact.inbound.thread.session
        if session:
            open_one = self.book.by_session.get((contact.account_id, session))
            case = self.book.cases.get(open_one.case_id) if open_one and open_one.case_id else None
            if case:
                return case.candidate(), "the session"
        return None, None

    def _live_in(self, contact: From, case: CaseState) -> OpenInteraction | None:
        """An interaction on the same handle and case that has not ended, where the channel is no session or call."""
        if contact.synchrony != "asynchronous" or contact.resolved.handle_id is None:
            return None
        handles = self.book.by_handle.get((contact.account_id, contact.resolved.handle_id), ())
        return next((each for each in handles if each.case_id == case.id), None)

    def _open(self, contact: From, asked: Asked) -> CaseState:
        inbound, reference = contact.inbound, next(self._references)
        case = CaseState(
            id=new_id(),
            customer_id=contact.resolved.customer_id,
            root_id=contact.resolved.root_id,
            status="open",
            category=asked.category,
            terms={},
            last_contact_at=inbound.at,
            resolved_at=None,
            references=(folded(reference),),
            new=True,
        )
        self.book.add_case(case)
        title = (inbound.subject or said(inbound)).strip()[:TITLE]
        self.plan.cases.append((case, reference, title, inbound.at))
        self.plan.events.append(
            announce.CaseOpened(case_id=case.id, customer_id=case.customer_id, after={"category": case.category})
        )
        return case

    def _start(self, contact: From, case: CaseState | None, category: str | None) -> OpenInteraction:
        inbound, resolved = contact.inbound, contact.resolved
        status = "closed" if inbound.automatic else "queued" if contact.queue_id else "received"
        interaction = OpenInteraction(
            id=new_id(),
            account_id=contact.account_id,
            customer_id=resolved.customer_id,
            root_id=resolved.root_id,
            handle_id=resolved.handle_id,
            case_id=case.id if case else None,
            participant_id=new_id(),
            status=status,
            queue_id=None if inbound.automatic else contact.queue_id,
            session=inbound.thread.session,
            last_message_at=inbound.at,
            channel=contact.channel,
            new=True,
        )
        if not inbound.automatic:
            self.book.add_interaction(interaction)
        self.plan.interactions.append((interaction, contact, category))
        self.plan.participants.append((interaction, resolved, inbound))
        ids: dict[str, Any] = {
            "interaction_id": interaction.id,
            "case_id": interaction.case_id,
            "customer_id": interaction.customer_id,
        }
        self.plan.events.append(
            announce.InteractionStarted(
                **ids,
                account_id=contact.account_id,
                channel=contact.channel,
                status=status,
                queue_id=interaction.queue_id,
                envelope_id=contact.envelope_id,
            )
        )
        if status == "queued":
            self.plan.events.append(announce.InteractionQueued(**ids, queue_id=contact.queue_id))
        return interaction

    def _note(self, decision: Decision, interaction: OpenInteraction, case: CaseState) -> None:
        decision_id = new_id()
        target = decision.case_id if decision.kind == "suggest" else case.id
        self.plan.decisions.append((decision_id, interaction.id, target, decision))
        ids: dict[str, Any] = {
            "interaction_id": interaction.id,
            "case_id": case.id,
            "customer_id": interaction.customer_id,
        }
        self.plan.events.append(
            announce.CaseDecided(
                **ids, decision_id=decision_id, kind=decision.kind, rule=decision.rule, score=decision.score
            )
        )
        related = decision.related_id
        if decision.relation and related and related != interaction.id and interaction.new:
            link_id = new_id()
            confidence = decision.score if decision.score is not None else 1.0
            self.plan.links.append((link_id, decision.relation, interaction.id, related, confidence, decision.evidence))
            self.plan.events.append(
                announce.InteractionLinked(**ids, link_id=link_id, kind=decision.relation, to_id=related)
            )

    def _record(self, contact: From, interaction: OpenInteraction) -> Received:
        inbound = contact.inbound
        message_ids = tuple(self._write(contact, interaction, n, each) for n, each in enumerate(inbound.messages))
        self.book.known.add((contact.account_id, inbound.external_id))
        self.book.threads[contact.account_id, inbound.external_id] = (interaction.id, interaction.case_id)
        interaction.last_message_at = max(interaction.last_message_at, inbound.at)
        if not interaction.new:
            self.plan.moved[interaction.id] = interaction
            if inbound.messages:
                self._wake(interaction, contact.queue_id)
        if inbound.ends:
            self._change_status(interaction, LEAVES)
        case = self.book.cases.get(interaction.case_id) if interaction.case_id else None
        if case and inbound.messages:
            self._touch(case, interaction, inbound)
        return Received(interaction_id=interaction.id, case_id=interaction.case_id, message_ids=message_ids)

    def _wake(self, interaction: OpenInteraction, queue_id: UUID | None) -> None:
        if interaction.status == "received" and queue_id:
            # It came before its account had a queue, or as history; from now on somebody is to see to it.
            interaction.queue_id = queue_id
            self._change_status(interaction, {"received": "queued"})
        self._change_status(interaction, WAKES)

    def _write(self, contact: From, interaction: OpenInteraction, position: int, content: Content) -> UUID:
        message_id = new_id()
        inbound = contact.inbound
        external_id = content.external_id or (inbound.external_id if position == 0 else None)
        self.plan.messages.append((message_id, interaction, contact, content, external_id))
        self.plan.attachments.extend((message_id, n, each) for n, each in enumerate(content.attachments))
        self.plan.events.append(
            announce.MessageReceived(
                interaction_id=interaction.id,
                case_id=interaction.case_id,
                customer_id=interaction.customer_id,
                message_id=message_id,
                automatic=inbound.automatic,
            )
        )
        return message_id

    def _change_status(self, interaction: OpenInteraction, table: dict[str, str]) -> None:
        to = table.get(interaction.status)
        if to is None:
            return
        self.plan.moved[interaction.id] = interaction
        ids: dict[str, Any] = {
            "interaction_id": interaction.id,
            "case_id": interaction.case_id,
            "customer_id": interaction.customer_id,
        }
        changed = announce.InteractionStatusChanged(
            **ids,
            from_status=interaction.status,
            to_status=to,
            since=self.now,
            before={"status": interaction.status},
            after={"status": to},
        )
        self.plan.events.append(changed)
        if to == "queued":
            self.plan.events.append(announce.InteractionQueued(**ids, queue_id=interaction.queue_id))
        interaction.status = to

    def _touch(self, case: CaseState, interaction: OpenInteraction, inbound: Inbound) -> None:
        words = self._words()
        case.terms = merge(case.terms, words.terms)
        case.category = case.category or words.category
        case.last_interaction_id = interaction.id
        meaning = self._meanings.get(self._at)
        if meaning is not None:
            case.meanings = with_meaning(case.meanings, meaning)
        if interaction.new:
            case.contacts = (*case.contacts, (interaction.channel, inbound.at))[-MOST_CONTACTS:]
        if interaction.handle_id and interaction.handle_id not in case.handle_ids:
            case.handle_ids = (*case.handle_ids, interaction.handle_id)
        case.touched = True
        if case.status in SETTLED and words.stance.thanks:
            # Thanks for what was done neither open the case again nor lengthen the time in which it can be.
            return
        case.last_contact_at = max(case.last_contact_at, inbound.at)
        if case.status in SETTLED:
            self.plan.events.append(
                announce.CaseReopened(
                    case_id=case.id,
                    interaction_id=interaction.id,
                    customer_id=case.customer_id,
                    before={"status": case.status},
                    after={"status": "open"},
                )
            )
            case.resolved_at = None
        case.status = "open"


def said(inbound: Inbound) -> str:
    """Subject and words of a contact, as one text."""
    return "\n".join([inbound.subject or "", *(each.text for each in inbound.messages)])


def read_words(contact: Contact, said: Said, categoriser: Categoriser) -> Words:
    """What a contact's own words tell; quoted words are left out."""
    names = frozenset(part for name in (*said.own, *said.sole) for part in name)
    category, topics = categoriser.read(said.rest)
    terms = terms_of(said.rest, without=names, numbers=said.marked, topics=topics)
    stance = read_stance(said.rest) if contact.inbound.messages else Stance()
    return Words(said.rest, said, terms, category, stance, names)


def evidence_json(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Evidence as it is stored and shown."""
    return [{"kind": each.kind, "text": each.text, "weight": round(each.weight, 3)} for each in evidence]
