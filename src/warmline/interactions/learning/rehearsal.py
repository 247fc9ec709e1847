"""What other thresholds, or another model, would have made of the same contacts. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from warmline.interactions.learning.judged import Judged, Weighed
from warmline.interactions.learning.model import ContinuityModel
from warmline.interactions.learning.thresholds import Best, measure
from warmline.interactions.learning.views import Change, Counts, DryRun, Outcome

# Decisions that the thresholds made. A forward is never attached, whatever it is like, and a key needs no threshold.
BY_THRESHOLD = ("likeness", "unlike")


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A model with the thresholds to use it with."""

    model: ContinuityModel
    attach: float
    suggest: float

    def kind(self, probability: float) -> str:
        """What becomes of a contact whose likeliest case has this probability."""
        if probability >= self.attach:
            return "attach"
        return "suggest" if probability >= self.suggest else "new"


class Placed(msgspec.Struct, frozen=True):
    """Where a contact would go."""

    kind: str
    case: Weighed
    probability: float

    @property
    def place(self) -> tuple[str, object]:
        """What tells two apart: of a new case, there is nothing more to tell."""
        return self.kind, None if self.kind == "new" else self.case.case_id

    @property
    def right(self) -> bool | None:
        """Whether it goes where it belongs: to the right case, or to a new one where this candidate is wrong."""
        if self.case.right is None:
            return None
        return self.case.right is (self.kind != "new")


def rehearse(decisions: Sequence[Judged], before: Setting, after: Setting, *, days: int, changes: int) -> DryRun:
    """Both settings over the same history, newest first. Only what the thresholds decided is counted."""
    found = [each for each in decisions if each.rule in BY_THRESHOLD and each.candidates]
    pairs = [(each, place(each, before), place(each, after)) for each in found]
    changed = [pair for pair in pairs if pair[1].place != pair[2].place]
    return DryRun(
        days=days,
        contacts=len(found),
        corrected=sum(each.known for each in found),
        settled=sum(each.settled for each in found),
        as_decided=counts(each.kind for each in found),
        before=outcome([(each, was) for each, was, _ in pairs], before),
        after=outcome([(each, becomes) for each, _, becomes in pairs], after),
        changed=len(changed),
        changes=[_change(*pair) for pair in changed[:changes]],
    )


def place(decision: Judged, setting: Setting) -> Placed:
    """Where the likeliest candidate sends it. A candidate kept without its features has the score of its day."""
    weighed = [(_probability(each, setting.model), n) for n, each in enumerate(decision.candidates)]
    probability, n = max(weighed, key=lambda each: (each[0], -each[1]))
    return Placed(setting.kind(probability), decision.candidates[n], probability)


def counts(kinds: Iterable[str]) -> Counts:
    """How many of each."""
    found = Counter(kinds)
    return Counts(attach=found["attach"], suggest=found["suggest"], new=found["new"])


def outcome(placed: Sequence[tuple[Judged, Placed]], setting: Setting) -> Outcome:
    """The figures of one setting. Each contact counts once, however it came to be known what is right."""
    best = [
        Best(one.probability, bool(one.case.right), any(each.right for each in decision.candidates), 1.0)
        for decision, one in placed
        if one.case.right is not None
    ]
    precision, recall, suggested = measure(best, setting.attach, setting.suggest)
    return Outcome(
        attach=setting.attach,
        suggest=setting.suggest,
        model=setting.model.version,
        counts=counts(one.kind for _, one in placed),
        precision=precision,
        recall=recall,
        suggested=suggested,
    )


def _probability(candidate: Weighed, model: ContinuityModel) -> float:
    return model.probability(candidate.features) if candidate.features else candidate.score


def _change(decision: Judged, was: Placed, becomes: Placed) -> Change:
    return Change(
        decision_id=decision.id,
        interaction_id=decision.interaction_id,
        at=decision.at,
        before=was.kind,
        after=becomes.kind,
        case_id=becomes.case.case_id,
        score=round(becomes.probability, 4),
        right=becomes.right,
        evidence=[str(each.get("text", "")) for each in decision.evidence],
    )
