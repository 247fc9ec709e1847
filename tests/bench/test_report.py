"""What a bench says of its figures."""

from pathlib import Path

import pytest

from bench._report import Figure, Report, medians, number, percentile, read, table_of


def test_refuses_a_promise_that_nobody_can_read() -> None:
    with pytest.raises(ValueError, match="no promise"):
        _ = Figure(what="accept", unit="requests/s", ours=1.0, budget="fast").kept


def test_refuses_to_judge_what_was_not_measured() -> None:
    with pytest.raises(ValueError, match="ratio is promised"):
        _ = Figure(what="accept", unit="requests/s", ours=1.0, budget="ratio >= 0.6").kept


@pytest.mark.parametrize(
    ("budget", "kept"),
    [
        ("", None),
        ("ours >= 4,000", True),
        ("ours >= 4,001", False),
        ("ratio >= 0.5", True),
        ("p99 <= 15", True),
        ("p99 <= 15, growth <= 1.5", False),
    ],
)
def test_a_budget_is_kept_where_all_of_it_holds(budget: str, kept: bool | None) -> None:
    figure = Figure(what="ingest", unit="messages/s", ours=4000, floor=8000, p99=15, growth=1.6, budget=budget)
    assert figure.kept is kept


def test_the_median_is_a_run_that_was() -> None:
    runs = [Figure(what="ingest", unit="messages/s", ours=ours, p99=ours * 2) for ours in (5, 1, 3)]
    other = Figure(what="ingest", unit="messages/s", size="real", ours=9)
    assert medians([runs[0], other, *runs[1:]]) == [runs[2], other]


def test_percentile_of_few() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (12345.6, "12,346"), (123.4, "123"), (12.34, "12.3"), (1.234, "1.23"), (0.0123, "0.012"), (0, "0")],
)
def test_a_number_has_the_digits_that_count(value: float | None, text: str) -> None:
    assert number(value) == text


def test_figures_are_written_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_OUT", str(tmp_path / "figures.jsonl"))
    report = Report("Ingest")
    for ours in (1.0, 2.0):
        report.add(Figure(what="ingest", unit="messages/s", ours=ours))
    written = read(tmp_path / "figures.jsonl")
    assert written == report.figures
    assert [each.ours for each in written] == [1.0, 2.0]


def test_a_column_that_nothing_fills_is_left_out() -> None:
    table = table_of("Ingest", [Figure(what="ingest", unit="messages/s", ours=1.0, floor=2.0)])
    assert [column.header for column in table.columns] == ["what", "unit", "floor", "ours", "ratio", "load"]
