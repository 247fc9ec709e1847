"""Mail addresses and telephone numbers in what somebody writes, where they may be the writer's own. Pure."""

import re

from warmline.customers.normalise import Identity, normalise

MOST = 8
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
SPOKEN_EMAIL = re.compile(
    r"\b([a-z0-9_-]+(?: (?:dot|underscore|dash) [a-z0-9_-]+)*) at ([a-z0-9-]+(?: dot [a-z0-9-]+)+)\b", re.IGNORECASE
)
SPOKEN = {" dot ": ".", " underscore ": "_", " dash ": "-"}
PHONE = re.compile(
    r"(?<![\w.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?)?\d{3,4}[ .-]\d{3,4}(?:[ .-]\d{3,4})?(?!\w)"
    r"|(?<!\w)\+\d{8,15}(?!\w)"
)
# Before an address, what says that it is another's: ours, or that of somebody whom the writer names or wrote to.
OTHERS = re.compile(
    r"\b(?:(?:your|the) (?:hotline|helpline|number|line|switchboard|mailbox|office|desk|team|support|branch"
    r"|website|colleague|agent)"
    r"|(?:his|her|their|hotline|helpline|switchboard)"
    r"|(?:neighbou?r|wife|husband|son|daughter|friend|colleague|lawyer|garage|witness)(?:'s)?)\b[\w ,'-]{0,24}[ <(:]*$"
    r"|\b(?:ask|asked|tried|rang|ring|called|dialled|phoned|(?:write|wrote|written|writing|sent|mail|mailed|go|turn) to"
    r"|told by|spoke (?:to|with)|copy to|forward(?:ed)? to)[ <(:]*$",
    re.IGNORECASE,
)
LOOKED_BACK = 60


def _own(text: str, match: re.Match[str]) -> bool:
    return not OTHERS.search(text[max(0, match.start() - LOOKED_BACK) : match.start()])


def read_addresses(text: str, region: str | None) -> tuple[tuple[Identity, ...], str]:
    """Mail addresses and telephone numbers in the text, and the text without them."""
    found: dict[Identity, None] = {}
    if "@" in text:
        for match in filter(lambda each: _own(text, each), EMAIL.finditer(text)):
            _keep(found, "email", match.group())
        text = EMAIL.sub(" ", text)
    if " at " in text.lower():
        for match in SPOKEN_EMAIL.finditer(text):
            local, domain = (_written(part) for part in match.groups())
            if "." in domain and _own(text, match):
                _keep(found, "email", f"{local}@{domain}")
        text = SPOKEN_EMAIL.sub(" ", text)
    for match in PHONE.finditer(text):
        digits = sum(each.isdigit() for each in match.group())
        if (10 <= digits <= 15 or match.group().startswith("+")) and _own(text, match):
            _keep(found, "phone", match.group(), region)
    text = PHONE.sub(lambda match: " " if sum(c.isdigit() for c in match.group()) >= 10 else match.group(), text)
    return tuple(found)[:MOST], text


def _keep(found: dict[Identity, None], scheme: str, value: str, region: str | None = None) -> None:
    identity = normalise(scheme, value, region)
    if identity and (scheme != "phone" or identity[1].startswith("+")):
        found[identity] = None


def _written(spoken: str) -> str:
    text = spoken.lower()
    for word, sign in SPOKEN.items():
        text = text.replace(word, sign)
    return text
