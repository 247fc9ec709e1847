"""The named queries of customers."""

from warmline.kit.sql import load

SQL = load("warmline.customers")
