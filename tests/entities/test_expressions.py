"""Expressions that organisations write: what cannot be used is refused with the place; none takes long."""

import time

import pytest

from warmline.entities import checked
from warmline.entities.errors import ExpressionInvalid


@pytest.mark.parametrize(
    ("expression", "at"),
    [
        ("AU[0-9", 3),
        ("(a", 1),
        ("ab(c(d)", 3),
        ("a)b", 2),
        ("ab**", 3),
        ("ab{2000}", 3),
        (r"a\1", 2),
        ("a(?=b)", 2),
        ("[z-a]", 2),
        ("ü", 1),
        ("a{1000}b", 1),
        ("a*", 1),
        ("", 1),
    ],
)
def test_what_is_wrong_is_pointed_at(expression: str, at: int) -> None:
    with pytest.raises(ExpressionInvalid) as refused:
        checked(expression)
    assert refused.value.details["at"] == at
    assert refused.value.fields[0].field == "expression"
    assert f"at character {at}" in refused.value.fields[0].problem


@pytest.mark.parametrize("expression", ["(a|aa)+b", "(a*)*b", "(a+)+b", "(.*a){20}b", "a{250}b"])
def test_no_expression_hangs(expression: str) -> None:
    made = checked(expression)
    start = time.thread_time()
    made.search(b"a" * 1_000_000)
    assert time.thread_time() - start < 10
