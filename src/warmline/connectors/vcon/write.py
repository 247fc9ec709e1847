"""A conversation of ours as a vCon, in the unsigned form. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from warmline.connectors.vcon.conversation import Assessment, Conversation, File, Message, Transfer
from warmline.connectors.vcon.people import party_of
from warmline.connectors.vcon.words import (
    EXTENSION,
    NOTE,
    REPORT,
    SIGNAL,
    VENDOR,
    base64url,
    content_hash,
    moment,
)

OURS = frozenset({"agent", "bot", "supervisor"})
TALKED = frozenset({"voice", "video"})
# What the extension for contact centres has names for, among the fields of a contact.
CAMPAIGN, SKILLS, CONTACT_LIST = "campaign", "skill", "contact_list"
ANALYSES = {"sentiment": "sentiment"}


def written(given: Conversation) -> dict[str, Any]:
    """Valid against both schemas. What the format has no place for is in an analysis of ours."""
    parties = [party_of(each) for each in given.people]
    if CONTACT_LIST in given.report.fields and parties:
        parties[0][CONTACT_LIST] = given.report.fields[CONTACT_LIST]
    document: dict[str, Any] = {
        "uuid": str(given.uuid),
        "extensions": ["CC", EXTENSION],
        "created_at": moment(given.created_at),
        "updated_at": moment(given.updated_at),
    }
    if given.subject:
        document["subject"] = given.subject
    document["parties"] = parties
    dialogs, attachments = _said(given)
    document["dialog"] = dialogs
    if attachments:
        document["attachments"] = attachments
    document["analysis"] = list(analyses(given, len(dialogs)))
    return document


def _said(given: Conversation) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    dialogs: list[dict[str, Any]] = []
    attachments: list[dict[str, Any]] = []
    if given.medium in TALKED and not any(_recorded(each) for each in given.messages):
        dialogs.append(_call(given))
    for each in given.messages:
        if each.private or each.empty:
            continue
        dialog, files = dialog_of(given, each, len(dialogs))
        dialogs.append(dialog)
        attachments += files
    dialogs += [_transferred(given, each, dialogs) for each in given.transfers]
    return dialogs, attachments


def dialog_of(given: Conversation, message: Message, place: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A message as the dialog at this place, and its files."""
    dialog: dict[str, Any] = {"type": "text", "start": moment(message.at), "parties": _parties(given, message.by)}
    if _recorded(message):
        [recording] = message.files
        dialog |= {"type": "recording", "mediatype": recording.content_type, "filename": recording.name}
        return dialog | _content(recording) | _about(given, message), []
    dialog |= {"mediatype": "text/plain", "body": message.text, "encoding": "none"} | _about(given, message)
    ours = {"html": message.html, "elided": message.elided}
    dialog |= {name: value for name, value in ours.items() if value}
    return dialog, [_attachment(message, each, place) for each in message.files]


def _recorded(message: Message) -> bool:
    return (
        len(message.files) == 1
        and not (message.text or message.html or message.elided)
        and message.files[0].content_type.startswith(("audio/", "video/"))
    )


def _call(given: Conversation) -> dict[str, Any]:
    """A call of which there is no recording: that it took place, or that it did not."""
    report = given.report
    # Who called is named first.
    ours = report.direction == "outbound"
    by = next((n for n, each in enumerate(given.people) if (each.role in OURS) is ours), 0)
    dialog: dict[str, Any] = {"start": moment(report.started_at), "parties": _parties(given, by)} | _about(given, None)
    if report.ended_at and not report.answered_at:
        # Whom we call may not be there; who calls us and waits in vain has hung up.
        missed = "no-answer" if report.direction == "outbound" else "hung-up"
        return {"type": "incomplete", **dialog, "disposition": missed}
    if report.ended_at:
        dialog["duration"] = max(0.0, (report.ended_at - report.started_at).total_seconds())
    history = [
        {"party": n, "time": moment(time), "event": event}
        for n, each in enumerate(given.people)
        for event, time in (("join", each.joined_at), ("drop", each.left_at))
        if time
    ]
    return {"type": "recording", **dialog, **({"party_history": history} if history else {})}


