"""docs/reference is what the code says: every setting, error, event, permission, connector and command is there."""

import pytest

from scripts.write_reference import PAGES, REFERENCE, load_everything


@pytest.fixture(scope="module", autouse=True)
def _everything() -> None:
    load_everything()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_what_the_code_says(name: str) -> None:
    file = REFERENCE / name
    assert file.exists(), "write it with `make docs`"
    assert file.read_text() == PAGES[name](), (
        f"docs/reference/{name} is not what the code says: `make docs` writes it anew"
    )


def test_nothing_else_is_in_the_folder() -> None:
    assert {file.name for file in REFERENCE.iterdir()} == set(PAGES)
