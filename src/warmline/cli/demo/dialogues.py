"""The dialogues that the demo brings: real customers' turns, from the file beside this. Pure."""

import csv
from collections import Counter
from functools import cache
from importlib import resources
from itertools import groupby, pairwise

import msgspec

from warmline.cli.demo.words import MATTERS

FILE = "dialogues.tsv"
REFERENCES = {"policyid": "policy", "claimid": "claim"}


class Turn(msgspec.Struct, frozen=True):
    """What a customer said at once, and what it was for. ``slots`` label its words."""

    text: str
    intent: str
    slots: tuple[str, ...]

    def labelled(self, label: str) -> str | None:
        """The first run of words with this label."""
        if len(self.slots) != len(self.text.split()):
            return None
        found: list[str] = []
        for word, slot in zip(self.text.split(), self.slots, strict=True):
            if slot == label:
                found.append(word)
            elif found:
                break
        return " ".join(found) or None


class Dialogue(msgspec.Struct, frozen=True):
    """One customer's side of a conversation."""

    id: str
    domain: str
    turns: tuple[Turn, ...]

    @property
    def intent(self) -> str:
        """Its matter."""
        return Counter(each.intent for each in self.turns if each.intent in MATTERS).most_common(1)[0][0]

    @property
    def name(self) -> str:
        """The name that the customer gives, as one is written."""
        given = next((name for each in self.turns if (name := each.labelled("name"))), "A customer")
        return " ".join(word.capitalize() for word in given.split()[:3])

    @property
    def references(self) -> list[tuple[str, str]]:
        """Policies and claims by kind and number, as the customer wrote them."""
        found = {(kind, number.upper()) for each in self.turns for label, kind in REFERENCES.items()
                 if (number := each.labelled(label)) and any(sign.isdigit() for sign in number)}  # fmt: skip
        return sorted(found)

    def halves(self) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
        """What is said up to the matter, and what comes later."""
        matter = next(n for n, each in enumerate(self.turns) if each.intent in MATTERS)
        cut = min(matter + 1, len(self.turns) - 1)
        return self.turns[:cut], self.turns[cut:]


@cache
def dialogues() -> tuple[Dialogue, ...]:
    """All of them, in the order of the file."""
    text = resources.files(__package__).joinpath("data", FILE).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    found = []
    for id_, group in groupby(rows, key=lambda row: row["conversationId"]):
        turns = list(group)
        assert all(int(one["turnNumber"]) <= int(other["turnNumber"]) for one, other in pairwise(turns)), id_
        said = [Turn(row["utterance"].strip(), row["intent"].split("<div>")[0], tuple(row["slot-labels"].split()))
                for row in turns]  # fmt: skip
        found.append(Dialogue(id_, turns[0]["domain"], tuple(said)))
    return tuple(found)
