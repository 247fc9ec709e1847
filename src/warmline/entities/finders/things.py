"""What is insured, and where it stands: vehicles and addresses. Pure."""

from collections.abc import Iterator

from warmline.entities.cues import CUES, FILLER
from warmline.entities.expressions import compiled
from warmline.entities.finders.sight import Sight, letters_and_digits, span
from warmline.entities.model import Kind

# By registrations of new cars in Europe, North America and India; several spellings of the most misspelt.
MAKES = (
    "acura|alfa romeo|aston martin|audi|bentley|bmw|buick|byd|cadillac|chevrolet|chevy|chrysler|"
    "citroen|cupra|dacia|daewoo|daihatsu|dodge|"
    "ferrari|fiat|ford|gmc|honda|hyundai|hundai|hyndai|infiniti|isuzu|jaguar|jeep|kia|lada|"
    "lamborghini|lancia|land rover|range rover|lexus|"
    "lincoln|lotus|mahindra|maruti suzuki|maruti|maruthi|maserati|mazda|mclaren|mercedes[ -]benz|"
    "mercedes|mini cooper|mitsubishi|nissan|opel|"
    "peugeot|polestar|pontiac|porsche|renault|rolls[ -]royce|rover|saab|skoda|subaru|suzuki|tata|"
    "tesla|toyota|toyoto|vauxhall|"
    "volkswagen|volkswagon|vw|volvo"
)
# Words of the language that are makes too, and count only with a model year or a word for a car beside them.
DOUBTFUL = frozenset({"ford", "tata", "lincoln", "rover", "lotus", "saab"})
MAKE = compiled(rf"\b(?:{MAKES})\b")
AFTER_MAKE = compiled(
    r"[ ,:-]{0,3}(?:and )?(?:(?:the )?model (?:is |no |name )?)?([a-z][a-z]?[ -]?[0-9]{1,3}[a-z]?\b|"
    r"series [0-9]|[a-z][a-z0-9-]{1,14}\b|[0-9]{2,4}\b)?"
    r"((?: (?:[a-z]{1,3}[0-9]{0,2}|[0-9]{1,2}))?)"
)
YEAR = compiled(r"\b(?:19[5-9][0-9]|20[0-4][0-9])\b")
REACH = 40
_NOT_MODELS = """
    and is it the my in of on for with car model make made year which that was i but so has have please
    policy insurance from a an to not cars company dealer owner vehicle number old new or by its sorry yes
    manufactured as at thanks thank you can one
    """
NOT_MODELS = frozenset(_NOT_MODELS.split())
REGISTRATION_AFTER_CUE = compiled(
    rf"\b(?:{CUES[Kind.VEHICLE]})\b{FILLER}\b([a-z0-9]{{1,8}}(?:[ -][a-z0-9]{{1,5}}){{0,3}})\b"
)
UK_PLATE = compiled(r"\b[a-hj-pr-y][a-hj-pr-y][0-9]{2} ?[a-hj-pr-z]{3}\b")
VIN = compiled(r"\b[a-hj-npr-z0-9]{17}\b")
STREETS = (
    "street|st|str|road|rd|avenue|ave|av|drive|dr|lane|ln|boulevard|blvd|court|ct|way|place|pl|"
    "terrace|close|crescent|gardens|grove|"
    "square|sq|highway|hwy|parkway|pkwy|circle|cir|trail|row|mews|walk|hill|nagar|colony"
)
STATES = (
    "al|ak|az|ar|ca|co|ct|de|fl|ga|hi|id|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv|nh|nj|nm|"
    "ny|nc|nd|oh|ok|or|pa|ri|sc|sd|tn|tx|ut|"
    "vt|va|wa|wv|wi|wy|dc"
)
UK_POSTCODE = r"[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][abd-hjlnp-uw-z]{2}"
ZIP = r"[0-9]{5}(?:-[0-9]{4})?"
PLACE = r"(?:[ ,.]{1,3}(?:apt|apartment|unit|flat|suite|#)\.? ?[a-z0-9]{1,5})?"
TAIL = (
    rf"{PLACE}(?:[ ,.\n]{{1,3}}[a-z]{{3,20}}){{0,3}}?(?:[ ,.\n]{{1,3}}(?:{STATES})\b)?(?:[ ,.\n]{{1,3}}"
    rf"(?:{ZIP}|{UK_POSTCODE})\b)"
)
STREET = compiled(
    rf"\b(?:no\.? ?)?[0-9]{{1,6}}[a-z]?[ ,]{{1,2}}(?:[a-z0-9'.-]{{1,20}} ){{1,4}}?(?:{STREETS})\b\.?(?:"
    rf"{TAIL}|(?:[ ,.\n]{{1,3}}[a-z]{{3,20}}){{0,2}}[ ,.]{{1,3}}(?:{STATES})\b|{PLACE})"
)
CONTINENTAL = compiled(
    r"\b[a-z-]{3,30} ?(?:strasse|straxe|str\.|gasse|weg|platz|allee|straat|laan|gatan|"
    r"vej)\.? [0-9]{1,4} ?[a-z]?\b(?:[ ,]{1,3}[0-9]{4,5} [a-z]{3,25}\b)?|"
    r"\b[0-9]{1,4},? (?:rue|avenue|boulevard|chemin|place) [a-z' -]{3,30}[a-z]\b(?:, ?[0-9]{5}(?: [a-z]{3,25})?)?|"
    r"\b(?:calle|avenida|via|viale|piazza|rua) [a-z' ]{3,30}[a-z],? [0-9]{1,4}\b"
)
POSTCODE = compiled(rf"\b{UK_POSTCODE}\b")
ZIP_AFTER_CUE = compiled(
    rf"\b(?:zip(?: ?code)?|post ?code|postal code)\b{FILLER}\b({ZIP}|{UK_POSTCODE}|[a-z0-9]{{3,5}} ?[a-z0-9]{{0,4}})\b"
)
AFTER_CUE = compiled(rf"\b(?:{CUES[Kind.ADDRESS]})(?: ?:| is)[ :]{{1,3}}([a-z0-9][a-z0-9 ,./#'-]{{6,80}})")


