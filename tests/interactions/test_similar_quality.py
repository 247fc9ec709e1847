"""How often the cases that are called alike are about the same matter: on real dialogues with known intents.

The same words as `similar.candidates` asks for, ranked by `similar.ranking`; no encoder, as on a small installation.
"""

import csv
import random
from collections import Counter, defaultdict

import pytest

from tests.conftest import SHARED
from warmline.interactions.similar.finding import COMPARED, EACH
from warmline.interactions.similar.ranking import Told, best, likeness, telling
from warmline.interactions.terms import terms_of

# Turns of these kinds say nothing of why somebody called.
MANNERS = {
    "openinggreeting", "closinggreeting", "contentonly", "thankyou", "confirmation", "rejection", "outofdomain", "",
}  # fmt: skip
ASKED = 300


def dialogues() -> list[tuple[str, dict[str, int]]]:
    """The matter of each dialogue, and its terms."""
    turns: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for field in ("insurance", "finance"):
        with (SHARED / "data" / "multidogo" / field / "train.tsv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                turns[field, row["conversationId"]].append((row["utterance"] or "", row["intent"] or ""))
    found = []
    for (field, _), said in sorted(turns.items()):
        intents = Counter(each for _, label in said for each in label.split("<div>") if each not in MANNERS)
        if intents:
            text = " ".join(words for words, _ in said)
            found.append((f"{field} {intents.most_common(1)[0][0]}", dict(terms_of(text))))
    random.Random(5).shuffle(found)
    return found


@pytest.fixture(scope="module")
def known() -> list[tuple[str, dict[str, int]]]:
    return dialogues()


def test_nine_in_ten_of_the_first_five_are_about_the_same(known: list[tuple[str, dict[str, int]]]) -> None:
    by_term: dict[str, list[int]] = defaultdict(list)
    for n, (_, terms) in enumerate(known):
        for term in telling(terms):
            by_term[term].append(n)
    same = shown = 0
    for n in range(len(known) - ASKED, len(known)):
        matter, terms = known[n]
        shared = Counter(other for term in telling(terms) for other in by_term[term][-EACH:] if other != n)
        near = [other for other, _ in shared.most_common(COMPARED)]
        places = best([likeness(Told(terms), Told(known[other][1])) for other in near])[:5]
        same += sum(known[near[place]][0] == matter for place in places)
        shown += len(places)
    chance = sum((count / len(known)) ** 2 for count in Counter(matter for matter, _ in known).values())
    assert (round(chance, 2) <= 0.16, same / shown >= 0.88, shown >= 4.5 * ASKED) == (True, True, True), (
        chance, same / shown, shown / ASKED,
    )  # fmt: skip
