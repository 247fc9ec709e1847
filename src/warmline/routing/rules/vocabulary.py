"""What conditions speak of: every variable with its type and meaning, and every function. docs/howto shows the same."""

from dataclasses import dataclass
from typing import NamedTuple

LONGEST_TEXT = 4_000
"""Characters of one text that a condition sees; what follows is left out."""
MOST_ITEMS = 50
"""Items of one list that a condition sees."""
MOST_SIGNALS = 20


@dataclass(frozen=True, slots=True)
class Type:
    """What a piece of a condition is. ``of`` are the items of a list; ``fields`` those of an object that has no others.
    ``most`` bounds the items of a list. ``any`` is known only when the rule runs."""

    name: str
    of: "Type | None" = None
    fields: "dict[str, Entry] | None" = None
    most: int = MOST_ITEMS

    @property
    def shown(self) -> str:
        """The type in words."""
        return f"list of {self.of.shown}" if self.of else SHOWN.get(self.name, self.name)


class Entry(NamedTuple):
    """A field: what it is, and what it means."""

    type: Type
    text: str
    sample: object


SHOWN = {"bool": "true or false", "int": "whole number", "double": "number", "string": "text", "any": "anything",
         "map": "fields of your own", "null": "null", "duration": "duration"}  # fmt: skip
BOOL, INT, DOUBLE, STRING, ANY, NULL, MAP = (
    Type(each) for each in ("bool", "int", "double", "string", "any", "null", "map")
)
STRINGS = Type("list", of=STRING)

INTERACTION = {
    "channel": Entry(STRING, "The channel: `email`, `webchat`, `voice` and so on.", "email"),
    "medium": Entry(STRING, "`text`, `voice`, `video`, `in_person` or `device`.", "text"),
    "direction": Entry(STRING, "`inbound` or `outbound`.", "inbound"),
    "initiation": Entry(STRING, "`inbound`, `outbound`, `transfer`, `callback`, `api` or `scheduled`.", "inbound"),
    "status": Entry(STRING, "Where it stands: `queued`, `active`, `waiting_customer` and so on.", "queued"),
    "live": Entry(BOOL, "Whether it is a live session, as a chat is.", False),
    "account": Entry(STRING, "The name of the inbox, number or widget that it came to.", "Claims mailbox"),
    "address": Entry(STRING, "The address of that inbox, number or widget.", "claims@example.com"),
    "queue": Entry(STRING, "The code of the queue in which it is, or was before rules moved it.", "claims"),
    "subject": Entry(STRING, "Its subject.", "Claim"),
    "first_text": Entry(STRING, "What the customer wrote first.", "Where is my claim?"),
    "text": Entry(STRING, "What the customer wrote last.", "Nobody answers."),
    "messages": Entry(INT, "How many messages the customer wrote.", 2),
    "language": Entry(STRING, "Its language, as `en` or `es`.", "en"),
    "category": Entry(STRING, "The code of its category.", "claim"),
    "subcategory": Entry(STRING, "The code of its subcategory.", "status"),
    "priority": Entry(INT, "Its priority without what rules gave it.", 0),
    "waiting_minutes": Entry(INT, "For how many whole minutes it has waited for somebody of yours.", 3),
    "answered": Entry(BOOL, "Whether somebody of yours has answered it once.", False),
    "fields": Entry(MAP, "Answers of its form, by name.", {}),
}
CUSTOMER = {
    "known": Entry(BOOL, "Whether somebody named the customer; false for a mere address.", True),
    "kind": Entry(STRING, "`person`, `organisation` or `household`.", "person"),
    "tier": Entry(STRING, "The customer's tier.", "gold"),
    "segments": Entry(STRINGS, "The customer's segments.", ["retail"]),
    "vulnerable": Entry(BOOL, "Whether a segment or an attribute says `vulnerable`.", False),
    "language": Entry(STRING, "The customer's language.", "en"),
    "preferred_channel": Entry(STRING, "The channel that the customer prefers.", "email"),
    "lifecycle_stage": Entry(STRING, "The customer's stage.", "active"),
    "do_not_contact": Entry(BOOL, "Whether the customer is not to be contacted.", False),
    "open_cases": Entry(INT, "How many of the customer's cases are open.", 1),
    "attributes": Entry(MAP, "Attributes of the customer, by name.", {}),
}
CASE = {
    "known": Entry(BOOL, "Whether the contact belongs to a case.", True),
    "status": Entry(STRING, "`open`, `pending_customer`, `pending_internal`, `resolved` or `closed`.", "open"),
    "category": Entry(STRING, "The code of its category.", "claim"),
    "subcategory": Entry(STRING, "The code of its subcategory.", "status"),
    "priority": Entry(INT, "Its priority.", 0),
    "contacts": Entry(INT, "How many contacts it has.", 2),
    "reopened": Entry(INT, "How often it was opened again.", 0),
    "age_hours": Entry(INT, "For how many whole hours it is there.", 30),
    "owned": Entry(BOOL, "Whether somebody owns it.", True),
}
SIGNAL = {
    "kind": Entry(STRING, "What was assessed: `sentiment`, `intent`, `effort` and so on.", "sentiment"),
    "label": Entry(STRING, "What was found, in a word; empty where only a value was given.", "negative"),
    "value": Entry(DOUBLE, "What was found, as a number; 0 where only a label was given.", -0.9),
    "confidence": Entry(DOUBLE, "How sure it is, 0 to 1.", 0.9),
    "producer": Entry(STRING, "Who or what found it.", "sentiment-model"),
}
NOW = {
    "weekday": Entry(STRING, "`mon`, `tue`, `wed`, `thu`, `fri`, `sat` or `sun`.", "mon"),
    "hour": Entry(INT, "The hour, 0 to 23.", 10),
    "minute": Entry(INT, "The minute, 0 to 59.", 30),
    "date": Entry(STRING, "The day, as `2026-12-24`.", "2026-12-24"),
}
VARIABLES = {
    "interaction": Entry(Type("interaction", fields=INTERACTION), "The contact.", None),
    "customer": Entry(Type("customer", fields=CUSTOMER), "Whose contact it is.", None),
    "case": Entry(Type("case", fields=CASE), "The case that it belongs to.", None),
    "signals": Entry(
        Type("list", of=Type("signal", fields=SIGNAL), most=MOST_SIGNALS),
        "What people and machines found in the contact, the latest of each kind.",
        None,
    ),
    "now": Entry(Type("now", fields=NOW), "The time, in the organisation's time zone.", None),
}
# What changes with time alone: rules that ask for it are looked at again every minute while work waits.
TIMED = frozenset({("interaction", "waiting_minutes"), ("case", "age_hours"), *(("now", each) for each in NOW)})

