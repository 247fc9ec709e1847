"""What was newly said in a message, apart from quoted history and signature. No line is lost: each goes to one side."""

import re
from typing import NamedTuple

from warmline.connectors.email import quoting, signature

# A tail of this many lines under a quote is a signature or a footer; a longer one is an answer below the quote.
MAX_TAIL = 6
MAX_SIGNATURE = 12  # lines
MAX_FOOTER = 6  # lines below a ruler of underscores

_QUOTE = re.compile(r"\s{0,3}(?:>|\||[A-Z]{0,2}[a-z]{0,9}>)")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_APPLE_FIRST = re.compile(r"[\s>|]*")


class Trimmed(NamedTuple):
    text: str
    elided: str


class Lead(NamedTuple):
    """Lines that introduce a quote. ``history`` says that all below is old, quoted by signs or not."""

    start: int
    end: int
    history: bool


def trim(text: str) -> Trimmed:
    """Split a message. Lines keep their order on both sides; blank lines at the ends of a side are dropped."""
    message = _Message(text.replace("\r\n", "\n").split("\n"))
    message.cut_history()
    message.cut_tail()
    return Trimmed(message.joined(kept=True), message.joined(kept=False))


def is_quoting(text: str) -> bool:
    """Whether a block of header fields or a marker shows that the text passes another message on."""
    return any(lead.history for lead in _Message(text.split("\n")).leads)


