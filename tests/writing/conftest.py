"""The desk of the record's tests, where people write."""

from tests.interactions.conftest import front

__all__ = ["front"]
