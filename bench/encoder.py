"""What meaning costs: contacts a second that the sentence encoder reads, and the memory it takes.

    python -m bench.encoder [contacts]

The texts are the contacts of ``../shared/data/continuity``, each once, as ingest would give them: subject and messages
in one. A batch is what one call is given; inside it the encoder makes batches of its own. The floor is one core.
"""

import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path

import psutil

from bench._report import Clock, Figure, Report, percentile
from warmline.kit.encoder import encode_off_loop, load
from warmline.kit.encoder.minilm import MiniLM

SET = Path(__file__).resolve().parents[2] / "shared" / "data" / "continuity" / "contacts.jsonl"
SIZES = (1, 8, 32, 128)


def texts() -> list[str]:
    """In an order that is always the same, and not theirs, which has the like ones together."""
    lines = map(json.loads, SET.read_text().splitlines())
    found = [
        " ".join([each.get("subject", ""), *(message["text"] for message in each["messages"])])
        for each in lines
        if "messages" in each
    ]
    found = list(dict.fromkeys(found))
    random.Random(1).shuffle(found)
    return found


def loaded(threads: int) -> MiniLM:
    """A fresh one that remembers nothing yet, warmed up."""
    model = load(threads)
    if model is None:
        raise SystemExit("The packages of the extra `encoder` are not installed.")
    model.encode(["warm up", "and once more, a little longer than before"])
    return model


def rate(model: MiniLM, given: list[str], size: int) -> tuple[float, float]:
    """Contacts a second, and the 99th percentile of a call in milliseconds."""
    clock, calls = Clock(), []
    for start in range(0, len(given), size):
        call = Clock()
        model.encode(given[start : start + size])
        calls.append(call.seconds * 1000)
    return len(given) / clock.seconds, percentile(calls, 0.99)


async def longest_wait(model: MiniLM, given: list[str]) -> float:
    """Milliseconds that the event loop stood still at the longest while all of it was encoded beside it."""
    encoding, worst, last = asyncio.ensure_future(encode_off_loop(model, given)), 0.0, time.perf_counter()
    while not encoding.done():
        await asyncio.sleep(0.001)
        worst, last = max(worst, time.perf_counter() - last), time.perf_counter()
    await encoding
    return worst * 1000


def megabytes() -> float:
    return float(psutil.Process(os.getpid()).memory_info().rss) / 2**20


def main(count: int) -> None:
    given = texts()[:count]
    report = Report("Sentence encoder")
    before = megabytes()
    clock = Clock()
    model = loaded(1)
    took, after = clock.seconds, megabytes()
    report.add(Figure(what="load", unit="s", ours=took))
    report.add(Figure(what="memory when loaded", unit="MB", ours=after - before))
    tokens = sorted(len(each.ids) for each in model._tokenizer.encode_batch_fast(given))
    report.note(f"{len(given)} contacts, {tokens[len(tokens) // 2]} tokens at the median, {tokens[-1]} at most.")
    for size in SIZES:
        floor, _ = rate(loaded(1), given, size)
        ours, p99 = rate(loaded(2), given, size)
        report.add(Figure(what="two cores", size=f"{size} a call", unit="contacts/s", floor=floor, ours=ours))
        report.add(Figure(what="a call", size=f"{size} a call", unit="ms", ours=size * 1000 / ours, p99=p99))
    model = loaded(2)
    model.encode(given)
    ours, _ = rate(model, given, 32)
    report.add(Figure(what="remembered", size="32 a call", unit="contacts/s", ours=ours))
    report.add(Figure(what="memory at the end", unit="MB", ours=megabytes() - before))
    wait = asyncio.run(longest_wait(loaded(2), given))
    report.add(Figure(what="the loop's longest wait", unit="ms", ours=wait, budget="ours <= 50"))
    report.show()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 512)
