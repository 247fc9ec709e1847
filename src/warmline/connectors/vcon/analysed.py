"""What a vCon says about the conversation: transcripts, summaries, our own report and notes, and how it ended."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from warmline import sdk
from warmline.connectors.vcon.conversation import Report
from warmline.connectors.vcon.words import NOTE, REPORT, VENDOR, at
from warmline.sdk import Unparsable

if TYPE_CHECKING:
    from warmline.connectors.vcon.dialog import Part


class Note(NamedTuple):
    """A private note; ``by`` is the place among the parties."""

    by: int
    content: sdk.Content


class _NoteBody(msgspec.Struct, frozen=True):
    at: datetime
    text: str
    by: int = -1


def report(document: Mapping[str, Any]) -> Report | None:
    """Ours, where Warmline wrote the vCon and its report can be read."""
    for each in _ours(document, REPORT):
        try:
            found = msgspec.convert(each.get("body"), Report, strict=True)
        except msgspec.ValidationError:
            continue
        times = (found.started_at, found.answered_at, found.ended_at)
        if all(time is None or time.tzinfo for time in times):
            return found
    return None


def notes(document: Mapping[str, Any]) -> Iterator[Note]:
    """Private notes that Warmline wrote down."""
    for each in _ours(document, NOTE):
        try:
            body = msgspec.convert(each.get("body"), _NoteBody)
            when = at(msgspec.to_builtins(body.at), "at")
        except (msgspec.ValidationError, Unparsable):
            continue
        yield Note(body.by, sdk.Content(at=when, text=body.text))


def transcripts(document: Mapping[str, Any]) -> dict[int, str]:
    """What was said in recordings, by their place, where an analysis has it as text."""
    found: dict[int, str] = {}
    for each in _analyses(document):
        about, body = each.get("dialog"), each.get("body")
        if isinstance(about, list) and len(about) == 1:
            about = about[0]
        plain = each.get("type") == "transcript" and each.get("encoding", "none") == "none"
        if plain and isinstance(body, str) and isinstance(about, int):
            found.setdefault(about, body)
    return found


def summary(document: Mapping[str, Any]) -> str:
    """The first summary that is a text."""
    for each in _analyses(document):
        if each.get("type") == "summary" and isinstance(each.get("body"), str) and each.get("encoding") != "base64url":
            return str(each["body"])
    return ""


def joined(document: Mapping[str, Any]) -> Mapping[tuple[int, str], datetime | None]:
    """When parties first joined and last dropped, by place and event."""
    found: defaultdict[tuple[int, str], datetime | None] = defaultdict(lambda: None)
    dialogs = document.get("dialog")
    for dialog in dialogs if isinstance(dialogs, list) else ():
        history = dialog.get("party_history") if isinstance(dialog, dict) else None
        for each in history if isinstance(history, list) else ():
            if not isinstance(each, dict) or each.get("event") not in ("join", "drop"):
                continue
            party, when = each.get("party"), at(each.get("time"), "party_history.time")
            if isinstance(party, int):
                earlier = found[party, each["event"]]
                better = max if each["event"] == "drop" else min
                found[party, each["event"]] = better(earlier, when) if earlier else when
    return found


def ended(
    document: Mapping[str, Any],
    parts: Sequence["Part"],
    found: Report | None,
    partakers: tuple[sdk.Partaker, ...],
    said: tuple[sdk.Said, ...],
) -> sdk.Past:
    """How it went: as our report says; else a call was over when its last recording was."""
    if found:
        return sdk.Past(
            partakers=partakers,
            said=said,
            direction=found.direction,
            answered_at=found.answered_at,
            ended_at=found.ended_at,
            talk_seconds=found.talk_seconds,
            hold_seconds=found.hold_seconds,
            wrap_up_seconds=found.wrap_up_seconds,
            outcome=found.outcome,
            disposition=found.disposition,
            notes=found.notes,
            summary=summary(document),
        )
    calls = [each for each in parts if each.said and each.medium in ("voice", "video")]
    ends = [each.ended_at for each in calls if each.ended_at]
    begun = min((each.at for each in calls), default=None)
    missed = [each.at for each in parts if each.missed]
    over = max(ends, default=None) or (max(missed) if missed and not calls else None)
    kinds = {each.kind.casefold() for each in parts}
    return sdk.Past(
        partakers=partakers,
        said=said,
        direction="outbound" if "outbound" in kinds else "inbound",
        answered_at=begun if over and calls else None,
        ended_at=over,
        talk_seconds=sum((each.ended_at - each.at).total_seconds() for each in calls if each.ended_at),
        summary=summary(document),
    )


def _analyses(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = document.get("analysis")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _ours(document: Mapping[str, Any], schema: str) -> list[dict[str, Any]]:
    return [each for each in _analyses(document) if each.get("vendor") == VENDOR and each.get("schema") == schema]
