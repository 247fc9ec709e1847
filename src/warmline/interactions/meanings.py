"""What contacts are about, as vectors of a sentence encoder. Where there is none, everything works on terms."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from warmline.kit.encoder import encode_off_loop, load_encoder, ready_encoder

if TYPE_CHECKING:
    from warmline.interactions.words import Words
    from warmline.kit.encoder.model import Vectors

# A contact is about what its first sentences say.
LONGEST = 240
LEAST = 8
# How much a further contact moves the mean.
SHARE = 0.3


def sentence(text: str, *, without: Collection[str] = ()) -> str:
    """What the encoder reads of a contact: its words on one line, without names; empty where it says too little."""
    words = [each for each in text.split() if each.strip(".,:;!?").lower() not in without]
    line = " ".join(words)[:LONGEST]
    return line if len(line) >= LEAST else ""


def with_meaning(known: "tuple[Vectors, ...]", meaning: "Vectors") -> "tuple[Vectors, ...]":
    """The vectors of a case after a further contact: the first one's stays, the mean of all follows."""
    if not known:
        return (meaning,)
    mean = (1 - SHARE) * known[-1] + SHARE * meaning
    length = float((mean @ mean) ** 0.5) or 1.0
    return (known[0], (mean / length).astype(meaning.dtype))


async def meanings_of(words: "Mapping[int, Words]") -> "dict[int, Vectors]":
    """The vectors of a batch's contacts by their place, encoded together and off the event loop; none without an
    encoder."""
    encoder = await ready_encoder()
    if encoder is None:
        return {}
    lines = {n: line for n, each in words.items() if (line := sentence(each.text, without=each.names))}
    if not lines:
        return {}
    return dict(zip(lines, await encode_off_loop(encoder, list(lines.values())), strict=True))


def encoder_name() -> str | None:
    """By which encoder vectors are made now; vectors of two encoders cannot be compared."""
    encoder = load_encoder()
    return f"{encoder.name} {encoder.version}" if encoder else None


def packed(meanings: "tuple[Vectors, ...]") -> bytes | None:
    """The vectors as they are stored: half precision, one after the other."""
    return b"".join(each.astype("float16").tobytes() for each in meanings) if meanings else None


def unpacked(stored: bytes | None, by: str | None) -> "tuple[Vectors, ...]":
    """The vectors that were stored; none where another encoder made them."""
    encoder = load_encoder() if stored else None
    if encoder is None or not stored or by != encoder_name():
        return ()
    import numpy as np

    return tuple(np.frombuffer(stored, dtype="float16").astype("float32").reshape(-1, encoder.dimensions))
