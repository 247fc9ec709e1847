"""all-MiniLM-L6-v2 with int8 weights, run by ONNX Runtime: 384 dimensions, English first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

    from warmline.kit.encoder.model import Vectors

# A contact's first words say what it is about. Time grows with tokens, and past 96 the answers hardly change.
TOKENS = 96
# Cut before the tokenizer sees it: a megabyte would take it a second, and no 96 tokens are longer than this.
CHARACTERS = 1_000
# A batch is as long as its longest text. Measured: more at once, or more padding, costs more than it saves.
BATCH = 8
PADDING = 1.25
KEPT = 4_096
DIMENSIONS = 384
THREADS = 2


class MiniLM:
    """One loaded model. ``threads``: cores that one call may take; ``kept``: texts whose vectors are remembered."""

    name = "all-MiniLM-L6-v2-onnx-int8"
    dimensions = DIMENSIONS

    def __init__(self, model: Path, tokenizer: Path, version: str, *, threads: int = THREADS, kept: int = KEPT) -> None:
        self.version = version
        self._tokenizer = _tokenizer(tokenizer)
        self._session = _session(model, threads)
        self._recent = _Recent(kept)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the protocol says."""
        import numpy as np

        cut = [_cut(text) for text in texts]
        known = {text: vector for text in set(cut) if (vector := self._recent.get(text)) is not None}
        for text, vector in self._computed([text for text in dict.fromkeys(cut) if text and text not in known]):
            known[text] = self._recent.put(text, vector)
        nothing = np.zeros(DIMENSIONS, np.float32)
        return np.stack([known.get(text, nothing) for text in cut]) if cut else np.zeros((0, DIMENSIONS), np.float32)

    def _computed(self, texts: list[str]) -> Iterator[tuple[str, Vectors]]:
        """Each text with its vector, in the order of their length, so that little of a batch is padding."""
        tokens = self._tokenizer.encode_batch_fast(texts) if texts else []
        for batch in _batches([len(each.ids) for each in tokens]):
            for at, vector in zip(batch, self._run([tokens[each].ids for each in batch]), strict=True):
                yield texts[at], vector

    def _run(self, ids: list[list[int]]) -> Vectors:
        """The mean over each text's own tokens, scaled to length 1."""
        import numpy as np

        longest = max(map(len, ids))
        padded = np.zeros((len(ids), longest), np.int64)
        mask = np.zeros((len(ids), longest), np.int64)
        for row, each in enumerate(ids):
            padded[row, : len(each)] = each
            mask[row, : len(each)] = 1
        given = {"input_ids": padded, "attention_mask": mask, "token_type_ids": np.zeros_like(padded)}
        hidden = np.asarray(self._session.run(None, given)[0], np.float32)
        summed = np.einsum("rtd,rt->rd", hidden, mask.astype(np.float32))
        length = np.linalg.norm(summed, axis=1, keepdims=True)
        return np.asarray(summed / np.maximum(length, 1e-12), np.float32)


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """The places of texts that go through the model together."""
    batch: list[int] = []
    for each in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) == BATCH or lengths[each] > PADDING * lengths[batch[0]]):
            yield batch
            batch = []
        batch.append(each)
    if batch:
        yield batch


def _cut(text: str) -> str:
    """Its first words. Half a surrogate pair, which no tokenizer takes, becomes a question mark."""
    words = " ".join(text[: 2 * CHARACTERS].split())[:CHARACTERS]
    return words.encode("utf-8", "replace").decode("utf-8")


class _Recent:
    """The vectors of the last texts: people send the same short things again and again."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._vectors: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: str) -> Vectors | None:
        with self._lock:
            if (found := self._vectors.get(text)) is not None:
                self._vectors.move_to_end(text)
            return found

    def put(self, text: str, vector: Vectors) -> Vectors:
        # A row of a batch would keep the whole batch in memory.
        kept = vector.copy()
        kept.setflags(write=False)
        with self._lock:
            self._vectors[text] = kept
            while len(self._vectors) > self._most:
                self._vectors.popitem(last=False)
        return kept


def _tokenizer(path: Path) -> tokenizers.Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    return tokenizer


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Waiting threads would turn in circles on cores that PostgreSQL needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
