"""How a contact stands to what was before: it asks after it, adds to it, closes it, or begins something new. Pure.

The cues are ways of speaking, not matters: they hold for any business. Each gives a number from 0 to 1.
"""

import re

import msgspec

LOOKED_AT = 1_500
# Refers back: the matter is known to both sides.
BACK_SAID = (
    # It is not the first time.
    r"again|still|yet|once more|another time|as (?:discussed|agreed|requested|promised|before|mentioned|asked|instructed|per)",
    r"earlier|previous(?:ly)?|last (?:time|week|month|night)|yesterday|this morning|since (?:then|yesterday|monday|last)|(?:hours|days|weeks) ago",
    r"(?:i am|i'm) back|back (?:now|here|again)|was away|getting back|came back to you|come back to|circling back|checking in|touching base|got in touch",
    # What came of it.
    r"any (?:news|updates?|progress|word|luck|reply|response|feedback|idea when)|(?:no|not had an?|without an?) (?:reply|answer|response|news|word)|anything new",
    r"(?:what|anything) (?:has |is |'s )?(?:happened|happening|happens)(?: now| next| to| with)?|where (?:are|do) we|how (?:is|are) (?:it|things|that)|how long|how much longer",
    r"follow(?:ing|ed)?[ -]?up|chas(?:e|ing)|remind(?:er|ing)?|waiting|wait for|heard (?:back|anything|nothing)|(?:not|never|nothing|haven't) heard|looking (?:at|into) (?:this|it)",
    r"not (?:been |yet )?(?:done|solved|fixed|resolved|working|finished|changed|sorted|settled|received|arrived|come|replied)|nobody|anybody|anyone|hello\?+|are you (?:still )?there",
    # What was said or asked before.
    r"(?:you|they|your (?:colleague|agent|team)) (?:asked|said|told|promised|wanted|closed|sent|gave|needed|requested|mentioned)|asked (?:me )?for|(?:the )?(?:missing|remaining|requested) (?:details?|information|documents?|papers?)",
    r"(?:i|we) (?:already |just |have already )?(?:reported|mentioned|told|asked|raised|wrote|called|mailed|emailed|texted|spoke|talked|discussed|had|contacted|sent|submitted)",
    r"my (?:earlier|last|previous|recent|first) (?:\w+)|in (?:reply|response|addition)|further to|adding to|to add|to complete|continu(?:e|ing)|regarding (?:my|our|the) (?:earlier|last|previous|request|case|call|mail)",
    r"here (?:is|are|it is|you go|comes)|here's|attached|enclosed|the rest|i forgot|forgot to|one more (?:thing|detail)|more (?:details|information|info)|i have (?:it|them) now|sorry for the (?:delay|wait)",
    r"reopen(?:ed)?|opened? again|the same (?:problem|issue|thing|matter|trouble)|as well as before|like before",
)
BACK = re.compile(rf"\b(?:{'|'.join(BACK_SAID)})\b", re.IGNORECASE)
# Says that it is something else.
FRESH = re.compile(
    r"\b(?:different|another(?! time)|something else|separate(?:ly)?|unrelated|not about|nothing to do with|no longer about|this time|besides"
    r"|(?:my|our|the) (?:other|second) \w+|(?:other|new|second|next|fresh) (?:question|matter|issue|thing|request|problem|topic|subject|reason|concern)"
    r"|(?:old|earlier|previous|other|last) (?:matter|one|issue|case|request|thing) is (?:done|closed|solved|settled|finished|fine))\b",
    re.IGNORECASE,
)
# Says that the matter was settled before and is back.
RETURNS = re.compile(
    r"\b(?:(?:same|this|old) (?:problem|issue|thing|trouble|matter|error|fault)?\s?(?:is |has |was )?(?:back|again|happened|returned)|happened (?:again|before)|(?:came|come|comes|has come) (?:back|up)"
    r"|is back|starts? (?:all )?over|returned"
    r"|(?:was|were|been|is|got|thought|said|marked|told)\b[\w ]{0,40}\b(?:closed|finished|solved|resolved|fixed|settled|done|sorted|over)\b[\w ]{0,12}(?:but|and|,|it|yet|however|after)"
    r"|you closed|reopen(?:ed)?|opened? again|not (?:really |actually )?(?:solved|fixed|resolved|sorted|finished)(?: after all)?|again please|look at (?:it|this) again)\b",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"\b(?:thank(?:s|you)?|thx|tnx|ty|cheers|appreciate[d]?|grateful|all (?:good|fine|set|sorted|done)|perfect|great|wonderful|awesome|brilliant|is (?:now )?(?:sorted|solved|settled|done|fixed|resolved)"
    r"|nothing (?:more|else|further)|got it|works (?:now|again|fine)|has arrived|many thanks)\b",
    re.IGNORECASE,
)
# Asks for something, as somebody does who comes with a matter.
ASKS = re.compile(
    r"\b(?:(?:i|we)(?:'d| would)? (?:need|want|wanna|like to|wish|have to|lost|require|am looking|was wondering)|(?:i|we)(?:'ve| have)? (?:lost|missed|forgot|broke)|(?:can|could|would|will|may|please) (?:you|i|we|someone|anyone)"
    r"|please (?:help|send|tell|check|change|update|cancel|book|order|give|let)|help (?:me|with|us)|how (?:do|can|to|much|many)|what is|where is|when (?:will|is)|why (?:is|was|did)|question about|need help"
    r"|enquir\w+|i(?:'m| am) (?:trying|looking|writing to|calling to|calling about|writing about)|has been (?:lost|stolen|broken|damaged))\b",
    re.IGNORECASE,
)
GREETS = re.compile(
    r"^\W*(?:hi+|hai+|hello|hey|good (?:morning|afternoon|evening|day)|dear|greetings)\b", re.IGNORECASE
)
COMPLAINS = re.compile(
    r"\b(?:complain(?:t|ts|ing)?|escalat(?:e|ed|ing|ion)|ombudsman|regulator|supervisor|manager|lawyer|solicitor|legal action|unacceptable"
    r"|speak to (?:your|a) (?:manager|supervisor|boss))\b",
    re.IGNORECASE,
)
NEGATIVE = re.compile(
    r"\b(?:not|no|never|nothing (?:has|was|is)|still|but|wrong|problem|again|isn't|hasn't|wasn't|didn't|unfortunately)\b",
    re.IGNORECASE,
)


