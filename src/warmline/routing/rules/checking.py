"""Whether a condition can mean what it says: names, fields, functions and types, each fault with its place; and how
much work it can be at most.

A unit of work is about a tenth of a microsecond. Lists are bounded, nothing loops but over lists, so the sum over the
tree is a bound for every contact there will ever be.
"""

from difflib import get_close_matches

from warmline.routing.rules.grammar import (
    Binary,
    Call,
    Choice,
    Fault,
    Field,
    Index,
    Items,
    Literal,
    Name,
    Part,
    Unary,
    parse,
)
from warmline.routing.rules.patterns import PatternInvalid, compiled
from warmline.routing.rules.vocabulary import (
    ANY,
    BOOL,
    DOUBLE,
    INT,
    NULL,
    STRING,
    TIMED,
    VARIABLES,
    Type,
)

DEAREST = 20_000
"""Units of work of one condition."""
TEXT_WORK = 30
PATTERN_STEP = 25
NUMBERS = ("int", "double")
ORDERED = ("int", "double", "string")
# Each takes an item and a condition or a value.
MACROS = frozenset({"all", "exists", "exists_one", "filter", "map"})
ON_TEXTS = frozenset({"contains", "startsWith", "endsWith"})
CONVERSIONS = {"int": INT, "double": DOUBLE, "string": STRING}
KNOWN = sorted({*MACROS, *ON_TEXTS, *CONVERSIONS, "matches", "says", "size", "has"})
Scope = dict[str, Type]


class Checked:
    """A condition that may be run: what it costs at most, whether time changes it, and where it calls ``matches``."""

    def __init__(self) -> None:
        self.cost, self.timed = 0, False
        self.patterns: list[int] = []


def check(text: str) -> Checked:
    """Look a condition through; raises ``Fault``."""
    checker = _Checker()
    tree = parse(text)
    found = checker.type_of(tree, {name: entry.type for name, entry in VARIABLES.items()}, 1)
    if found.name != "bool":
        raise Fault(_begin(tree), f"a condition must be true or false; this is {_a(found)}")
    return checker.checked


def _begin(part: Part) -> int:
    match part:
        case Binary(left=left):
            return min(part.at, _begin(left))
        case Field(of=of) | Index(of=of):
            return min(part.at, _begin(of))
        case Call(target=target) if target:
            return min(part.at, _begin(target))
        case Choice(condition=condition):
            return min(part.at, _begin(condition))
    return part.at


def _a(found: Type) -> str:
    return found.shown if found.name in ("bool", "string", "null", "any", "map") else f"a {found.shown}"


def _unknown(at: int, what: str, name: str, known: list[str]) -> Fault:
    close = get_close_matches(name, known, n=1)
    hint = f"; did you mean {close[0]}?" if close else f"; there are: {', '.join(known)}" if len(known) < 25 else ""
    return Fault(at, f"unknown {what} {name}{hint}")


def _is(found: Type, *names: str) -> bool:
    return found.name == "any" or found.name in names


