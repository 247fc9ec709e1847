"""The named queries of governance."""

from warmline.kit.sql import load

SQL = load("warmline.governance")
