"""What learning refuses."""

from warmline.kit.errors import Invalid, NotFound


class RoutingModelNotFound(NotFound):
    """There is no routing model {name}."""


class BlockUneven(Invalid):
    """The first {settling} minutes of a block are left out, and a block has only {block}: nothing would be measured."""
