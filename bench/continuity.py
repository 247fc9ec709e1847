"""Which contact belongs to which case, and which customer: the labelled set through the public import.

Run: python -m bench.continuity [--data DIR] [--packs insurance financial_services] [--without-encoder]
[--no-baselines]. Lines go in order of arrival through what ``warmline import contacts`` calls, into an installation
with these packs; ``export assignments`` gives what was decided, and the set's own scorer prints the table beside simple
rules. ``--data`` is a folder with ``contacts.jsonl``, ``gold.jsonl`` and perhaps ``score.py``, else that of the first
set is used.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import uvloop

from bench._channels import REGISTRY, Bench, Effort, Spent, bench, plain_rows, tell
from bench._report import Report
from warmline.accounts import system
from warmline.api.export import assignments
from warmline.api.imports import ContactImport
from warmline.channels import Ingest
from warmline.governance import install_pack
from warmline.kit import encoder
from warmline.kit.memory import settle

SET = Path(__file__).resolve().parents[2] / "shared" / "data" / "continuity"
PACKS = ("insurance", "financial_services")
PROMISE = "ours >= 2,000"


async def decided(at: Bench, lines: list[bytes], packs: list[str]) -> tuple[Spent, list[bytes]]:
    """What recording them took, and the assignments that stand at the end."""
    actor = system(at.org, "bench")
    async with at.db.transaction(at.org) as conn:
        for pack in packs:
            await install_pack(conn, actor, pack)
    encoder.load_encoder()
    effort = Effort(at)
    work = ContactImport(at.db, REGISTRY, Ingest(at.db, REGISTRY), actor)
    for number, each in enumerate(lines, start=1):
        await work.add(number, each)
    result = await work.finish()
    spent = effort.stop()(result.messages)
    if result.failed or result.refused:
        raise SystemExit(f"{result.failed} lines failed, {result.refused} were refused: {result.problems[:3]}")
    return spent, [each async for each in assignments(at.db, actor)]


def scored(data: Path, predictions: list[bytes], *, baselines: bool) -> None:
    """Print the scorer's table."""
    scorer = data / "score.py" if (data / "score.py").exists() else SET / "score.py"
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(b"".join(predictions))
        file.flush()
        more = ["--baselines"] if baselines else []
        subprocess.run([sys.executable, str(scorer), file.name, "--data", str(data), *more], check=True)


async def main(asked: argparse.Namespace) -> None:
    if asked.without_encoder:
        encoder.choose("off")
    lines = (asked.data / "contacts.jsonl").read_bytes().splitlines()
    name = "terms alone" if encoder.load_encoder() is None else "with the sentence encoder"
    report = Report(f"Continuity, {name}")
    async with bench() as at:
        base = await plain_rows(at, len(lines), batch=500, connections=1)
        settle()
        spent, predictions = await decided(at, lines, asked.packs)
        tell(report, f"import with identity and continuity, {name}", spent, floor=base, budget=PROMISE)
    print(f"\n{name}; packs: {', '.join(asked.packs) or 'none'}")
    scored(asked.data, predictions, baselines=asked.baselines)
    report.show()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SET)
    parser.add_argument("--packs", nargs="*", default=list(PACKS))
    parser.add_argument("--without-encoder", action="store_true")
    parser.add_argument("--baselines", action=argparse.BooleanOptionalAction, default=True)
    return parser.parse_args()


if __name__ == "__main__":
    uvloop.run(main(arguments()))
