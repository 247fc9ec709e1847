"""What can go wrong with rules."""

from warmline.kit.errors import Conflict, Invalid, NotFound


class RulesInvalid(Invalid):
    """The rules cannot be saved: {problem}"""


class RulesVersionNotFound(NotFound):
    """There is no version {version} of the rules."""


class EscalationNotFound(NotFound):
    """There is no escalation {id} that you may see."""


class EscalationOver(Conflict):
    """Escalation {id} was resolved already; nothing was changed."""
