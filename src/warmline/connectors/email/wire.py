"""How IMAP writes things down (RFC 3501, section 9). Pure, and lenient with servers that bend the grammar."""

import base64
import re
from collections.abc import Iterator
from typing import Any

import msgspec

LITERAL = re.compile(rb"\{(\d+)\}$")
FETCH = re.compile(rb"\* \d+ FETCH ", re.IGNORECASE)
SEARCH = re.compile(rb"\* SEARCH((?: +\d+)*)", re.IGNORECASE)
EXISTS = re.compile(rb"\* \d+ EXISTS", re.IGNORECASE)
CODE = re.compile(rb"\[(UIDVALIDITY|UIDNEXT) (\d+)\]", re.IGNORECASE)
CAPABILITIES = re.compile(rb"(?:\* |\[)CAPABILITY ([^\]\r\n]*)", re.IGNORECASE)
TOKEN = re.compile(
    rb"(?P<open>\()|(?P<close>\))"
    rb'|"(?P<quoted>(?:[^"\\]|\\.)*)"'
    rb"|\{(?P<size>\d+)\}\r\n"
    rb"|(?P<atom>(?:[^\s()\"\[\]{}]|\[[^\]]*\])+)",
    re.DOTALL,
)


class Response(msgspec.Struct, frozen=True):
    """One response of the server. Each ``{n}`` and line break in ``text`` stands for the next of ``literals``."""

    text: bytes
    literals: tuple[bytes, ...] = ()


def fetched(response: Response) -> dict[str, Any] | None:
    """The items of a FETCH response by their upper-case names, or None where the response is another one."""
    start = FETCH.match(response.text)
    if start is None:
        return None
    items = next(iter(_tree(response.text[start.end() :], response.literals)), ())
    if not isinstance(items, tuple):
        return {}
    names = (name.decode("ascii", "replace").upper() for name in items[::2] if isinstance(name, bytes))
    return dict(zip(names, items[1::2], strict=False))


def searched(response: Response) -> list[int]:
    """The numbers of a SEARCH response; none where the response is another one."""
    found = SEARCH.match(response.text)
    return [int(number) for number in found[1].split()] if found else []


def codes(response: Response) -> dict[str, int]:
    """UIDVALIDITY and UIDNEXT, where the response names them."""
    found = CODE.search(response.text)
    return {found[1].decode().upper(): int(found[2])} if found else {}


def capabilities(response: Response) -> frozenset[str]:
    """What the server can do, where the response lists it; empty otherwise."""
    found = CAPABILITIES.search(response.text)
    return frozenset(found[1].decode("ascii", "replace").upper().split()) if found else frozenset()


def is_exists(response: Response) -> bool:
    """Whether the response says that the number of messages has changed."""
    return EXISTS.match(response.text) is not None


def words(text: bytes) -> str:
    """What the server says to people, on one line and of bounded length."""
    return " ".join(text.decode("utf-8", "replace").split())[:300]


def quote(text: str) -> bytes:
    """A quoted string. Raises ``ValueError`` for what one cannot hold: control characters, and all beyond ASCII."""
    if not text.isascii() or not text.isprintable():
        raise ValueError("only printable ASCII fits into a quoted string")
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


def encode_folder(name: str) -> str:
    """A folder's name in modified UTF-7 (RFC 3501, section 5.1.3)."""
    return "".join(_encode_run(run) for run in re.findall(r"[ -~]+|[^ -~]+", name))


def sequence(uids: list[int]) -> bytes:
    """The UIDs as a sequence set, with runs written as ranges."""
    runs: list[list[int]] = []
    for uid in sorted(uids):
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in runs).encode()


def _encode_run(run: str) -> str:
    if run.isascii() and run.isprintable():
        return run.replace("&", "&-")
    return "&" + base64.b64encode(run.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"


def _tree(text: bytes, literals: tuple[bytes, ...]) -> list[Any]:
    """Strings as bytes, NIL as None, lists as tuples."""
    stack: list[list[Any]] = [[]]
    following = iter(literals)
    for token in TOKEN.finditer(text):
        if token.lastgroup == "open":
            stack.append([])
        elif token.lastgroup != "close":
            stack[-1].append(_value(token, following))
        elif len(stack) > 1:
            closed = tuple(stack.pop())
            stack[-1].append(closed)
    return stack[0]


def _value(token: re.Match[bytes], literals: Iterator[bytes]) -> bytes | None:
    if token.lastgroup == "size":
        return next(literals, b"")
    if token.lastgroup == "quoted":
        return re.sub(rb"\\(.)", rb"\1", token["quoted"], flags=re.DOTALL)
    return None if token["atom"].upper() == b"NIL" else token["atom"]
