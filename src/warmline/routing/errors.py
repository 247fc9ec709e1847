"""What routing refuses."""

from warmline.kit.errors import Conflict, NotFound


class QueueNotFound(NotFound):
    """There is no queue {id} that you may see."""


class QueueCodeTaken(Conflict):
    """There is a queue with the code {code} already; choose another code."""


class QueueHasWork(Conflict):
    """{count} interactions wait in this queue; move them to another queue before you switch it off."""


class UnknownTeam(NotFound):
    """There is no team {id}."""


class AgentNotFound(NotFound):
    """There is no agent {id} who works here."""


class NotAnAgent(Conflict):
    """Only agents have presence and work; an API key has none."""


class OfferNotFound(NotFound):
    """There is no offer {id} that you may see."""


class OfferAnswered(Conflict):
    """This offer is {status} already; nothing was changed."""


class OfferExpired(Conflict):
    """This offer ended at {at}; the work waits for somebody else."""


class NotWaiting(Conflict):
    """Interaction {id} is {status}: only work that waits in a queue can be taken or offered."""


class NotYourQueue(Conflict):
    """You are in no team of this queue; ask for a transfer, or to be added to one of its teams."""


class NoRoom(Conflict):
    """There is no room for more work ({reason}); finish something first, or ask for more capacity."""
