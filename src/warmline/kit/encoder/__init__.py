"""Sentence vectors, where the optional packages are installed: ``load_encoder() -> Encoder | None``."""

from warmline.kit.encoder.loading import Choice, choose, encode_off_loop, load, load_encoder, ready_encoder
from warmline.kit.encoder.model import Encoder

__all__ = ["Choice", "Encoder", "choose", "encode_off_loop", "load", "load_encoder", "ready_encoder"]
