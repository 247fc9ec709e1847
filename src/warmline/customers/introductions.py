"""Names in the places where people put their own, or that of whom they write for. Pure.

Only English so far; a name in another language is found under a letter, on a line of its own, or by the channel.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from warmline.customers.names import MISHEARD, TITLES, Name, alike, fold
from warmline.kit.words import COMMON_RANK, is_common, is_function_word, is_given_name, rank

# How far into a contact people say who they are without saying so.
BEGINNING = 100
# From this rank on two words side by side may be a name.
LOOSE_RANK = 4_500
WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
RUN = rf"({WORD}(?:[ \t]+{WORD}){{0,3}})"
STRONG = (
    r"my (?:full |first |last )?name(?:'s| is|:)?|name(?: is|'s)|names|the name(?:'s| is)|under the name(?: of)?"
    r"|i am called|i go by|sent by|registered as|for your records|you have"
    r"|you(?:'re| are) (?:speaking|talking|chatting) (?:to|with)|(?:it's|its|it is|this is) me"
)
FORM = r"(?:full |customer |account |policy ?holder |passenger |member |contact )?name\s*(?:[:=-]|is)?|from\s*:"
WEAK = r"this is|it is|it's|its|i am|i'm|im|here is|here's"
OWN_BEFORE = re.compile(rf"\b(?:(?P<strong>{STRONG})|(?P<form>{FORM})|(?P<weak>{WEAK}))[ \t,:-]*{RUN}", re.IGNORECASE)
TALKS = (
    r"here|speaking|calling|writing|again|once more|now|talking|texting|messaging|mailing|checking in|with you"
    r"|on the (?:line|phone)|this side|at the \w+"
)
OWN_AFTER = re.compile(
    rf"(?:^|[.!?;,\n][ \t]*|\b(?:hi|hello|hey|dear sir|good (?:morning|day|afternoon|evening))[ \t,]+)"
    rf"({WORD}[ \t]+{WORD}(?:[ \t]+{WORD})?)[ \t,]+(?:{TALKS}|from [^\W\d_]+ (?:here|speaking))\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\W*(?:(?:kind|best|warm|warmest|with|many|yours|sincerely|thanks|thank you|regards|cheers|greetings|respectfully"
    r"|cordially|take care|all the best|take it easy|love|bye)\b[\w ,&-]{0,40})$",
    re.IGNORECASE,
)
SALUTATION = re.compile(r"(?:hi|hello|hey|dear|good|greetings|to whom)\b[\w '’]{0,40}[,:.!]?", re.IGNORECASE)
CLOSED = re.compile(rf"\b(?:regards|sincerely|yours|cheers)[ \t,]+{RUN}\W*$", re.IGNORECASE | re.MULTILINE)
ROLES = (
    r"broker|agent|representative|adviser|advisor|attorney|lawyer|carer|guardian|assistant|secretary|accountant|executor"
    r"|power of attorney|manager"
)
REPRESENTED = r"client|customer|policy ?holder|insured|principal|passenger|traveller|guest|patient"
ACTING = (
    r"calling|writing|asking|enquiring|inquiring|texting|messaging|mailing|contacting you|getting in touch|following up"
    r"|checking(?: in)?|chasing|again"
)
BEHALF = re.compile(
    rf"\b(?:on behalf of|(?:our|my) (?:{REPRESENTED})(?: is)?|(?:a|the) (?:{REPRESENTED}) of (?:ours|mine)"
    rf"|(?:{ROLES}) (?:of|for|to)|represent(?:s|ing)?|act(?:ing)? (?:for|as \w+ (?:of|for))|authori[sz]ed by"
    rf"|in the name of|look(?:ing)? after|the (?:file|case|matter|account|policy|booking) of|(?:{ACTING}) for)"
    rf"(?:[ \t]+(?:our|my|the|a|client|customer|insured|mr|mrs|ms|miss|dr)\b\.?)*[ \t,:]*{RUN}",
    re.IGNORECASE,
)
THEIR_AGENT = re.compile(rf"\b(?:his|her|their) (?:\w+ )?(?:{ROLES})\b", re.IGNORECASE)
SOLE = re.compile(rf"\W*(?:(?:ok|okay|yes|yeah|sure|hi|hello|hey|myself)[ ,]+)?{RUN}", re.IGNORECASE)
CUTS = frozenset(
    {"and", "ssn", "is", "my", "account", "ac", "acc", "policy", "card", "member", "booking", "order", "ref"}
)
LONGEST_LINE = 80
POSSESSIVE = re.compile(r"['’]s$")


def _in_letters(word: str) -> bool:
    """Numerals as signs of their own (``Ⅷ``, ``②``) count as letters for a pattern, and become others when folded."""
    return all(each.isalpha() or each in "'’-" for each in word)


def name_in(run: str) -> Name | None:
    """The name with which a run of words begins: two or three words of which not all are ordinary, unless they are
    written as names are, or begin with a given name."""
    words: list[tuple[str, str]] = []
    for each in run.split():
        word = fold(POSSESSIVE.sub("", each))
        if word in TITLES and not words:
            continue
        written = words and each[0].isupper() and words[0][1][0].isupper()
        if len(word) < 2 or not _in_letters(each) or (is_function_word(word) and not written):
            break
        words.append((word, each))
    words = words[:3]
    if len(words) < 2 or (words[0][1][0].islower() and any(each[0].isupper() for _, each in words)):
        return None
    while len(words) > 2 and is_common(words[-1][0]) and not words[-1][1][0].isupper():
        words.pop()
    capital = all(each[0].isupper() for _, each in words)
    rare = any(not is_common(word) for word, _ in words)
    if not (rare or capital or is_given_name(words[0][0])):
        return None
    return Name(words[0][0], words[-1][0])


def own_names(text: str) -> Iterator[Name]:
    """Names that the writer gives as their own, surest first."""
    signed = list(_signed(text))
    weak = []
    for match in OWN_BEFORE.finditer(text):
        name = name_in(match.group(match.lastindex or 0))
        if name is None:
            continue
        if match["form"] and signed and not _like_any(name, signed):
            # A letter that somebody else signed: the form is about whom they write for.
            continue
        if not match["weak"]:
            yield name
        elif match.start() < BEGINNING and not text[match.end() :].lstrip()[:1].isdigit():
            # "It is a Golf Estate" comes later, or with a number; who somebody is comes first.
            weak.append(name)
    yield from _named(OWN_AFTER, text)
    yield from weak
    yield from signed
    yield from _opening(text)


def _like_any(name: Name, others: Sequence[Name]) -> bool:
    return any(alike(name, each) >= MISHEARD for each in others)


def _opening(text: str) -> Iterator[Name]:
    """The first two words, where no ordinary text begins with them."""
    run = SOLE.match(text)
    line = text.lstrip().partition("\n")[0]
    words = [fold(each) for each in run.group(1).split()[:2]] if run else []
    # A car alone on a line, or with its year, is an answer.
    if (
        len(words) == 2
        and len(line.split()) > 3
        and not any(each.isdigit() for each in line)
        and all(len(each) > 2 for each in words)
    ):
        rare = [not is_common(each) for each in words]
        if rare[1] and (rare[0] or is_given_name(words[0])):
            yield Name(words[0], words[1])


def _named(pattern: re.Pattern[str], text: str) -> Iterator[Name]:
    for match in pattern.finditer(text):
        name = name_in(match.group(1))
        if name:
            yield name


def _signed(text: str) -> Iterator[Name]:
    """The line under a closing: ``Kind regards,`` and then a name."""
    lines = [each.strip() for each in text.splitlines() if each.strip()][-6:]
    for closing, line in pairwise(lines):
        closes = CLOSING.match(closing) or (closing[-1] == "," and len(closing.split()) <= 4)
        if closes and len(line.split()) <= 3 and line[-1] not in "?!" and not SALUTATION.fullmatch(closing):
            name = name_in(line)
            if name:
                yield name
    yield from _named(CLOSED, text)


def sole_names(text: str) -> Iterator[Name]:
    """Names that stand alone on a line, as answers to "what is your name" do, or with a number after them."""
    for line in text.splitlines():
        run = SOLE.match(line) if len(line) < LONGEST_LINE else None
        if run is None:
            continue
        words = run.group(1).split()
        rest = line[run.end() :].strip(" .,!")
        cut = next((n for n, each in enumerate(words) if fold(each) in CUTS), len(words))
        alone = not rest or any(each.isdigit() for each in rest) or cut < len(words)
        if alone and 2 <= cut <= 3:
            name = name_in(" ".join(words[:cut]))
            if name:
                yield name


def loose_names(words: Sequence[str]) -> Iterator[Name]:
    """Two words side by side of which both are rare: perhaps a name, perhaps a car."""
    for one, two in pairwise(words):
        ranks = rank(one), rank(two)
        rare = min(ranks) > LOOSE_RANK and max(ranks) >= COMMON_RANK
        long = min(len(one), len(two)) > 2
        if long and (rare or is_given_name(one)) and not (is_function_word(one) or is_function_word(two)):
            yield Name(one, two)


def behalf_names(text: str) -> Iterator[Name]:
    """For whom the writer says that they act, or whose form they signed with another name."""
    yield from _named(BEHALF, text)
    signed = list(_signed(text))
    if signed:
        forms = (name_in(each.group(each.lastindex or 0)) for each in OWN_BEFORE.finditer(text) if each["form"])
        yield from (each for each in forms if each and not _like_any(each, signed))
    if THEIR_AGENT.search(text):
        # "About Mei Eze's booking, I am her travel agent": whoever is named and is not the writer.
        own = set(own_names(text))
        words = [fold(POSSESSIVE.sub("", each)) for each in re.findall(WORD, text)]
        yield from (each for each in loose_names(words) if each not in own)
