"""What a seal says of its events against the events that are there. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher

import msgspec

from warmline.governance.model import Finding, Place, Tampering


class Found(msgspec.Struct, frozen=True):
    """An event as it is in the log now."""

    place: Place
    digest: bytes
    type: str


def compare(position: int, sealed: Sequence[bytes], found: Sequence[Found]) -> list[Finding]:
    """Names each event that was altered, taken away or put in since the seal was made."""
    if [each.digest for each in found] == list(sealed):
        return []
    findings: list[Finding] = []
    matcher = SequenceMatcher(None, sealed, [each.digest for each in found], autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = min(end - start, stop - begin)
        findings += [_altered(position, each) for each in found[begin : begin + pairs]]
        findings += [_inserted(position, each) for each in found[begin + pairs : stop]]
        before = found[begin + pairs - 1].place if begin + pairs else None
        findings += [_missing(position, n + 1, before) for n in range(start + pairs, end)]
    return findings


def _altered(position: int, event: Found) -> Finding:
    text = f"Event {event.place} ({event.type}) is not as it was when seal {position} was made."
    return Finding(kind=Tampering.EVENT_ALTERED, text=text, position=position, cursor=str(event.place))


def _inserted(position: int, event: Found) -> Finding:
    text = f"Event {event.place} ({event.type}) was not there when seal {position} was made."
    return Finding(kind=Tampering.EVENT_INSERTED, text=text, position=position, cursor=str(event.place))


def _missing(position: int, ordinal: int, before: Place | None) -> Finding:
    where = f"after event {before}" if before else "the first ones"
    text = f"Event number {ordinal} of seal {position} is missing ({where})."
    return Finding(kind=Tampering.EVENT_MISSING, text=text, position=position, cursor=str(before) if before else None)
