"""One spelling for each address, so that equal addresses are equal text. Pure; never raises on what a channel sends."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

import idna
import phonenumbers

# Schemes whose values are telephone numbers: the same number is the same person on any of them.
TELEPHONE = frozenset({"phone", "whatsapp", "sms"})
OTHERS = {scheme: sorted(TELEPHONE - {scheme}) for scheme in TELEPHONE}
LONGEST = 512
LONGEST_NAME = 200
# Says nothing to anybody beyond telling one visitor from another.
OPAQUE, TOLD = "browser", 8
WITHHELD = frozenset(
    {"anonymous", "unknown", "restricted", "private", "withheld", "unavailable", "blocked", "none", "null", "undefined"}
)
# Carriers also dial such a word on a keypad: +266696687 is ANONYMOUS, +7378742833 RESTRICTED.
KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
DIALLED = frozenset("+" + word.translate(KEYPAD) for word in WITHHELD)

E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
# A national 0 after the country code is a common mistake ("+44 0770..."); such a number takes the slow way.
TRUNK = tuple(f"+{code}0" for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
URI = re.compile(r"(?:tel|sip|sips|sms|whatsapp):", re.IGNORECASE)
DISPLAYED = re.compile(r"<([^<>]*)>[^<>]*$")
NOT_IN_SCHEME = re.compile(r"[^a-z0-9_]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

Identity = tuple[str, str]


@lru_cache(maxsize=65_536)
def normalise(scheme: str, value: str, region: str | None = None) -> Identity | None:
    """The handle as it is stored and compared, or None where there is none (a withheld number, an empty value).

    ``region`` is the ISO 3166 country in which telephone numbers without a country code are read. What is longer than
    512 characters is shortened with its SHA-256, so that different values stay different. Applying it again changes
    nothing.
    """
    scheme = _scheme(scheme)
    text = CONTROL.sub("", value).strip()
    if scheme in TELEPHONE:
        text = _telephone(text, region)
    elif scheme == "email":
        text = _email(text)
    return (scheme, _bounded(text)) if text else None


def label_of(identity: Identity) -> str:
    """What to call whoever has this address while nobody has said a name."""
    scheme, value = identity
    return f"Visitor {value[:TOLD]}" if scheme == OPAQUE else value[:LONGEST_NAME]


def clean_name(name: str | None) -> str | None:
    """A person's name as given, on one line and at most 200 characters; None where nothing is left."""
    text = " ".join(CONTROL.sub(" ", name or "").split())
    return text[:LONGEST_NAME].strip() or None


def siblings(identity: Identity) -> list[Identity]:
    """The same telephone number in the other schemes that carry numbers; none for a value that is no full number."""
    scheme, value = identity
    others = OTHERS.get(scheme)
    return [(other, value) for other in others] if others and E164.fullmatch(value) else []


@lru_cache(maxsize=256)
def _scheme(scheme: str) -> str:
    folded = NOT_IN_SCHEME.sub("_", scheme.strip().lower()).strip("_")
    return (folded if folded[:1].isalpha() else f"x_{folded}".rstrip("_"))[:32].rstrip("_")


def _telephone(text: str, region: str | None) -> str:
    if E164.fullmatch(text) and not text.startswith(TRUNK):
        return "" if text in DIALLED else text
    bare = URI.sub("", text, count=1).split("@")[0].split(";")[0].strip()
    if bare.lower() in WITHHELD or bare in DIALLED:
        return ""
    return _e164(bare, region) or _digits(bare) or bare


def _e164(text: str, region: str | None) -> str:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _digits(text: str) -> str:
    """A number of no known plan (a short code, an extension), without its punctuation."""
    digits = "".join(str(unicodedata.digit(each)) for each in text if unicodedata.digit(each, None) is not None)
    letters = any(each.isalpha() for each in text)
    if not digits or letters:
        return ""
    return f"+{digits}" if text.startswith("+") else digits


def _email(text: str) -> str:
    shown = DISPLAYED.search(text)
    text = (shown.group(1) if shown else text).strip()
    if text[:7].lower() == "mailto:":
        text = unquote(text[7:].split("?")[0]).strip()
    text = unicodedata.normalize("NFC", CONTROL.sub("", text)).lower()
    local, at, domain = text.rpartition("@")
    return f"{local.strip()}@{_domain(domain.strip())}" if at else text


def _domain(domain: str) -> str:
    domain = domain.rstrip(".")
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain


def _bounded(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{text[: LONGEST - 65]}#{digest}"
