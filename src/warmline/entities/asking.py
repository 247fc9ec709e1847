"""What a message of ours asks the customer for. Pure.

A sentence asks where it has the form of a question or a request and names something of the customer's. One that states
the value reads it back, one about somebody else's number asks for another thing, and neither counts.
"""

import re
from collections.abc import Iterator

from warmline.entities.cues import NUMBER
from warmline.entities.expressions import compiled
from warmline.entities.finding import LONGEST, NONE, find
from warmline.entities.model import Asked, Kind
from warmline.entities.patterns import Patterns
from warmline.entities.plain import plain

MOST = 50
SENTENCE = compiled(r"[^.?!\n;]+[?!]*|[.;]")
REQUEST = compiled(
    r"\?|\b(?:could|can|would|will|may|might) (?:you|i|we)\b|\bplease\b|\bpls\b|\bwhat(?:'s| is| are|"
    r" was)\b|\bwhich\b|\btell (?:me|us)\b|"
    r"\b(?:provide|confirm|share|verify|state|specify|repeat)\b|\b(?:send|give) (?:me|us)\b|"
    r"\b(?:need|require)\b|\blet (?:me|us) (?:know|have)\b|\bask (?:you )?for\b"
)
# "Keep your number ready", "never send us your card number", "quote it in your reply": nothing is asked for now.
NOT_NOW = compiled(
    r"\b(?:keep|quote|quoting|note that|make sure|at hand|ready|never|do not|don't|won't|no need|"
    r"not need|not ask|not share|if you (?:change|have changed)|"
    r"thanks? for|thank you for)\b|\A\W*(?:(?:yes|ok|okay|so|great|perfect)\W+)?(?:we|i) (?:have|see|received|noted)\b"
)
OTHERS = compiled(
    r"\b(?:other|third part(?:y|ies)|their|his|her|another|different|new|witness(?:'s)?|"
    r"garage(?:'s)?|doctor(?:'s)?|police|payee(?:'s)?|recipient(?:'s)?|employer(?:'s)?|next of kin)\b"
)
DETAIL = rf"(?: (?:{NUMBER}|details?))"
ASKED: dict[str, str] = {
    Kind.EMAIL: r"e-?mail(?: (?:id|address))?",
    Kind.POLICY: rf"(?:policy|contract){DETAIL}",
    Kind.CLAIM: rf"claims?{DETAIL}",
    Kind.ACCOUNT: rf"(?:bank )?(?:account|acct|a/c){DETAIL}|account you (?:use|hold)",
    Kind.CARD: (
        rf"(?:credit |debit |bank )?card{DETAIL}|(?:digits|numbers?) (?:of|on) (?:your|the) (?:credit |"
        rf"debit |bank )?card"
    ),
    Kind.NATIONAL_ID: (
        rf"ssn|social security(?: {NUMBER})?|(?:digits of your|your) social|"
        rf"national insurance(?: {NUMBER})?|national id"
    ),
    Kind.DATE_OF_BIRTH: r"date of birth|birth ?date|birthday|d\.?o\.?b\b|when were you born",
    Kind.PHONE: (
        rf"(?:phone|telephone|mobile|contact|cell|call ?back){DETAIL}|(?:best )?number (?:to (?:call|"
        rf"reach)|we can)"
    ),
    Kind.ADDRESS: (
        r"(?:(?:home|postal|mailing|billing|street|current|full) )?address|where do you live|post ?code|"
        r"postal code|zip(?: ?code)?"
    ),
    Kind.DATE: (
        r"date of (?:the )?(?:loss|accident|incident|charge|transaction|purchase|damage)|(?:when|"
        r"what day|what date) did (?:it|this|the [a-z]{1,20}|that) (?:happen|occur|take place)|"
        r"date (?:it|this) happened"
    ),
    Kind.AMOUNT: r"(?:amount|sum) (?:of|charged|you|that|in question)|how much (?:was|is|were|did)|exact amount",
    Kind.VEHICLE: (
        r"make(?:,)? (?:and |& )?model|(?:car|vehicle)(?:'s)? (?:make|model|registration|details)|"
        r"model of (?:the|your) (?:car|vehicle)|(?:what|which) (?:car|vehicle)|registration(?: number|"
        r" plate)?|licen[sc]e plate|number plate"
    ),
    Kind.NAME: (
        r"(?:your |full |first |last |first and last )+name|surname|who am i (?:speaking|chatting|"
        r"talking) (?:to|with)|name please"
    ),
}
_EXPRESSIONS = {kind: compiled(rf"\b(?:{words})\b") for kind, words in ASKED.items()}


def asks(text: str, patterns: Patterns = NONE) -> tuple[Asked, ...]:
    """What the message asks for, each kind once, in order."""
    read = plain(text[:LONGEST])
    found: dict[str, Asked] = {}
    for sentence in SENTENCE.finditer(read.text):
        part = sentence.group()
        if not REQUEST.search(part) or NOT_NOW.search(part) or OTHERS.search(part):
            continue
        for kind, start, end in _named(part, patterns):
            if kind in found:
                continue
            begin = sentence.start()
            words, whole = read.span(begin + start, begin + end), read.span(begin, sentence.end())
            found[kind] = Asked(kind=kind, start=words[0], end=words[1], sentence_start=whole[0], sentence_end=whole[1])
        if len(found) >= MOST:
            break
    stated = {each.kind for each in find(text, patterns) if each.confidence >= 0.7} if found else set()
    return tuple(each for each in found.values() if each.kind not in stated or not _states(text, each, patterns))


def _named(part: bytes, patterns: Patterns) -> Iterator[tuple[str, int, int]]:
    taken: list[tuple[int, int]] = []
    for kind, expression in _EXPRESSIONS.items():
        for match in expression.finditer(part):
            start, end = match.span()
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield str(kind), start, end
    for kind, cues in patterns.cues.items():
        for cue in cues:
            words = plain(cue).text
            at = re.search(rb"\b" + re.escape(words) + rb"\b", part)
            if at:
                yield kind, at.start(), at.end()


def _states(text: str, asked: Asked, patterns: Patterns) -> bool:
    """Whether the sentence gives a value of the kind itself."""
    part = text[asked.sentence_start : asked.sentence_end]
    return any(each.kind == asked.kind for each in find(part, patterns, expecting=[asked.kind]))
