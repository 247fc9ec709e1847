"""The page stands alone, says everything twice (as a chart and as a table), and keeps text out of its markup."""

import re
from html.parser import HTMLParser

import pytest

from tests.simulation.systems import agents, line, system
from warmline.simulation import PolicyResult, run, tables, write_page

VOID = {"meta", "path", "use", "br", "rect"}


@pytest.fixture(scope="module")
def runs() -> dict[str, PolicyResult]:
    lines = [line("<claims> & more", 1.0, 1.0, skills={"a": 3}), line("rest", 1.0, 1.0)]
    made = system(lines, [agents("desk", 3, {"a": 3})], 400, warm_up_hours=0, policies=["skills_only", "engine"])
    return run(made).policies


class Reader(HTMLParser):
    """Counts what is open, and gathers ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


def test_the_page_stands_alone(runs: dict[str, PolicyResult]) -> None:
    page = write_page(runs, scenario="Two <queues>", seed=3)
    assert not re.search(
        r"(?:src|href)=\"(?!#)[^\"]+\"", page.replace('xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    )
    assert "<script" not in page
    assert "@import" not in page
    reader = Reader()
    reader.feed(page)
    assert not reader.open
    assert len(reader.ids) == len(set(reader.ids))


def test_every_chart_has_a_name_and_a_table(runs: dict[str, PolicyResult]) -> None:
    page = write_page(runs, scenario="Two queues", seed=3)
    reader = Reader()
    reader.feed(page)
    assert reader.found.count("svg") == reader.found.count("details") == 8
    assert page.count('role="img"') == page.count("The table below has all values.") == 8


def test_names_are_text(runs: dict[str, PolicyResult]) -> None:
    page = write_page(runs, scenario="Two <queues>", seed=3)
    assert "<claims>" not in page
    assert "&lt;claims&gt; &amp; more" in page
    assert "<h1>Two &lt;queues&gt;</h1>" in page


def test_colours_are_the_pages_own(runs: dict[str, PolicyResult]) -> None:
    page = write_page(runs, scenario="Two queues", seed=3)
    assert "prefers-color-scheme: dark" in page
    charts = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert "var(--s1)" in charts
    assert not re.findall(r"(?:fill|stroke): #(?!fff|none)\w+", charts)


def test_the_same_run_is_the_same_page(runs: dict[str, PolicyResult]) -> None:
    assert write_page(runs, scenario="x", seed=1) == write_page(runs, scenario="x", seed=1)


def test_tables_have_a_column_for_each_run(runs: dict[str, PolicyResult]) -> None:
    assert {len(row) for row in tables.overview(runs)} == {3}
    assert "Little's law holds" in tables.checked(runs["engine"])
