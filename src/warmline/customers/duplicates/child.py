"""The process that links: people come in on standard input, pairs go out on standard output, a JSON line each.

It is a process of its own because splink, DuckDB and Arrow would stay in the server's memory for good, and because a
linkage takes a processor for minutes. Run by ``linking``: ``python -m warmline.customers.duplicates.child``.
"""

import os
import resource
import sys
from typing import BinaryIO

import msgspec

from warmline.customers.duplicates.linkage import Linkage
from warmline.customers.duplicates.messages import Line, Outcome, Task
from warmline.customers.duplicates.pairs import is_household
from warmline.customers.duplicates.people import Person, row

BATCH = 5_000
# Politer than everything that somebody waits for.
NICENESS = 10


def main(given: BinaryIO, answer: BinaryIO) -> None:
    """Read the task and the people, then answer."""
    os.nice(NICENESS)
    task = msgspec.json.decode(given.readline(), type=Task)
    linkage = Linkage(memory_mb=task.memory_mb, threads=task.threads, folder=task.folder)
    encoder = msgspec.json.Encoder()

    def say(line: Line) -> None:
        answer.write(encoder.encode(line) + b"\n")
        answer.flush()

    _take(linkage, given)
    found = linkage.model(lambda phase: say(Line(phase=phase)))
    say(Line(phase="comparing"))
    told = households = more = 0
    for pair in linkage.pairs(found, least=task.least):
        if is_household(pair.evidence):
            households += 1
        elif told >= task.most:
            more += 1
        else:
            told += 1
            say(Line(pair=pair))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    notes = [*found.notes, *([f"{more} more pairs were found than a run proposes."] if more else [])]
    say(Line(end=Outcome(linkage.people, linkage.compared, told, households, more, found.learned, notes, held)))


def _take(linkage: Linkage, given: BinaryIO) -> None:
    decoder = msgspec.json.Decoder(Person)
    batch = []
    for line in given:
        batch.append(row(decoder.decode(line)))
        if len(batch) >= BATCH:
            linkage.add(batch)
            batch = []
    if batch:
        linkage.add(batch)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