class _Message:
    """Lines with a letter each: b blank, q quote, l lead, d delimiter, r ruler, s "sent from", t text."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.kinds = [_kind(line) for line in lines]
        self.kept = [True] * len(lines)
        self._fence()
        self.leads = self._find_leads()

    def joined(self, *, kept: bool) -> str:
        chosen = [line for line, keep in zip(self.lines, self.kept, strict=True) if keep is kept]
        while chosen and not chosen[0].strip():
            chosen.pop(0)
        while chosen and not chosen[-1].strip():
            chosen.pop()
        return "\n".join(chosen)

    def drop(self, start: int, end: int | None = None) -> None:
        for number in range(start, len(self.lines) if end is None else end):
            self.kept[number] = False

    # History

    def cut_history(self) -> None:
        for lead in self.leads:
            if not self.kept[lead.start]:
                continue
            said = self._said_before(lead.start)
            first = self._next(lead.end)
            quoted = first is not None and self.kinds[first] == "q"
            if lead.history or not quoted:
                # What follows is not marked as a quote, so only words before it can show that it is one.
                self.drop(lead.start, None if said else lead.end)
                continue
            run_end = self._run_end(lead.end)
            answered, quotes_again = self._after(run_end)
            if not answered or (said and answered <= MAX_TAIL and not quotes_again):
                self.drop(lead.start)
            elif not said and not quotes_again:
                self.drop(lead.start, run_end)
            else:
                # Answers between the quotes make no sense without them.
                self.drop(lead.start, lead.end)

    def _said_before(self, end: int) -> bool:
        said = [n for n in range(end) if self.kept[n] and self.kinds[n] == "t"]
        return bool(said) and not (len(said) == 1 and signature.is_greeting(self.lines[said[0]]))

    def _next(self, start: int) -> int | None:
        return next((n for n in range(start, len(self.lines)) if self.kinds[n] != "b"), None)

    def _run_end(self, start: int) -> int:
        end = start
        for number in range(start, len(self.lines)):
            if self.kinds[number] == "q":
                end = number + 1
            elif self.kinds[number] != "b":
                break
        return end

    def _after(self, start: int) -> tuple[int, bool]:
        """The number of lines of text behind a quote, before any signature, and whether quotes come after them."""
        answered = 0
        for number in range(start, len(self.lines)):
            kind = self.kinds[number]
            if kind == "d":
                break
            if kind in "ql" and answered:
                return answered, True
            answered += kind == "t"
        return answered, False

    # Signature

    def cut_tail(self) -> None:
        self._cut_signature()
        while self._cut_last():
            pass

    def _cut_signature(self) -> None:
        for number, kind in enumerate(self.kinds):
            if not self.kept[number] or kind not in "dr" or not self._said_before(number):
                continue
            below = [n for n in range(number + 1, len(self.lines)) if self.kept[n] and self.kinds[n] in "tsdrq"]
            if (kind == "d" and len(below) <= MAX_SIGNATURE) or self._is_footer(number, below):
                self.drop(number)
                return

    def _is_footer(self, number: int, below: list[int]) -> bool:
        above = self.kinds[number - 1]
        short = all(len(self.lines[n]) <= 100 for n in below)
        return signature.is_underscores(self.lines[number]) and above in "bq" and short and len(below) <= MAX_FOOTER

    def _cut_last(self) -> bool:
        """Drop the last thing that is not said: a ruler, "sent from", a quote under text, a notice."""
        kept = [n for n, keep in enumerate(self.kept) if keep and self.kinds[n] != "b"]
        if not kept:
            return False
        last = kept[-1]
        if self.kinds[last] in "rsd" and not self._is_heading(last):
            self.drop(last)
            return True
        if self.kinds[last] == "q" and any(self.kinds[n] == "t" for n in kept):
            self.drop(max(n for n in kept if self.kinds[n] != "q") + 1)
            return True
        start = max((n + 1 for n in range(last) if self.kinds[n] == "b" or not self.kept[n]), default=0)
        if start > kept[0] and signature.is_notice("\n".join(self.lines[start : last + 1])):
            self.drop(start)
            return True
        return False

    def _is_heading(self, number: int) -> bool:
        return False

    # Kinds

    def _fence(self) -> None:
        """What stands between fences of code is text, whatever it looks like."""
        fences = [n for n, line in enumerate(self.lines) if _FENCE.match(line)]
        for start, end in zip(fences[::2], fences[1::2], strict=False):
            for number in range(start, end + 1):
                if self.kinds[number] != "b":
                    self.kinds[number] = "t"

    def _find_leads(self) -> list[Lead]:
        leads: list[Lead] = []
        number = 0
        while number < len(self.lines):
            lead = self._lead_at(number) if self._may_lead(number) else None
            if lead is None:
                number += 1
                continue
            leads.append(lead)
            for inside in range(lead.start, lead.end):
                if self.kinds[inside] != "q":
                    self.kinds[inside] = "l"
            number = lead.end if self.kinds[number] != "q" else self._run_end(number)
        return leads

    def _may_lead(self, number: int) -> bool:
        if self.kinds[number] == "q":
            return number == 0 or self.kinds[number - 1] != "q"
        return self.kinds[number] in "tr"

    def _lead_at(self, number: int) -> Lead | None:
        if self.kinds[number] == "q":
            return self._quoted_lead(number)
        mark = quoting.marker(self.lines[number])
        if mark or self.kinds[number] == "r":
            below = self._next(number + 1)
            close = below is not None and below - number <= 3
            if close and below is not None and (end := quoting.header_block(self.lines, below, marked=bool(mark))):
                return Lead(number, end, history=True)
            return Lead(number, number + 1, history=True) if mark else None
        if end := quoting.header_block(self.lines, number):
            return Lead(number, end, history=True)
        if end := quoting.attribution(self.lines, number):
            return Lead(number, end, history=False)
        return None

    def _quoted_lead(self, number: int) -> Lead | None:
        """A quote that carries its own introduction inside, as Apple's programs write it: the lead has no lines."""
        start = number
        while start < len(self.lines) and not _APPLE_FIRST.sub("", self.lines[start], count=1):
            start += 1
        if start == len(self.lines) or self.kinds[start] != "q":
            return None
        inside = (
            quoting.marker(self.lines[start])
            or quoting.header_block(self.lines, start)
            or quoting.attribution(self.lines, start)
        )
        return Lead(number, number, history=False) if inside else None


def _kind(line: str) -> str:
    if not line.strip():
        return "b"
    if _QUOTE.match(line):
        return "q"
    if signature.is_delimiter(line):
        return "d"
    if signature.is_ruler(line):
        return "r"
    return "s" if signature.is_sent_from(line) else "t"
