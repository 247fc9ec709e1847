"""What routing refuses."""

from warmline.kit.errors import Conflict, Invalid, NotFound


class QueueNotFound(NotFound):
    """There is no queue {id} that you may see."""


class QueueCodeTaken(Conflict):
    """There is a queue with the code {code} already; choose another code."""


class QueueHasWork(Conflict):
    """{count} interactions wait in this queue; move them to another queue before you switch it off."""


class UnknownTeam(NotFound):
    """There is no team {id}."""


class UnknownSkill(NotFound):
    """There is no skill {codes}. Create it first, or choose among: {known}."""


class UnknownCalendar(NotFound):
    """There is no calendar {id}; `GET /api/v1/calendars` shows those that there are."""


class UnknownOverflow(NotFound):
    """There is no queue {id} to overflow to."""


class RingsUnusable(Invalid):
    """These are no rings. {problem}."""


class OverflowIncomplete(Invalid):
    """Overflow is a queue and a time: give {missing}, too, or set both to null."""


class OverflowCircle(Conflict):
    """Overflow would go in a circle: {path}. Choose a queue that does not lead back here."""


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
    """There is no room for more work: {why}. Finish something first, or ask for more capacity."""


class AgentUnavailable(Conflict):
    """{name} is {status} since {since}; choose a queue, or leave it for them with `wait`."""


class AgentFull(Conflict):
    """{name} has no room for more now: {why}. Choose a queue, or leave it for them with `wait`."""


class NotTransferable(Conflict):
    """Interaction {id} is {status}: only work that waits or is being done can be transferred."""


class HeldByAnother(Conflict):
    """Interaction {id} has moved meanwhile; look who has it now."""


class TeamWithoutQueue(Conflict):
    """The team {id} serves no queue; choose an agent or a queue."""


class NotInConversation(Conflict):
    """Interaction {id} is {status}: colleagues are asked into what somebody works on."""


class NotYourWork(Conflict):
    """Only who has this work, or takes part in it, can do that; a supervisor can too."""


class AlreadyInvited(Conflict):
    """They were asked into this conversation already."""


class InvitationNotFound(NotFound):
    """There is no invitation {id} that you may see."""


class InvitationAnswered(Conflict):
    """This invitation is {status} already; nothing was changed."""


class AskedOfAll(Conflict):
    """Everybody of the team or queue was asked; leave it to the others, or withdraw it."""


class NotTakingPart(Conflict):
    """Agent {id} takes no part in this conversation; ask them in first, or transfer the work."""


class CallbackNotFound(NotFound):
    """There is no callback {id} that you may see."""


class CallbackWaits(Conflict):
    """The customer is to be called back already; cancel that first."""


class CallbackEnded(Conflict):
    """This callback is {status} already; nothing was changed."""


class NothingToCallAbout(Conflict):
    """Interaction {id} is {status}: who waits or is being served can ask to be called back."""


class NoQueueForCallback(Conflict):
    """This work is in no queue whose agents telephone; name one."""


class CallbackNotYours(Conflict):
    """Whoever has the work says how the call went; accept its offer first."""
