"""What a mail says and carries: its text, its HTML, its files, from a tree of parts of any shape."""

import html as stdlib_html
import re
from dataclasses import dataclass, field

from warmline import sdk
from warmline.connectors.email import html
from warmline.connectors.email.charset import clean
from warmline.connectors.email.flowed import unflow
from warmline.connectors.email.headers import split
from warmline.connectors.email.mime import Part

MAX_TEXT = 500_000  # characters shown as text; the whole is then kept as a file as well
MAX_NAME = 150

_STUB = re.compile(r"\bhtml\b", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_EXTENSIONS = {
    "message/rfc822": "eml",
    "message/global": "eml",
    "text/calendar": "ics",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "text/plain": "txt",
    "text/html": "html",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "application/pgp-signature": "asc",
    "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s",
    "application/ms-tnef": "dat",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/tiff": "tiff",
}


@dataclass(slots=True)
class Body:
    """``text`` is whole, not yet trimmed. ``enclosed`` are the parts that are messages themselves."""

    text: str = ""
    html: str | None = None
    attachments: list[sdk.Attachment] = field(default_factory=list)
    enclosed: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    """One stretch of the message, in either form or both."""

    plain: str | None = None
    html: str | None = None

    def text(self) -> str:
        if self.html is None:
            return self.plain or ""
        if self.plain is not None and self.plain.strip() and not _is_stub(self.plain):
            return self.plain
        return html.to_text(self.html) or self.plain or ""

    def markup(self) -> str:
        if self.html is not None:
            return self.html
        return f"<p>{stdlib_html.escape(self.plain or '', quote=False)}</p>".replace("\n", "<br>\n")


def body_of(root: Part, max_attachment: int) -> Body:
    """``max_attachment`` is in bytes: larger files are named with their size, without content."""
    body = Body()
    pieces: list[_Piece] = []
    _collect(root, pieces, body, max_attachment, related=False)
    body.text = "\n\n".join(text for piece in pieces if (text := piece.text().strip("\n")).strip())
    if any(piece.html for piece in pieces):
        markup = "\n".join(piece.markup() for piece in pieces)
        body.html = html.sanitise(markup)
        if body.html is None and markup.strip():
            body.attachments.append(_file("message.html", "text/html", markup.encode(), max_attachment))
    if len(body.text) > MAX_TEXT:
        body.attachments.append(_file("message.txt", "text/plain", body.text.encode(), max_attachment))
        body.text = body.text[:MAX_TEXT]
    return body


def _collect(part: Part, pieces: list[_Piece], body: Body, limit: int, *, related: bool) -> None:
    if not part.children:
        _leaf(part, pieces, body, limit, related=related)
    elif part.content_type == "multipart/alternative":
        _alternative(part, pieces, body, limit)
    else:
        inside = part.content_type == "multipart/related"
        for number, child in enumerate(part.children):
            _collect(child, pieces, body, limit, related=inside and number > 0)


def _alternative(part: Part, pieces: list[_Piece], body: Body, limit: int) -> None:
    """The same said twice: the first plain and the last HTML version make one piece, files beside them are kept."""
    joined = _Piece()
    for child in part.children:
        inner: list[_Piece] = []
        _collect(child, inner, body, limit, related=False)
        plain = "\n\n".join(piece.plain for piece in inner if piece.plain)
        markup = "\n".join(piece.markup() for piece in inner) if any(piece.html for piece in inner) else None
        if plain and markup is None:
            joined.plain = joined.plain or plain
        joined.html = markup or joined.html
    pieces.append(joined)


def _leaf(part: Part, pieces: list[_Piece], body: Body, limit: int, *, related: bool) -> None:
    if _is_said(part, related=related, first=not pieces):
        text = part.text()
        if part.content_type == "text/html":
            pieces.append(_Piece(html=text))
        else:
            pieces.append(_Piece(plain=_unflowed(part, text)))
        return
    if part.main_type == "message" and part.content_type not in ("message/delivery-status", "message/external-body"):
        body.enclosed.append(part)
    content = part.content()
    if content or part.filename:
        body.attachments.append(_attachment(part, content, limit))


def _unflowed(part: Part, text: str) -> str:
    if part.parameters.get("format", "").lower() != "flowed":
        return text
    return unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")


def _is_said(part: Part, *, related: bool, first: bool) -> bool:
    """Whether the part is the message itself and not a file. A name alone does not make the first text a file."""
    if part.content_type not in ("text/plain", "text/html", "text/enriched"):
        return False
    if part.disposition == "attachment" or (related and part.filename):
        return False
    return first or not part.filename


def _is_stub(plain: str) -> bool:
    """ "Your program cannot show HTML": said by a program, not by the sender."""
    return len(plain) < 300 and bool(_STUB.search(plain)) and len(plain.split("\n")) < 8


def _attachment(part: Part, content: bytes, limit: int) -> sdk.Attachment:
    name = safe_name(part.filename) or _name_from_type(part)
    return _file(name, part.content_type, content, limit, part.content_id)


def _file(name: str, content_type: str, content: bytes, limit: int, cid: str | None = None) -> sdk.Attachment:
    kept = content if len(content) <= limit else None
    return sdk.Attachment(name=name, content_type=content_type, content=kept, size=len(content), inline_id=cid)


def _name_from_type(part: Part) -> str:
    extension = _EXTENSIONS.get(part.content_type, "bin")
    if part.content_type in ("message/rfc822", "message/global"):
        headers, _ = split(part.content()[:65536])
        return f"{safe_name(headers.text('subject'))[:100] or 'message'}.{extension}"
    return f"{'image' if part.main_type == 'image' else 'attachment'}.{extension}"


def safe_name(name: str) -> str:
    """The last part of a file's name, without what no file system takes or what turns its ending round for the eye."""
    name = clean(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = " ".join(_FORBIDDEN.sub("_", name).split()).strip(". ")
    if len(name) > MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        short = dot and len(extension) <= 10
        name = f"{stem[: MAX_NAME - 11]}.{extension}" if short else name[:MAX_NAME]
    return name
