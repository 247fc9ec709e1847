"""What the record refuses."""

from warmline.kit.errors import Conflict, Forbidden, Invalid, NotFound


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


class InteractionNotOpen(Conflict):
    """Interaction {id} is {status}; take it, or reopen it, before you work on it."""


class WrittenByMachine(Conflict):
    """Interaction {id} was written by a machine and is nobody's work; put it in a case first, then reopen it."""


class UnknownFile(Invalid):
    """One of the files is not stored here; upload it again and send the reply with the new hash."""


class ReplyNotHeld(Conflict):
    """Message {id} cannot be taken back: it is on its way already, or never was held."""


class ReplyOfAnother(Forbidden):
    """Only who wrote a reply may take it back."""


class ReplyReferredTo(Conflict):
    """Message {id} cannot be taken back: a promise or a reference was made from it."""


class CannotSee(Invalid):
    """Whom you mention must be able to see the case: {names}. Hand it to them, or leave them out."""


class CaseTransitionRefused(Conflict):
    """Case {id} is {status}; it cannot become {to}."""


class WrapUpIncomplete(Invalid):
    """Interaction {id} cannot be wrapped up yet: {count} required fields are empty."""


class OtherCustomer(Conflict):
    """Case {id} is another customer's. To put the contact there, repeat with confirm_other_customer; it is audited."""


class SameCase(Conflict):
    """The interaction is in case {id} already."""


class NothingSuggested(Conflict):
    """No case is suggested for interaction {id}; say which one it belongs to."""


class OnlyContact(Conflict):
    """Interaction {id} is the only contact of case {case_id}; it has that case to itself already."""


class CaseNotJoined(Conflict):
    """Case {id} is not joined into another."""


class NobodysContact(Conflict):
    """Interaction {id} has no customer, so that no case can be opened for it."""


class CaseJoinedAway(Conflict):
    """Case {id} was joined into case {into_id}; use that one, or take the join back."""


class CaseDecisionNotFound(NotFound):
    """There is no decision {id} that you may see."""


class DecisionFinal(Conflict):
    """Decision {id} cannot be taken back: {reason}"""


class LinkNotFound(NotFound):
    """There is no link {id} that you may see."""


class LinkExists(Conflict):
    """The two interactions are related in this way already."""


class RefNotFound(NotFound):
    """There is no reference {id} that you may see."""


class ActionItemNotFound(NotFound):
    """There is no action item {id} that you may see."""


class HandOffNotFound(NotFound):
    """There is no hand-off {id} that you may see."""


class HandOffIncomplete(Invalid):
    """The hand-off lacks {count} fields that its template requires; fill them in, or hand off with allow_incomplete."""


class HandOffAnswered(Conflict):
    """Hand-off {id} is {status} already."""


class HandOffPending(Conflict):
    """Interaction {id} has a hand-off that nobody has answered yet."""


class QuestionNotFound(NotFound):
    """There is no open question {id} that you may see."""


class ContextLossNotFound(NotFound):
    """There is no loss of context {id} that you may see."""


class ContextProposalNotFound(NotFound):
    """There is no proposal {id}."""


class ContextProposalAnsweredAlready(Conflict):
    """Proposal {id} is {status} already."""


class NothingToRate(Conflict):
    """Nobody has answered this customer there yet, so there is nothing to rate."""


class RatingClosed(Conflict):
    """This conversation cannot be rated any more: a week has passed since its end, or a day since it was rated."""
