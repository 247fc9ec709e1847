"""What learning refuses."""

from warmline.kit.errors import Conflict, Invalid, NotFound


class ContinuityModelNotFound(NotFound):
    """There is no continuity model {id}."""


class NothingToLearn(Conflict):
    """Nothing can be learned yet: {reason}. Correct contacts that went to the wrong case, and try again."""


class ThresholdsCrossed(Invalid):
    """The threshold for suggesting ({suggest}) is above the one for attaching ({attach})."""
