"""What conditions see of a contact, out of the rows of the record. Pure. Every field is always there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from warmline.routing.rules.vocabulary import LONGEST_TEXT, MOST_ITEMS, MOST_SIGNALS

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VULNERABLE = "vulnerable"
DEEPEST = 4
LARGEST = 2**63
NO_MESSAGES: Mapping[str, Any] = {"messages": 0, "first_text": "", "text": ""}


def facts_of(
    row: Any, messages: Mapping[str, Any] | None, signals: Sequence[Any], at: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """The variables of conditions. ``row`` is of the query ``rule_facts``, ``messages`` of ``rule_texts``, ``signals``
    of ``rule_signals``."""
    return {
        "interaction": _interaction(row, messages or NO_MESSAGES, at),
        "customer": _customer(row),
        "case": _case(row, at),
        "signals": [_signal(each) for each in signals[:MOST_SIGNALS]],
        "now": now(at, zone),
    }


def now(at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The time as conditions see it."""
    here = at.astimezone(zone)
    date = here.date().isoformat()
    return {"weekday": WEEKDAYS[here.weekday()], "hour": here.hour, "minute": here.minute, "date": date}


def _interaction(row: Any, messages: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    queued = row["queued_at"]
    return {
        **{name: row[name] or "" for name in ("channel", "medium", "direction", "initiation", "status")},
        **{name: row[name] or "" for name in ("account", "address", "queue", "language", "category", "subcategory")},
        "live": row["live"],
        "subject": _text(row["subject"]),
        "first_text": _text(messages["first_text"]),
        "text": _text(messages["text"]),
        "messages": messages["messages"],
        "priority": row["priority"] - (row["given"] or 0),
        "waiting_minutes": _whole(queued, at, 60),
        "answered": row["answered_at"] is not None or row["first_response_at"] is not None,
        "fields": bounded(row["fields"] or {}),
    }


def _customer(row: Any) -> dict[str, Any]:
    segments, attributes = row["segments"] or [], row["attributes"] or {}
    return {
        "known": bool(row["named"]),
        **{name: row[name] or "" for name in ("tier", "preferred_channel", "lifecycle_stage")},
        "kind": row["customer_kind"] or "",
        "language": row["customer_language"] or "",
        "segments": [_text(each) for each in segments[:MOST_ITEMS]],
        "vulnerable": VULNERABLE in segments or _says_yes(attributes.get(VULNERABLE)),
        "do_not_contact": bool(row["do_not_contact"]),
        "open_cases": row["open_cases"],
        "attributes": bounded(attributes),
    }


def _says_yes(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().casefold() in ("yes", "true", VULNERABLE))


def _case(row: Any, at: datetime) -> dict[str, Any]:
    return {
        "known": row["case_id"] is not None,
        "status": row["case_status"] or "",
        "category": row["case_category"] or "",
        "subcategory": row["case_subcategory"] or "",
        "priority": row["case_priority"] or 0,
        "contacts": row["contacts"],
        "reopened": row["reopened"],
        "age_hours": _whole(row["opened_at"], at, 3600),
        "owned": row["case_owner_id"] is not None,
    }


def _signal(row: Any) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "label": _text(row["label"]),
        "value": float(row["value"] or 0.0),
        "confidence": float(row["confidence"]),
        "producer": _text(row["producer"]),
    }


def _text(value: str | None) -> str:
    return (value or "")[:LONGEST_TEXT]


def _whole(since: datetime | None, at: datetime, unit: int) -> int:
    # A clock that went back makes nobody wait for less than nothing.
    return max(0, int((at - since).total_seconds() // unit)) if since else 0


def bounded(value: Any, depth: int = 0) -> Any:
    """What an organisation keeps under names of its own, cut where it is larger than a condition looks at."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if depth == DEEPEST and isinstance(value, dict | list):
        return None
    if isinstance(value, dict):
        return {str(name)[:200]: bounded(each, depth + 1) for name, each in list(value.items())[: 4 * MOST_ITEMS]}
    if isinstance(value, list):
        return [bounded(each, depth + 1) for each in value[:MOST_ITEMS]]
    if isinstance(value, int) and not -LARGEST < value < LARGEST:
        return float(value) if abs(value) < 10**300 else None
    return value
