"""What was newly said in a message, apart from quoted history and signature. No line is lost: each goes to one side."""

import re
from itertools import islice
from typing import NamedTuple

from warmline.connectors.email import quoting, signature

MAX_SIGNATURE = 12  # lines
MAX_FOOTER = 6  # lines below a ruler of underscores
MAX_LEADS = 60  # introductions of quotes; what comes after so many is history anyway
MAX_LINES = 20_000  # of a message that is trimmed; no person writes more

_QUOTE = re.compile(r"\s{0,3}(?:>|\||[A-Z]{0,2}[a-z]{0,9}>)")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_QUOTE_SIGNS = re.compile(r"[\s>|]*")


class Trimmed(NamedTuple):
    """``passes_on`` says that a block of header fields or a marker introduces another message inside."""

    text: str
    elided: str
    passes_on: bool


class Lead(NamedTuple):
    """Lines that introduce a quote. ``history`` says that all below is old, whether quoted by signs or not."""

    start: int
    end: int
    history: bool
    passes_on: bool


def trim(text: str) -> Trimmed:
    """Split a message. Lines keep their order on both sides; blank lines at the ends of a side are dropped."""
    lines = text.replace("\r\n", "\n").split("\n")
    if len(lines) > MAX_LINES:
        return Trimmed(text, "", passes_on=False)
    message = _Message(lines)
    message.cut_history()
    message.cut_signature()
    message.cut_last()
    passes_on = any(lead.passes_on for lead in message.leads)
    return Trimmed(message.joined(kept=True), message.joined(kept=False), passes_on)


