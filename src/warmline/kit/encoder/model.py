"""What a sentence encoder is, whichever model stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    # numpy takes 30 MB, which an installation without an encoder need not pay.
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors whose dot product says how near they are in meaning, -1 to 1.

    ``name`` and ``version`` go with every vector that is kept: vectors of two encoders cannot be compared.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 of shape ``[len(texts), dimensions]``, a row a text in the same order, each of length 1; a text that
        says nothing is a row of zeros, which is like nothing. Blocks for milliseconds a text; may be called from
        several threads."""
        ...
