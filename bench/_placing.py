"""A labelled set placed in memory by the product's own rules, a contact at a time: who it is from, and which case.

Imported by the scripts beside it; running it measures nothing. Nothing is stored, so a run takes seconds where an
import takes a minute. A ``Teacher`` puts each contact where its label says, and notes what each candidate was weighed
by.
"""

import asyncio
import json
import runpy
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch
from uuid import UUID

from warmline import sdk
from warmline.connectors.contacts import connector
from warmline.connectors.contacts.connector import parsed
from warmline.connectors.contacts.line import read
from warmline.customers import Resolving, Said
from warmline.customers.actions import resolve
from warmline.customers.model import Thresholds
from warmline.customers.register import Register
from warmline.governance import read_pack
from warmline.interactions import Contact, Policy, Settle, Step, Tell, continuity
from warmline.interactions.actions.senders import Senders, claim
from warmline.interactions.actions.vocabulary import VOCABULARIES
from warmline.interactions.book import Book
from warmline.interactions.categories import Categoriser
from warmline.interactions.continuity import Asked, Candidate, Decision, decide
from warmline.interactions.learning.model import ContinuityModel, Row
from warmline.interactions.likeness import features_of
from warmline.interactions.meanings import meanings_of
from warmline.interactions.receiving import Receiving
from warmline.interactions.references import reference
from warmline.interactions.words import Words, read_words
from warmline.kit import clock
from warmline.kit.encoder import load_encoder

if TYPE_CHECKING:
    from warmline.customers.register import Contact as Shown
    from warmline.kit.encoder.model import Vectors

Label = dict[str, Any]
CHANNELS = {each.code: (UUID(int=n), each) for n, each in enumerate(connector.manifest.channels, start=1)}
# What a model is not asked about.
CERTAIN = ("key", "reference", "forward")


class Labelled(NamedTuple):
    """A set that was read: ``steps`` in order of arrival, without second deliveries; ``shown`` is what each contact
    shows of its sender, by its place among them; ``measure`` scores predictions against labels."""

    steps: list[Step]
    shown: dict[int, "Shown"]
    gold: list[Label]
    measure: Callable[[Sequence[Label], Mapping[str, Label]], dict[str, Any]]


class Heard(NamedTuple):
    """What contacts say, by their place: as one vocabulary hears it, and with vectors or without."""

    words: dict[int, Words]
    meanings: "Mapping[int, Vectors]"


def read_set(folder: Path, scorer: Path) -> Labelled:
    """The set in a folder; ``scorer`` is a ``score.py``."""
    steps: list[Step] = []
    accounts: dict[str, UUID] = {}
    for line in (folder / "contacts.jsonl").read_bytes().splitlines():
        match parsed(read(line)):
            case sdk.Inbound() as inbound if inbound.external_id not in accounts:
                contact = _contact(inbound)
                accounts[inbound.external_id] = contact.account_id
                steps.append(contact)
            case sdk.Settled() as done if done.external_id in accounts:
                account_id = accounts[done.external_id]
                steps.append(Settle(account_id=account_id, external_id=done.external_id, at=done.at))
            case sdk.Told() as told if told.external_id in accounts:
                account_id = accounts[told.external_id]
                steps.append(Tell(account_id=account_id, external_id=told.external_id, reference=told.reference))
    shown = {n: resolve.read(claim(each)) for n, each in enumerate(steps) if isinstance(each, Contact)}
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_bytes().splitlines()]
    return Labelled(steps, shown, gold, runpy.run_path(str(scorer))["measure"])


def _contact(inbound: sdk.Inbound) -> Contact:
    account_id, channel = CHANNELS[inbound.channel or ""]
    return Contact(
        account_id=account_id,
        channel=channel.code,
        medium=channel.medium,
        synchrony=channel.synchrony,
        queue_id=None,
        envelope_id=None,
        inbound=inbound,
        source=connector.manifest.code,
    )


