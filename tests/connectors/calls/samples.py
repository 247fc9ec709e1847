"""Rows of call logs."""

from typing import Any

import msgspec

from tests.connectors.contract import Samples
from warmline import sdk
from warmline.connectors.calls import FIELDS, raw
from warmline.connectors.calls.connector import CONTENT_TYPE
from warmline.connectors.calls.row import Row

COLUMNS = {name: name for name in FIELDS}


def row(*, time_zone: str = "Europe/Berlin", time_format: str = "", **cells: str) -> Row:
    """A call that was taken; ``cells`` replace fields, and an empty one leaves it out."""
    given: dict[str, Any] = {
        "id": "c1",
        "number": "+12155550183",
        "started": "2026-03-03 09:05:07",
        "answered": "2026-03-03 09:05:20",
        "ended": "2026-03-03 09:08:20",
        "hold": "30",
        "agent": "Dee Doe",
        "notes": "Card blocked.",
    } | cells
    return Row({name: value for name, value in given.items() if value}, COLUMNS, time_zone, time_format)


ROWS = (
    row(),
    row(id="c2", direction="outbound", answered="", ended="2026-03-03 09:05:40", agent=""),
    row(id="c3", transcript="Agent: Hello.\nCustomer: I lost my card.\nand my keys.\nDee Doe: Blocked."),
    row(id="", number="", started="1772528707", answered="", ended="", resolved="yes"),
    row(id="c4", reference="CASE-U3NA9", resolved="2026-03-04T10:00:00+01:00", email="noor@example.com"),
)

SAMPLES = Samples(
    channel="voice",
    address="pbx",
    settings={},
    deliveries=tuple(raw(each) for each in ROWS),
    broken=(
        raw(row(id="b1", started="soon")),
        raw(row(id="b2", direction="sideways")),
        raw(row(id="b3", ended="2026-03-03 09:00:00")),
        raw(row(id="b4", time_zone="Mars/Olympus")),
        raw(row(id="b5", talk="-5")),
        raw(row(id="b6", started="")),
        sdk.Raw(external_id="b7", body=msgspec.json.encode([1]), content_type=CONTENT_TYPE),
    ),
)