class Stance(msgspec.Struct, frozen=True):
    """``back`` refers to what was before, ``fresh`` says that it is something else, ``returns`` that a settled matter is
    back, ``asks`` wants something, ``greets`` begins a talk, ``thanks`` only thanks, ``complains`` wants
    somebody above."""

    back: float = 0.0
    fresh: float = 0.0
    returns: float = 0.0
    asks: float = 0.0
    greets: float = 0.0
    thanks: float = 0.0
    complains: float = 0.0


def read_stance(text: str, subject: str = "") -> Stance:
    """The stance of one contact's own words. Its subject only tells whether it refers to something: people write "Help"
    over anything."""
    text = text[:LOOKED_AT]
    headed = f"{subject[:200]}\n{text}"
    back, asks = _strength(BACK, headed), _strength(ASKS, text)
    wants = asks or back or "?" in text
    return Stance(
        back=back,
        fresh=float(bool(FRESH.search(headed))),
        returns=float(bool(RETURNS.search(headed))),
        asks=asks,
        greets=float(bool(GREETS.search(text))),
        complains=float(bool(COMPLAINS.search(text))),
        thanks=float(bool(THANKS.search(text)) and not wants and not NEGATIVE.search(text)),
    )


def _strength(pattern: re.Pattern[str], text: str) -> float:
    """0 for no cue, 0.7 for one, 1 for several."""
    found = 0
    for _ in pattern.finditer(text):
        found += 1
        if found > 1:
            return 1.0
    return 0.7 * found