def _about(given: Conversation, message: Message | None) -> dict[str, Any]:
    fields = given.report.fields
    about: dict[str, Any] = {
        "application": given.report.channel,
        "interaction_id": str(given.interaction_id),
        "interaction_type": given.report.direction,
    }
    if message and message.external_id:
        about["message_id"] = message.external_id
    if CAMPAIGN in fields:
        about["campaign"] = fields[CAMPAIGN]
    if SKILLS in fields:
        about["skill"] = fields[SKILLS].split(", ")
    return about


def _parties(given: Conversation, by: int) -> list[int]:
    """Who said it, then to whom: the others of the other side."""
    ours = given.people[by].role in OURS
    return [by, *(n for n, each in enumerate(given.people) if n != by and (each.role in OURS) is not ours)]


def _content(file: File) -> dict[str, Any]:
    if file.content is None:
        return {}
    return {
        "body": base64url(file.content),
        "encoding": "base64url",
        "content_hash": content_hash(file.content),
    }


def _attachment(message: Message, file: File, place: int) -> dict[str, Any]:
    attachment: dict[str, Any] = {
        "start": moment(message.at),
        "party": message.by,
        "dialog": place,
        "mediatype": file.content_type,
        "filename": file.name,
    }
    if file.inline_id:
        attachment["inline_id"] = file.inline_id
    return attachment | _content(file)


def _transferred(given: Conversation, transfer: Transfer, dialogs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The dialogs before and after it are those that were said before and after it."""
    talked = [n for n, each in enumerate(dialogs) if each["type"] != "transfer"]
    before = [n for n in talked if dialogs[n]["start"] <= moment(transfer.at)]
    after = [n for n in talked if n not in before]
    customer = next((n for n, each in enumerate(given.people) if each.role == "customer"), 0)
    found: dict[str, Any] = {
        "type": "transfer",
        "start": moment(transfer.at),
        "transferee": customer,
        "transferor": transfer.sender,
        "transfer_target": transfer.target,
    }
    if before:
        found["original"] = before[-1]
    if after or before:
        found["target_dialog"] = after[0] if after else before[-1]
    return found


def analyses(given: Conversation, dialogs: int) -> Iterator[dict[str, Any]]:
    """Summary, signals, notes, and the report."""
    of_all: dict[str, Any] = {"dialog": list(range(dialogs))} if dialogs else {}
    if given.summary:
        yield {"type": "summary", **of_all, "vendor": VENDOR, "mediatype": "text/plain", "body": given.summary,
               "encoding": "none"}  # fmt: skip
    for each in given.assessments:
        yield {**_analysis(ANALYSES.get(each.kind, each.kind), SIGNAL, _assessed(each)), **of_all,
               "vendor": each.producer or VENDOR, "product": each.producer_version}  # fmt: skip
    for message in given.messages:
        if message.private:
            yield _analysis("note", NOTE, {"by": message.by, "at": moment(message.at), "text": message.text})
    yield {**_analysis("report", REPORT, _stated(msgspec.to_builtins(given.report))), **of_all}


def _analysis(kind: str, schema: str, body: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "vendor": VENDOR,
        "schema": schema,
        "mediatype": "application/json",
        "encoding": "json",
        "body": body,
    }


def _stated(body: dict[str, Any]) -> dict[str, Any]:
    """What there is nothing to say of is left out."""
    nothing: tuple[Any, ...] = (None, "", {}, [])
    return {
        name: _stated(value) if isinstance(value, dict) else value
        for name, value in body.items()
        if value not in nothing
    }


def _assessed(signal: Assessment) -> dict[str, Any]:
    found = {"value": signal.value, "label": signal.label, "confidence": signal.confidence, "at": moment(signal.at)}
    return {name: value for name, value in found.items() if value is not None}