FUNCTIONS = {
    "has(x.y)": "Whether an object has the field; for `fields` and `attributes`, which differ.",
    "size(x)": "The length of a text, or the number of items of a list.",
    "x.contains('y')": "Whether a text has another in it. Capitals count.",
    "x.startsWith('y')": "Whether a text begins so.",
    "x.endsWith('y')": "Whether a text ends so.",
    "x.matches('...')": "Whether an RE2 expression fits somewhere in a text: `(?i)` first, and capitals do not count.",
    "x.says(['y', 'z'])": "Whether a text has one of these words or phrases, whole; capitals and accents do not count.",
    "x in y": "Whether a list has the item.",
    "x.exists(e, ...)": "Whether the condition holds for an item of the list.",
    "x.all(e, ...)": "Whether it holds for all of them; true for none.",
    "x.exists_one(e, ...)": "Whether it holds for exactly one.",
    "x.filter(e, ...)": "The items for which it holds.",
    "x.map(e, ...)": "A value for each item.",
    "int(x)": "A number, or the digits of a text, as a whole number.",
    "double(x)": "The same as a number with a fraction.",
    "string(x)": "A number or a truth as text.",
}


def sample() -> dict[str, object]:
    """A contact with every field, on which each condition is tried when it is saved."""
    made: dict[str, object] = {}
    for name, entry in VARIABLES.items():
        fields = (entry.type.of or entry.type).fields or {}
        values = {each: found.sample for each, found in fields.items()}
        made[name] = [values] if entry.type.of else values
    return made
