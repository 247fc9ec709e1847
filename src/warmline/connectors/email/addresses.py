"""Addresses in header fields. A scanner of one pass: nested comments, quotes and groups cannot make it slow or deep."""

import re
from typing import NamedTuple

from warmline.connectors.email.charset import one_line
from warmline.connectors.email.headers import decode_words

MAX_ADDRESSES = 200
MAX_NAME = 200
# 64 for the local part, 255 for the domain (RFC 5321 section 4.5.3.1).
MAX_ADDRESS = 320

_ATOM = r"""[^\s<>()\[\]"',;:@\\]"""
# It starts only where an atom starts, so that a long field without an address costs one pass.
_SPEC = re.compile(rf"(?<!{_ATOM}){_ATOM}++@(?:{_ATOM}++|\[[0-9A-Fa-f.:IPv]++\])")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|\\?$)|<([^>]*+)>?|[(),;:]|[^"<(),;:]++', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Mailbox(NamedTuple):
    address: str
    name: str | None


def mailboxes(field: str) -> list[Mailbox]:
    """Those of an unfolded field that have a usable address, at most 200."""
    found = [box for phrase, comment, spec in _entries(field) if (box := _mailbox(phrase, comment, spec))]
    # Some senders encode the whole field, address and all.
    if not found and "=?" in field and "=?" not in (plain := decode_words(field)):
        return mailboxes(plain)
    return found[:MAX_ADDRESSES]


def domain(address: str) -> str:
    return address.rpartition("@")[2].lower().rstrip(".")


def _entries(field: str) -> list[tuple[str, str, str]]:
    """What stands between commas: words, comment, and what is between angle brackets."""
    entries: list[tuple[str, str, str]] = []
    words: list[str] = []
    comment: list[str] = []
    spec = ""
    depth = 0
    for token in _TOKEN.finditer(field):
        text = token[0]
        if depth or text == "(":
            depth += (text == "(") - (text == ")")
            comment.append(text)
        elif token[2] is not None:
            # A second pair of brackets in one entry is noise such as "<mailto:...>".
            spec = spec or token[2]
        elif text in ",;":
            entries.append((" ".join(words), "".join(comment), spec))
            words, comment, spec = [], [], ""
            if len(entries) > 2 * MAX_ADDRESSES:
                break
        elif text == ":":
            words = [word for word in words if "@" in word]  # The others are the name of a group.
        elif text not in ":)":
            words.append(_ESCAPED.sub(r"\1", token[1]) if token[1] is not None else text.strip())
    entries.append((" ".join(words), "".join(comment), spec))
    return entries


def _mailbox(phrase: str, comment: str, spec: str) -> Mailbox | None:
    address = _address("".join(spec.split()))
    if address is None and (address := _address(phrase)) is not None:
        phrase = phrase.replace(address, "")
    if address is None and (address := _address(decode_words(spec or phrase))) is None:
        return None
    name = _name(phrase) or _name(comment.strip("()"))
    return Mailbox(address, None if name == address else name)


def _address(text: str) -> str | None:
    found = _SPEC.search(text)
    if found is None or len(found[0]) > MAX_ADDRESS:
        return None
    return found[0].strip(".")


def _name(text: str) -> str | None:
    name = one_line(decode_words(text)).strip("\"' ,;<>")
    return name[:MAX_NAME] or None
