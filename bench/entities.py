"""What is found in customers' words: precision and recall for each slot of MultiDoGO, and what it costs.

The labels are crowd workers' of role-played chats in small letters without punctuation. Expressions were tuned on
``train``; ``dev`` is shown beside it, and is what to believe. Three ways:

- ``built in``: what every organisation has;
- ``with patterns``: with three patterns of the kind that an organisation knows its own numbers by (policy: letters and
  nine digits; claim: letters and three or four; account: ten to sixteen digits);
- ``asked``: the same, and what the label says was asked for just before. Only customers' turns are in the set, so the
  question is taken from the label: recall is what a known question is worth, and its precision says nothing.

A found entity is right where it overlaps a labelled part of its slots.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from bench._report import Clock, Figure, Report
from warmline.entities import Found, NewPattern, Patterns, find

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "multidogo"
SLOTS = {
    "policyid": "policy", "claimid": "claim", "account_number": "account", "target_account_number": "account",
    "card_number": "card", "ssn": "national_id", "phone_number": "phone", "email_address": "email",
    "charge_date": "date", "lastuseddate": "date", "charge_amount": "amount", "transferamount": "amount",
    "car_brand": "vehicle", "car_model": "vehicle", "car_year": "vehicle", "address": "address", "name": "name",
}  # fmt: skip
KINDS = tuple(dict.fromkeys(SLOTS.values()))
# The set is of June 2018.
SAID = date(2018, 6, 28)
OWN = Patterns(
    [
        NewPattern(kind="policy", label="Policy", expression=r"[a-z]{2,4} ?[0-9]{8,10}", cues=["policy number"]),
        NewPattern(kind="claim", label="Claim", expression=r"[a-z]{3} ?[0-9]{3,4}", cues=["claim number"]),
        NewPattern(kind="account", label="Account", expression=r"[0-9]{10,15}", cues=["account"], confidence=0.6),
    ]
)
WAYS = ("built in", "with patterns", "asked")
HOSTILE = "policy number is 4111 1111 1111 1111 a at b dot c " * 20_000
Span = tuple[str, int, int]


class Turn(msgspec.Struct, frozen=True):
    """What a customer said, and which parts are labelled: kind, start, end."""

    text: str
    labelled: list[Span]


def turns(split: str, domain: str) -> Iterator[Turn]:
    """The turns of one split; the two rows whose labels do not fit their words are left out."""
    with (SHARED / domain / f"{split}.tsv").open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 5:
                words, labels = row[3].split(" "), row[4].split(" ")
                if len(words) == len(labels) and row[3] != "utterance":
                    yield Turn(row[3], list(_spans(words, labels)))


def _spans(words: list[str], labels: list[str]) -> Iterator[Span]:
    at, open_ = 0, None
    for word, label in zip(words, labels, strict=True):
        kind = SLOTS.get(label)
        end = at + len(word)
        if open_ and (kind is None or open_[0] != kind):
            yield open_
            open_ = None
        if kind:
            open_ = (kind, open_[1] if open_ else at, end)
        at = end + 1
    if open_:
        yield open_


def overlaps(found: Found, part: Span) -> bool:
    """Whether the two share a place."""
    return found.kind == part[0] and found.start < part[2] and part[1] < found.end


def score(said: list[Turn], way: str, misses: dict[str, list[str]] | None = None) -> dict[str, tuple[int, int, int]]:
    """For each kind: found and right, found, labelled that were found; with the labelled count kept apart."""
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for turn in said:
        asked = list(dict.fromkeys(kind for kind, _, _ in turn.labelled)) if way == "asked" else []
        found = find(turn.text, Patterns() if way == "built in" else OWN, said=SAID, expecting=asked)
        for each in found:
            told[each.kind] += 1
            good = any(overlaps(each, part) for part in turn.labelled)
            right[each.kind] += good
            if misses is not None and not good:
                misses[f"{each.kind} wrong"].append(f"{each.text!r} in {turn.text!r}")
        for part in turn.labelled:
            seen = any(overlaps(each, part) for each in found)
            hit[part[0]] += seen
            if misses is not None and not seen:
                misses[f"{part[0]} missed"].append(f"{turn.text[part[1] : part[2]]!r} in {turn.text!r}")
    return {kind: (right[kind], told[kind], hit[kind]) for kind in KINDS}


def main() -> None:
    """Show the tables; with ``--misses KIND`` some of what went wrong instead."""
    splits = {
        split: [turn for domain in ("insurance", "finance") for turn in turns(split, domain)]
        for split in ("train", "dev")
    }
    if "--misses" in sys.argv:
        _tell(splits["train"], sys.argv[sys.argv.index("--misses") + 1 :])
        return
    report = Report("Entities in customers' words: share of labelled parts found, and of found that were labelled")
    for split, said in splits.items():
        labelled = Counter(kind for turn in said for kind, _, _ in turn.labelled)
        for way in WAYS:
            for kind, (right, told, hit) in score(said, way).items():
                size = f"{split}, {way}"
                if way != "asked":
                    share = right / told if told else 0.0
                    report.add(Figure(what=f"{kind}: precision of {told}", unit="", ours=share, size=size))
                report.add(
                    Figure(what=f"{kind}: recall of {labelled[kind]}", unit="", ours=hit / labelled[kind], size=size)
                )
    texts = [turn.text for turn in splits["dev"]]
    clock = Clock()
    for text in texts:
        find(text, OWN, said=SAID)
    report.add(Figure(what="a message", unit="us", ours=clock.seconds / len(texts) * 1e6, budget="ours <= 200"))
    clock = Clock()
    find(HOSTILE, OWN, said=SAID)
    report.add(Figure(what="hostile text", size="1 MB", unit="ms", ours=clock.seconds * 1000, budget="ours <= 1000"))
    report.show()


def _tell(said: list[Turn], wanted: list[str]) -> None:
    misses: dict[str, list[str]] = defaultdict(list)
    score(said, "with patterns", misses)
    for name, some in sorted(misses.items()):
        if not wanted or name.split(" ")[0] in wanted:
            print(name, len(some))
            for each in some[:: max(1, len(some) // 25)]:
                print("   ", each)


if __name__ == "__main__":
    main()
