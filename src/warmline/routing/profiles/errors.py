"""What is refused of reasons, profiles and preferences."""

from warmline.kit.errors import Conflict, Invalid, NotFound


class ReasonNotFound(NotFound):
    """There is no presence reason {id} that you may see."""


class ReasonCodeTaken(Conflict):
    """There is a presence reason with the code {code} already; choose another code, or make that one active again."""


class ReasonUnfit(Invalid):
    """That is no reason here: {problem}. Choose one of: {known}."""


class NotInterruptible(Invalid):
    """A conversation by {media} takes all of an agent and cannot be interrupted; only text and device can."""


class NobodyPreferred(NotFound):
    """Customer {id} prefers nobody, or does not any more."""


class PreferenceOver(Invalid):
    """until is in the past ({until}); give a later moment, or leave it out so that it holds for good."""


class PreferredAway(Conflict):
    """Agent {id} does not work here any more; choose somebody else."""
