"""The model that comes with Warmline: where every organisation begins, and may go back to."""

from functools import cache
from importlib import resources

import msgspec

from warmline.interactions.learning.model import ContinuityModel

FILE = "shipped.json"


@cache
def shipped() -> ContinuityModel:
    """Read once a process."""
    text = resources.files("warmline.interactions.learning").joinpath(FILE).read_bytes()
    return msgspec.json.decode(text, type=ContinuityModel)
