"""A conversation as a mail to who had it: in plain text and in HTML. Pure."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

import msgspec

from warmline import sdk

# A mail with more than this is read by nobody; the end of a conversation says how it stands.
MOST = 500
LONGEST = 400_000


class Words(msgspec.Struct, frozen=True):
    """The words around a conversation, in one language."""

    subject: str
    goes_on: str
    you: str
    us: str
    copy: str
    stay: str
    answer: str
    nothing: str
    earlier: str
    file: str


WORDS = {
    "en": Words(
        "Your conversation with {name}",
        "We go on by e-mail: {name}",
        "You",
        "Us",
        "This is the conversation that you had with us. You asked for it to be sent to this address.",
        "You asked us to go on by e-mail. You need not repeat anything: what was said so far is with us.",
        "To write to us about it, answer this mail.",
        "We will write to you as soon as somebody can.",
        "What was said before this is left out.",
        "file",
    ),
    "de": Words(
        "Ihr Gespräch mit {name}",
        "Wir machen per E-Mail weiter: {name}",
        "Sie",
        "Wir",
        "Dies ist Ihr Gespräch mit uns. Sie haben darum gebeten, es an diese Adresse zu schicken.",
        "Sie möchten per E-Mail weitermachen. Sie müssen nichts wiederholen: Was bisher gesagt wurde, liegt uns vor.",
        "Wenn Sie uns dazu schreiben möchten, antworten Sie auf diese Mail.",
        "Wir schreiben Ihnen, sobald jemand da ist.",
        "Was davor gesagt wurde, ist weggelassen.",
        "Datei",
    ),
}


def compose(name: str, lines: Sequence[sdk.Line], *, stay: bool, language: str = "en") -> sdk.Note:
    """The mail. Until somebody of us has said something it holds no words of the visitor's: with a chat that nobody has
    answered, anybody could have theirs mailed to a stranger."""
    words = WORDS.get(language.partition("-")[0].lower(), WORDS["en"])
    answered = any(each.author == "agent" for each in lines)
    shown, cut = _last(lines) if answered else ((), False)
    opening = [words.stay if stay else words.copy, words.answer] + ([] if answered else [words.nothing])
    if cut:
        opening.append(words.earlier)
    subject = (words.goes_on if stay else words.subject).format(name=name)
    return sdk.Note(subject=subject, text=_text(opening, shown, words), html=_html(opening, shown, words))


def _last(lines: Sequence[sdk.Line]) -> tuple[Sequence[sdk.Line], bool]:
    kept: list[sdk.Line] = []
    size = 0
    for each in reversed(lines):
        size += len(each.text)
        if len(kept) >= MOST or size > LONGEST:
            return kept[::-1], True
        kept.append(each)
    return kept[::-1], False


def _head(line: sdk.Line, words: Words) -> tuple[str, str]:
    who = words.you if line.author == "customer" else line.author_name or words.us
    return who, _time(line.at)


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")


def _text(opening: Sequence[str], lines: Sequence[sdk.Line], words: Words) -> str:
    said = []
    for each in lines:
        who, when = _head(each, words)
        files = [f"[{words.file}: {file.name}]" for file in each.attachments]
        said.append("\n".join([f"{who}, {when}", *([each.text] if each.text else []), *files]))
    return "\n\n".join([*opening, *said])


def _html(opening: Sequence[str], lines: Sequence[sdk.Line], words: Words) -> str:
    parts = [f"<p>{escape(each)}</p>" for each in opening]
    for each in lines:
        who, when = _head(each, words)
        files = "".join(f"<br>[{words.file}: {escape(file.name)}]" for file in each.attachments)
        text = escape(each.text).replace("\n", "<br>")
        parts.append(f"<p><strong>{escape(who)}</strong>, {when}<br>{text}{files}</p>")
    return "\n".join(parts)
