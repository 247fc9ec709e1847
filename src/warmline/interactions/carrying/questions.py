"""What a customer asks, sentence by sentence, and whether a reply of ours takes it up. Pure, and modest: a question
stays open rather than being closed by a reply about something else."""

import re
from collections.abc import Iterator

from warmline.interactions.terms import terms_of

LONGEST = 20_000
MOST = 10
FEWEST_WORDS = 3
GREETING = 80
SENTENCE = re.compile(r"[^.?!\n]+[?!.]*")
# A sentence that begins so asks, with or without its mark; people who chat leave it out.
ASKING = re.compile(
    r"(?:(?:hi|hello|hey|and|so|but|also|ok|okay|please|pls|thanks|now|then|well)[ ,]+){0,3}"
    r"(?:when|where|what(?! an? )|why|who|which|how(?! are you)|has|have you|did|do (?:i|you|we)|does|"
    r"is (?:it|there|my|the|that|this)|"
    r"are (?:you|there|my|the|we)|was|were|can (?:i|you|we)|could|will|would|should|may i|"
    r"any (?:news|update|chance))\b",
    re.IGNORECASE,
)
# "Can you help me?" is how people begin; the matter follows.
POLITE = re.compile(
    r"^\W*(?:hi|hello|hey|please|\W)*(?:(?:can|could|would|will) you (?:please )?(?:help|"
    r"assist)(?: me)?(?: (?:out|please|with (?:this|that|it)))?|"
    r"how are you(?: doing)?(?: today)?|is (?:anybody|anyone|somebody) there|are you there|what'?s up)\W*$",
    re.IGNORECASE,
)
# A reply that only says that an answer will come.
HOLDING = re.compile(
    r"\b(?:one moment|just a moment|let me (?:check|see|look)|bear with me|hold on|we (?:will|"
    r"'ll) (?:look into|get back)|"
    r"i(?:'ll| will) (?:check|look into|get back)|have received your|thank you for (?:contacting|"
    r"your (?:mail|email|message)))\b",
    re.IGNORECASE,
)
SHARED = 0.3
Span = tuple[int, int]


def questions(text: str) -> list[Span]:
    """Where the text asks something; at most MOST."""
    return [span for _, span in zip(range(MOST), _asking(text[:LONGEST]), strict=False)]


def _asking(text: str) -> Iterator[Span]:
    for match in SENTENCE.finditer(text):
        said = match.group().strip()
        if len(said.split()) < FEWEST_WORDS or (len(said) <= GREETING and POLITE.match(said)):
            continue
        if said.endswith("?") or ASKING.match(said):
            start = match.start() + match.group().index(said)
            yield start, start + len(said)


def addresses(question: str, reply: str) -> bool:
    """Whether the reply takes the question up: it says something beyond "one moment", and shares its words."""
    asked = terms_of(question)
    said = terms_of(reply)
    shared = sum(1 for each in asked if each in said)
    if not asked or (HOLDING.search(reply) and len(said) <= len(asked) + 4):
        return False
    return shared >= 1 and shared >= SHARED * len(asked)


def alike(one: str, other: str) -> bool:
    """Whether two questions ask the same: most of the words that say something are in both."""
    first, second = set(terms_of(one)), set(terms_of(other))
    shared = first & second
    return len(shared) >= 2 and len(shared) >= 0.6 * len(first | second)
