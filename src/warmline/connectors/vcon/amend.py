"""A conversation that came as a vCon goes out as that vCon: what we do not understand of it is kept, and what was added
here since is added to it. Pure."""

import copy
from collections.abc import Mapping
from typing import Any

from warmline.connectors.vcon import analysed
from warmline.connectors.vcon.conversation import Conversation, Person
from warmline.connectors.vcon.people import Party, party_of, read_party
from warmline.connectors.vcon.read import uuid_of
from warmline.connectors.vcon.words import NOTE, REPORT, ROLES, VENDOR, moment
from warmline.connectors.vcon.write import analyses, dialog_of
from warmline.sdk import Unparsable


def amended(original: Mapping[str, Any], given: Conversation) -> dict[str, Any]:
    """The original as it was where nothing was added; else a new version of it, which names it as ``amended``."""
    uuid = str(uuid_of(original))
    added = [each for each in given.messages if not _came_with(each.external_id, original)]
    if not added and not _changed(original, given):
        return dict(original)
    document: dict[str, Any] = copy.deepcopy(dict(original))
    document |= {"uuid": str(given.uuid), "updated_at": moment(given.updated_at), "amended": {"uuid": uuid}}
    document["extensions"] = list(dict.fromkeys([*document.get("extensions", []), "CC", "warmline"]))
    parties = document.setdefault("parties", [])
    dialogs = document.setdefault("dialog", [])
    places = _places(parties, given)
    for message in added:
        if message.private or message.empty:
            continue
        dialog, files = dialog_of(given, message, len(dialogs))
        dialogs.append(dialog | {"parties": [places[each] for each in dialog["parties"]]})
        if files:
            attachments = document.setdefault("attachments", [])
            attachments += [each | {"party": places[each["party"]]} for each in files]
    document["analysis"] = _analyses(document, given, places)
    return document


def _came_with(external_id: str | None, original: Mapping[str, Any]) -> bool:
    prior = original.get("amended") or original.get("redacted")
    known = [str(original["uuid"]).lower()]
    if isinstance(prior, dict) and isinstance(prior.get("uuid"), str):
        known.append(prior["uuid"].lower())
    return external_id is not None and external_id.partition("#")[0].lower() in known


def _changed(original: Mapping[str, Any], given: Conversation) -> bool:
    """Whether people wrote something down here that the original does not say."""
    try:
        report = analysed.report(original)
        summary = analysed.summary(original)
    except Unparsable:
        return True
    before = (report.notes, report.outcome, report.disposition) if report else ("", None, None)
    now = (given.report.notes, given.report.outcome, given.report.disposition)
    return (before, summary) != (now, given.summary)


def _places(parties: list[Any], given: Conversation) -> list[int]:
    """Where each of our people is among the original's parties; who was not there is added."""
    found = [read_party(each if isinstance(each, dict) else {}) for each in parties]
    places = []
    for person in given.people:
        place = next((n for n, each in enumerate(found) if n not in places and _same(each, person)), None)
        if place is None:
            place = len(parties)
            parties.append(party_of(person))
        places.append(place)
    return places


def _same(party: Party, person: Person) -> bool:
    values = {(each.scheme, each.value) for each in party.handles}
    if values & {(each.scheme, each.value) for each in person.handles}:
        return True
    return party.name == person.name and (not party.role or ROLES[party.role] == ROLES[person.role])


def _analyses(document: Mapping[str, Any], given: Conversation, places: list[int]) -> list[dict[str, Any]]:
    """The original's, but for what we said ourselves: that we say anew."""
    dialogs = len(document["dialog"])
    ours = [each for each in analyses(given, dialogs) if each["vendor"] == VENDOR]
    for each in ours:
        if each.get("schema") == NOTE:
            each["body"]["by"] = places[each["body"]["by"]]
    kept = [
        each
        for each in document.get("analysis", [])
        if not (each.get("vendor") == VENDOR and (each.get("schema") in (REPORT, NOTE) or each["type"] == "summary"))
    ]
    stated = {each.get("body") for each in kept if each.get("type") == "summary" and isinstance(each.get("body"), str)}
    return kept + [each for each in ours if not (each["type"] == "summary" and each["body"] in stated)]
