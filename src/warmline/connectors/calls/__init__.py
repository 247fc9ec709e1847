"""Call logs of a telephone system, row by row: each a call with its times, who took it, and what came of it."""

from warmline.connectors.calls.columns import FIELDS, Unmapped, mapped
from warmline.connectors.calls.connector import CallsConnector, raw
from warmline.connectors.calls.row import Row

connector = CallsConnector()

__all__ = ["FIELDS", "CallsConnector", "Row", "Unmapped", "connector", "mapped", "raw"]