def vehicles(text: bytes) -> Iterator[Sight]:
    """Makes with their model and year, registrations, and vehicle identification numbers."""
    for match in MAKE.finditer(text):
        yield from _vehicle(text, *span(match))
    for match in REGISTRATION_AFTER_CUE.finditer(text):
        value = letters_and_digits(match.group(1))
        if 4 <= len(value) <= 17 and any(each.isdecimal() for each in value):
            yield Sight(Kind.VEHICLE, *span(match, 1), value, 0.85, "registration")
    for match in UK_PLATE.finditer(text):
        yield Sight(Kind.VEHICLE, *span(match), letters_and_digits(match.group()), 0.7, "registration")
    for match in VIN.finditer(text):
        value = match.group().decode().upper()
        if sum(each.isdecimal() for each in value) >= 3 and not value.isdecimal() and any(map(str.isalpha, value[:11])):
            yield Sight(Kind.VEHICLE, *span(match), value, 0.7, "VIN")


def _vehicle(text: bytes, start: int, end: int) -> Iterator[Sight]:
    make = text[start:end].decode()
    model, stop = _model(text, end)
    around = text[max(0, start - 6) : stop + REACH]
    year = YEAR.search(around)
    sure = bool(year or model or b"car" in around or b"make" in text[max(0, start - 12) : start])
    if make in DOUBTFUL and not sure:
        return
    years = year.group().decode() if year else ""
    if year:
        at = max(0, start - 6) + year.start()
        start, stop = min(start, at), max(stop, at + 4) if at - stop <= REACH // 2 or at < start else stop
    value = " ".join(part for part in (make.title() if len(make) > 3 else make.upper(), model, years) if part)
    yield Sight(Kind.VEHICLE, start, stop, value, 0.9 if model or years else 0.7)


def _model(text: bytes, end: int) -> tuple[str, int]:
    """What follows the make, where it can be a model."""
    match = AFTER_MAKE.match(text[end : end + 60])
    said = match.group(1).decode() if match and match.group(1) else ""
    if match is None or said in NOT_MODELS or (said.isdecimal() and len(said) == 4 and said[:2] in ("19", "20")):
        return "", end
    if not said:
        return "", end
    return said.title() if len(said) > 3 else said.upper(), end + match.end(1)


def answered_vehicle(text: bytes) -> Iterator[Sight]:
    """The year or the model that answers a question for a vehicle."""
    for match in YEAR.finditer(text):
        yield Sight(Kind.VEHICLE, *span(match), match.group().decode(), 0.7, "year")
    match = MODEL.match(text)
    if match and match.group(1).decode() not in NOT_MODELS:
        yield Sight(Kind.VEHICLE, *span(match, 1), match.group(1).decode().title(), 0.6, "model")


MODEL = compiled(
    r"\A(?:(?:it is|it's|its|sure|yes|model|a|"
    r"the)[ ,.]{1,2}){0,3}([a-z0-9]{1,15}(?: [a-z0-9]{1,6}){0,2})[ .,!]*$"
)


def addresses(text: bytes) -> Iterator[Sight]:
    """Streets with a number (and what follows of town and code), postcodes alone, and what is said to be an address."""
    for match in STREET.finditer(text):
        yield _address(match.start(), match.end(), match.group(), 0.85)
    for match in CONTINENTAL.finditer(text):
        yield _address(match.start(), match.end(), match.group(), 0.8)
    for match in POSTCODE.finditer(text):
        yield Sight(Kind.ADDRESS, *span(match), letters_and_digits(match.group()), 0.6, "postcode")
    for match in ZIP_AFTER_CUE.finditer(text):
        if any(48 <= each <= 57 for each in match.group(1)):
            yield Sight(Kind.ADDRESS, *span(match, 1), letters_and_digits(match.group(1)), 0.85, "postcode")
    for match in AFTER_CUE.finditer(text):
        part = match.group(1).rstrip(b" ,.-'#/")
        if any(48 <= each <= 57 for each in part):
            yield _address(match.start(1), match.start(1) + len(part), part, 0.6)


def _address(start: int, end: int, part: bytes, confidence: float) -> Sight:
    words = part.decode().replace(",", " ").replace("\n", " ").split()
    return Sight(Kind.ADDRESS, start, end, " ".join(words).upper().strip(" ."), confidence)


def answered_address(text: bytes) -> Iterator[Sight]:
    """The line that answers a question for an address."""
    yield from addresses(text)
    for match in LINE.finditer(text):
        part = match.group().rstrip()
        yield _address(match.start(), match.start() + len(part), part, 0.55)


LINE = compiled(r"\b(?:no\.? ?)?[0-9]{1,6}[a-z]?[ ,]{1,2}[a-z][a-z0-9 ,.'-]{4,80}")
