"""What other rules would have made of contacts, against what the present ones make of them. Pure."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from warmline.routing.rules.actions.apply import Judged
from warmline.routing.rules.model import RuleSet

LONGEST_DAYS = 90
MOST_CONTACTS = 5_000
MOST_EXAMPLES = 100
NOWHERE = "(no queue)"


class DryRunBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules to try on the contacts of the last days. Of more contacts than ``sample``, an even share is taken."""

    rules: RuleSet
    days: Annotated[int, Meta(ge=1, le=LONGEST_DAYS)] = 30
    sample: Annotated[int, Meta(ge=1, le=MOST_CONTACTS)] = 2_000
    examples: Annotated[int, Meta(ge=0, le=MOST_EXAMPLES)] = 20


class RuleTried(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule would have applied, and how often it could not be worked out."""

    name: str
    matched: int
    failed: int
    last_error: str | None


class QueueMove(msgspec.Struct, frozen=True, kw_only=True):
    """How many contacts would have been in another queue than they were."""

    from_queue: str
    to_queue: str
    count: int


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that would have been different: before and after, of what is."""

    interaction_id: UUID
    started_at: datetime
    rules: list[str]
    before: dict[str, Any]
    after: dict[str, Any]


class RulesDryRun(msgspec.Struct, frozen=True, kw_only=True):
    """What would have changed. ``contacts`` began in these days, ``looked_at`` of them were tried (``sampled``: one in
    so many). ``changed`` counts contacts with any difference, the others by what differs. Conditions see a contact as
    the record has it now, with the age that it had when it began."""

    days: int
    contacts: int
    looked_at: int
    sampled: int
    changed: int
    queue: int
    skills: int
    priority: int
    service_seconds: int
    intent: int
    agent: int
    escalated: int
    moves: list[QueueMove]
    rules: list[RuleTried]
    never_matched: list[str]
    examples: list[Example]


class Tally:
    """Adds contacts up."""

    def __init__(self, rules: RuleSet, queues: Mapping[UUID, str], examples: int) -> None:
        self.rules, self.queues, self.most = rules, queues, examples
        self.parts: Counter[str] = Counter()
        self.moves: Counter[tuple[str, str]] = Counter()
        self.matched: Counter[UUID] = Counter()
        self.failed: dict[UUID, list[str]] = {}
        self.examples: list[Example] = []
        self.looked_at = 0

    def add(self, judged: Judged) -> None:
        """One contact."""
        self.looked_at += 1
        self.matched.update(each.rule_id for each in judged.outcome.matched)
        for rule_id, problem in judged.outcome.failed:
            self.failed.setdefault(rule_id, []).append(problem)
        different = self._different(judged)
        self.parts.update(different.keys())
        if "queue" in different:
            self.moves[different["queue"]] += 1
        if different:
            self.parts["any"] += 1
            self._example(judged, different)

    def _different(self, judged: Judged) -> dict[str, tuple[Any, Any]]:
        names = {"queue_id": "queue", "preferred_id": "agent"}
        found = {names.get(name, name): pair for name, pair in judged.changed.items()}
        if "queue" in found:
            before, after = found["queue"]
            found["queue"] = (self.queues.get(before, NOWHERE), self.queues.get(after, NOWHERE))
        if judged.outcome.raised:
            found["escalation"] = (None, [each.escalate.reason for each in judged.outcome.raised])
        return found

    def _example(self, judged: Judged, different: dict[str, tuple[Any, Any]]) -> None:
        if len(self.examples) < self.most:
            row = judged.seen.row
            self.examples.append(
                Example(
                    interaction_id=row["id"],
                    started_at=row["started_at"],
                    rules=[each.name for each in judged.outcome.matched],
                    before={name: before for name, (before, _) in different.items()},
                    after={name: after for name, (_, after) in different.items()},
                )
            )

    def told(self, *, days: int, contacts: int, sampled: int) -> RulesDryRun:
        """What came of it."""
        tried = [
            RuleTried(
                name=each.name,
                matched=self.matched[each.id],
                failed=len(problems := self.failed.get(each.id, [])),
                last_error=problems[-1] if problems else None,
            )
            for each in self.rules.rules
            if each.id is not None
        ]
        moves = [QueueMove(from_queue=one, to_queue=to, count=n) for (one, to), n in self.moves.most_common()]
        parts = ("queue", "skills", "priority", "service_seconds", "intent", "agent")
        return RulesDryRun(
            days=days,
            contacts=contacts,
            looked_at=self.looked_at,
            sampled=sampled,
            changed=self.parts["any"],
            escalated=self.parts["escalation"],
            **{name: self.parts[name] for name in parts},
            moves=moves,
            rules=tried,
            never_matched=[each.name for each in tried if each.matched == 0],
            examples=self.examples,
        )
