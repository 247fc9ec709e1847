"""What a finder sees in plain text, before it is decided which sights stand."""

from typing import Any, NamedTuple
from uuid import UUID


class Sight(NamedTuple):
    """One possible entity: places are those of the plain text."""

    kind: str
    start: int
    end: int
    value: str
    confidence: float
    label: str = ""
    pattern_id: UUID | None = None


def alone(text: bytes, start: int, end: int) -> bool:
    """Whether the part is not in the middle of a word or a longer number."""
    before = start == 0 or not _wordy(text[start - 1])
    after = end >= len(text) or not _wordy(text[end])
    return before and after


def _wordy(byte: int) -> bool:
    return 48 <= byte <= 57 or 97 <= byte <= 122 or byte == 95


def letters_and_digits(part: bytes) -> str:
    """In capitals, nothing else."""
    return "".join(chr(each) for each in part if 48 <= each <= 57 or 97 <= each <= 122).upper()


def digits(part: bytes) -> str:
    """The digits alone."""
    return "".join(chr(each) for each in part if 48 <= each <= 57)


def span(match: Any, group: int = 0) -> tuple[int, int]:
    """Where a match, or one of its groups, stands; RE2 has no types of its own."""
    start, end = match.span(group)
    return int(start), int(end)
