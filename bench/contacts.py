"""How fast ``warmline import contacts`` takes in another system's history: identity, case, messages, events, in order.

Run: python -m bench.contacts [messages]. It calls what the command calls. The floor has as many plain rows of 400 bytes
inserted, 500 to a transaction, on one connection: an import is one line after another, since one may be about another.
Growth is from the first half to the second. The promise is 8,000 messages a second on two cores.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bench._channels import REGISTRY, Bench, Effort, Spent, bench, line, plain_rows, tell
from bench._report import Report
from warmline.accounts import system
from warmline.api.imports import BATCH, ContactImport, Imported
from warmline.channels import Ingest
from warmline.kit.memory import settle

PROMISE = "ours >= 8,000"
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "continuity" / "contacts.jsonl"


async def taken(at: Bench, lines: Sequence[bytes]) -> Spent:
    """What recording them took."""
    await at.vacuum()
    effort = Effort(at)
    work = ContactImport(at.db, REGISTRY, Ingest(at.db, REGISTRY), system(at.org, "bench"))
    for number, each in enumerate(lines, start=1):
        await work.add(number, each)
    result = await work.finish()
    spent = effort.stop()
    if result.failed or result.refused:
        raise SystemExit(f"{result.failed} lines failed, {result.refused} were refused: {result.problems[:3]}")
    return spent(_messages(result))


def _messages(result: Imported) -> int:
    if not result.messages:
        raise SystemExit("Nothing was new.")
    return result.messages


def made(count: int, senders: int, first: int) -> list[bytes]:
    """Lines with a message each."""
    return [line(first + n, n % senders, n * 86_000 / count) for n in range(count)]


async def main(count: int) -> None:
    report = Report("Import of contacts")
    async with bench() as at:
        base = await plain_rows(at, count, batch=BATCH, connections=1)
        await taken(at, made(1000, 100, 90_000_000))
        settle()
        new, known = [await taken(at, made(count // 2, max(1, count // 8), half * count)) for half in (0, 1)]
        tell(report, "one message each, new senders", new, floor=base, budget=PROMISE)
        tell(report, "one message each, known senders", known, floor=base, before=new, budget=PROMISE)
        if REAL.exists():
            spent = await taken(at, REAL.read_bytes().splitlines())
            tell(report, "real contacts, 2.8 messages each", spent, floor=base, budget=PROMISE)
    report.show()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