class _Checker:
    def __init__(self) -> None:
        self.checked = Checked()

    def spend(self, at: int, units: int) -> None:
        self.checked.cost += units
        if self.checked.cost > DEAREST:
            raise Fault(at, "from here on the condition is too much work; nest fewer lists, or make several rules")

    def type_of(self, part: Part, scope: Scope, times: int) -> Type:
        """The type of a piece that is run so many times."""
        self.spend(part.at, times)
        match part:
            case Literal(kind=kind):
                return Type(kind)
            case Name(name=name):
                if name not in scope:
                    raise _unknown(part.at, "variable", name, sorted(scope))
                return scope[name]
            case Field():
                return self.field(part, scope, times)
            case Index():
                return self.index(part, scope, times)
            case Call():
                return self.call(part, scope, times)
            case Items(items=items):
                return self.items(items, scope, times)
            case Unary():
                return self.unary(part, scope, times)
            case Binary():
                return self.binary(part, scope, times)
            case Choice():
                return self.choice(part, scope, times)
        raise Fault(part.at, "this cannot stand in a condition")

    def field(self, part: Field, scope: Scope, times: int) -> Type:
        of = self.type_of(part.of, scope, times)
        if isinstance(part.of, Name) and (part.of.name, part.name) in TIMED:
            self.checked.timed = True
        return self.member(part.at, of, part.name)

    def member(self, at: int, of: Type, name: str) -> Type:
        if of.fields is not None:
            if name not in of.fields:
                raise _unknown(at, f"field of {of.name}", name, sorted(of.fields))
            return of.fields[name].type
        if _is(of, "map"):
            return ANY
        if of.name == "list":
            raise Fault(at, f"a list has no field {name}; look into it with .exists(each, each.{name} ...)")
        raise Fault(at, f"{_a(of)} has no field {name}")

    def index(self, part: Index, scope: Scope, times: int) -> Type:
        of, key = self.type_of(part.of, scope, times), self.type_of(part.key, scope, times)
        if of.name == "list" and _is(key, "int"):
            return of.of or ANY
        if of.name in ("map", "any") and _is(key, "string", "int"):
            return ANY
        if of.fields is not None and isinstance(part.key, Literal) and key.name == "string":
            return self.member(part.key.at, of, part.key.value)
        raise Fault(part.at, f"{_a(of)} has no place {_a(key)}")

    def items(self, items: tuple[Part, ...], scope: Scope, times: int) -> Type:
        types = [self.type_of(each, scope, times) for each in items]
        for each, found in zip(items, types, strict=True):
            if not _alike(found, types[0]):
                raise Fault(each.at, f"a list has items of one kind; the first is {_a(types[0])}, this {_a(found)}")
        return Type("list", of=types[0] if types else ANY, most=len(items))

    def unary(self, part: Unary, scope: Scope, times: int) -> Type:
        of = self.type_of(part.of, scope, times)
        if part.op == "!" and not _is(of, "bool"):
            raise Fault(part.at, f"! wants true or false; this is {_a(of)}")
        if part.op == "-" and not _is(of, *NUMBERS):
            raise Fault(part.at, f"- wants a number; this is {_a(of)}")
        return of

    def choice(self, part: Choice, scope: Scope, times: int) -> Type:
        condition = self.type_of(part.condition, scope, times)
        if not _is(condition, "bool"):
            raise Fault(_begin(part.condition), f"before ? stands true or false; this is {_a(condition)}")
        then, otherwise = self.type_of(part.then, scope, times), self.type_of(part.otherwise, scope, times)
        if not _alike(then, otherwise):
            raise Fault(
                _begin(part.otherwise), f"both ways must be of one kind; {_a(then)} and {_a(otherwise)} are not"
            )
        return otherwise if then.name == "any" else then

    def binary(self, part: Binary, scope: Scope, times: int) -> Type:
        left, right = self.type_of(part.left, scope, times), self.type_of(part.right, scope, times)
        if "string" in (left.name, right.name):
            self.spend(part.at, TEXT_WORK * times if part.op == "+" else times)
        if part.op in ("&&", "||"):
            for side, found in ((part.left, left), (part.right, right)):
                if not _is(found, "bool"):
                    raise Fault(_begin(side), f"{part.op} joins conditions; this is {_a(found)}")
            return BOOL
        if part.op in ("==", "!="):
            if not _alike(left, right, null=True):
                raise Fault(part.at, f"{_a(left)} is never equal to {_a(right)}")
            return BOOL
        if part.op == "in":
            return self.within(part, left, right, times)
        if part.op in ("<", "<=", ">", ">="):
            if not (_is(left, *ORDERED) and _is(right, *ORDERED) and _alike(left, right)):
                raise Fault(part.at, f"{part.op} cannot compare {_a(left)} with {_a(right)}")
            return BOOL
        return _reckoned(part, left, right)

    def within(self, part: Binary, left: Type, right: Type, times: int) -> Type:
        if right.name == "list":
            self.spend(part.at, right.most * times)
            if not _alike(left, right.of or ANY):
                raise Fault(part.at, f"{_a(left)} is never in a {right.shown}")
        elif not _is(right, "map"):
            hint = "; write .contains() for a part of a text" if right.name == "string" else ""
            raise Fault(part.at, f"in wants a list; this is {_a(right)}{hint}")
        return BOOL

    def call(self, part: Call, scope: Scope, times: int) -> Type:
        name = part.name
        if name not in KNOWN:
            raise _unknown(part.at, "function", name, KNOWN)
        if name == "has":
            return self.has(part, scope, times)
        if name in MACROS:
            return self.macro(part, scope, times)
        # x.f(y) and f(x, y) are the same.
        args = (part.target, *part.args) if part.target is not None else part.args
        types = [self.type_of(each, scope, times) for each in args]
        if name in CONVERSIONS:
            self.need(part, types, 1)
            if not _is(types[0], "string", "bool", *NUMBERS) or (name != "string" and types[0].name == "bool"):
                raise Fault(part.at, f"{name}() cannot convert {_a(types[0])}")
            return CONVERSIONS[name]
        if name == "size":
            self.need(part, types, 1)
            if not _is(types[0], "string", "list", "map"):
                raise Fault(part.at, f"size() wants a text or a list; this is {_a(types[0])}")
            return INT
        return self.search(part, args, types, times)

    def need(self, part: Call, types: list[Type], count: int) -> None:
        if len(types) != count:
            raise Fault(part.at, f"{part.name}() takes {count} {'value' if count == 1 else 'values'}, not {len(types)}")

    def search(self, part: Call, args: tuple[Part, ...], types: list[Type], times: int) -> Type:
        self.need(part, types, 2)
        if not _is(types[0], "string"):
            raise Fault(part.at, f"{part.name}() looks into a text; this is {_a(types[0])}")
        if part.name == "matches":
            self.checked.patterns.append(part.at)
            self.spend(part.at, self.pattern(args[1]) * times)
        elif part.name == "says":
            if not (types[1].name == "list" and _is(types[1].of or ANY, "string")):
                raise Fault(args[1].at, f"says() wants a list of words; this is {_a(types[1])}")
            self.spend(part.at, (100 + TEXT_WORK * types[1].most) * times)
        elif not _is(types[1], "string"):
            raise Fault(args[1].at, f"{part.name}() wants a text; this is {_a(types[1])}")
        else:
            self.spend(part.at, TEXT_WORK * times)
        return BOOL

    def pattern(self, part: Part) -> int:
        """What an expression may cost; it must stand there, so that no customer's words are taken for one."""
        if not (isinstance(part, Literal) and part.kind == "string"):
            raise Fault(_begin(part), "the expression of matches() must be written there, in quotes")
        try:
            return 50 + PATTERN_STEP * int(compiled(part.value).programsize)
        except PatternInvalid as error:
            raise Fault(part.at, f"the expression cannot be used: {error}") from error

    def has(self, part: Call, scope: Scope, times: int) -> Type:
        if part.target is not None or len(part.args) != 1 or not isinstance(part.args[0], Field):
            raise Fault(part.at, "has() asks for a field: has(customer.attributes.region)")
        self.type_of(part.args[0], scope, times)
        return BOOL

    def macro(self, part: Call, scope: Scope, times: int) -> Type:
        if part.target is None or len(part.args) != 2 or not isinstance(part.args[0], Name):
            raise Fault(part.at, f"write it as list.{part.name}(each, ...), with a name for the item")
        each = part.args[0]
        if each.name in VARIABLES:
            raise Fault(each.at, f"{each.name} is a variable already; call the item otherwise")
        of = self.type_of(part.target, scope, times)
        if not _is(of, "list"):
            raise Fault(part.at, f"{part.name}() goes through a list; this is {_a(of)}")
        inner = self.type_of(part.args[1], {**scope, each.name: of.of or ANY}, times * max(of.most, 1))
        if part.name == "map":
            return Type("list", of=inner, most=of.most)
        if not _is(inner, "bool"):
            raise Fault(_begin(part.args[1]), f"{part.name}() wants a condition; this is {_a(inner)}")
        return of if part.name == "filter" else BOOL


def _alike(left: Type, right: Type, *, null: bool = False) -> bool:
    if "any" in (left.name, right.name) or (null and NULL.name in (left.name, right.name)):
        return True
    if left.name in NUMBERS and right.name in NUMBERS:
        return True
    if left.name == right.name == "list":
        return _alike(left.of or ANY, right.of or ANY)
    return left.name == right.name


def _reckoned(part: Binary, left: Type, right: Type) -> Type:
    if ANY.name in (left.name, right.name):
        return ANY
    if left.name == right.name and (left.name in NUMBERS or (part.op == "+" and left.name in ("string", "list"))):
        if part.op == "%" and left.name != "int":
            raise Fault(part.at, "% wants whole numbers")
        if left.name == "list":
            return Type("list", of=left.of, most=left.most + right.most)
        return left
    if left.name in NUMBERS and right.name in NUMBERS:
        raise Fault(part.at, f"{part.op} cannot mix whole and other numbers; write double() around the whole one")
    raise Fault(part.at, f"{part.op} cannot join {_a(left)} and {_a(right)}")
