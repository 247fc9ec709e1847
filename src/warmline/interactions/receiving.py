"""Places a batch of contacts one after the other, in memory: which interaction, which case, what to write. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from warmline.customers import Resolved
from warmline.interactions import continuity
from warmline.interactions import events as announce
from warmline.interactions.book import Book, CaseState, OpenInteraction
from warmline.interactions.contact import Contact, From
from warmline.interactions.continuity import Asked, Decision, Policy
from warmline.interactions.learning.model import ContinuityModel
from warmline.interactions.opening import open_case, start
from warmline.interactions.plan import Plan, Received
from warmline.interactions.recalling import fit, read_earlier
from warmline.interactions.recording import CALLED_BACK, LEAVES, change_status, go_on, ids_of, touch, write
from warmline.interactions.references import references_in
from warmline.interactions.settling import Settle, Tell, settle, tell
from warmline.interactions.terms import numbers_in, topics_in, words_in
from warmline.interactions.words import Words, without_names
from warmline.kit.ids import new_id

# What can come in a batch, in order.
Step = Contact | Settle | Tell
# How well earlier contacts of these customers fit what a contact says of one, asked at its time.
Recall = Callable[[Sequence[UUID], datetime], Mapping[UUID, float]]
# Whom the contact at this place among the steps is from.
Who = Callable[[int, Recall], Resolved]


class Receiving:
    """One batch. ``references`` are fresh ones, one per contact, for the cases that it opens; ``meanings`` has the
    vector of each contact that has one, by its place among the steps."""

    def __init__(
        self,
        book: Book,
        policy: Policy,
        model: ContinuityModel,
        references: Sequence[str],
        who: Who,
        *,
        now: datetime,
        words: Mapping[int, Words],
        meanings: Mapping[int, Any],
    ) -> None:
        self.book, self.policy, self.model = book, policy, model
        self._references = iter(references)
        self._who = who
        self.now = now
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
            return self._record(contact, start(self.book, self.plan, contact, None, None))
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
        earlier = read_earlier(words.said.text)
        if earlier is None:
            return {}
        topics = topics_in(words.terms)
        terms = {term: count for term, count in words_in(words.terms).items() if term not in words.names}
        found = {root_id: fit(earlier, at, self._alive(root_id, at), topics, terms) for root_id in root_ids}
        return {root: score for root, score in found.items() if score}

    def _alive(self, root_id: UUID, at: datetime) -> list[CaseState]:
        return [each for each in self.book.cases_of(root_id) if continuity.alive(each.candidate(), at, self.policy)]

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
        decision = continuity.decide(asked, cases, self.policy, self.model)
        if decision.kind == "attach" and decision.case_id:
            case = self.book.cases[decision.case_id]
            live = self._live_in(contact, case)
            interaction = live or start(self.book, self.plan, contact, case, asked.category)
        else:
            case = open_case(self.book, self.plan, contact, asked.category, next(self._references))
            interaction = start(self.book, self.plan, contact, case, asked.category)
        self._note(decision, interaction, case)
        return interaction

    def _asked(self, contact: From, words: Words) -> Asked:
        keyed, key = self._keyed(contact)
        return Asked(
            root_id=contact.resolved.root_id,
            handle_id=contact.resolved.handle_id,
            at=contact.inbound.at,
            channel=contact.channel,
            category=words.category,
            terms=without_names(words_in(words.terms), words, contact.resolved.display_name),
            numbers=numbers_in(words.terms),
            topics=topics_in(words.terms),
            stance=words.stance,
            references=tuple(references_in(words.said.text)),
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
        """An interaction of this customer on the same handle and case that has not ended, where the channel is no
        session or call."""
        handle_id, root_id = contact.resolved.handle_id, contact.resolved.root_id
        if contact.synchrony != "asynchronous" or handle_id is None:
            return None
        there = self.book.by_handle.get((contact.account_id, handle_id), ())
        return next((each for each in there if each.case_id == case.id and each.root_id == root_id), None)

    def _note(self, decision: Decision, interaction: OpenInteraction, case: CaseState) -> None:
        decision_id = new_id()
        target = decision.case_id if decision.kind == "suggest" else case.id
        self.plan.decisions.append((decision_id, interaction.id, target, decision))
        ids = {**ids_of(interaction), "case_id": case.id}
        self.plan.events.append(
            announce.CaseDecided(
                **ids, decision_id=decision_id, kind=decision.kind, rule=decision.rule, score=decision.score
            )
        )
        related = decision.related_id
        if decision.relation and related and related != interaction.id and interaction.new:
            link_id = new_id()
            known = (decision.confidence, decision.score, 1.0)
            confidence = next(each for each in known if each is not None)
            self.plan.links.append((link_id, decision.relation, interaction.id, related, confidence, decision.evidence))
            self.plan.events.append(
                announce.InteractionLinked(**ids, link_id=link_id, kind=decision.relation, to_id=related)
            )

    def _record(self, contact: From, interaction: OpenInteraction) -> Received:
        inbound = contact.inbound
        message_ids = tuple(write(self.plan, contact, interaction, n, each) for n, each in enumerate(inbound.messages))
        self.book.known.add((contact.account_id, inbound.external_id))
        self.book.threads[contact.account_id, inbound.external_id] = (interaction.id, interaction.case_id)
        interaction.last_message_at = max(interaction.last_message_at, inbound.at)
        if not interaction.new:
            self.plan.moved[interaction.id] = interaction
            if inbound.messages:
                go_on(self.plan, interaction, contact.queue_id, self.now)
        if inbound.ends and interaction.initiation != CALLED_BACK:
            change_status(self.plan, interaction, LEAVES, self.now)
        case = self.book.cases.get(interaction.case_id) if interaction.case_id else None
        if case and inbound.messages:
            touch(self.plan, case, interaction, contact, self._words(), self._meanings.get(self._at))
        return Received(interaction_id=interaction.id, case_id=interaction.case_id, message_ids=message_ids)