class _Message:
    """Lines with a letter each: b blank, q quote, l lead, d delimiter, r ruler, t text."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.kinds = [_kind(line) for line in lines]
        self.kept = [True] * len(lines)
        self.code = self._unmark_code()
        self.leads = self._find_leads()

    def joined(self, *, kept: bool) -> str:
        chosen = [line for line, keep in zip(self.lines, self.kept, strict=True) if keep is kept]
        said = [number for number, line in enumerate(chosen) if line.strip()]
        return "\n".join(chosen[said[0] : said[-1] + 1]) if said else ""

    def drop(self, start: int, end: int | None = None) -> None:
        end = len(self.lines) if end is None else end
        self.kept[start:end] = [False] * (end - start)

    # History

    def cut_history(self) -> None:
        for lead in self.leads:
            if lead.start < len(self.kept) and not self.kept[lead.start]:
                continue
            said = list(islice((n for n in range(lead.start) if self.kept[n] and self._says(n)), 2))
            first = self._next(lead.end)
            if lead.history or first is None or self.kinds[first] != "q":
                # What follows is not marked as a quote, so only words before it can show that it is one.
                self.drop(lead.start, None if said else lead.end)
                continue
            self._cut_quote(lead, len(said) > 1 or (bool(said) and not self._only_opens(self.lines[said[0]])))

    def _only_opens(self, line: str) -> bool:
        """A greeting, or an introduction of the quote in words that we do not know: nothing has been said yet."""
        return signature.is_greeting(line) or line.rstrip().endswith((":", "："))

    def _cut_quote(self, lead: Lead, said: bool) -> None:
        """Words below a quote are taken for an answer, however few: hiding an answer is worse than showing a footer."""
        run_end = self._run_end(lead.end)
        answered, quotes_again = self._after(run_end)
        if not answered:
            self.drop(lead.start)
        elif not said and not quotes_again:
            self.drop(lead.start, run_end)
        else:
            # Answers between quotes make no sense without them.
            self.drop(lead.start, lead.end)

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

    def _after(self, start: int) -> tuple[bool, bool]:
        """Whether words stand behind a quote, before any signature, and whether quotes come after them."""
        answered = False
        for number in range(start, len(self.lines)):
            kind = self.kinds[number]
            if kind == "d" or signature.is_underscores(self.lines[number]):
                break
            if kind in "ql" and answered:
                return True, True
            answered = answered or self._says(number)
        return answered, False

    def _says(self, number: int) -> bool:
        return self.kinds[number] == "t" and not signature.is_sent_from(self.lines[number])

    # Signature

    def cut_signature(self) -> None:
        """From the first delimiter that has only few lines below it."""
        first = next((n for n, kind in enumerate(self.kinds) if kind == "t" and self.kept[n]), len(self.lines))
        below, top, long = 0, None, False
        for number in range(len(self.lines) - 1, first, -1):
            kind = self.kinds[number]
            if kind == "b" or not self.kept[number]:
                continue
            if kind == "d" or (kind == "r" and below <= MAX_FOOTER and not long and self._is_footer(number)):
                top = number
            below += 1
            long = long or len(self.lines[number]) > 100
            if below > MAX_SIGNATURE:
                break
        if top is not None:
            self.drop(top)

    def _is_footer(self, number: int) -> bool:
        """Mailing lists put a line of underscores over theirs. Of other rulers one cannot know."""
        return signature.is_underscores(self.lines[number]) and self.kinds[number - 1] in "bq"

    def cut_last(self) -> None:
        """Drop from the end what is not said: rulers, "sent from", a quote under text, a notice of confidentiality."""
        first = next((n for n, kind in enumerate(self.kinds) if kind == "t" and self.kept[n]), len(self.lines))
        number = len(self.lines) - 1
        while number >= 0:
            kind = self.kinds[number]
            start = number
            if self.kept[number] and self._says(number):
                while start > 0 and self.kinds[start - 1] == "t" and self.kept[start - 1]:
                    start -= 1
                if start <= first or not signature.is_notice("\n".join(self.lines[start : number + 1])):
                    return
            elif kind == "q" and self.kept[number] and first > number:
                return
            self.drop(start, number + 1)
            number = start - 1

    # Kinds

    def _unmark_code(self) -> set[int]:
        """What stands between fences of code is text, whatever it looks like."""
        fences = [n for n, line in enumerate(self.lines) if _FENCE.match(line)]
        code = {n for start, end in zip(fences[::2], fences[1::2], strict=False) for n in range(start, end + 1)}
        for number in code:
            self.kinds[number] = "t" if self.lines[number].strip() else "b"
        return code

    def _find_leads(self) -> list[Lead]:
        leads: list[Lead] = []
        number = 0
        while number < len(self.lines) and len(leads) < MAX_LEADS:
            quoted = self.kinds[number] == "q"
            lead = self._quoted_lead(number) if quoted else self._lead_at(number)
            if lead is not None:
                leads.append(lead)
                self.kinds[lead.start : lead.end] = "l" * (lead.end - lead.start)
            number = self._run_end(number) if quoted else lead.end if lead else number + 1
        return leads

    def _lead_at(self, number: int) -> Lead | None:
        if self.kinds[number] not in "tr" or number in self.code:
            return None
        mark = quoting.marker(self.lines[number])
        if mark or self.kinds[number] == "r":
            below = self._next(number + 1)
            near = below is not None and below - number <= 3
            if near and below is not None and (end := quoting.header_block(self.lines, below, marked=bool(mark))):
                return Lead(number, end, history=True, passes_on=True)
            return Lead(number, number + 1, history=True, passes_on=True) if mark else None
        if end := quoting.header_block(self.lines, number):
            return Lead(number, end, history=True, passes_on=True)
        if end := quoting.attribution(self.lines, number):
            return Lead(number, end, history=False, passes_on=False)
        return None

    def _quoted_lead(self, number: int) -> Lead | None:
        """A quote that carries its own introduction inside, as Apple's programs write it: the lead has no lines."""
        run_end = self._run_end(number)
        start = next((n for n in range(number, run_end) if _QUOTE_SIGNS.sub("", self.lines[n], count=1)), run_end)
        if start == run_end:
            return None
        passes_on = bool(quoting.marker(self.lines[start]) or quoting.header_block(self.lines, start))
        if not passes_on and not quoting.attribution(self.lines, start):
            return None
        return Lead(number, number, history=False, passes_on=passes_on)


def _kind(line: str) -> str:
    bare = line.strip()
    if not bare:
        return "b"
    if (">" in line or bare[0] == "|") and _QUOTE.match(line):
        return "q"
    if bare[0].isascii() and bare[0].isalnum():
        return "t"
    return "d" if signature.is_delimiter(line) else "r" if signature.is_ruler(line) else "t"
