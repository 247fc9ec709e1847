"""Policies compared on the counted calls of two real banks, with six skills.

Run: python -m bench.policies [--bank us|1999] [--days N] [--json FILE]. ``us`` are 164 weekdays from March 2003, one
call in ten; ``1999`` is a whole year of a smaller bank, every call. Only the volumes are the banks': who calls about
what, how long they have patience, who works when, and who is good at what are assumptions, which ``scenario`` states.
All policies meet the same customers and the same agents. Prints the table of docs/performance.md.
"""

import argparse
import os
import time
from pathlib import Path
from typing import Any

import msgspec

from bench._machine import described
from warmline.simulation import Figure, PolicyResult, form_scenario, run

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "call_centre"
POLICIES = ("longest_idle", "skills_only", "engine", "engine+learning")
# What they call about, and how many of them.
SHARES = {"accounts": 0.32, "cards": 0.22, "loans": 0.16, "trading": 0.12, "internet": 0.10, "lang-es": 0.08}
Counts = tuple[int, ...]
Staff = tuple[tuple[str, str, Counts], ...]


class Bank(msgspec.Struct, frozen=True):
    """A file of calls, how many of them come, and how many agents of each first skill work when."""

    file: str
    starts: str
    days: int
    scale: float
    staff: Staff


BANKS = {
    "us": Bank(
        "na_bank_5min_calls.csv",
        "07:00",
        164,
        0.1,
        (
            ("07:00", "15:00", (4, 3, 2, 2, 1, 1)),
            ("08:30", "16:30", (5, 3, 2, 2, 2, 1)),
            ("14:30", "21:30", (4, 3, 2, 1, 1, 1)),
        ),
    ),
    "1999": Bank(
        "anonymous_bank_1999_6min.csv",
        "00:00",
        365,
        1.0,
        (
            ("07:00", "15:00", (2, 2, 1, 1, 1, 1)),
            ("09:30", "17:30", (2, 1, 1, 1, 1, 1)),
            ("16:00", "24:00", (2, 1, 1, 1, 1, 1)),
        ),
    ),
}  # fmt: skip


def scenario(bank: Bank, days: int) -> dict[str, Any]:
    """The assumptions. Each agent has a first skill (level 5), a second (3) and a third (2); queues ask for 3, and
    after 20 seconds for 2. Who serves below what was asked takes 15 % longer and settles 15 % less."""
    return {
        "name": bank.file,
        "duration_hours": days * 24,
        "policies": POLICIES,
        "mismatch": {"handle_factor": 1.15, "resolution_factor": 0.85},
        "queues": [_queue(bank, name, share, days) for name, share in SHARES.items()],
        "agents": [
            _group(n, count, begins, ends)
            for begins, ends, counts in bank.staff
            for n, count in enumerate(counts)
        ],
    }  # fmt: skip


def _queue(bank: Bank, name: str, share: float, days: int) -> dict[str, Any]:
    return {
        "name": name,
        "target_seconds": 20,
        "priority": 2 if name == "trading" else 0,
        "skills": {name: 3},
        "rings": [{"after_seconds": 20, "lower": 1}],
        "arrivals": {
            "file": str(DATA / bank.file), "starts": bank.starts, "days": days, "share": share, "scale": bank.scale
        },
        "patience": {"kind": "exponential", "mean": 300},
        "handle_time": {"kind": "lognormal", "mean": 220, "sd": 240},
        "intents": {f"{name} 1": 0.6, f"{name} 2": 0.4},
        "priorities": {"0": 0.95, "10": 0.05},
        "returns": {"share": 0.6, "after_days": 2},
    }  # fmt: skip


def _group(n: int, count: int, begins: str, ends: str) -> dict[str, Any]:
    names = list(SHARES)
    return {
        "name": f"{names[n]} {begins}-{ends}".replace(".", ""),
        "count": count,
        "skills": {names[n]: 5, names[(n + 1) % 6]: 3, names[(n + 2) % 6]: 2},
        "shifts": [{"from": begins, "to": ends}],
        "speed_spread": 0.15,
        "resolution": 0.72,
        "resolution_spread": 0.8,
    }


HEADINGS = (
    "policy", "served in 20 s", "mean wait", "95 % wait", "gave up", "settled for good", "contacts", "occupancy",
    "Gini", "variation",
)  # fmt: skip


def row(found: PolicyResult) -> list[str]:
    """A line of the table."""
    total = found.total
    return [
        found.policy.replace("_", " "),
        shown(total.service_level, 100, " %"),
        shown(total.wait_mean, 1, " s"),
        shown(total.wait_p95, 1, " s"),
        shown(total.abandonment, 100, " %"),
        shown(total.resolved, 100, " %"),
        f"{total.arrivals:,}",
        shown(total.occupancy, 100, " %"),
        f"{found.fairness.gini or 0:.3f}",
        f"{found.fairness.variation or 0:.3f}",
    ]


def shown(figure: Figure, scale: float, unit: str) -> str:
    """Value and standard error."""
    return f"{(figure.value or 0) * scale:.2f} ± {(figure.error or 0) * scale:.2f}{unit}"


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m bench.policies")
    reader.add_argument("--bank", choices=list(BANKS), default="us")
    reader.add_argument("--days", type=int, help="only the first days of the file")
    reader.add_argument("--json", type=Path, help="write all figures into this file")
    given = reader.parse_args()
    bank = BANKS[given.bank]
    days = given.days or bank.days
    made = form_scenario(scenario(bank, days))
    print(f"{bank.file}: {days} days, {bank.scale:g} of the calls, {sum(each.count for each in made.agents)} agents")
    print("| " + " | ".join(HEADINGS) + " |\n|" + "---|" * len(HEADINGS))
    results = {}
    for policy in POLICIES:
        start = time.perf_counter()
        found = results[policy] = run(made, policy=policy).policies[policy]
        if not found.laws.kept:
            raise SystemExit(f"A law is broken: {found.laws}")
        rate = found.laws.arrivals / (time.perf_counter() - start)
        print("| " + " | ".join(row(found)) + " |", flush=True)
        print(f"<!-- {rate:,.0f} customers/s, load {os.getloadavg()[0]:.1f} -->", flush=True)
    if given.json:
        given.json.write_bytes(msgspec.json.encode(results))
    print(described())


if __name__ == "__main__":
    main()
