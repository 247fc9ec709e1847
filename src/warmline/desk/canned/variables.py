"""The variables of a canned response: which there are, what is wrong with a text, and filling them. Pure."""

import re
from collections.abc import Mapping
from datetime import date

# What a variable stands for.
VARIABLES: dict[str, str] = {
    "customer.name": "The customer's name.",
    "customer.first_name": "The customer's first name, where they are a person.",
    "agent.name": "Your name.",
    "agent.first_name": "Your first name.",
    "case.reference": "The case's reference, which the customer can quote.",
    "case.title": "The case's title.",
    "organization.name": "The organisation's name.",
    "today": "Today's date, where the organisation is.",
}
NAMED = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
PLAIN = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
FORMS = {"en": "{day} {month} {year}", "de": "{day}. {month} {year}"}


def problems(body: str) -> list[str]:
    """What is wrong with the variables of a text: those that do not exist, and braces that name none."""
    unknown = [f"there is no variable {{{{{name}}}}}" for name in NAMED.findall(body) if name not in VARIABLES]
    rest = NAMED.sub("", body)
    if "{{" in rest or "}}" in rest:
        unknown.append("a variable is opened and not closed; write it as {{customer.name}}")
    return list(dict.fromkeys(unknown))


def fill(body: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with its variables filled, and those that have no value. These stay to be seen as ``{{name}}``: a gap
    that nobody notices would be sent."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if values.get(name):
            return values[name]
        missing.append(name)
        return f"{{{{{name}}}}}"

    return NAMED.sub(put, body), list(dict.fromkeys(missing))


def dated(day: date, language: str | None) -> str:
    """The date as people write it in the language; by ISO 8601 where we do not know how."""
    code = (language or "en").split("-")[0].lower()
    if code not in MONTHS:
        return day.isoformat()
    return FORMS[code].format(day=day.day, month=MONTHS[code].split()[day.month - 1], year=day.year)


def first_name(name: str) -> str:
    """The first word of a person's name as it is written; nothing of what is an address or a number."""
    word = name.split(maxsplit=1)[0].strip(",") if name.strip() else ""
    return (
        word if word.replace("-", "").replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "").isalpha() else ""
    )
