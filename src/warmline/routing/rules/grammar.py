"""The part of CEL that rules are written in, as a tree in which every piece knows where it stands.

The CEL library says where its parser gave up, and nothing of where a field is that does not exist. So a condition is
read here first, and what is refused is refused with its place; what is accepted is then CEL, and the library runs it.
Depth and length are bounded, so that no text makes the reading slow or the stack deep.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

LONGEST = 4_000
"""Characters of a condition."""
DEEPEST = 24
MOST_PARTS = 600
# Of the tree: a long row of operators is deep too, and what walks it goes down as far.
TALLEST = 120
INTEGER = 2**63


class Fault(Exception):
    """What is wrong with a condition, and at which character, counted from 0."""

    def __init__(self, at: int, problem: str) -> None:
        super().__init__(problem)
        self.at, self.problem = at, problem


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a condition; ``at`` is its character."""

    at: int


@dataclass(frozen=True, slots=True)
class Literal(Part):
    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Name(Part):
    name: str


@dataclass(frozen=True, slots=True)
class Field(Part):
    of: Part
    name: str


@dataclass(frozen=True, slots=True)
class Index(Part):
    of: Part
    key: Part


@dataclass(frozen=True, slots=True)
class Call(Part):
    """``name(args)``, or ``target.name(args)``."""

    name: str
    target: Part | None
    args: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Items(Part):
    items: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Unary(Part):
    op: str
    of: Part


@dataclass(frozen=True, slots=True)
class Binary(Part):
    op: str
    left: Part
    right: Part


@dataclass(frozen=True, slots=True)
class Choice(Part):
    """``condition ? then : otherwise``."""

    condition: Part
    then: Part
    otherwise: Part


class Token(NamedTuple):
    kind: str
    text: str
    at: int


TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\f]+|//[^\n]*)
    |(?P<number>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|0[xX][0-9a-fA-F]+|\d+)(?P<unsigned>[uU]?)
    |(?P<string>[rR]?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<op>&&|\|\||==|!=|<=|>=|[<>+\-*/%!?:.,()\[\]])""",
    re.VERBOSE,
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"', "`": "`", "?": "?", "a": "\a", "b": "\b",
           "f": "\f", "v": "\v"}  # fmt: skip
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([^uUx0-9\n]))|(\\)")
RESERVED = frozenset(
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "in", "let", "loop",
        "namespace", "package", "return", "var", "void", "while",
    }
)  # fmt: skip
# How tightly operators bind; those of one level from left to right.
LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"||"}),
    frozenset({"&&"}),
    frozenset({"==", "!=", "<", "<=", ">", ">=", "in"}),
    frozenset({"+", "-"}),
    frozenset({"*", "/", "%"}),
)
MEANT = {"=": "compare with ==", "&": "write && for and", "|": "write || for or", "{": "maps are not needed in rules"}


def tokens(text: str) -> Iterator[Token]:
    """The words of a condition, with an empty one at its end."""
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise Fault(at, _unread(text, at))
        kind = str(found.lastgroup)
        if kind == "unsigned":
            if found["unsigned"]:
                raise Fault(at, f"write {found['number']} without the u; rules have one kind of whole number")
            kind = "number"
        if kind != "space":
            yield Token(kind, found[0], at)
        at = found.end()
    yield Token("end", "", len(text))


def _unread(text: str, at: int) -> str:
    each = text[at]
    if each in "\"'":
        return f"this {each} is never closed"
    if each in MEANT:
        return f"unexpected {each}: {MEANT[each]}"
    return f"unexpected character {each!r}"


def parse(text: str) -> Part:
    """The tree of a condition; raises ``Fault``."""
    if len(text) > LONGEST:
        raise Fault(LONGEST, f"a condition has at most {LONGEST} characters; this one has {len(text)}")
    if not text.strip():
        raise Fault(0, "the condition is empty; write true where the rule is for everything")
    reader = _Reader(list(tokens(text)))
    made = reader.expression()
    if reader.now.kind != "end":
        raise Fault(reader.now.at, f"unexpected {reader.now.text}: the condition was complete before it")
    _bound(made)
    return made


def parts_of(part: Part) -> tuple[Part, ...]:
    """The pieces of which a piece is made."""
    match part:
        case Field(of=of) | Unary(of=of):
            return (of,)
        case Index(of=of, key=key):
            return (of, key)
        case Call(target=target, args=args):
            return (target, *args) if target else args
        case Items(items=items):
            return items
        case Binary(left=left, right=right):
            return (left, right)
        case Choice(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
    return ()


def _bound(tree: Part) -> None:
    waiting = [(tree, 1)]
    while waiting:
        part, height = waiting.pop()
        if height > TALLEST:
            raise Fault(part.at, f"more than {TALLEST} operators in a row; use a list with in, or make several rules")
        waiting += [(each, height + 1) for each in parts_of(part)]


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self.tokens, self.place, self.depth, self.parts = found, 0, 0, 0

    @property
    def now(self) -> Token:
        return self.tokens[self.place]

    def take(self, *texts: str) -> Token | None:
        """The token, where it is one of these operators or words."""
        token = self.now
        if token.kind in ("op", "name") and token.text in texts:
            self.place += 1
            return token
        return None

    def need(self, text: str, opened: Token | None = None) -> None:
        if self.take(text):
            return
        if self.now.kind == "end" and opened is not None:
            raise Fault(opened.at, f"this {opened.text} is never closed")
        raise Fault(self.now.at, f"expected {text} {self._instead()}")

    def _instead(self) -> str:
        return "before the end" if self.now.kind == "end" else f"instead of {self.now.text}"

    def count(self, at: int) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise Fault(at, f"the condition has more than {MOST_PARTS} parts; make several rules of it")

    def expression(self) -> Part:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Fault(self.now.at, f"nested more than {DEEPEST} deep; make several rules of it")
        condition = self.binary(0)
        mark = self.take("?")
        if mark:
            then = self.expression()
            self.need(":")
            condition = Choice(mark.at, condition, then, self.expression())
        self.depth -= 1
        return condition

    def binary(self, level: int) -> Part:
        if level == len(LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while (op := self.take(*LEVELS[level])) is not None:
            self.count(op.at)
            left = Binary(op.at, op.text, left, self.binary(level + 1))
        return left

    def unary(self) -> Part:
        signs: list[Token] = []
        while (sign := self.take("!", "-")) is not None:
            signs.append(sign)
            if len(signs) > DEEPEST:
                raise Fault(sign.at, f"nested more than {DEEPEST} deep")
        made = self.member()
        for sign in reversed(signs):
            made = Unary(sign.at, sign.text, made)
        return made

    def member(self) -> Part:
        made = self.primary()
        while True:
            if self.take("."):
                name = self.name("a field or a function")
                opened = self.take("(")
                made = (
                    Call(name.at, name.text, made, self.items(")", opened)) if opened
                    else Field(name.at, made, name.text)
                )  # fmt: skip
            elif (opened := self.take("[")) is not None:
                key = self.expression()
                self.need("]", opened)
                made = Index(opened.at, made, key)
            else:
                return made
            self.count(made.at)

    def name(self, what: str) -> Token:
        if self.now.kind != "name":
            raise Fault(self.now.at, f"expected {what} {self._instead()}")
        self.place += 1
        return self.tokens[self.place - 1]

    def items(self, end: str, opened: Token) -> tuple[Part, ...]:
        found: list[Part] = []
        while not self.take(end):
            if found:
                self.need(",", opened)
                if end == "]" and self.take(end):
                    break
            found.append(self.expression())
        return tuple(found)

    def primary(self) -> Part:
        token = self.now
        self.count(token.at)
        self.place += 1
        if token.kind == "number":
            return _number(token)
        if token.kind == "string":
            return Literal(token.at, "string", _text(token))
        if token.kind == "name":
            return self.named(token)
        if token.text == "(":
            made = self.expression()
            self.need(")", token)
            return made
        if token.text == "[":
            return Items(token.at, self.items("]", token))
        self.place -= 1
        raise Fault(token.at, f"expected a value {self._instead()}")

    def named(self, token: Token) -> Part:
        if token.text in ("true", "false"):
            return Literal(token.at, "bool", token.text == "true")
        if token.text == "null":
            return Literal(token.at, "null", None)
        if token.text in RESERVED:
            raise Fault(token.at, f"{token.text} is a word of the language and no name")
        opened = self.take("(")
        if opened:
            return Call(token.at, token.text, None, self.items(")", opened))
        return Name(token.at, token.text)


def _number(token: Token) -> Literal:
    text = token.text
    if any(each in text for each in ".eE") and not text.lower().startswith("0x"):
        return Literal(token.at, "double", float(text))
    value = int(text, 16 if text.lower().startswith("0x") else 10)
    if value >= INTEGER:
        raise Fault(token.at, "the number is too large")
    return Literal(token.at, "int", value)


def _text(token: Token) -> str:
    raw = token.text[0] in "rR"
    inner = token.text[2:-1] if raw else token.text[1:-1]
    if raw or "\\" not in inner:
        return inner
    begin = token.at + 1

    def replaced(found: re.Match[str]) -> str:
        digits = found[1] or found[2] or found[3]
        if digits is not None and int(digits, 16) < 0x110000 and not 0xD800 <= int(digits, 16) < 0xE000:
            return chr(int(digits, 16))
        if found[4] in ESCAPES:
            return ESCAPES[found[4]]
        problem = r"there is no such escape; write \\ for a backslash, or r'...' for a pattern"
        raise Fault(begin + found.start(), problem)

    return ESCAPE.sub(replaced, inner)
