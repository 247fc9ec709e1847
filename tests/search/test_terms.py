"""Words, numbers, questions and excerpts: pure."""

import pytest

from warmline.search.asking import read, tsquery
from warmline.search.excerpts import best, cut
from warmline.search.terms import fold, lexemes, numbers_in, stem


def marked(texts: list[str], question: str) -> list[str]:
    """What is marked in the best of the texts."""
    found = best(texts, read(question).marked())
    return [part.text for part in found[1] if part.hit] if found else []


@pytest.mark.parametrize(
    ("question", "empty"),
    [("", True), ("  ", True), ('""', True), ("-hail", True), ("!!", True), ("or", True), ("a", False)],
)
def test_nothing_to_look_for_is_said(question: str, empty: bool) -> None:
    assert read(question).empty is empty


@pytest.mark.parametrize("text", ["\x00", "'\\", "\ud800", '"', "-", '-"', "((", "a & | ! <->", ":*", "x" * 5000])
def test_any_question_can_be_asked(text: str) -> None:
    assert "\\" not in tsquery(read(text))
    assert tsquery(read(text)).count("'") % 2 == 0


def test_case_accents_and_endings_make_no_difference() -> None:
    assert fold("MÜLLER") == fold("müller") == "muller"
    assert fold("Straße") == "strasse"
    assert {stem(each) for each in ("claims", "claim", "claimed", "claiming")} == {"claim"}
    assert stem("policies") == stem("policy") == "policy"
    assert stem("car") == stem("cars") == "car"
    assert stem("2024s") == "2024s"


def test_numbers_are_kept_in_one_piece() -> None:
    assert "#pol123456" in numbers_in("my policy POL-123456, please")
    assert "#491701234567" in numbers_in("call +49 170 123 45 67")
    assert numbers_in("call +49 170 1234567") & numbers_in("0170/1234567") == {"~01234567"}
    assert numbers_in("three of 12") == set()


def test_a_question_in_words() -> None:
    assert tsquery(read('"red car" -hail water or ice')) == (
        "(('red' <-> 'car')) & !(('hail')) & (('water') | (('ice':* | 'ice')))".replace("('ice':* | 'ice')", "'ice':*")
    )


def test_weights_say_where_to_look() -> None:
    assert tsquery(read("hail "), "D") == "(('hail':*D))"
    assert tsquery(read("-hail storm"), "B") == "!(('hail')) & (('storm':*B))"


def test_words_stand_where_they_were_said() -> None:
    line = lexemes([("A", "Hail claims"), ("B", "claims")])
    assert "'claims':13B,2A" in line
    assert "'claim':13B,2A" in line
    assert "'hail':1A" in line


def test_marks_what_was_found_and_nothing_else() -> None:
    assert marked(["The hail hit my car."], "hail cars") == ["hail", "car"]
    assert marked(["A red car, a car red"], '"red car"') == ["red car"]
    assert marked(["reach me at +49 170 1234567"], "0170 1234567") == ["+49 170 1234567"]
    assert marked(["My POL-123456 is old"], "pol 123456") == ["POL", "123456"]
    assert marked(["nothing here"], "hail") == []
    assert marked(["one hail", "hail and a car"], "hail car") == ["hail", "car"]


def test_markup_stays_text() -> None:
    parts = best(["<img src=x onerror=alert(1)> hail"], read("hail").marked())
    assert parts is not None
    assert "".join(each.text for each in parts[1]) == "<img src=x onerror=alert(1)> hail"


def test_a_long_text_is_cut_around_what_was_found() -> None:
    text = "word " * 200 + "hail " + "word " * 200
    found = best([text], read("hail").marked())
    assert found is not None
    shown = "".join(each.text for each in found[1])
    assert len(shown) < 260
    assert "hail" in shown
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert cut("short", []) == cut("short", [(9, 9)])[:1]
