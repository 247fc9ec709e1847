"""A report as CSV that any spreadsheet opens and none takes for formulas. Pure."""

import csv
import io

import msgspec

from warmline.analytics.model import DayReport, Figures, ReportLine

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MEASURES = Figures.__struct_fields__


def plain(cell: str) -> str:
    """The text, so that no spreadsheet calculates with it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_csv(report: DayReport) -> str:
    """One line for the whole, and one for each time, queue, channel, team and agent: RFC 4180, times in seconds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["from", "to", "time_zone", "by", "key", "name", *MEASURES])
    total = [ReportLine(key=None, name="", figures=report.total)]
    for by, lines in (
        ("total", total),
        ("time", report.times),
        ("queue", report.queues),
        ("channel", report.channels),
        ("team", report.teams),
        ("agent", report.agents),
    ):
        for line in lines:
            head = [report.first.isoformat(), report.last.isoformat(), report.time_zone, by]
            names = [plain(line.key or ""), plain(line.name)]
            writer.writerow(head + names + [_cell(value) for value in msgspec.structs.astuple(line.figures)])
    return out.getvalue()


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