def hear(given: Labelled, packs: Sequence[str]) -> dict[int, Words]:
    """What each contact says, where these packs are installed."""
    terms = {term.code: term for pack in packs for name in VOCABULARIES for term in read_pack(pack).terms.get(name, ())}
    categoriser = Categoriser(terms.values())

    def words(contact: Step, said: Said) -> Words:
        assert isinstance(contact, Contact)
        return read_words(said, categoriser, subject=contact.inbound.subject, silent=not contact.inbound.messages)

    return {n: words(given.steps[n], each.said) for n, each in given.shown.items()}


def meanings(words: Mapping[int, Words]) -> "Mapping[int, Vectors]":
    """The vectors of what they say. Ends the program where there is no encoder."""
    if load_encoder() is None:
        raise SystemExit("The packages of the extra `encoder` are not installed.")
    return asyncio.run(meanings_of(words))


class Teacher:
    """Knows where each contact belongs. ``rows`` are the lessons: a candidate of a contact each, of those about which a
    model is asked and of which anybody could know; ``name`` is that of the run."""

    def __init__(self, gold: Sequence[Label], name: str) -> None:
        self._labels = {each["external_id"]: each for each in gold}
        self._homes: dict[str, UUID] = {}
        self._name = name
        self._label: Label = {}
        self.rows: list[Row] = []

    def turn_to(self, external_id: str) -> None:
        """The next decision is about this contact."""
        self._label = self._labels[external_id]

    def note(self, case_id: UUID | None) -> None:
        """The contact is in this case."""
        if case_id and self._label["case"]:
            self._homes.setdefault(self._label["case"], case_id)

    def decide(self, asked: Asked, cases: Sequence[Candidate], policy: Policy, model: ContinuityModel) -> Decision:
        """In place of the rules: the case in which the first contact with this label is, or a new one."""
        found = decide(asked, cases, policy, model)
        home = self._homes.get(self._label["case"])
        possible = [each for each in cases if continuity.alive(each, asked.at, policy)]
        if found.rule not in CERTAIN and self._label["knowable"] and possible:
            weighed = zip(possible, features_of(asked, possible), strict=True)
            self.rows += [self._row(features, each.case_id == home) for each, features in weighed]
        return _replaced(found, home)

    def _row(self, features: Mapping[str, float], label: bool) -> Row:
        decision = f"{self._name}: {self._label['external_id']}"
        return Row(features=features, label=label, group=self._label["customer"], decision=decision)


def _replaced(found: Decision, home: UUID | None) -> Decision:
    return Decision(
        kind="attach" if home else "new",
        rule=found.rule,
        case_id=home,
        relation=found.relation,
        related_id=found.related_id,
        confidence=1.0,
    )


def place(given: Labelled, heard: Heard, model: ContinuityModel, teacher: Teacher | None = None) -> dict[str, Label]:
    """Predictions by external id. A case and a customer are called by their first contact, so that the names of two
    runs mean the same. What a machine wrote is in no case, and nobody's."""
    batch = _batch(given, heard, model)
    first: dict[UUID | None, str | None] = {None: None}
    found: dict[str, Label] = {}
    with patch.object(continuity, "decide", teacher.decide) if teacher else nullcontext():
        for n, step in enumerate(given.steps):
            if teacher and isinstance(step, Contact):
                teacher.turn_to(step.inbound.external_id)
            received = batch.take(step, n)
            if not isinstance(step, Contact):
                continue
            key = step.inbound.external_id
            if teacher:
                teacher.note(received.case_id)
            interaction = batch.book.interactions.get(received.interaction_id) if received.interaction_id else None
            case, customer = received.case_id, interaction.root_id if interaction else None
            found[key] = {"case": first.setdefault(case, key), "customer": first.setdefault(customer, key)}
    return found


def _batch(given: Labelled, heard: Heard, model: ContinuityModel) -> Receiving:
    resolving = Resolving(list(given.shown.values()), Register([], {}), Thresholds())
    said = {n: each.said for n, each in given.shown.items()}
    senders = Senders({}, {n: at for at, n in enumerate(given.shown)}, resolving, said)
    references = [reference(n) for n in range(len(given.shown))]
    return Receiving(
        Book(),
        Policy(),
        model,
        references,
        senders.resolve,
        now=clock.now(),
        words=heard.words,
        meanings=heard.meanings,
    )
