"""What the record refuses."""

from warmline.kit.errors import Conflict, Invalid, NotFound


class InteractionNotFound(NotFound):
    """There is no interaction {id} that you may see."""


class CaseNotFound(NotFound):
    """There is no case {id} that you may see."""


class MessageNotFound(NotFound):
    """There is no message {id} that you may see."""


class TransitionRefused(Conflict):
    """Interaction {id} is {status}; it cannot become {to}."""


class CaseClosed(Conflict):
    """Case {id} is {status}; reopen it before you change it."""


class UnknownReplyHandle(Invalid):
    """Handle {id} is not one of this customer's; choose one from the reply options of the case."""


class NotReachable(Conflict):
    """The customer cannot be written to on this handle now: {reason}"""


class InteractionNotOpen(Conflict):
    """Interaction {id} is {status}; take it, or reopen it, before you reply."""


class UnknownFile(Invalid):
    """One of the files is not stored here; upload it again and send the reply with the new hash."""


class CaseTransitionRefused(Conflict):
    """Case {id} is {status}; it cannot become {to}."""
