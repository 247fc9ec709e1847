"""The fixtures of the record's tests."""

from tests.interactions.desk import make_desk

__all__ = ["make_desk"]
