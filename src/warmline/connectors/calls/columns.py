"""Which column of a call log is what: told by its heading, or by whoever imports it. Pure."""

import re
from collections.abc import Mapping, Sequence

# What a row can say, and the headings that usual telephone systems give it; ours is always one of them.
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("call_id", "uniqueid", "callid", "unique_id", "recordid", "session_id", "contact_id", "linkedid"),
    "number": ("phone", "phone_number", "telephone", "caller", "caller_id", "callerid", "clid", "src",
               "customer_number", "ani", "customer_phone", "from"),
    "name": ("customer", "customer_name", "caller_name"),
    "email": ("customer_email", "e_mail"),
    "customer_id": ("crm_id", "customer_no", "client_id"),
    "line": ("called", "called_number", "dst", "dnis", "did", "to", "our_number"),
    "direction": ("call_direction", "call_type", "type"),
    "started": ("start", "start_time", "started_at", "calldate", "date", "begin", "offered_at", "call_start"),
    "answered": ("answer", "answer_time", "answered_at", "connected_at"),
    "ended": ("end", "end_time", "ended_at", "hangup", "hangup_time", "call_end"),
    "duration": ("duration_seconds", "call_duration", "total_seconds"),
    "talk": ("talk_seconds", "talk_time", "billsec"),
    "hold": ("hold_seconds", "hold_time"),
    "wrap_up": ("wrap_up_seconds", "wrapup", "wrap_up_time", "acw", "after_call_work"),
    "agent": ("agent_name", "handled_by", "answered_by", "user", "operator", "dstchannel"),
    "disposition": ("disposition_code", "result"),
    "outcome": ("outcome_code",),
    "subject": ("reason", "topic"),
    "notes": ("note", "comment", "comments", "remarks"),
    "transcript": ("transcription", "text"),
    "campaign": ("campaign_id",),
    "skill": ("skills", "skill_group"),
    "reference": ("case", "case_reference", "ticket", "case_number"),
    "resolved": ("resolved_at", "solved"),
}  # fmt: skip
BY_HEADING = {heading: name for name, others in reversed(FIELDS.items()) for heading in (*others, name)}
NEEDED = ("started", "number")


class Unmapped(ValueError):
    """The call log cannot be read: its message says why, and what to do."""


def heading(text: str) -> str:
    """A heading as it is compared: small, with underscores."""
    return re.sub(r"[^a-z0-9]+", "_", text.strip().strip("\ufeff").casefold()).strip("_")


def mapped(headings: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The column of each field. ``given`` (field: heading) goes before what the headings tell; raises ``Unmapped``."""
    columns = {heading(each): each for each in headings if each.strip()}
    for name, column in given.items():
        if name not in FIELDS:
            raise Unmapped(f"There is no field {name}; there are: {', '.join(FIELDS)}.")
        if heading(column) not in columns:
            raise Unmapped(f"There is no column {column}; there are: {', '.join(headings)}.")
    found = {name: columns[heading(column)] for name, column in given.items()}
    taken = set(found.values())
    for each, column in columns.items():
        name = BY_HEADING.get(each, "")
        if name and column not in taken and (name not in found or (each == name and name not in given)):
            found[name] = column
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise Unmapped(
            f"No column was found for {' and '.join(missing)}; say which with --map, such as --map "
            f"{missing[0]}=COLUMN. The columns are: {', '.join(headings)}."
        )
    return found
