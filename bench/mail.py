"""How fast mails are read: ours beside the standard library's parser alone, on the same mails in the same run.

    python -m bench.mail [FOLDER]

The floor only parses and decodes all parts. Ours also chooses the text, trims it, makes HTML safe, names files, and
tells answers, forwards, bounces and machines apart.
"""

import email
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench._report import Figure, Report
from warmline import sdk
from warmline.connectors.email.mime import read
from warmline.connectors.email.parse import external_id, parse
from warmline.connectors.email.settings import EmailSettings

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
ACCOUNT = sdk.Account(
    org_id=uuid.UUID(int=1),
    id=uuid.UUID(int=2),
    connector="email",
    channel="email",
    name="Claims",
    address="claims@insurer.example",
    settings=EmailSettings(),
)
RECEIVED = datetime(2026, 3, 2, 12, tzinfo=UTC)


def floor(raw: bytes) -> str:
    for part in email.message_from_bytes(raw).walk():
        if not part.is_multipart():
            part.get_payload(decode=True)
    return "read"


def parts(raw: bytes) -> str:
    for part in read(raw).walk():
        part.content()
    return "read"


def ours(raw: bytes) -> str:
    envelope = sdk.Envelope(
        id=uuid.UUID(int=3),
        external_id=external_id(raw),
        body=raw,
        content_type="message/rfc822",
        meta={},
        received_at=RECEIVED,
    )
    try:
        [found] = parse(envelope, ACCOUNT)
    except sdk.Unparsable as error:
        return f"unparsable: {error}"
    return type(found).__name__ if not getattr(found, "automatic", False) else "automatic"


def rate(way: Callable[[bytes], str], mails: list[bytes]) -> float:
    """Mails a second: the best of the rounds, since other work on the machine only slows them."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for raw in mails:
            way(raw)
        best = min(best, time.perf_counter() - start)
    return len(mails) / best


def main(folder: Path) -> None:
    mails = [path.read_bytes() for path in sorted(folder.glob("*/*.txt"))]
    size = sum(map(len, mails)) / len(mails) / 1024
    report = Report(f"Reading mail: {len(mails):,} mails of {size:.1f} kB on average")
    lowest = rate(floor, mails)
    for what, way in {"taken apart": parts, "all of it": ours}.items():
        report.add(Figure(what=what, unit="mails/s", floor=lowest, ours=rate(way, mails)))
    outcomes = Counter(map(ours, mails))
    report.note(", ".join(f"{count:,} {outcome}" for outcome, count in sorted(outcomes.items())))
    report.show()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "spamassassin")
