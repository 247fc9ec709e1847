"""One dialog of a vCon: who said what, when, with which files."""

import html as entities
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec

from warmline.connectors.vcon.words import at, from_base64url
from warmline.sdk import Attachment, Content, Unparsable

TAG = re.compile(r"<[^<>]*>")
HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>", re.IGNORECASE)
# A parser of HTML takes time by the square of the depth; with more tags than this only the text is kept.
MOST_TAGS = 5_000
CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """``by`` is the place of who said it. ``medium`` is text, voice or video. ``fields`` are what contact centres add.
    ``missed``: nobody got to talk. ``target`` is to whom a transfer went."""

    place: int
    at: datetime
    ended_at: datetime | None
    by: int | None
    content: Content
    said: bool = False
    missed: bool = False
    transfer: bool = False
    target: int | None = None
    medium: str = "text"
    application: str = ""
    kind: str = ""
    fields: dict[str, str] = {}

    @property
    def empty(self) -> bool:
        """Nothing of what was said is in it; it only says that there was a conversation."""
        return not (self.content.text or self.content.html or self.content.attachments)


def part_of(dialog: Mapping[str, Any], place: int, files: Sequence[Attachment] = (), transcript: str = "") -> Part:
    """What a dialog says, with its files; raises ``Unparsable``, which names the place."""
    where = f"dialog[{place}]"
    begun = at(dialog.get("start"), f"{where}.start")
    kind = dialog.get("type")
    if kind not in ("text", "recording", "incomplete", "transfer", "recording-set"):
        raise Unparsable(f"{where}.type: there is no such type of dialog")
    media = text_or_none(dialog.get("mediatype")) or ""
    content = Content(at=begun, text="")
    if kind == "text":
        content = _text(dialog, begun, media, where)
    elif kind == "recording":
        content = Content(at=begun, text=transcript, attachments=_recording(dialog, media, where))
    content = msgspec.structs.replace(content, attachments=(*content.attachments, *files))
    return Part(
        place=place,
        at=begun,
        ended_at=_ended(dialog, begun),
        by=_first(dialog.get("transferor")) if kind == "transfer" else _author(dialog),
        content=content,
        said=kind in ("text", "recording"),
        missed=kind == "incomplete",
        transfer=kind == "transfer",
        target=_first(dialog.get("transfer_target")),
        medium="video" if media.startswith("video/") else "voice" if kind == "recording" else _medium(kind),
        application=text_or_none(dialog.get("application")) or "",
        kind=text_or_none(dialog.get("interaction_type")) or "",
        fields=_fields(dialog),
    )


def files_of(document: Mapping[str, Any]) -> dict[int, list[Attachment]]:
    """The attachments by the place of their dialog; raises ``Unparsable``."""
    found: dict[int, list[Attachment]] = {}
    given = document.get("attachments")
    for n, each in enumerate(given if isinstance(given, list) else ()):
        place = each.get("dialog") if isinstance(each, dict) else None
        if not isinstance(place, int):
            continue
        media = text_or_none(each.get("mediatype")) or ""
        body = body_of(each, f"attachments[{n}]")
        files = _named(each, media) if body is None else (_file(each, body, media),)
        inline = text_or_none(each.get("inline_id"))
        found.setdefault(place, []).extend(msgspec.structs.replace(file, inline_id=inline) for file in files)
    return found


def text_or_none(value: Any) -> str | None:
    """A text that is not empty."""
    return value if isinstance(value, str) and value else None


def body_of(given: Mapping[str, Any], where: str) -> bytes | None:
    """What is inline; None where there is nothing. Raises ``Unparsable`` where it is not in the encoding it names."""
    body, encoding = given.get("body"), given.get("encoding", "none")
    if body is None:
        return None
    if encoding == "json":
        return msgspec.json.encode(body)
    if not isinstance(body, str):
        raise Unparsable(f"{where}.body: it must be a string where the encoding is {encoding}")
    if encoding == "base64url":
        return from_base64url(body, f"{where}.body")
    if encoding != "none":
        raise Unparsable(f"{where}.encoding: it is none of base64url, json, none")
    return body.encode("utf-8", "surrogatepass")


def _text(dialog: Mapping[str, Any], begun: datetime, media: str, where: str) -> Content:
    body = body_of(dialog, where)
    if body is None:
        return Content(at=begun, text="", attachments=_named(dialog, media))
    if media and not media.startswith("text/"):
        return Content(at=begun, text="", attachments=(_file(dialog, body, media),))
    said = _decoded(body, media)
    if media.startswith("text/html"):
        return Content(at=begun, text=_plain(said), html=_safe(said))
    shown = text_or_none(dialog.get("html"))
    return Content(
        at=begun,
        text=said,
        html=_safe(shown) if shown else None,
        elided=text_or_none(dialog.get("elided")),
    )


def _decoded(body: bytes, media: str) -> str:
    named = CHARSET.search(media)
    try:
        return body.decode(named[1] if named else "utf-8", "surrogatepass" if not named else "strict")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", "replace")


def _safe(html: str) -> str | None:
    if html.count("<") > MOST_TAGS:
        return None
    import nh3

    return nh3.clean(html)


def _plain(html: str) -> str:
    bare = TAG.sub("", BREAK.sub("\n", HIDDEN.sub("", html)))
    return entities.unescape(bare).strip()


def _recording(dialog: Mapping[str, Any], media: str, where: str) -> tuple[Attachment, ...]:
    body = body_of(dialog, where)
    return _named(dialog, media) if body is None else (_file(dialog, body, media),)


def _file(given: Mapping[str, Any], content: bytes, media: str) -> Attachment:
    name = text_or_none(given.get("filename")) or "recording"
    return Attachment(name=name, content_type=media or "application/octet-stream", content=content, size=len(content))


def _named(given: Mapping[str, Any], media: str) -> tuple[Attachment, ...]:
    """A file that lies elsewhere. It is not fetched: a vCon may name any address. Its name says where it is."""
    url, name = text_or_none(given.get("url")), text_or_none(given.get("filename"))
    if not (url or name):
        return ()
    shown = url or name or ""
    if url and name and not urlsplit(url).path.endswith(name):
        shown = f"{name} ({url})"
    return (Attachment(name=shown, content_type=media or "application/octet-stream"),)


def _author(dialog: Mapping[str, Any]) -> int | None:
    originator = _first(dialog.get("originator"))
    return originator if originator is not None else _first(dialog.get("parties"))


def _first(given: Any) -> int | None:
    while isinstance(given, list):
        given = next((each for each in given if each is not None and each != []), None)
    return given if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else None


def _ended(dialog: Mapping[str, Any], begun: datetime) -> datetime | None:
    duration = dialog.get("duration")
    if isinstance(duration, bool) or not isinstance(duration, int | float) or not 0 <= duration < 10**8:
        return None
    try:
        return begun + timedelta(seconds=float(duration))
    except OverflowError:
        return None


def _medium(kind: str) -> str:
    return "text" if kind == "text" else ""


def _fields(dialog: Mapping[str, Any]) -> dict[str, str]:
    fields: dict[str, str] = {}
    if campaign := text_or_none(dialog.get("campaign")):
        fields["campaign"] = campaign
    skills = dialog.get("skill")
    if isinstance(skills, list) and skills and all(isinstance(each, str) for each in skills):
        fields["skill"] = ", ".join(skills)
    if disposition := text_or_none(dialog.get("disposition")):
        fields["vcon_disposition"] = disposition
    return fields
