"""What the reading of entities refuses."""

from warmline.kit.errors import Conflict, Invalid, NotFound


class ExpressionInvalid(Invalid):
    """The expression cannot be used; at character {at}: {problem}"""


class EntityPatternNotFound(NotFound):
    """There is no entity pattern {id}."""


class TooManyPatterns(Conflict):
    """There are {most} entity patterns already; switch one off, or bring two together."""


class PatternTaken(Conflict):
    """There is a pattern for {kind} with the label {label!r} already; change that one."""
