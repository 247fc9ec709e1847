"""The place in a mailbox: nothing is skipped, whatever the server says next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.connectors.email.cursor import Cursor, Folder, batches, has_news, resume


@pytest.mark.parametrize("saved", [None, "7", {}, {"uidvalidity": "x", "uid": 1}, {"uid": 4}, [1, 2]])
def test_unreadable_place_begins_at_the_first_message(saved: object) -> None:
    assert resume(saved, Folder(uidvalidity=7, uidnext=10)) == Cursor(7, 0)


def test_another_uidvalidity_begins_at_the_first_message() -> None:
    assert resume({"uidvalidity": 6, "uid": 9}, Folder(7, 10)) == Cursor(7, 0)


def test_folder_that_counts_backwards_begins_at_the_first_message() -> None:
    assert resume({"uidvalidity": 7, "uid": 9}, Folder(7, 9)) == Cursor(7, 0)


@pytest.mark.parametrize("uidnext", [10, 11, None])
def test_goes_on_after_the_last_message(uidnext: int | None) -> None:
    assert resume({"uidvalidity": 7, "uid": 9}, Folder(7, uidnext)) == Cursor(7, 9)


def test_news_are_what_may_come_after_the_place() -> None:
    assert not has_news(Cursor(7, 9), Folder(7, 10))
    assert has_news(Cursor(7, 9), Folder(7, 11))
    assert has_news(Cursor(7, 9), Folder(7, None))


@given(
    st.dictionaries(st.integers(1, 10_000), st.integers(0, 5_000)),
    st.integers(1, 10),
    st.integers(1, 4_000),
)
def test_batches_hold_all_in_order_and_within_bounds(sizes: dict[int, int], count: int, size: int) -> None:
    found = list(batches(sizes, count=count, size=size))
    assert [uid for batch in found for uid in batch] == sorted(sizes)
    for batch in found:
        assert len(batch) in range(1, count + 1)
        assert len(batch) == 1 or sum(sizes[uid] for uid in batch) <= size
