"""The slice's named queries."""

from warmline.kit.sql import load

SQL = load("warmline.accounts")
